"""Tags in a text on its way to HTML: two characters stand for each, and it stays one string.

The first of the two is NUL, which stands for nothing else, so a text is quickly taken apart. The
second is one for private use, by which patterns tell what lies between blocks from what stands
within one.
"""

from __future__ import annotations

import html
import re

MARK = "\0"
BETWEEN_BLOCKS = "\ue000-\ue7ff"
"""The second characters of tags that begin or end a block, for a class of a pattern."""

_BLOCK, _INLINE, _LAST = 0xE000, 0xE800, 0xF7FF
_MADE = 0x100
"""How many in each range are there for the tags below."""

ESCAPE = "\x01"
"""Before the character that stands for an escaped one: no tag, it stays within its text."""

_ESCAPED = 0xF800
"""What is added to the number of an escaped character."""

_MARKUP = re.compile(r"<sup.*?</sup>|<[^>]+>")


class Unusual(Exception):
    """A text with something in it that only the library reads."""


_always: dict[str, str] = {}


def _tag(markup: str, start: int = _BLOCK) -> str:
    sign = chr(start + len(_always))
    _always[sign] = markup
    return MARK + sign


P, P_ = _tag("<p>"), _tag("</p>") + "\n"
HEADING, HEADING_ = _tag(""), _tag("")
LEVELS = {_tag(""): level for level in range(2, 7)}
UL, UL_, OL, OL_ = _tag("<ul>\n"), _tag("</ul>\n"), _tag("<ol>\n"), _tag("</ol>\n")
LI, LI_ = _tag("<li>"), _tag("</li>") + "\n"
LOOSE, LOOSE_ = _tag("<li>\n<p>"), _tag("</p>\n</li>") + "\n"
DL, DL_ = _tag("<dl>\n"), _tag("</dl>\n")
DT, DT_ = _tag("<div>\n<dt>"), _tag("</dt>") + "\n"
DD, DD_ = _tag("<dd>"), _tag("</dd>\n</div>") + "\n"
QUOTE, QUOTE_, HR = _tag("<blockquote>\n"), _tag("</blockquote>\n"), _tag("<hr>\n")
TABLE, TBODY = _tag("<table>\n<thead>\n<tr>\n"), _tag("</tr>\n</thead>\n<tbody>\n")
TABLE_, TR, TR_ = _tag("</tbody>\n</table>\n"), _tag("<tr>\n"), _tag("</tr>\n")
_ALIGNED = ("", ' class="align-left"', ' class="align-right"', ' class="align-center"')
TH, TH_ = tuple(_tag(f"<th{how}>") for how in _ALIGNED), _tag("</th>") + "\n"
TD, TD_ = tuple(_tag(f"<td{how}>") for how in _ALIGNED), _tag("</td>") + "\n"
NOTES, NOTES_ = _tag('<div class="footnote">\n<hr>\n<ol>\n'), _tag("</ol>\n</div>\n")
EM, EM_ = _tag("<em>", _INLINE), _tag("</em>", _INLINE)
STRONG, STRONG_ = _tag("<strong>", _INLINE), _tag("</strong>", _INLINE)
A_, BR = _tag("</a>", _INLINE), _tag("<br>", _INLINE)


class Tags:
    """The tags of one text: those that all texts share, and its own."""

    def __init__(self) -> None:
        self._markup = _always.copy()
        self._next_block, self._next_inline = _BLOCK + _MADE, _INLINE + _MADE

    def block(self, markup: str) -> str:
        """A tag that begins or ends a block. Raises Unusual when there are too many."""
        sign = chr(self._next_block)
        self._next_block += 1
        if self._next_block > _INLINE:
            raise Unusual
        self._markup[sign] = markup
        return MARK + sign

    def inline(self, markup: str) -> str:
        """A tag within a block. Raises Unusual when there are too many."""
        sign = chr(self._next_inline)
        self._next_inline += 1
        if self._next_inline > _LAST:
            raise Unusual
        self._markup[sign] = markup
        return MARK + sign

    def html(self, text: str) -> str:
        """The text with its tags in place, and all else escaped."""
        if "&" in text:
            text = text.replace("&", "&amp;")
        if "<" in text or ">" in text:
            text = text.replace("<", "&lt;").replace(">", "&gt;")
        if ESCAPE in text:
            text = _unescaped(text)
        first, *parts = text.split(MARK)
        markup = self._markup
        return first + "".join([markup[part[0]] + part[1:] for part in parts])

    def plain(self, text: str) -> str:
        """The words of a text without tags and footnotes, each space one blank."""
        if MARK in text or ESCAPE in text:
            text = html.unescape(_MARKUP.sub("", self.html(text)))
        return " ".join(text.split())


def escaped(character: str) -> str:
    """What stands for an ASCII character that means nothing but itself."""
    return ESCAPE + chr(_ESCAPED + ord(character))


def _unescaped(text: str) -> str:
    first, *parts = text.split(ESCAPE)
    return first + "".join(
        html.escape(chr(ord(part[0]) - _ESCAPED), quote=False) + part[1:] for part in parts
    )
