"""What the pages of the last build were planned from: while that holds, they needn't be planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sitegen.asked import Answer, Name, differs, mark
from sitegen.dependents import Dependents, is_page
from sitegen.load import SITE, VOCABULARY
from sitegen.memory import Memory, packed

if TYPE_CHECKING:
    from sitegen.examine import Examined
    from sitegen.resolve import Files
    from sitegen.site import Site


@dataclass(frozen=True)
class Notes:
    """What was noted in one build.

    `frame` is the hash of what may be read unnoted: practice, vocabulary, day.
    `marks` tells each record and table from what it was at another time. `things` are the pages
    that were planned and the questions that were asked.
    """

    frame: bytes = b""
    marks: Mapping[str, bytes] = field(default_factory=dict)
    things: Mapping[Name, Answer] = field(default_factory=dict)

    @classmethod
    def about(cls, site: Site, files: Files) -> Notes:
        """Those of a site before any page is planned."""
        said = [files.inputs.digests[name] for name in (SITE, VOCABULARY)]
        return cls(mark((said, site.today)), _marks(files))


def _marks(files: Files) -> dict[str, bytes]:
    """Each record by what pages may show of it, but its text, and the table of each kind."""
    marks = {one.name: one.seen for one in files.all()}
    tables: dict[str, Sequence[Examined[Any]]] = {
        "therapists": files.therapists, "articles": files.articles, "pages": files.pages,
    }  # fmt: skip
    for table, some in tables.items():
        marks[table] = mark([(one.name, one.seen) for one in some])
    return marks


@dataclass(frozen=True)
class Known:
    """What is known of all builds so far: the things of `first`, but those `since` then, of which
    some are gone."""

    frame: bytes = b""
    marks: Mapping[str, bytes] = field(default_factory=dict)
    first: Dependents = field(default_factory=Dependents)
    since: Mapping[Name, Answer | None] = field(default_factory=dict)

    def pages(self) -> set[Name]:
        """The pages whose notes are known."""
        pages: set[Name] = set(self.first.lines[: self.first.pages])
        for name, thing in self.since.items():
            if is_page(name):
                (pages.add if thing else pages.discard)(name)
        return pages

    def holding(self, now: Notes, site: Site) -> set[Name]:
        """The pages that would be planned to the same for a site of which `now` is known.

        A question is asked again where something that it rests on isn't as it was.
        """
        if self.frame != now.frame:
            return set()
        todo: list[Name] = [*(self.marks.keys() - now.marks.keys())]
        todo += [name for name, mark in now.marks.items() if self.marks.get(name) != mark]
        pages = self.pages()
        seen: set[Name] = set()
        while todo:
            for thing in self._resting_on(todo.pop()):
                if thing in seen:
                    continue
                seen.add(thing)
                if is_page(thing):
                    pages.discard(thing)
                elif differs(site, thing, self._mark(thing)):
                    todo.append(thing)
        return pages

    def after(self, now: Notes, pages: Collection[Name]) -> Known:
        """What is known after a build; `pages` are all that there are now."""
        if self.frame != now.frame:
            return Known(now.frame, now.marks, Dependents.of(now.things))
        gone = dict.fromkeys(self.pages() - set(pages))
        since = {**self.since, **now.things, **gone}
        if 10 * len(since) < len(self.first):
            return Known(now.frame, now.marks, self.first, since)
        every = {name: thing for name, thing in {**self.first.things(), **since}.items() if thing}
        return Known(now.frame, now.marks, Dependents.of(needed(every)))

    def _resting_on(self, name: Name) -> Iterator[Name]:
        for thing in self.first.resting_on(name):
            if thing not in self.since:
                yield thing
        yield from self._since_above.get(name, ())

    @cached_property
    def _since_above(self) -> Mapping[Name, list[Name]]:
        above: defaultdict[Name, list[Name]] = defaultdict(list)
        for name, thing in self.since.items():
            for below in thing.notes if thing else ():
                above[below].append(name)
        return above

    def _mark(self, thing: Name) -> bytes:
        if now := self.since.get(thing):
            return now.mark
        return self.first.mark(thing)


def needed(things: Mapping[Name, Answer]) -> dict[Name, Answer]:
    """The same without answers that no page rests on any more."""
    found: dict[Name, Answer] = {}
    todo = [name for name in things if is_page(name)]
    while todo:
        name = todo.pop()
        if name not in found and (thing := things.get(name)):
            found[name] = thing
            todo += thing.notes
    return found


class Kept:
    """What is known of the builds into one folder, between them.

    Writing all that ten thousand people's pages ask would take longer than an edit: only what is
    different since some build is written after each.
    """

    def __init__(self, memory: Memory, place: str) -> None:
        self._memory, self._place = memory, place
        self._first, self._last = b"", Known()

    def last(self, number: bytes) -> Known:
        """What was kept with this number."""
        if not number:
            return self._last
        then, first = self._memory.get("notes", self._place) or (b"", None)
        since, now, rest = self._memory.get("notes since", self._place) or (b"", b"", {})
        if first is not None and (since, now) == (then, number):
            self._first, self._last = then, Known(first=first, **rest)
        return self._last

    def packed(self, number: bytes, known: Known) -> Sequence[tuple[str, bytes]]:
        """What is to be kept of it, with a number; a copy of this process may find that out."""
        entries, first = [], self._first
        if known.first is not self._last.first or not first:
            first = number
            entries.append(("notes", packed((number, known.first))))
        rest = {"frame": known.frame, "marks": known.marks, "since": known.since}
        return [*entries, ("notes since", packed((first, number, rest)))]

    def keep(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep that."""
        for kind, data in entries:
            self._memory.put_packed(kind, self._place, data)
