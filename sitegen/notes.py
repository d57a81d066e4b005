"""What the pages of the last build were planned from: while that holds, they needn't be planned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from sitegen.asked import Answer, Differences, Name, mark
from sitegen.load import SITE, VOCABULARY
from sitegen.memory import Memory

if TYPE_CHECKING:
    from sitegen.facts import Task
    from sitegen.resolve import Files
    from sitegen.site import Site
    from sitegen.world import World


K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Notes:
    """`frame` is the hash of what any page may show unasked: practice, vocabulary, day and so on.

    `marks` tells each record and table from what it was at another time, `pages` holds for each
    path how it was planned and what was read, `answers` those that were given.
    """

    frame: bytes = b""
    marks: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    answers: Mapping[Name, Answer] = field(default_factory=dict)

    @classmethod
    def about(cls, site: Site, files: Files, world: World) -> Notes:
        """Those of a site before any page is planned."""
        said = [files.inputs.digests[name] for name in (SITE, VOCABULARY)]
        assets = sorted(world.shell.assets.items())
        return cls(mark((said, site.today, assets, world.digest())), _marks(files))

    def needed(self) -> Notes:
        """The same without answers that nothing rests on any more."""
        found: dict[Name, Answer] = {}
        todo = [name for notes in self.pages.values() for name in notes]
        while todo:
            name = todo.pop()
            if name not in found and (answer := self.answers.get(name)):
                found[name] = answer
                todo += answer.notes
        return replace(self, answers=found)

    def holding(self, now: Notes, site: Site, changed: Collection[str]) -> Holding:
        """Which of these hold for a site of which `now` is known.

        `changed` are files that differ from those of a build since, of which nothing was noted.
        """
        if self.frame != now.frame:
            return Holding({}, Differences(site, {}, ()))
        names = self.marks.keys() | now.marks.keys()
        different = {name for name in names if self.marks.get(name) != now.marks.get(name)}
        return Holding(self.pages, Differences(site, self.answers, {*different, *changed}))


@dataclass(frozen=True)
class Holding:
    """Former notes beside what is so now."""

    pages: Mapping[str, tuple[Name, ...]]
    differences: Differences

    def still(self, path: str, task: Task) -> tuple[Name, ...]:
        """What a page was planned from, if planning it again would give the same; else nothing."""
        notes = self.pages.get(path, ())
        if not notes or notes[0] != task.name or self.differences.any(notes[1:]):
            return ()
        return notes


def _marks(files: Files) -> dict[str, bytes]:
    """Each record by its file and by the text that it became, and the table of each kind.

    Of an article, others only see what its list of all shows: the words before its text, and how
    long that takes to read.
    """
    digests = files.inputs.digests
    marks = {one.name: digests[one.name] + one.text for one in files.all()}
    tables = {
        "therapists": [marks[one.name] for one in files.therapists],
        "articles": [(one.name, one.front, one.minutes) for one in files.articles],
        "pages": [marks[one.name] for one in files.pages],
    }
    return marks | {name: mark(rows) for name, rows in tables.items()}


class Kept:
    """Notes between the builds into one folder: those of one build whole, and what differs since.

    Writing all that ten thousand people's pages ask would take longer than an edit.
    """

    def __init__(self, memory: Memory, place: str) -> None:
        self._memory, self._place = memory, place
        self._first = b""
        self._last = self._since = Notes()

    def last(self, number: bytes) -> Notes:
        """The notes that were kept with this number."""
        first, whole = self._memory.get("notes", self._place) or (b"", Notes())
        since = self._memory.get("notes since", self._place) or (first, first, Notes())
        if number and since[:2] == (first, number):
            self._first, self._since = first, since[2]
            self._last = _merged(whole, self._since)
        return self._last

    def keep(self, number: bytes, notes: Notes) -> None:
        """Keep notes with a number."""
        changes = _changes(self._last, notes) if self._first else None
        if changes is None:
            self._memory.put("notes", self._place, (number, notes.needed()))
            self._memory.forget("notes since", [self._place])
        else:
            since = _merged(self._since, changes)
            self._memory.put("notes since", self._place, (self._first, number, since))


def _merged(before: Notes, after: Notes) -> Notes:
    return Notes(
        after.frame or before.frame,
        {**before.marks, **after.marks},
        {**before.pages, **after.pages},
        {**before.answers, **after.answers},
    )


def _changes(before: Notes, now: Notes) -> Notes | None:
    """What is new or different; None when something is gone, or much is different."""
    marks = _new(before.marks, now.marks)
    pages = _new(before.pages, now.pages)
    answers = _new(before.answers, now.answers)
    if before.frame != now.frame or marks is None or pages is None or answers is None:
        return None
    return Notes(now.frame, marks, pages, answers) if 4 * len(pages) < len(now.pages) else None


def _new(before: Mapping[K, V], now: Mapping[K, V]) -> dict[K, V] | None:
    if before.keys() - now.keys():
        return None
    return {name: one for name, one in now.items() if before.get(name) != one}
