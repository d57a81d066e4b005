"""Python-Markdown without trying what can't match; the same output.

Stock, every inline pattern is tried on every piece of text, smart quotes alone are fifteen
patterns, and each quote becomes a node. Most pieces hold none of the characters that a pattern
needs, so a look for those saves most of a build's time. This leans on private methods of the
library, which is pinned; `test_quick_markdown` compares the output with the stock library's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import ETX, STX, AtomicString

_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "](",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "smarty-em-dashes": "---",
    "smarty-en-dashes": "--",
    "smarty-ellipses": "...",
}
"""What must stand in a text for a pattern of this name to match at all. `em_strong` is left out:
it looks for either of two characters, and is one pattern."""


_QUOTES_NEEDED = ("'", '"', "\"'", "'\"", "'\"", "\"'", "'", "'", "'", "'", "'", '"', '"', '"', '"')
"""The same for the smart quotes' patterns, `smarty-quotes-0` and on, in their order."""


_BEFORE = (1, 2, 6, 7)
"""How many characters a pattern may take before a quote: a space, two dashes, entities."""

_BLOCK_NEEDS = {"table": "|", "hashheader": "#", "quote": ">", "footnote": "[^", "reference": "]:"}
"""What a block must hold to be of a kind at all."""


def needs(name: str) -> str:
    """The characters that a pattern needs; none for one that we don't know, so it is tried."""
    if name.startswith("smarty-quotes-"):
        index = int(name.removeprefix("smarty-quotes-"))
        return _QUOTES_NEEDED[index] if index < len(_QUOTES_NEEDED) else ""
    return _NEEDS.get(name, "")


def _table(stock: InlineProcessor) -> list[tuple[Pattern, str]]:
    """The patterns of an inline step in their order, each with what it needs."""
    registry: Any = stock.inlinePatterns
    registry._sort()
    return [(registry[item.name], needs(item.name)) for item in registry._priority]


class QuickInline(InlineProcessor):
    """The library's inline step, with a look before each try."""

    ANY_NEED = re.compile(r"[`\\\[<&*_]|  \n")

    def __init__(self, md: Markdown, stock: InlineProcessor) -> None:
        super().__init__(md)
        self.inlinePatterns = stock.inlinePatterns
        self._table = _table(stock)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString) or not self.ANY_NEED.search(data):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._table)):
            pattern, needed = self._table[index]
            start, matched = 0, needed in data
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data


class QuickSmarty(Treeprocessor):
    """The smart punctuation, in the texts themselves: none of it holds other markup."""

    _MADE = re.compile(f"{STX}q([0-9]+){ETX}")
    ANY_NEED = re.compile(r"['\"]|--|\.\.\.")

    def __init__(self, md: Markdown, stock: InlineProcessor) -> None:
        super().__init__(md)
        self._table = [
            (pattern.getCompiledRegExp(), pattern.replace, needed)  # type: ignore[attr-defined]
            for pattern, needed in _table(stock)
        ]

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
        made: list[str] = []
        for pattern, parts, needed in self._table:
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


def quicken(md: Markdown) -> None:
    """Replace the slow steps of `md`, once all of its extensions are registered."""
    for name, priority, quick in (("inline", 20, QuickInline), ("smarty", 6, QuickSmarty)):
        stock = md.treeprocessors[name]
        assert type(stock) is InlineProcessor
        md.treeprocessors.register(quick(md, stock), name, priority)
    for name, sign in _BLOCK_NEEDS.items():
        processor: Any = md.parser.blockprocessors[name]
        processor.test = partial(_tested, processor.test, sign)


def _tested(test: Callable[[Element, str], bool], sign: str, parent: Element, block: str) -> bool:
    return sign in block and test(parent, block)
