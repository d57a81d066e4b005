"""What a Markdown text holds that has to be checked, each thing with its offset in the source.

Python-Markdown keeps no positions, so links, pictures, headings and what our dialect leaves out
are found here by reading the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sitegen.words import slugged

_CODE = re.compile(r"^(```|~~~).*?^\1[^\S\n]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.S | re.M)
_LINK = re.compile(
    r"\[(?<!\\\[)(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*<?(?P<target>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
)
# These look for a whole line, and so for the end of the one before, which is found far sooner than
# what `^` stands for; the text they look through begins with a line's end of its own.
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\]\n]+\]:\s*<?(?P<target>[^\s>]+)")
_HEADING = re.compile(
    r"\n {0,3}(?P<marks>#{1,6})(?P<gap>[ \t]*)(?P<title>[^\n]*?)[ \t]*#*[ \t]*(?=\n|\Z)"
)
_DELIMITERS = re.compile(
    r"\n {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?=\n|\Z)"
)
"""The line below a table's head."""

_NOTE = re.compile(r"\n\[\^([^\]]+)\]:")
_UNDERLINED = re.compile(r"^(?P<title>[^\n#>|-][^\n]*)\n(?P<line>=+|-{2,})[ \t]*$", re.M)
_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?|!--.*?--)>", re.S)
_AUTOLINK = re.compile(r"<(?P<target>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>")
_BROKEN_LINK = re.compile(
    r"\]\((?:article|term|therapist|page):[^()\n]*\s[^()\n]*\)"
    r"|\] +\((?:article|term|therapist|page|https?):"
)
_EMPHASIS = re.compile("[*_`]")
_ATTRIBUTES = re.compile(r"\{\s*[:.#]?[\w-]+\s*=|\{:")


class Found(NamedTuple):
    """A link, image or heading of a text: `offset` counts characters from the start of the body."""

    kind: str
    text: str
    target: str
    offset: int
    level: int = 0


class Scan(NamedTuple):
    """What a body holds; `outside` is what our dialect leaves out, each with its reason."""

    links: tuple[Found, ...]
    images: tuple[Found, ...]
    headings: tuple[Found, ...]
    outside: tuple[Found, ...]

    def anything(self) -> bool:
        """Whether there is something to check."""
        return bool(self.links or self.images or self.headings or self.outside)


def _without_code(text: str) -> str:
    """The text with blanks in place of code, tried only where it could begin."""
    at = 0
    while begins := [found for sign in ("`", "~~~") if (found := text.find(sign, at)) >= 0]:
        at = min(begins)
        if code := _CODE.match(text, at):
            text = text[:at] + _blank(code) + text[code.end() :]
            at = code.end()
        else:
            at += 1
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Inline Markdown as plain words, good enough to compare headings."""
    if "[" in text:
        text = _LINK.sub(lambda match: match["label"], text.replace("![", "["))
    return _EMPHASIS.sub("", text).strip()


def anchor(title: str) -> str:
    """The id of a heading."""
    return slugged(plain(title))


def scan(body: str) -> Scan:
    """Find everything in `body` that has to be checked, with its place."""
    text = _without_code(body)
    lines = f"\n{text}"
    links = [_link(text, match) for match in _LINK.finditer(text)]
    links += [
        Found("link", "", match["target"], match.start("target") - 1)
        for pattern, needed in ((_DEFINITION, "]:"), (_AUTOLINK, "<"))
        if needed in text
        for match in pattern.finditer(lines)
    ]
    headings = [
        Found("heading", match["title"], match["gap"], match.start(), len(match["marks"]))
        for match in _HEADING.finditer(lines)
        if match["title"]
    ]
    if "\n=" in text or "\n--" in text:
        headings += [
            Found(
                "heading", match["title"], " ", match.start(), 1 if match["line"][0] == "=" else 2
            )
            for match in _UNDERLINED.finditer(text)
        ]
    return Scan(
        tuple(link for link in links if link.kind == "link"),
        tuple(link for link in links if link.kind == "image"),
        tuple(sorted(headings, key=lambda heading: heading.offset)),
        tuple(_outside(_AUTOLINK.sub(_blank, text))),
    )


def _link(text: str, match: re.Match[str]) -> Found:
    """A link or picture; a picture begins with its exclamation mark."""
    start = match.start()
    image = text[max(start - 1, 0) : start] == "!" and text[max(start - 2, 0) : start] != "\\!"
    return Found("image" if image else "link", match["label"], match["target"], start - image)


def _outside(text: str) -> Iterator[Found]:
    for match in _HTML.finditer(text):
        yield Found("html", match.group(), "HTML isn't used in these texts", match.start())
    lines = f"\n{text}"
    for match in _DELIMITERS.finditer(lines) if "|" in text else ():
        start = lines.rfind("\n", 0, match.start()) + 1
        head = lines[start : match.start()]
        cells = head.strip().removeprefix("|").removesuffix("|").split("|")
        if "|" in head and not all(cell.strip() for cell in cells):
            yield Found("table", head, "a column without a heading", start - 1)
    for match in _BROKEN_LINK.finditer(text):
        yield Found("link", match.group(), "this link isn't one yet", match.start())
    notes = set(_NOTE.findall(lines)) if "[^" in text else ()
    for match in re.finditer(r"\[\^([^\]\s]+)\](?!:)", text):
        if match[1] not in notes:
            yield Found("footnote", match.group(), "this footnote has no text", match.start())
    for match in _ATTRIBUTES.finditer(text):
        yield Found("attributes", match.group(), "attributes in braces aren't used", match.start())
