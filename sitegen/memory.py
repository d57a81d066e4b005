"""What earlier builds worked out, kept in one folder: it saves time and never decides anything.

An entry has a kind, a name and a checksum. Whatever is missing, damaged, or made by other code is
simply not there, and is worked out anew. SQLite keeps a half-written build from being seen, also
after `kill -9`, and lets two builds share the folder. Entries are pickles: restore a folder only
from where you would also take code.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

T = TypeVar("T")

_SCHEMA = """
PRAGMA page_size = 16384;  -- most entries fill more than one of 4096
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, name)
);
"""
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises; damage to a name even breaks its message."""

_CHECKSUM = 16
_BUSY_SECONDS = 5.0
_FLUSH_BYTES = 8_000_000


_SETS: dict[frozenset[str], frozenset[str]] = {}


def shared(names: frozenset[str]) -> frozenset[str]:
    """The same set for equal ones: what comes out of pickles shares nothing by itself."""
    return _SETS.setdefault(names, names)


class LostText(Exception):
    """What should be in the memory isn't any more."""


class Memory:
    """Entries by kind and name. `version` names the code that makes them.

    `folder` is made with a note that keeps it out of Git; where that isn't possible (a disk that
    can't be written), a temporary one does for as long as this lives.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self.version = version
        self._spare: TemporaryDirectory[str] | None = None
        self._waiting: dict[tuple[str, str], bytes | None] = {}
        self._waiting_bytes = 0
        self._writes = True
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / ".gitignore").exists():
                (folder / ".gitignore").write_text("*\n")
            self.file = folder / "memory.sqlite"
            self._open()
        except (OSError, *_FAULTS):
            import tempfile  # only here: it takes a while

            self._spare = tempfile.TemporaryDirectory()
            self.file = Path(self._spare.name) / "memory.sqlite"
            self._open()

    def get(self, kind: str, name: str) -> Any | None:
        """The entry's value; None when there is none that is whole."""
        if (kind, name) in self._waiting:
            data = self._waiting[kind, name]
            return None if data is None else unpacked(data[_CHECKSUM:])
        rows = self._asked("SELECT data FROM entry WHERE kind = ? AND name = ?", (kind, name))
        payload = _payload(kind, name, rows[0][0]) if rows else None
        return None if payload is None else unpacked(payload)

    def stamp(self, kind: str, name: str) -> bytes | None:
        """What tells an entry's value from any other that it had; None without one."""
        if (kind, name) in self._waiting:
            data = self._waiting[kind, name]
            return None if data is None else data[:_CHECKSUM]
        question = "SELECT substr(data, 1, ?) FROM entry WHERE kind = ? AND name = ?"
        rows = self._asked(question, (_CHECKSUM, kind, name))
        return rows[0][0] if rows else None

    def under(self, kind: str, start: str) -> Iterator[tuple[str, Any]]:
        """Every whole entry of a kind whose name starts so; what isn't flushed yet is left out."""
        question = "SELECT name, data FROM entry WHERE kind = ? AND name BETWEEN ? AND ?"
        for name, data in self._asked(question, (kind, start, start + "\U0010ffff")):
            if (payload := _payload(kind, name, data)) is not None:
                yield name, unpacked(payload)

    def count(self, kind: str) -> int:
        """How many entries of a kind there are; what isn't flushed yet is left out."""
        rows = self._asked("SELECT count(*) FROM entry WHERE kind = ?", (kind,))
        return rows[0][0] if rows else 0

    def put(self, kind: str, name: str, value: Any) -> None:
        """Remember a value (not None) in place of the entry's former one."""
        self.put_packed(kind, name, packed(value))

    def put_packed(self, kind: str, name: str, payload: bytes) -> None:
        """The same for a value that another process packed, for whom this one is too busy."""
        self._waiting[kind, name] = _checksum(kind, name, payload) + payload
        self._waiting_bytes += len(payload)
        if self._waiting_bytes > _FLUSH_BYTES and self._writes:
            self.flush()

    def forget(self, kind: str, names: Iterable[str]) -> None:
        """Drop entries."""
        self._waiting.update(dict.fromkeys((kind, name) for name in names))

    def drop(self, kind: str) -> None:
        """Drop every entry of a kind."""
        self.flush()
        names = self._asked("SELECT name FROM entry WHERE kind = ?", (kind,))
        self.forget(kind, [name for (name,) in names])
        self.forget(kind, [name for one, name in self._waiting if one == kind])

    def begin_anew(self) -> None:
        """Forget everything, and the file that it was in: it may be damaged unnoticed."""
        self._waiting, self._waiting_bytes = {}, 0
        with suppress(OSError, *_FAULTS):
            self._start_over()

    def flush(self) -> None:
        """Write what waits, all of it or nothing; what can't be written waits on."""
        gone = [key for key, data in self._waiting.items() if data is None]
        kept = [(*key, data) for key, data in self._waiting.items() if data is not None]

        def write() -> bool:
            with self._connection:
                self._connection.executemany("DELETE FROM entry WHERE kind=? AND name=?", gone)
                self._connection.executemany("REPLACE INTO entry VALUES (?, ?, ?)", kept)
            return True

        self._waiting_bytes = 0
        if not self._waiting or self._tried(write, False):
            self._waiting = {}
        else:
            self._writes = False  # once more at the end; till then nobody is kept waiting

    def close(self) -> None:
        """Write what waits, and end."""
        self.flush()
        self._connection.close()
        if self._spare:
            self._spare.cleanup()

    def reopened(self) -> None:
        """In a forked process: a connection of its own, for SQLite's must not cross a fork.

        What waits can be read here, and is written where it was put.
        """
        self._writes = False
        self._connection = sqlite3.connect(self.file, timeout=_BUSY_SECONDS)

    def _open(self) -> None:
        try:
            self._connect()
        except _FAULTS as error:
            if _is_busy(error):
                raise
            self._start_over()

    def _connect(self) -> None:
        self._connection = sqlite3.connect(
            self.file, timeout=_BUSY_SECONDS, check_same_thread=False
        )
        found = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE name = 'entry'"
        ).fetchone()
        # A new file holds nothing older that could be mixed in when the machine stops: no waiting.
        self._connection.execute(f"PRAGMA synchronous = {'NORMAL' if found else 'OFF'}")
        if not found:
            self._connection.executescript(_SCHEMA)
        if self.get("version", "") != self.version:
            with self._connection:
                self._connection.execute("DELETE FROM entry")
            self.put("version", "", self.version)
            self.flush()

    def _start_over(self) -> None:
        with suppress(AttributeError, *_FAULTS):
            self._connection.close()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        self._connect()

    def _asked(self, question: str, values: tuple[str | int, ...]) -> list[Any]:
        return self._tried(lambda: self._connection.execute(question, values).fetchall(), [])

    def _tried(self, action: Callable[[], T], otherwise: T) -> T:
        """Do it; on a damaged file begin a new one and do it there, on a busy one do without."""
        try:
            return action()
        except sqlite3.ProgrammingError:
            raise  # the file is good, and asked after it was closed
        except _FAULTS as error:
            if _is_busy(error):
                return otherwise
        try:
            self._start_over()
            return action()
        except (OSError, *_FAULTS):
            return otherwise


def packed(value: Any) -> bytes:
    """A value as an entry holds it."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(payload: bytes | memoryview) -> Any:
    """The value that was packed as these bytes."""
    return pickle.loads(payload)  # noqa: S301


def _is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _checksum(kind: str, name: str, payload: bytes | memoryview) -> bytes:
    """Processors have instructions for this one, so that it takes half the time of others."""
    hashed = hashlib.sha256(f"{kind}\0{name}\0".encode())
    hashed.update(payload)
    return hashed.digest()[:_CHECKSUM]


def _payload(kind: str, name: str, data: Any) -> memoryview | None:
    if not isinstance(data, bytes):
        return None
    payload = memoryview(data)[_CHECKSUM:]
    return payload if data[:_CHECKSUM] == _checksum(kind, name, payload) else None
