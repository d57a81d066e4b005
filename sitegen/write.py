"""Stage, then publish: whatever fails, the output is the last good site or the new one.

New files are written beside the output first, all in one folder. Once they are there, a journal
says which ones move in and which old ones go, and from then on the way leads forward only: whoever
comes next, also after `kill -9`, finishes what the journal says. A first site is written in its own
folders, and put in place by one rename.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import ClassVar, NamedTuple

from sitegen.folders import files_in, foreign

Print = tuple[int, int, int]
"""A published file's size, time of change (ns) and inode: enough to see that it was touched."""


class RefusedOutput(Exception):
    """The output folder isn't ours to change; the message says why and what to do."""


class Output(NamedTuple):
    """A file of the site: its path below the output folder, and its bytes."""

    path: PurePosixPath
    data: bytes


class Changes(NamedTuple):
    """How many files a build wrote anew, kept as they were, and dropped."""

    written: int
    kept: int
    dropped: int


@dataclass
class Publication:
    """An output folder that only this build may change now."""

    keeps: ClassVar[bool] = True
    """Whether the site goes anywhere, so that the next build meets it."""

    out: Path
    _made: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._first = not self.out.is_dir() or not any(self.out.iterdir())

    @cached_property
    def staged(self) -> Path:
        """Where new files wait."""
        return _beside(self.out, "new")

    def stage(self, path: str, data: bytes) -> Print:
        """Write a new file, not yet in its place. Also from copies of this process."""
        target = self._staged(path)
        folder = os.path.dirname(target)
        if folder not in self._made:
            _make_folder(folder)
            self._made.add(folder)
        file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            written = os.write(file, data)
            while written < len(data):
                written += os.write(file, data[written:])
            return _print(os.fstat(file))
        finally:
            os.close(file)

    def clear(self) -> None:
        """Forget what was staged."""
        shutil.rmtree(self.staged, ignore_errors=True)
        self._made.clear()

    def newest(self, path: str) -> bytes:
        """What a file holds now: staged, or else published."""
        staged = Path(self._staged(path))
        return (staged if staged.exists() else self.out / path).read_bytes()

    def _staged(self, path: str) -> str:
        return f"{self.staged}/{path if self._first else _flat(path)}"

    def touched(self, prints: dict[str, Print]) -> list[str]:
        """Those of our files that somebody changed or deleted since they were published."""
        found = []
        base = f"{self.out}/"
        for path, expected in prints.items():
            try:
                if _print(os.stat(base + path, follow_symlinks=False)) != expected:
                    found.append(path)
            except OSError:
                found.append(path)
        return found

    def published(self) -> set[str]:
        """The files that the last build wrote, as it noted."""
        listing = _beside(self.out, "files")
        return set(listing.read_text().split("\n")) if listing.is_file() else set()

    def refuse_foreign(self) -> bool:
        """Whatever no build wrote must not be lost, nor published with the site: true, if all is.

        Raises RefusedOutput.
        """
        out = self.out
        _beside(out, "looking").touch()
        if not out.exists():
            return True
        if not out.is_dir() or (any(out.iterdir()) and not (out / "sitemap.xml").is_file()):
            raise RefusedOutput(
                f"{out} holds something else than a built site, and a build replaces all of it.\n"
                "Name a new or empty folder with --out."
            )
        if _beside(out, "files").is_file() and (others := self._foreign()):
            raise RefusedOutput(
                f"{out} holds files that no build wrote: {', '.join(others[:5])}.\n"
                "A build replaces the whole folder: move them away, or name another with --out."
            )
        return True

    def _foreign(self) -> list[str]:
        """The files that no build wrote, in folders that changed since a build looked last."""
        looked = _beside(self.out, "looked")
        since = looked.stat().st_mtime_ns if looked.exists() else 0
        return sorted(foreign(self.out, self.published(), since))

    def replace(self, written: Iterable[str]) -> None:
        """Publish what was staged in place of files that are there already."""
        _write(_beside(self.out, "journal"), json.dumps([sorted(written), [], None]))
        _finish(self.out)

    def commit(self, written: Iterable[str], files: set[str]) -> Changes:
        """Publish what was staged (`written`), so that the folder holds exactly `files`."""
        written = sorted(written)
        before = self.published()
        if not self._first:
            gone = sorted((before or files_in(self.out)) - files)
            listed = sorted(files) if files != before else None
            if written or gone or listed:
                _write(_beside(self.out, "journal"), json.dumps([written, gone, listed]))
                _finish(self.out)
            self._looked()
            return Changes(len(written), len(files) - len(written), len(gone))
        self.staged.mkdir(exist_ok=True)
        if self.out.exists():
            self.out.rmdir()
        _write(_beside(self.out, "files"), "\n".join(sorted(files)))
        self.staged.rename(self.out)
        self._looked()
        return Changes(len(written), 0, 0)

    def _looked(self) -> None:
        """What there was when this build looked is ours now."""
        with suppress(FileNotFoundError):
            _beside(self.out, "looking").replace(_beside(self.out, "looked"))


class Dry(Publication):
    """For a check: files are looked at, and go nowhere."""

    keeps = False

    def __init__(self, out: Path) -> None:
        super().__init__(out)
        self._seen: dict[str, bytes] = {}

    def stage(self, path: str, data: bytes) -> Print:
        """Note that the file would be written."""
        self._seen[path] = data
        return len(data), 0, 0

    def newest(self, path: str) -> bytes:
        """What would have been written."""
        return self._seen.get(path, b"")

    def touched(self, prints: dict[str, Print]) -> list[str]:
        """Nothing is there that could be."""
        return []

    def refuse_foreign(self) -> bool:
        """Nothing is in the way."""
        return True

    def clear(self) -> None:
        """Nothing is left behind."""

    def replace(self, written: Iterable[str]) -> None:
        """Nothing is published."""

    def commit(self, written: Iterable[str], files: set[str]) -> Changes:
        """Nothing is published."""
        return Changes(len(list(written)), 0, 0)


@contextmanager
def publication(out: Path) -> Iterator[Publication]:
    """The output folder `out`, once whoever else builds into it is done.

    What was staged is gone again unless it was committed. Raises RefusedOutput.
    """
    out = out.resolve()
    if not out.name:
        raise RefusedOutput(f"{out} can't be the output folder. Name another with --out.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(out):
        _finish(out)
        publication = Publication(out)
        shutil.rmtree(publication.staged, ignore_errors=True)
        try:
            yield publication
        finally:
            if not _beside(out, "journal").exists():  # else whoever comes next needs it
                shutil.rmtree(publication.staged, ignore_errors=True)


def _finish(out: Path) -> None:
    """Do what the journal says, as far as it isn't done, and end it."""
    journal, new = _beside(out, "journal"), _beside(out, "new")
    try:
        written, gone, files = json.loads(journal.read_text())
    except FileNotFoundError:
        return
    for path in gone:
        _delete(out / path, out)
    for path in written:
        _move(f"{new}/{_flat(path)}", f"{out}/{path}")
    if files is not None:
        _write(_beside(out, "files"), "\n".join(files))
    journal.unlink()


def _delete(file: Path, out: Path) -> None:
    """Delete a file, unless a page below it has taken its place already."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        file.unlink()
    _remove_empty(file.parent, out)


def _move(source: str, target: str) -> None:
    try:
        os.replace(source, target)
    except FileNotFoundError:
        if not os.path.exists(source):
            return  # it was moved before somebody was cut off
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(source, target)
    except IsADirectoryError as error:
        try:
            os.rmdir(target)
        except OSError:
            raise RefusedOutput(
                f"{target} is a folder, but a file belongs there.\n"
                "Move it away and build again: the rest of the new site follows."
            ) from error
        os.replace(source, target)


def _flat(path: str) -> str:
    """A file's name while it waits: a folder for each page would take as long as the file."""
    return hashlib.blake2b(path.encode(), digest_size=20).hexdigest()


def _make_folder(folder: str) -> None:
    """With the folders above it; mostly, these are there."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)


def _remove_empty(folder: Path, out: Path) -> None:
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _write(path: Path, text: str) -> None:
    """Replace a small file as a whole."""
    new = path.with_name(f"{path.name}.part")
    new.write_text(text)
    new.replace(path)


def _print(stat: os.stat_result) -> Print:
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def _beside(out: Path, word: str) -> Path:
    return out.with_name(f".{out.name}.{word}")


@contextmanager
def _only_one(out: Path) -> Iterator[None]:
    """Two builds into one folder wait for one another; the lock ends with its process."""
    with _beside(out, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
