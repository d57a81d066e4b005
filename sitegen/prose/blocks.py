"""A text's blocks: paragraphs, headings, lists, lists of terms, quotes, tables, footnotes.

`Blocks` makes one string of them, with tags in it. It knows what editors write nearly always;
anything else is `Unusual`: Python-Markdown has ways of its own to read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sitegen.prose import tags as t
from sitegen.prose.tags import Tags, Unusual

# Patterns begin with the line's end before what they look for: so they are found soonest.
_AFTER_HEADING = re.compile(r"\n#[^\n]*\n(?=[^\n])")
"""A heading ends with its line, whether or not a blank one follows."""

_BREAK = re.compile(r"\n(?: {0,3}(?:>|[-_*=][-_*= ]*(?:\n|\Z)|\[[^\[\]]*\]:)|#)")
"""A line that no paragraph has: one that begins a quote, a definition or a heading, a rule, or what
makes a heading of the line above."""

_HEADING = re.compile(r"(#{2,6}) +([^#\n]*[^#\s])[ ]*\Z")
_LEVELS = {"#" * level: tag for tag, level in t.LEVELS.items()}
_MARKERS = {"ul": re.compile(r"\n[*+-] +"), "ol": re.compile(r"\n\d+\. +")}
_NUMBER = re.compile(r"\d+\. ")
_INDENTED_ITEM = re.compile(r"\n +(?:[*+-]|\d+\.) ")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})\Z")
_QUOTED = re.compile(r"\n> ?")
_AFTER_QUOTE = re.compile(r"\n> *\n(?!>)")
_BLANK = re.compile(r"\n[^\S\n]+(?:\n|\Z)")
_ALIGNMENT = re.compile(r"(:?)-+(:?)\Z")
_NOTE = re.compile(r"\[\^([\w-]+)\]: *(\S[^\n]*)(?:\n|\Z)")
_NOTES_PLACE = "///Footnotes Go Here///"
_TERM_ITEM = re.compile(
    r"^(?:\*\*|__)?(?P<term>[^\s:*_][^:*_\n]{0,58}?)(?:\*\*|__)?:(?:\*\*|__)?\s+(?P<rest>\S.*)$",
    re.S,
)

Items = list[tuple[str, bool]]
"""The texts of a list's items, and whether each is a paragraph, as a blank line makes it one."""


def term_items(items: Sequence[str]) -> list[re.Match[str]]:
    """The terms and explanations of a list whose every item is "Term: explanation"; else none."""
    found: list[re.Match[str]] = []
    for item in items:
        if not (match := _TERM_ITEM.match(item.strip())):
            return []
        found.append(match)
    return found if len(found) > 1 else []


class Blocks:
    """The blocks of one text; `notes` are its footnotes by their names, in their order.

    `term_url` tells where the term with some words as its name leads, if anywhere.
    """

    def __init__(self, tags: Tags, term_url: Callable[[str], str | None]) -> None:
        self._tags, self._term_url = tags, term_url
        self.notes: dict[str, str] = {}

    def all(self, body: str) -> str:
        """The whole text. Raises Unusual."""
        parts = self._parts(body)
        if self.notes:
            if _NOTES_PLACE in body:
                raise Unusual
            parts.append(t.NOTES)
            for number, (name, text) in enumerate(self.notes.items(), 1):
                parts += self._note(number, name, text)
            parts.append(t.NOTES_)
        return "".join(parts)

    def _parts(self, body: str) -> list[str]:
        if "#" in body:
            body = _AFTER_HEADING.sub(r"\g<0>\n", f"\n{body}")[1:]
        parts: list[str] = []
        items: Items = []
        before = ""
        for block in body.split("\n\n"):
            kind = _kind(block)
            if kind == "notes":
                self._take_notes(block)
                continue
            if items and kind != before:
                parts += self._list(before, items)
                items = []
            if kind == "p":
                parts += (t.P, block, t.P_)
            elif kind in _MARKERS:
                items = _items(kind, block, items)
            elif kind == before == "quote":
                raise Unusual
            else:
                parts += self._other(kind, block)
            before = kind
        return parts + self._list(before, items) if items else parts

    def _other(self, kind: str, block: str) -> Sequence[str]:
        if kind == "heading":
            if not (match := _HEADING.match(block)):
                raise Unusual
            return t.HEADING, _LEVELS[match[1]], match[2].strip(), t.HEADING_, "\n"
        if kind == "quote":
            return t.QUOTE, *self._parts(_quoted(block)), t.QUOTE_
        return _table(block) if kind == "table" else (t.HR,)

    def _list(self, kind: str, items: Items) -> list[str]:
        terms = term_items([text for text, _ in items]) if kind == "ul" else []
        if terms:
            return [t.DL, *(part for match in terms for part in self._term(match)), t.DL_]
        begin, end = (t.UL, t.UL_) if kind == "ul" else (t.OL, t.OL_)
        parts = [begin]
        for text, loose in items:
            parts += (t.LOOSE, text, t.LOOSE_) if loose else (t.LI, text, t.LI_)
        return [*parts, end]

    def _term(self, match: re.Match[str]) -> Sequence[str]:
        term = match["term"]
        if url := self._term_url(term):
            term = self._tags.inline(f'<a href="{url}">') + term + t.A_
        return t.DT, term, t.DT_, t.DD, match["rest"], t.DD_

    def _take_notes(self, block: str) -> None:
        at = 0
        while at < len(block):
            match = _NOTE.match(block, at)
            if not match or match[1] in self.notes or "[^" in match[2] or _kind(match[2]) != "p":
                raise Unusual
            self.notes[match[1]] = match[2].rstrip()
            at = match.end()

    def _note(self, number: int, name: str, text: str) -> Sequence[str]:
        begin = self._tags.block(f'<li id="fn:{name}">\n<p>')
        back = f'class="footnote-backref" href="#fnref:{name}"'
        title = f'title="Back to the text of footnote {number}"'
        end = self._tags.block(f"&nbsp;<a {back} {title}>&#8617;</a></p>\n</li>")
        return begin, text, end, "\n"


def _kind(block: str) -> str:
    """What a block is: `p`, `heading`, `ul`, `ol`, `quote`, `table`, `rule`, `notes`."""
    first = block[0]
    if first.isalpha():
        if "\n" in block and (_BREAK.search(block) or "|" in block):
            raise Unusual
        return "p"
    if first in _BY_FIRST:
        return _BY_FIRST[first]
    if first in "*+-" and block[1:2] == " ":
        return "ul"
    if first.isdigit() and _NUMBER.match(block):
        return "ol"
    if first == "[" and _NOTE.match(block):
        return "notes"
    if _RULE.match(block):
        return "rule"
    if first.isspace() or _BREAK.search(f"\n{block}") or ("|" in block and "\n" in block):
        raise Unusual
    return "p"


_BY_FIRST = {"#": "heading", ">": "quote", "|": "table"}


def _items(kind: str, block: str, before: Items) -> Items:
    """The items of a list that this block continues; a blank line between two makes both loose."""
    texts = _MARKERS[kind].split(f"\n{block}")[1:]
    unusual = _INDENTED_ITEM.search(block) or not all(texts)
    if unusual or any(_kind(text) != "p" for text in texts):
        raise Unusual
    if not before:
        if kind == "ol" and not block.startswith("1."):
            raise Unusual
        return [(text, False) for text in texts]
    first, *others = texts
    *kept, (last, _) = before
    return [*kept, (last, True), (first, True), *((text, False) for text in others)]


def _quoted(block: str) -> str:
    """The text of a quote; a paragraph's later lines may lack its sign."""
    if _AFTER_QUOTE.search(f"\n{block}"):
        raise Unusual
    inner = _QUOTED.sub("\n", f"\n{block}").strip("\n")
    if not inner or "\n\n\n" in inner or _BLANK.search(f"\n{inner}"):
        raise Unusual
    return inner


def _table(block: str) -> Sequence[str]:
    """A table in which each row begins and ends with a bar, and has as many cells as the first."""
    if "`" in block or "\\" in block:
        raise Unusual
    rows = [_cells(line.strip(" ")) for line in block.split("\n")]
    head, *others = rows
    if len(head) < 2 or len(others) < 2 or any(len(row) != len(head) for row in others):
        raise Unusual
    aligned = [_ALIGNMENT.match(cell) for cell in others[0]]
    ways = [1 * bool(one[1]) + 2 * bool(one[2]) for one in aligned if one]
    if len(ways) != len(head):
        raise Unusual
    parts = [t.TABLE]
    for way, cell in zip(ways, head, strict=True):
        parts += (t.TH[way], cell, t.TH_)
    parts.append(t.TBODY)
    for row in others[1:]:
        parts.append(t.TR)
        for way, cell in zip(ways, row, strict=True):
            parts += (t.TD[way], cell, t.TD_)
        parts.append(t.TR_)
    return [*parts, t.TABLE_]


def _cells(line: str) -> list[str]:
    if len(line) < 2 or line[0] != "|" or line[-1] != "|":
        raise Unusual
    return [cell.strip(" ") for cell in line[1:-1].split("|")]
