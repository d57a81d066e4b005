"""Pages with holes: rendered by the build from the site's own templates, filled in here.

A token is a private-use sign, an operator, a name, a private-use sign. `=name` is a hole for
escaped text; `?name` … `/name` is a part that is shown only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from html import escape
from pathlib import Path

_TOKEN = re.compile("\ue000([=?/][^\ue000\ue001]+)\ue001")


def token(operator: str, name: str) -> str:
    """What the build writes into a template for a hole (`=`), or a part's start (`?`) or end."""
    return f"\ue000{operator}{name}\ue001"


class Shell:
    """One page with holes; parsed once, filled in many times."""

    def __init__(self, html: str) -> None:
        self._pieces = _TOKEN.split(html)

    def fill(self, values: Mapping[str, str], shown: Container[str] = ()) -> str:
        """The page, with each value escaped for text and quoted attributes alike.

        A hole without a value stays empty; parts not `shown` are left out, with all in them.
        """
        out: list[str] = []
        hidden: list[str] = []
        for index, piece in enumerate(self._pieces):
            if index % 2 == 0:
                if not hidden:
                    out.append(piece)
                continue
            operator, name = piece[0], piece[1:]
            if operator == "/":
                hidden = hidden[:-1] if hidden and hidden[-1] == name else hidden
            elif operator == "?" and (hidden or name not in shown):
                hidden = [*hidden, name]
            elif operator == "=" and not hidden:
                out.append(escape(values.get(name, ""), quote=True))
        return "".join(out)


def load(folder: Path) -> dict[str, Shell]:
    """Every page of the folder by the name of its file."""
    return {
        path.stem: Shell(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.html"))
    }
