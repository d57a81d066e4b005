"""Entries of the memory that are read all together, many in one.

Finding ten thousand single ones in a database takes longer than reading them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from zlib import crc32

from sitegen.memory import Memory

_BUNDLES = 64
"""For ten thousand records, each is small enough to write it anew when one of them changes."""


class Bundles:
    """The entries of one kind, named by files; what `put` and `forget` do is kept by `write`."""

    def __init__(self, memory: Memory, kind: str) -> None:
        self._memory, self._kind = memory, kind
        self._read: dict[str, dict[str, Any]] = {}
        self._changed: set[str] = set()

    def below(self, folder: str) -> Iterator[tuple[str, Any]]:
        """Every entry that is named by a file in this folder."""
        for number in range(_BUNDLES):
            yield from self._bundle(f"{folder}/{number}").items()

    def put(self, name: str, value: Any) -> None:
        """Remember a value."""
        self._of(name)[name] = value

    def forget(self, names: Iterable[str]) -> None:
        """Drop entries."""
        for name in names:
            self._of(name).pop(name, None)

    def write(self) -> None:
        """Put what changed into the memory."""
        for key in sorted(self._changed):
            self._memory.put(self._kind, key, self._read[key])
        self._changed.clear()

    def _of(self, name: str) -> dict[str, Any]:
        key = f"{name.rpartition('/')[0]}/{crc32(name.encode()) % _BUNDLES}"
        self._changed.add(key)
        return self._bundle(key)

    def _bundle(self, key: str) -> dict[str, Any]:
        if key not in self._read:
            self._read[key] = self._memory.get(self._kind, key) or {}
        return self._read[key]
