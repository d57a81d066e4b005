"""Python-Markdown's smart punctuation in the texts themselves; the same output.

The library tries eighteen patterns on each text and makes a node of each quote. Here the plain
cases go first, each in one step, and a pattern is only tried where its characters stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import ETX, STX, AtomicString

_NEEDS = {"smarty-em-dashes": "---", "smarty-en-dashes": "--", "smarty-ellipses": "..."}
"""What must stand in a text for a pattern of this name to match at all."""

_QUOTES_NEEDED = ("'", '"', "\"'", "'\"", "'\"", "\"'", "'", "'", "'", "'", "'", '"', '"', '"', '"')
"""The same for the smart quotes' patterns, `smarty-quotes-0` and on, in their order."""

_BEFORE = (1, 2, 6, 7)
"""How many characters a pattern may take before a quote: a space, two dashes, entities."""

_PLAIN = (
    ("smarty-quotes-8", "", "'", re.compile(r"'(?<=[^\W\d_]')(?!s\b)(?=[^\W\d_])")),
    ("smarty-quotes-9", "s", "'", re.compile(r"'(?<=[^\W\d_]')s\b(?!['\"])")),
    ("smarty-quotes-14", "", '"', re.compile(r'"(?<=[^"\'\s]\s")(?=[^\W_])')),
    ("smarty-quotes-13", "", '"', re.compile(r'"(?<=[^\W_]")(?<!\'s")(?=[\s.,;:!?)]|\Z)')),
    ("smarty-quotes-13", "", '"', re.compile(r'"(?<=[.,!?]")(?=\s|\Z)')),
)
"""Quotes that only one pattern can match, whatever else stands in the text: that pattern, what more
than the quote it takes, the quote, and what it looks like, the quote itself first, as that is
found soonest. These are the apostrophe within a word, a word's opening quote, and the closing one
of a word and of a sentence."""


def needs(name: str) -> str:
    """The characters that a pattern needs; none for one that we don't know, so it is tried."""
    if name.startswith("smarty-quotes-"):
        index = int(name.removeprefix("smarty-quotes-"))
        return _QUOTES_NEEDED[index] if index < len(_QUOTES_NEEDED) else ""
    return _NEEDS.get(name, "")


def in_order(registry: Any) -> list[tuple[str, Any]]:
    """The names and members of one of the library's registries, as it goes through them."""
    registry._sort()
    return [(item.name, registry[item.name]) for item in registry._priority]


class QuickSmarty(Treeprocessor):
    """The smart punctuation: none of it holds other markup."""

    ANY_NEED = re.compile(r"['\"]|--|\.\.\.")
    _MADE = re.compile(f"{STX}q([0-9]+){ETX}")

    def __init__(self, md: Markdown, stock: InlineProcessor) -> None:
        super().__init__(md)
        registry: Any = stock.inlinePatterns
        self._table: list[tuple[re.Pattern[str], Sequence[int | str], str]] = [
            (pattern.getCompiledRegExp(), pattern.replace, needs(name))
            for name, pattern in in_order(registry)
        ]
        self._plain = [
            (sign, found, f"{STX}q{at}{ETX}") for at, (_, _, sign, found) in enumerate(_PLAIN)
        ]
        self._plainly = [registry[name].replace[0] + more for name, more, _, _ in _PLAIN]

    def run(self, root: Element) -> None:
        """Change every text of the tree in place."""
        for element in root.iter():
            if element is root:
                continue
            if element.text:
                element.text = self._smart(element.text)
            if element.tail:
                element.tail = self._smart(element.tail)

    def _smart(self, text: str) -> str:
        """What was made is hidden from later patterns behind a mark, as the library does it."""
        if isinstance(text, AtomicString) or not self.ANY_NEED.search(text):
            return text
        for sign, found, mark in self._plain:
            if sign in text:
                text = found.sub(mark, text)
        made = list(self._plainly)
        for pattern, parts, needed in self._table if self.ANY_NEED.search(text) else ():
            at = 0
            while match := _next(pattern, parts, needed, text, at):
                mark = f"{STX}q{len(made)}{ETX}"
                made.append("".join(match[one] if isinstance(one, int) else one for one in parts))
                text = text[: match.start()] + mark + text[match.end() :]
                at = match.start() + len(mark)
        return self._MADE.sub(lambda match: made[int(match[1])], text)


def _next(
    pattern: re.Pattern[str], parts: Sequence[int | str], needed: str, text: str, at: int
) -> re.Match[str] | None:
    """The first match from `at` on, tried only where the needed characters stand.

    A pattern whose first part is a group begins with what may stand before them.
    """
    place = text.find(needed, at)
    while place >= 0:
        for before in _BEFORE if parts[0] == 1 else (0,):
            start = place - before
            if start >= at and (match := pattern.match(text, start)) and match.end() > place:
                return match
        place = text.find(needed, place + 1)
    return None
