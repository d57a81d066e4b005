"""What rests on a name: notes the other way round, so that an edit finds what it may touch.

Where ten thousand people's pages note what they read, those are a million names. They are kept as
one text and some rows of numbers, which are read back in a moment.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain

from sitegen.asked import Answer, Name


@dataclass(frozen=True)
class Dependents:
    """`text` has a name a line: pages, questions, then what else these name.

    `marks` are those of the questions. `above` holds the numbers of the things that rest on the
    first name, then those on the second, and so on; `starts` says from where on.
    """

    text: str = ""
    pages: int = 0
    marks: tuple[bytes, ...] = ()
    starts: array[int] = field(default_factory=lambda: array("I"))
    above: array[int] = field(default_factory=lambda: array("I"))

    @classmethod
    def of(cls, things: Mapping[Name, Answer]) -> Dependents:
        """Those of things, of each of which is known what it rests on."""
        things = dict(sorted(things.items(), key=lambda item: not is_page(item[0])))
        numbers: dict[Name, int] = {name: number for number, name in enumerate(things)}
        above: list[list[int]] = [[] for _ in numbers]
        for number, thing in enumerate(things.values()):
            for name in thing.notes:
                if (below := numbers.setdefault(name, len(numbers))) == len(above):
                    above.append([])
                above[below].append(number)
        text = "\n".join(numbers)
        if text.count("\n") >= len(numbers):
            return cls()  # no name of ours has two lines
        pages = sum(map(is_page, things))
        return cls(
            text,
            pages,
            tuple(thing.mark for thing in things.values())[pages:],
            array("I", accumulate(map(len, above), initial=0)),
            array("I", chain.from_iterable(above)),
        )

    def __len__(self) -> int:
        """How many things there are."""
        return self.pages + len(self.marks)

    @cached_property
    def lines(self) -> list[str]:
        """The names as lines of the text."""
        return self.text.split("\n") if self.text else []

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {line: number for number, line in enumerate(self.lines)}

    def resting_on(self, name: Name) -> Iterator[Name]:
        """The things that rest on a name."""
        number = self._numbers.get(name)
        if number is not None:
            for thing in self.above[self.starts[number] : self.starts[number + 1]]:
                yield self.lines[thing]

    def mark(self, question: Name) -> bytes:
        """What tells the answer to a question from others."""
        return self.marks[self._numbers[question] - self.pages]

    def things(self) -> dict[Name, Answer]:
        """All of them, as they were given."""
        names = self.lines
        notes: list[list[Name]] = [[] for _ in range(len(self))]
        for number, name in enumerate(names):
            for thing in self.above[self.starts[number] : self.starts[number + 1]]:
                notes[thing].append(name)
        marks = (*[b""] * self.pages, *self.marks)
        rows = zip(names, marks, notes, strict=False)
        return {name: Answer(mark, tuple(some)) for name, mark, some in rows}


def is_page(name: Name) -> bool:
    """Whether something that is noted is a page."""
    return name[0] == "/"
