"""What there is in a folder and below it, and what of that no build put there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path


def foreign(top: Path, ours: Collection[str], since: int) -> Iterator[str]:
    """The paths below `top` of files that aren't `ours`, in folders that changed since (ns).

    What a folder holds can't change without its time of status change, which nobody can set.
    """
    folders = {above for path in ours for above in _above(path)}
    for folder in folders:
        place = f"{top}/{folder}"
        with suppress(OSError):
            if os.stat(place).st_ctime_ns < since:
                continue
        if not os.path.isdir(place):
            continue
        with os.scandir(place) as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    if path not in ours:
                        yield path
                elif f"{path}/" not in folders:
                    yield from _below(entry.path, f"{path}/")


def files_in(folder: Path) -> set[str]:
    """The paths of everything below a folder that is no folder itself, links included."""
    return set(_below(str(folder), ""))


def _below(folder: str, start: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, f"{start}{entry.name}/")
            else:
                yield f"{start}{entry.name}"


def _above(path: str) -> Iterator[str]:
    """The folders above a file, each with a slash at its end, and the output folder itself."""
    yield ""
    at = path.find("/")
    while at >= 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)
