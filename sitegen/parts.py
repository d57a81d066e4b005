"""Pages as they were planned, as bytes, and apart from them, once, the *parts* that many share.

A card of somebody is on a hundred pages. In a page's bytes the hash of a part stands in its place,
so that these are few, one hash of them tells the page from all others, and whoever reads pages back
gets the same object for the same part.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from sitegen.memory import Memory, unpacked
from sitegen.world import exact

_SIZE = 16

_REFERENCE = re.compile(rb"C\x10(.{16})\x85R", re.S)
"""How a pickle writes: that many bytes, alone in a tuple, are what a function is called with."""

_SPARE = 1000
"""So many parts more than twice those in use are kept before somebody looks which are."""


class LostPart(Exception):
    """A part isn't in the memory any more."""


class Parts:
    """Values as bytes, with the hash in place of each that is of one of some classes.

    Those are named tuples whose values never change: each is hashed once, and known by identity.
    """

    def __init__(self, memory: Memory, *classes: type[tuple[Any, ...]]) -> None:
        self._memory = memory
        self._table = dict.fromkeys(classes, self._reference)
        self._hashes: dict[int, tuple[Any, bytes]] = {}
        self._found: dict[bytes, Any] = {}
        self._new: list[tuple[bytes, bytes]] = []

    def packed(self, value: Any) -> bytes:
        """Bytes that are the same only for the same value."""
        return exact(value, self._table)

    def unpacked(self, data: bytes) -> Any:
        """The value that was packed as these bytes. Raises LostPart."""
        before = _READING.set(self._part)
        try:
            return unpacked(data)
        finally:
            _READING.reset(before)

    def news(self) -> tuple[tuple[bytes, bytes], ...]:
        """The parts that were packed since this was asked last: each one's hash, and its bytes."""
        new, self._new = self._new, []
        return tuple(new)

    def _reference(self, part: tuple[Any, ...]) -> tuple[Callable[[bytes], Any], tuple[bytes]]:
        """Kept with the part itself, so that no other takes its place in memory."""
        if id(part) not in self._hashes:
            data = self.packed((type(part), *part))
            hashed = hashlib.sha256(data).digest()[:_SIZE]
            self._hashes[id(part)] = part, hashed
            self._new.append((hashed, data))
        return _part, (self._hashes[id(part)][1],)

    def _part(self, hashed: bytes) -> Any:
        if hashed not in self._found:
            data = self._memory.get("part", hashed.hex())
            if data is None:
                raise LostPart
            kind, *fields = self.unpacked(data)
            self._found[hashed] = kind(*fields)
        return self._found[hashed]


_READING: ContextVar[Callable[[bytes], Any]] = ContextVar("_READING")


def _part(hashed: bytes) -> Any:
    return _READING.get()(hashed)


def sweep(memory: Memory) -> None:
    """Forget parts that no page's bytes name any more, once they are as many as those in use."""
    memory.flush()
    count, in_use = memory.count("part"), memory.get("parts in use", "")
    if in_use is None:  # all of them are new
        memory.put("parts in use", "", count)
    if in_use is None or count <= 2 * in_use + _SPARE:
        return
    parts = dict(memory.under("part", ""))
    used: set[str] = set()
    waiting = [data for _, data in memory.under("page", "")]
    while waiting:
        names = {one.hex() for one in _REFERENCE.findall(waiting.pop())} & parts.keys() - used
        used |= names
        waiting += [parts[name] for name in names]
    memory.forget("part", parts.keys() - used)
    memory.put("parts in use", "", len(used))
