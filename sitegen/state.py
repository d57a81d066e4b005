"""What a build leaves in the memory for the next one into the same folder."""

from __future__ import annotations

import datetime as dt
import os
from typing import NamedTuple

from sitegen.inputs import Signature
from sitegen.memory import Memory, shared
from sitegen.problems import Problem
from sitegen.write import Print


class Row(NamedTuple):
    """A published file: the hash of all it was made from, and what it looked like afterwards.

    `files` are the addresses of assets and data files that it names; `digest` is that of its bytes,
    `view` that of what its template was told, but its text.
    """

    key: bytes
    digest: bytes
    print: Print
    title: str = ""
    files: frozenset[str] = frozenset()
    addressed: bool = False
    view: bytes = b""

    def sharing(self) -> Row:
        """The same, of another process: most pages name the same files."""
        return self._replace(files=shared(self.files))


class State(NamedTuple):
    """The last build: what it read, on which day, what it published, its warnings.

    `number` tells which whole build it was, or came after; `noted` which notes belong to it, `base`
    is the hash of what any page may show unasked.
    """

    known: dict[str, tuple[Signature | None, bytes]]
    today: dt.date
    zone: str
    rows: dict[str, Row]
    private: bytes = b""
    warnings: tuple[Problem, ...] = ()
    number: bytes = b""
    noted: bytes = b""
    base: bytes = b""

    def pages(self) -> int:
        """How many of the files are pages."""
        return sum(1 for path in self.rows if path.endswith(".html"))


NOTHING = State({}, dt.date.min, "UTC", {})
"""Before the first build."""


def last_state(memory: Memory, place: str) -> State:
    """What the last build into a folder left."""
    state: State = memory.get("state", place) or NOTHING
    changes = _changes(memory, place)
    if state is NOTHING or changes.last.number != state.number:
        return state
    rows = {**state.rows, **changes.last.rows}
    for path in changes.gone:
        rows.pop(path, None)
    return changes.last._replace(known={**state.known, **changes.last.known}, rows=rows)


class Recall:
    """The last build's state for a process that builds again and again: it reads it once.

    With ten thousand people, reading it would be the most of what the edit of a text costs.
    """

    def __init__(self) -> None:
        self._stamps: object = None
        self._state = NOTHING

    def last(self, memory: Memory, place: str) -> State:
        """What the last build into a folder left."""
        if self._stamps != _stamps(memory, place):
            self.note(memory, place, last_state(memory, place))
        return self._state

    def note(self, memory: Memory, place: str, state: State) -> None:
        """The memory holds this state now."""
        self._stamps, self._state = _stamps(memory, place), state


def _stamps(memory: Memory, place: str) -> object:
    return memory.file, place, memory.stamp("state", place), memory.stamp("changes", place)


class _Changes(NamedTuple):
    """What is different since the last whole build: `last` lacks what is as it was then."""

    last: State
    gone: frozenset[str]


def _changes(memory: Memory, place: str) -> _Changes:
    return memory.get("changes", place) or _Changes(NOTHING, frozenset())


def keep_changes(memory: Memory, place: str, before: State, after: State) -> None:
    """Keep a state beside the one of the last whole build, as far as it differs.

    After an edit of one text, the state of ten thousand would be most of the work.
    """
    changes = _changes(memory, place)
    if changes.last.number != after.number:
        changes = _Changes(NOTHING, frozenset())
    known = {at: one for at, one in after.known.items() if before.known.get(at) != one}
    rows = {path: row for path, row in after.rows.items() if row is not before.rows.get(path)}
    known, rows = changes.last.known | known, changes.last.rows | rows
    rows = {path: row for path, row in rows.items() if path in after.rows}
    gone = (changes.gone | before.rows.keys()) - after.rows.keys()
    many = max(_FEW_CHANGES, len(after.rows) // 8)
    if len(known) + len(rows) > many or after.known.keys() != before.known.keys():
        keep_whole(memory, place, after)
    else:
        last = after._replace(known=known, rows=rows)
        memory.put("changes", place, _Changes(last, gone))


def keep_whole(memory: Memory, place: str, state: State) -> None:
    """Keep a state."""
    memory.put("state", place, state._replace(number=os.urandom(8)))
    memory.forget("changes", [place])


_FEW_CHANGES = 1000
