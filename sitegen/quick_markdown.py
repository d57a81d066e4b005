"""Python-Markdown without trying what can't match; the same output.

Stock, every inline pattern is tried on every piece of text, and every kind of block on every
block. Most pieces hold none of the characters that a pattern needs, so a look for those saves most
of a build's time. This leans on private methods of the library, which is pinned;
`test_quick_markdown` compares the output with the stock library's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from sitegen.quick_smarty import QuickSmarty, in_order

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
}
"""What must stand in a text for a pattern of this name to match at all. `em_strong` is left out:
it looks for either of two characters, and is one pattern."""

_BLOCK_NEEDS = {
    "table": re.compile(r"\|"),
    "hashheader": re.compile("#"),
    "setextheader": re.compile(r"\n[=-]"),
    "hr": re.compile(r"^ {0,3}[-_*]", re.M),
    "quote": re.compile(">"),
    "footnote": re.compile(r"\[\^"),
    "reference": re.compile(r"\]:"),
}
"""What a block must hold to be of a kind at all."""


def needs(name: str) -> str:
    """The characters that a pattern needs; none for one that we don't know, so it is tried."""
    return _NEEDS.get(name, "")


class QuickInline(InlineProcessor):
    """The library's inline step, with a look before each try."""

    ANY_NEED = re.compile(r"[`\\\[<&*_]|  \n")

    def __init__(self, md: Markdown, stock: InlineProcessor) -> None:
        super().__init__(md)
        self.inlinePatterns = stock.inlinePatterns
        self._table: list[tuple[Pattern, str]] = [
            (pattern, needs(name)) for name, pattern in in_order(stock.inlinePatterns)
        ]

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

    def _InlineProcessor__processPlaceholders(  # noqa: N802
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: N803
    ) -> list[Any]:
        """A text in which nothing was found stays where it was."""
        if data and isText and not parent.text and INLINE_PLACEHOLDER_PREFIX not in data:
            parent.text = data
            return []
        found: list[Any] = super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc]
        return found


class _QuickUnescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if (text := element.text) and STX in text and element.tag != "code":
                element.text = self.unescape(text)
            if (tail := element.tail) and STX in tail:
                element.tail = self.unescape(tail)


class _QuickWhitespace(NormalizeWhitespace):
    _BLANK_LINE = re.compile(r"\n +(?=\n)")

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace(STX, "").replace(ETX, "")
        text = text.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return self._BLANK_LINE.sub("\n", text.expandtabs(self.md.tab_length)).split("\n")


def quicken(md: Markdown) -> None:
    """Replace the slow steps of `md`, once all of its extensions are registered.

    The contents' own HTML (`md.toc`), which nobody shows, is left out; its entries aren't.
    """
    for name, priority, quick in (("inline", 20, QuickInline), ("smarty", 6, QuickSmarty)):
        stock = md.treeprocessors[name]
        assert type(stock) is InlineProcessor
        md.treeprocessors.register(quick(md, stock), name, priority)
    md.treeprocessors.register(_QuickUnescape(md), "unescape", 0)
    md.preprocessors.register(_QuickWhitespace(md), "normalize_whitespace", 30)
    toc: Any = md.treeprocessors["toc"]
    toc.build_toc_div = lambda entries: Element("div")
    md.is_block_level = cache(md.is_block_level)  # type: ignore[method-assign]
    kinds = [(kind, _BLOCK_NEEDS.get(name)) for name, kind in in_order(md.parser.blockprocessors)]
    md.parser.parseBlocks = partial(_parse_blocks, kinds)  # type: ignore[method-assign]


def _parse_blocks(
    kinds: Sequence[tuple[BlockProcessor, re.Pattern[str] | None]],
    parent: Element,
    blocks: list[str],
) -> None:
    """Each block goes to the first processor that takes it."""
    while blocks:
        for kind, needed in kinds:
            if needed and not needed.search(blocks[0]):
                continue
            if kind.test(parent, blocks[0]) and kind.run(parent, blocks) is not False:
                break
