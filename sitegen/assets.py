"""Assets: a practice's over ours, styles joined, every file named by what is in it.

A fingerprinted name never changes its meaning, so browsers may keep the file forever. Scripts
import one another by relative names; those are rewritten to the fingerprinted ones.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from sitegen.inputs import Inputs
from sitegen.library import KnownPictures
from sitegen.memory import Memory
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.scripts import Scripts

PREFIX = "/assets/"
STYLE = "css/site.css"

_IMPORT_CSS = re.compile(r'^@import\s+"(?P<name>[^"]+)"\s*;[^\S\n]*$', re.M)
_IMPORT_JS = re.compile(
    r"""(?P<before>(?:\bfrom\s*|\bimport\s*\(?\s*))(?P<quote>["'])(?P<name>\.{1,2}/[^"'\n]+\.js)(?P=quote)"""
)
_VIEW_BOX = re.compile(
    rb"""viewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"""
)

_ROOT_FILES = {"favicon.svg"}
"""Files that browsers look for at a fixed address."""


class Asset(NamedTuple):
    """A file of the output: its address, the SHA-256 of its bytes, and how to get these."""

    url: str
    digest: bytes
    load: Callable[[], bytes]

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.load()


class _Unread(Mapping[str, bytes]):
    """The assets of a scan by their path below `assets/`."""

    def __init__(self, inputs: Inputs) -> None:
        names = (name.removeprefix("assets/") for name in inputs.below("assets"))
        self._inputs = inputs
        self._names = dict.fromkeys(name for name in names if not _hidden(name))

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._inputs.read(f"assets/{name}")

    def digest(self, name: str) -> bytes:
        """The SHA-256 of a file, without reading it."""
        return self._inputs.digests[f"assets/{name}"]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Assets:
    """Every asset by its path below `assets/`, as templates and texts name it.

    `sources` maps that path to the file's bytes before anything was joined or renamed, `scripts`
    are those among them.
    """

    sources: Mapping[str, bytes]
    scripts: Scripts
    _done: dict[str, Asset] = field(default_factory=dict)

    @classmethod
    def of(cls, *folders: Path) -> Assets:
        """Gather the files below `folders`; a later folder's file replaces an earlier one's."""
        found: dict[str, bytes] = {}
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder).as_posix()
                if path.is_file() and not _hidden(name):
                    found[name] = path.read_bytes()
        sources = dict(sorted(found.items()))
        return cls(sources, Scripts(sources))

    @classmethod
    def of_inputs(cls, inputs: Inputs, memory: Memory | None = None) -> Assets:
        """Those of a scan, read when they are needed; what `memory` has isn't made again."""
        sources = _Unread(inputs)
        return cls(sources, Scripts(sources, memory, inputs.digest("assets/", suffix=".js")))

    def url(self, name: str) -> str:
        """The address of an asset. Raises KeyError, naming it, when there is none."""
        return self._asset(name).url

    def outputs(self) -> list[Asset]:
        """Everything to publish, in the order of the names; parts of joined files are not."""
        return [self._asset(name) for name in self._published]

    @cached_property
    def _published(self) -> list[str]:
        styles = {name for name in self.sources if name.endswith(".css")} - {STYLE}
        return [name for name in self.sources if name not in styles | self.scripts.parts]

    def addresses(self) -> dict[str, str]:
        """Every published asset's address by its path, as templates ask for them."""
        return {name: self.url(name) for name in self._published}

    def pictures(self) -> KnownPictures:
        """The pictures as plain values, those of texts with their sizes."""
        folders = {one: tuple(self.names(one)) for one in ("images", "portraits")}
        found = {name: self.picture("images", name) for name in folders["images"]}
        return KnownPictures(
            {folder: dict.fromkeys(names) for folder, names in folders.items()},
            {name: size for name, size in found.items() if size},
        )

    def _asset(self, name: str) -> Asset:
        if name not in self._done:
            if name not in self.sources:
                raise KeyError(f"there is no asset {name}")
            load: Callable[[], bytes] = partial(self.sources.__getitem__, name)
            if name.endswith((".css", ".js")):
                load = partial(_same, self._made(name))
            known = isinstance(self.sources, _Unread) and not name.endswith((".css", ".js"))
            digest = (
                self.sources.digest(name)  # type: ignore[attr-defined]
                if known
                else hashlib.sha256(load()).digest()
            )
            folder, base = posixpath.split(name)
            stem, suffix = posixpath.splitext(base)
            public = base if name in _ROOT_FILES else f"{stem}.{digest.hex()[:10]}{suffix}"
            prefix = "/" if name in _ROOT_FILES else PREFIX
            url = prefix + posixpath.join(folder, public)
            self._done[name] = Asset(url, digest, load)
        return self._done[name]

    def _made(self, name: str) -> bytes:
        data = self.sources[name]
        if name == STYLE:
            return self._joined(data.decode()).encode()
        if name.endswith(".js"):
            return self._linked(name, self.scripts.short(name)).encode()
        return data

    def _joined(self, style: str) -> str:
        """The entry style with its imports in place; a name may be a pattern, as blocks/*.css."""

        def content(match: re.Match[str]) -> str:
            folder, pattern = posixpath.split(
                posixpath.join(posixpath.dirname(STYLE), match["name"])
            )
            names = [
                name
                for name in self.sources
                if posixpath.dirname(name) == folder
                and fnmatchcase(posixpath.basename(name), pattern)
            ]
            if not names:
                raise _mistake(STYLE, f"there is no style {match['name']} to import")
            return "\n".join(self.sources[name].decode().strip() for name in names)

        return _without_comments(_IMPORT_CSS.sub(content, style))

    def _linked(self, name: str, script: str) -> str:
        """The script with relative imports led to fingerprinted names."""

        def specifier(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["name"]))
            if target == name or target in self._in_progress:
                raise _mistake(name, f"{match['name']} imports this script in a circle")
            if target not in self.sources:
                raise _mistake(name, f"there is no script {match['name']} to import")
            self._in_progress.append(name)
            url = self.url(target)
            self._in_progress.pop()
            relative = posixpath.relpath(url, posixpath.dirname(PREFIX + name))
            relative = relative if relative.startswith(".") else f"./{relative}"
            return f"{match['before']}{match['quote']}{relative}{match['quote']}"

        return _IMPORT_JS.sub(specifier, script)

    @cached_property
    def _in_progress(self) -> list[str]:
        return []

    def names(self, folder: str) -> list[str]:
        """The pictures in a folder (`images`, `portraits`), sorted, but not the notes beside."""
        prefix = f"{folder}/"
        return [
            name.removeprefix(prefix)
            for name in self.sources
            if name.startswith(prefix) and not name.endswith((".md", ".txt"))
        ]

    def picture(self, folder: str, name: str) -> tuple[str, int, int] | None:
        """The address, width and height (CSS pixels) of a picture; None when there is none."""
        path = f"{folder}/{name}"
        if path not in self.sources:
            return None
        width, height = _size(self.sources[path])
        return self.url(path), width, height


def _same(data: bytes) -> bytes:
    return data


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/")) or name.endswith((".md", ".txt"))


def _size(data: bytes) -> tuple[int, int]:
    if match := _VIEW_BOX.search(data[:2000]):
        return round(float(match[1])), round(float(match[2]))
    import imagesize  # only here: it loads a web client, and most pictures are drawings

    width, height = imagesize.get(io.BytesIO(data))
    return max(int(width), 0), max(int(height), 0)


def _without_comments(style: str) -> str:
    return re.sub(r"\n{2,}", "\n", re.sub(r"/\*.*?\*/", "", style, flags=re.S)).strip() + "\n"


def _mistake(name: str, message: str) -> MistakesFound:
    return MistakesFound([Problem(Place(f"assets/{name}"), message)])
