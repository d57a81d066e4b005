"""What pages are made with while no page says anything new of another: plain values, kept."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen.templates import templates_digest

if TYPE_CHECKING:
    from sitegen.contact import Choices
    from sitegen.library import Library
    from sitegen.views.practice import PracticeView


class Shell(NamedTuple):
    """What every page shows around its view, as plain values; `assets` gives their addresses."""

    practice: PracticeView
    choices: Choices
    assets: Mapping[str, str]

    def digest(self) -> bytes:
        """One hash of what any page may show; the assets that one uses are noted with it."""
        return hashlib.sha256(exact(self.practice) + exact(self.choices)).digest()


class World(NamedTuple):
    """What pages are rendered with while no page says anything new of another.

    `templates` are their texts by name, `private` the addresses that no file may hold.
    """

    shell: Shell
    library: Library
    templates: dict[str, str]
    private: tuple[str, ...]

    def digest(self) -> bytes:
        """One hash of what any page may show, apart from its own view and text."""
        return hashlib.sha256(self.shell.digest() + templates_digest(self.templates)).digest()


class Outline(NamedTuple):
    """What is known of a text elsewhere: the hash of its front matter, what others see of its
    body, and the page that shows it."""

    front: bytes
    title: str
    anchors: tuple[str, ...]
    minutes: int
    path: str


def outline_name(place: str, name: str) -> str:
    """What a text's outline is called in the memory: every output folder has a last build."""
    return f"{place}\n{name}"


def exact(value: Any, table: Mapping[type, Callable[[Any], Any]] | None = None) -> bytes:
    """Bytes that are the same only for the same value, however its parts are shared in memory.

    `table` says how values of some classes are written, in place of the copyreg module's.
    """
    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dispatch_table = table or {}
    pickler.dump(value)
    return buffer.getvalue()
