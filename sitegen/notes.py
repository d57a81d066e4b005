"""What the pages of the last build were planned from: while that holds, they needn't be planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitegen.asked import Answer, Differences, Name, mark
from sitegen.load import SITE, VOCABULARY
from sitegen.memory import Memory

if TYPE_CHECKING:
    from sitegen.facts import Task
    from sitegen.resolve import Files
    from sitegen.site import Site


@dataclass(frozen=True)
class Notes:
    """`frame` is the hash of what any page may show unasked: practice, vocabulary, day, assets.

    `marks` tells each record and table from what it was at another time, `pages` holds for each
    path how it was planned and what was read, `answers` those that were given.
    """

    frame: bytes = b""
    marks: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    answers: Mapping[Name, Answer] = field(default_factory=dict)

    @classmethod
    def about(cls, site: Site, files: Files, assets: Mapping[str, str]) -> Notes:
        """Those of a site before any page is planned; `assets` are the addresses of its assets."""
        files_of_all = [files.inputs.digests[name] for name in (SITE, VOCABULARY)]
        frame = mark((files_of_all, site.today, sorted(assets.items())))
        return cls(frame, _marks(files))

    def holding(self, now: Notes, site: Site) -> Holding:
        """Which of these hold for a site of which `now` is known."""
        if self.frame != now.frame:
            return Holding({}, Differences(site, {}, ()))
        names = self.marks.keys() | now.marks.keys()
        changed = {name for name in names if self.marks.get(name) != now.marks.get(name)}
        return Holding(self.pages, Differences(site, self.answers, changed))


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


def former(memory: Memory, place: str, number: bytes) -> Notes:
    """The notes that were kept with this number for an output folder."""
    found: tuple[bytes, Notes] = memory.get("notes", place) or (b"", Notes())
    return found[1] if number and found[0] == number else Notes()


def keep(memory: Memory, place: str, number: bytes, notes: Notes) -> None:
    """Keep them for the next build."""
    memory.put("notes", place, (number, notes))
