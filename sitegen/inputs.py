"""Everything that a build reads, as one snapshot: each file's name and what is in it.

A file counts as unchanged while its size, times of change and inode are the ones under which its
content was hashed last. The time of its last *status* change is among them: no program can set it,
so a file whose modification time lies is still read again. As Git does, a file that was changed
in the very moments before it was hashed isn't trusted the next time. What is read later has to
have the hash that was found here; if it hasn't, somebody saved in between, and the build begins
again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from sitegen.problems import MistakesFound, Place, Problem

HERE = Path(__file__).resolve().parent.parent
"""The repository: whatever a practice's own folder lacks comes from here."""

RECORDS = ("content", "therapists")
OVERLAID = ("templates", "assets")

Signature = tuple[int, int, int, int]
Known = Mapping[str, tuple[Signature | None, bytes]]

_DOUBTFUL_NS = 50_000_000
"""Longer than a tick of any clock that file systems stamp with."""


class ChangedMeanwhile(Exception):
    """A file isn't any more what it was when the build began."""


@dataclass(frozen=True)
class Inputs:
    """Names are paths below the practice's folder (`content/site.yaml`), with `/` between parts.

    `digests` maps each to its SHA-256; where a template or an asset is in the practice's folder
    and in ours, the practice's counts.
    """

    root: Path
    digests: Mapping[str, bytes]
    signatures: Mapping[str, Signature | None]
    folders: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def scan(cls, root: Path, known: Known | None = None) -> Inputs:
        """Look at every file; read those that `known` (`remembered` of a former scan) lacks.

        Raises MistakesFound when files can't be read.
        """
        known = known or {}
        digests: dict[str, bytes] = {}
        signatures: dict[str, Signature | None] = {}
        folders: dict[str, Path] = {}
        closed: list[Problem] = []
        for top, owner, name, look in _found(root):
            folders[name] = top
            before = known.get(f"{owner}:{name}")
            if before and before[0] == look:
                digests[name] = before[1]
                signatures[name] = look
                continue
            now = time.time_ns()
            try:
                digests[name] = hashlib.sha256(content(top, name)).digest()
            except FileNotFoundError:  # an editor's own, gone again
                del folders[name]
                continue
            except OSError as error:
                words = f"this file can't be read: {error.strerror}"
                closed.append(Problem(Place(name), words, hint="change its permissions"))
                continue
            doubtful = max(look[1], look[2]) > now - _DOUBTFUL_NS
            signatures[name] = None if doubtful else look
        if closed:
            raise MistakesFound(closed)
        return cls(root, digests, signatures, folders)

    @cached_property
    def remembered(self) -> dict[str, tuple[Signature | None, bytes]]:
        """What the next scan may rely on."""
        own = {name: "own" if top == self.root else "ours" for name, top in self.folders.items()}
        return {
            f"{own[name]}:{name}": (self.signatures[name], digest)
            for name, digest in self.digests.items()
        }

    def names(self, folder: str, suffix: str = "") -> list[str]:
        """The files directly in a folder, in the order of their names."""
        return [name for name in self._by_folder.get(folder, ()) if name.endswith(suffix)]

    def below(self, folder: str) -> list[str]:
        """The files in a folder and its folders, sorted."""
        return [name for name in self._sorted if name.startswith(f"{folder}/")]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.digests)

    @cached_property
    def _by_folder(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._sorted:
            found[name.rpartition("/")[0]].append(name)
        return found

    def read(self, name: str) -> bytes:
        """What is in a file. Raises ChangedMeanwhile when that isn't what the scan saw."""
        try:
            data = content(self.folders[name], name)
        except OSError as error:
            raise ChangedMeanwhile(name) from error
        if hashlib.sha256(data).digest() != self.digests[name]:
            raise ChangedMeanwhile(name)
        return data

    def digest(self, *folders: str, suffix: str = "") -> bytes:
        """One hash of all files in these folders whose names end so, and of these names."""
        hashed = hashlib.sha256()
        for name in self._sorted:
            if name.startswith(folders) and name.endswith(suffix):
                hashed.update(name.encode() + b"\0" + self.digests[name])
        return hashed.digest()


def content(top: Path, name: str) -> bytes:
    """What is in a file; a `Path` of each of ten thousand would take as long as to read it."""
    with open(f"{top}/{name}", "rb", buffering=0) as file:
        return file.read()


def _found(root: Path) -> Iterator[tuple[Path, str, str, Signature]]:
    """Each file once: its top folder, whose that is, its name and signature; ours come first."""
    found: dict[str, tuple[Path, str, Signature]] = {}
    for name in OVERLAID:
        if root != HERE:
            _walk(HERE, name, "ours", found)
    for name in (*RECORDS, *OVERLAID):
        _walk(root, name, "own", found)
    for name, (top, owner, look) in found.items():
        yield top, owner, name, look


def signature(stat: os.stat_result) -> Signature:
    """What a file looks like from outside."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _walk(
    top: Path, folder: str, owner: str, found: dict[str, tuple[Path, str, Signature]]
) -> None:
    try:
        entries = os.scandir(top / folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            name = f"{folder}/{entry.name}"
            try:
                if entry.is_dir(follow_symlinks=False):
                    _walk(top, name, owner, found)
                elif entry.is_file():
                    found[name] = (top, owner, signature(entry.stat()))
            except OSError:
                continue


@cache
def code_version() -> str:
    """A name for the code that builds: our modules, Python, and every installed package.

    Asked once and first: a server that runs for days goes on with the code that it began with.
    """
    hashed = hashlib.sha256(sys.version.encode())
    for path in sorted(_modules(f"{HERE}/sitegen")):
        with open(path, "rb", buffering=0) as file:
            hashed.update(path.removeprefix(str(HERE)).encode() + b"\0" + file.read())
    for folder in dict.fromkeys(sys.path):
        if folder.endswith("site-packages") and os.path.isdir(folder):
            names = (name for name in os.listdir(folder) if name.endswith(".dist-info"))
            hashed.update("\n".join(sorted(names)).encode())
    return hashed.hexdigest()


def _modules(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _modules(entry.path)
        elif entry.name.endswith(".py"):
            yield entry.path
