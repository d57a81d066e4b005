"""Python-Markdown's inline step without trying patterns that can't match; the same output.

Stock, every pattern is tried on every piece of text, and the smart quotes alone are fifteen
patterns. Most pieces hold none of the characters that a pattern needs, so a look for those saves
more than half of a build's time. This leans on a private method of the library, which is pinned;
`test_quick_markdown` compares the output with the stock library's.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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
it looks for more than one character, and is one pattern."""

_QUOTES_NEEDED = ("'", '"', "\"'", "'\"", "'\"", "\"'", "'", "'", "'", "'", "'", '"', '"', '"', '"')
"""The same for the smart quotes' patterns, `smarty-quotes-0` and on, in their order."""


def needs(name: str) -> str:
    """The characters that a pattern needs; none for one that we don't know, so it is tried."""
    if name.startswith("smarty-quotes-"):
        index = int(name.removeprefix("smarty-quotes-"))
        return _QUOTES_NEEDED[index] if index < len(_QUOTES_NEEDED) else ""
    return _NEEDS.get(name, "")


class QuickInline(InlineProcessor):
    """The library's inline step, with a look before each try."""

    def __init__(self, md: Markdown, stock: InlineProcessor) -> None:
        super().__init__(md)
        self.inlinePatterns = stock.inlinePatterns
        registry: Any = stock.inlinePatterns
        registry._sort()
        names = [item.name for item in registry._priority]
        self._table: list[tuple[Pattern, str]] = [(registry[name], needs(name)) for name in names]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._table)):
            pattern, needed = self._table[index]
            start, matched = 0, needed in data
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data


def quicken(md: Markdown) -> None:
    """Replace the inline steps of `md`, once all of its extensions are registered."""
    for name, priority in (("inline", 20), ("smarty", 6)):
        stock = md.treeprocessors[name]
        assert type(stock) is InlineProcessor
        md.treeprocessors.register(QuickInline(md, stock), name, priority)
