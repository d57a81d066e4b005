"""Stage, then swap: the output is the last good site or the new one, never a mixture."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


class RefusedOutput(Exception):
    """The output folder isn't ours to replace; the message says why and what to do."""


@dataclass(frozen=True)
class Output:
    """A file of the site: its path below the output folder, and its bytes."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True)
class Changes:
    """How many files a build wrote anew, kept as they were, and dropped."""

    written: int
    kept: int
    dropped: int


@dataclass
class Staged:
    """A complete new output beside the old one; `commit` puts it in place."""

    folder: Path
    out: Path
    written: int = 0
    kept: int = 0

    def commit(self) -> Changes:
        """Swap the folders. A crash between the two renames is mended by the next `staged`."""
        old = _beside(self.out, "old")
        before, after = _files(self.out), _files(self.folder)
        if self.out.exists():
            self.out.rename(old)
        self.folder.rename(self.out)
        shutil.rmtree(old, ignore_errors=True)
        _beside(self.out, "files").write_text("\n".join(sorted(after)))
        return Changes(self.written, self.kept, len(before - after))


@contextmanager
def staged(outputs: Iterable[Output], out: Path) -> Iterator[Staged]:
    """Write `outputs` into a new folder beside `out`; gone again unless it is committed.

    Unchanged files are hard links to the old ones, so they keep their times. Raises
    RefusedOutput when `out` holds something else than a site, or two outputs share a path.
    """
    out = out.resolve()
    if not out.name:
        raise RefusedOutput(f"{out} can't be the output folder. Name another with --out.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(out):
        new, old = _beside(out, "new"), _beside(out, "old")
        if old.exists() and not out.exists():
            old.rename(out)
        _refuse_foreign(out)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        stage = Staged(new, out)
        try:
            for output in outputs:
                _stage_file(output, stage)
            yield stage
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _beside(out: Path, word: str) -> Path:
    return out.with_name(f".{out.name}.{word}")


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _refuse_foreign(out: Path) -> None:
    """A build replaces the whole folder: whatever no build wrote must not be lost with it."""
    if out.exists() and (
        not out.is_dir() or (any(out.iterdir()) and not (out / "sitemap.xml").is_file())
    ):
        raise RefusedOutput(
            f"{out} holds something else than a built site, and a build replaces all of it.\n"
            "Name a new or empty folder with --out."
        )
    listing = _beside(out, "files")
    if out.exists() and listing.is_file():
        foreign = sorted(_files(out) - set(listing.read_text().split("\n")))
        if foreign:
            raise RefusedOutput(
                f"{out} holds files that no build wrote: {', '.join(foreign[:5])}.\n"
                "A build replaces the whole folder: move them away, or name another with --out."
            )


def _stage_file(output: Output, stage: Staged) -> None:
    target = stage.folder / output.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise RefusedOutput(f"two pages want to be {output.path}")
    existing = stage.out / output.path
    if existing.is_file() and existing.read_bytes() == output.data:
        os.link(existing, target)
        stage.kept += 1
    else:
        target.write_bytes(output.data)
        stage.written += 1


@contextmanager
def _only_one(out: Path) -> Iterator[None]:
    """Two builds into one folder wait for one another; the lock ends with its process."""
    with _beside(out, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
