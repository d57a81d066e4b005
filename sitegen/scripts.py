"""Scripts as visitors get them: those that belong together as one file, without a bundler, and all
of them short.

A *joint* is a module of nothing but `export * from "./part.js";` lines. Browsers and tests can load
it as it is; the site gets its parts in one file, in the joint's order, which saves a request a part
and compresses better; what no other script asks for isn't exported there, and `shorten.py` takes
out what only we need. Parts share one scope, so their top-level names have to differ; that, and
renaming imports, is refused here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from sitegen.ahead import Job
from sitegen.memory import Memory
from sitegen.problems import MistakesFound, Place, Problem

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_PART = re.compile(r'^export \* from "(\./[^"\n]+\.js)";$', re.M)
_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<from>\.{1,2}/[^"\n]+)";\n', re.M)
_NAME = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const|let) (\w+))", re.M)


@dataclass(frozen=True)
class Scripts:
    """The scripts among `sources`; what `memory` has for their `digest` needn't be shortened."""

    sources: Mapping[str, bytes]
    memory: Memory | None = None
    digest: bytes = b""

    @cached_property
    def parts(self) -> frozenset[str]:
        """Every script that is in another's file."""
        return frozenset(part for name in self._names for part in self._parts(name))

    def short(self, name: str) -> str:
        """A script in one piece, without what only we need. Raises MistakesFound."""
        if self.memory is None:
            return self._shortened(name)
        known: tuple[bytes, str] | None = self.memory.get("script", name)
        if known is None or known[0] != self.digest:
            known = self.digest, self._shortened(name)
            self.memory.put("script", name, known)
        return known[1]

    def shortening(self) -> Job:
        """Making all of them short, for the memory."""
        return Job("script", self.digest, lambda: dict(self._all_shortened()))

    def _all_shortened(self) -> Iterator[tuple[str, tuple[bytes, str]]]:
        for name in self._names:
            with suppress(MistakesFound):  # told when the script is asked for
                if name not in self.parts:
                    yield name, (self.digest, self._shortened(name))

    @cached_property
    def _names(self) -> list[str]:
        return [name for name in self.sources if name.endswith(".js")]

    def _parts(self, name: str) -> list[str]:
        return parts(name, self.sources[name].decode())

    def _in_one_piece(self, name: str) -> str:
        own = self._parts(name)
        if not own:
            return self.sources[name].decode()
        asked = {word for other in self._names if other not in own for word in self._words(other)}
        return _EXPORT.sub(
            lambda match: match[0] if match[1] in asked else "", joined(name, self.sources)
        )

    def _words(self, name: str) -> Collection[str]:
        """Every word of a script's code."""
        return frozenset(re.findall(r"\w+", _COMMENT.sub("", self.sources[name].decode())))

    def _shortened(self, name: str) -> str:
        from sitegen.shorten import shortened  # only here: its reader takes a while to load

        script = self._in_one_piece(name)  # which tells of a part that is missing
        sources = {one: self.sources[one].decode() for one in self._parts(name) or [name]}
        return shortened(script, sources)


def parts(name: str, script: str) -> list[str]:
    """What the script `name` joins (paths below `assets/`); nothing unless it does only that."""
    rest = _PART.sub("", _COMMENT.sub("", script)).strip()
    return [] if rest else [_resolved(name, part) for part in _PART.findall(script)]


def joined(name: str, sources: Mapping[str, bytes]) -> str:
    """The joint `name` (a path below `assets/`) with its parts in place.

    Raises MistakesFound when a part is missing, two parts declare the same top-level name, or an
    import is renamed.
    """
    gathered = parts(name, sources[name].decode())
    imports: dict[str, dict[str, None]] = {}
    bodies: list[str] = []
    owner: dict[str, str] = {}
    for part in gathered:
        if part not in sources:
            raise _mistake(name, f"there is no script {part} to join")
        script = sources[part].decode()
        for declared in _NAME.findall(script):
            if declared in owner:
                raise _mistake(part, f'"{declared}" is declared in {owner[declared]}, too')
            owner[declared] = part
        for match in _IMPORT.finditer(script):
            if _resolved(part, match["from"]) not in gathered:
                names = _names(part, match["names"] or "")
                imports.setdefault(match["from"], {}).update(names)
        bodies.append(_IMPORT.sub("", script))
    for imported in (one for names in imports.values() for one in names if one in owner):
        raise _mistake(name, f'"{imported}" is imported, and declared in {owner[imported]}, too')
    heads = [f'import {{ {", ".join(names)} }} from "{path}";' for path, names in imports.items()]
    return "\n".join((*heads, *bodies))


def _resolved(name: str, specifier: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), specifier))


def _names(part: str, text: str) -> dict[str, None]:
    names = [one.strip() for one in text.split(",") if one.strip()]
    if not names or any(not one.isidentifier() for one in names):
        raise _mistake(part, "in a joined script, import names as they are: no default, no `as`")
    return dict.fromkeys(names)


def _mistake(name: str, message: str) -> MistakesFound:
    return MistakesFound([Problem(Place(f"assets/{name}"), message)])
