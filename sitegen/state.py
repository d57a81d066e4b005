"""What a build leaves in the memory for the next one into the same folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sitegen.inputs import Signature
from sitegen.memory import shared
from sitegen.problems import Problem
from sitegen.write import Print


@dataclass(frozen=True)
class Row:
    """A published file: the hash of all it was made from, and what it looked like afterwards.

    `assets` are the addresses of those that its template asked for; `digest` is that of its bytes.
    """

    key: bytes
    digest: bytes
    print: Print
    title: str = ""
    assets: frozenset[str] = frozenset()
    addressed: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.key, self.digest, self.print, self.title, self.assets, self.addressed)
        return _row, parts


def _row(
    key: bytes, digest: bytes, print_: Print, title: str, assets: frozenset[str], addressed: bool
) -> Row:
    """A row from another process or build: most files ask for the same assets."""
    return Row(key, digest, print_, title, shared(assets), addressed)


@dataclass(frozen=True)
class State:
    """The last build: what it read, on which day, what it published, its warnings."""

    known: dict[str, tuple[Signature | None, bytes]]
    today: dt.date
    zone: str
    rows: dict[str, Row]
    private: bytes = b""
    warnings: tuple[Problem, ...] = ()

    def pages(self) -> int:
        """How many of the files are pages."""
        return sum(1 for path in self.rows if path.endswith(".html"))


NOTHING = State({}, dt.date.min, "UTC", {})
"""Before the first build."""
