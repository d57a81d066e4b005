"""What stands within a text's blocks: code, footnotes, links, pictures, emphasis.

As in Python-Markdown, each kind is found in all of the text before the next is looked for; here in
all blocks at once. Whatever is left of a kind's signs is `Unusual`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import Protocol

from sitegen.prose import tags as t
from sitegen.prose.tags import Tags, Unusual
from sitegen.site import DECORATIVE

_IN = t.BETWEEN_BLOCKS
# Each pattern begins with what it looks for, and looks back afterwards: so it is found soonest.
_CODE = re.compile(rf"`(?<!``)([^`{_IN}]+)`(?!`)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|\"'])")
_REFERENCE = re.compile(r"\[\^([\w-]+)\]")
_TARGET = r"\(([^\s()'\"<>\x00\x01]+)\)"
_LINK = re.compile(rf"\[(?<!!\[)([^\[\]*_{_IN}]+)\]{_TARGET}")
_PICTURE = re.compile(rf"!\[([^\[\]\n\x00\x01]+)\]{_TARGET}")
_ANGLE = re.compile(r"<(?!\s)")
_ADDRESS = re.compile(r"<(https?://[^\s<>\x00\x01]+)>")
_AFTER_BREAK = re.compile(rf"{t.BR}\n\s+(?=\x00)")
_UNDERLINES = re.compile(rf"_(?<!\w_)(_?)(?=\w)([^_*{_IN}]+)_(?<!\s_)\1(?!\w)")
_STARS = re.compile(rf"\*(?<!\*\*)(\*?)(?![\s*])([^*{_IN}]+)\*(?<!\s\*)\1(?!\*)")


class Links(Protocol):
    """Where references lead; `resolve` has reported those that lead nowhere."""

    def url(self, target: str) -> str | None:
        """The address that a link's target stands for."""

    def term_url(self, words: str) -> str | None:
        """The address of the term that has these words as its label or a synonym."""

    def image(self, file_name: str) -> tuple[str, int, int] | None:
        """The address, width and height (CSS pixels) of a picture."""


class Inline:
    """The inside of the blocks of one text.

    `hidden` counts the blanks that went into tags; None when words can't be counted by blanks.
    """

    def __init__(self, tags: Tags, links: Links, notes: Collection[str]) -> None:
        self._tags, self._links = tags, links
        self._notes = {name: number for number, name in enumerate(notes, 1)}
        self.hidden: int | None = 0

    def all(self, text: str) -> str:
        """The text with a tag for each. Raises Unusual."""
        if "`" in text:
            if "\\`" in text:
                raise Unusual
            text = _CODE.sub(self._code, text)
        if "\\" in text:
            text = _ESCAPE.sub(lambda match: t.escaped(match[1]), text)
        if "[" in text:
            text = self._links_of(text)
        if "<" in text:
            text = _ADDRESS.sub(lambda match: self._address(match[1]), text)
        if breaks := "  \n" in text:
            text = text.replace("  \n", f"{t.BR}\n")
        if "_" in text:
            text = _UNDERLINES.sub(_emphasis, text)
        if "*" in text:
            text = _STARS.sub(_emphasis, text)
        if breaks:
            text = _AFTER_BREAK.sub(f"{t.BR}\n", text)
        if "`" in text or "[" in text or "_" in text or "*" in text or _ANGLE.search(text):
            raise Unusual
        return text

    def _code(self, match: re.Match[str]) -> str:
        words = match[1].strip()
        if not words:
            raise Unusual
        self._hide(words)
        return self._tags.inline(f"<code>{html.escape(words, quote=False)}</code>")

    def _links_of(self, text: str) -> str:
        if "[^" in text:
            text = _REFERENCE.sub(self._reference, text)
        if "!" in text and "![" in text:
            text = _PICTURE.sub(self._picture, text)
        return _LINK.sub(self._link, text)

    def _reference(self, match: re.Match[str]) -> str:
        name = match[1]
        number = self._notes.pop(name, None)
        if number is None:  # there is no such footnote, or it is the second time
            raise Unusual
        link = f'<a class="footnote-ref" href="#fn:{name}">{number}</a>'
        return self._tags.inline(f'<sup id="fnref:{name}">{link}</sup>')

    def _link(self, match: re.Match[str]) -> str:
        words, target = match.groups()
        if words != words.strip():
            self.hidden = None
        return f"{self._anchor(target)}{words}{t.A_}"

    def _address(self, target: str) -> str:
        words = html.escape(target, quote=False)
        return f"{self._anchor(target)}{self._tags.inline(words)}{t.A_}"

    def _anchor(self, target: str) -> str:
        url = self._links.url(target)
        url = target if url is None else url
        rel = ' rel="noreferrer"' if url.startswith("http") else ""
        return self._tags.inline(f'<a href="{html.escape(url)}"{rel}>')

    def _picture(self, match: re.Match[str]) -> str:
        words, file = match.groups()
        alt = "" if words == DECORATIVE else words
        height = width = ""
        if found := self._links.image(file):
            file, width, height = found[0], f' width="{found[1]}"', f' height="{found[2]}"'
        self.hidden = None
        begin = f'<img alt="{html.escape(alt)}" decoding="async"{height} loading="lazy"'
        return self._tags.inline(f'{begin} src="{html.escape(file)}"{width}>')

    def _hide(self, words: str) -> None:
        if self.hidden is not None:
            spaces = words.count(" ") + words.count("\n")
            self.hidden = self.hidden + spaces if len(words.split()) == spaces + 1 else None


def _emphasis(match: re.Match[str]) -> str:
    if match[1]:
        return f"{t.STRONG}{match[2]}{t.STRONG_}"
    return f"{t.EM}{match[2]}{t.EM_}"
