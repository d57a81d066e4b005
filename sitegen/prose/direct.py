"""Markdown → HTML in a few passes over the whole text; the same as Python-Markdown's.

The library makes a tree of each text and looks at each piece of it many times. This takes a fifth
of its time for texts as editors write them, and leaves those with anything else to the library;
`test_direct` compares the two.
"""

from __future__ import annotations

import re

from sitegen.prose import tags as t
from sitegen.prose.blocks import Blocks
from sitegen.prose.inline import Inline, Links
from sitegen.prose.punctuation import smart
from sitegen.prose.tags import Tags, Unusual
from sitegen.site import Heading
from sitegen.words import slugged

_ENTITY = re.compile(r"&(?:#\w+|[A-Za-z0-9]+);")
_RESERVED = re.compile("[\x00-\x09\x0b-\x1f\x7f\ue000-\uf8ff]")
_BLANK = re.compile(r"\n +(?=\n|\Z)")
_BLANKS = re.compile(r"\n{3,}")


def converted(body: str, links: Links) -> tuple[str, list[Heading], int | None]:
    """A text's HTML, its headings of all levels, and its number of words where that is plain.

    Raises Unusual.
    """
    body, printable = _clean(body)
    tags = Tags()
    blocks = Blocks(tags, links.term_url)
    text = blocks.all(body)
    inline = Inline(tags, links, blocks.notes)
    text = smart(inline.all(text))
    words = None
    spaced = " \n" in body or "\n " in body or "  " in body or body[-1] == " "
    if printable and not spaced and inline.hidden is not None:
        words = text.count(" ") + text.count("\n") + inline.hidden + len(blocks.notes)
    text, headings = _anchored(text, tags)
    return tags.html(text).strip(), headings, words


def _clean(body: str) -> tuple[str, bool]:
    """The text without needless lines, and whether all of it can be seen. Raises Unusual."""
    if "\n " in body:
        body = _BLANK.sub("\n", body)
    body = body.strip("\n")
    if "\n\n\n" in body:
        body = _BLANKS.sub("\n\n", body)
    printable = body.replace("\n", "").isprintable()
    if not body or (not printable and _RESERVED.search(body)):
        raise Unusual
    if "&" in body and _ENTITY.search(body):
        raise Unusual
    return body, printable


def _anchored(text: str, tags: Tags) -> tuple[str, list[Heading]]:
    """The text with its headings' ids, and these. Raises Unusual when two would be the same."""
    before, *parts = text.split(t.HEADING)
    made = [before]
    headings: list[Heading] = []
    ids: set[str] = set()
    for part in parts:
        level, (words, _, rest) = t.LEVELS[part[:2]], part[2:].partition(t.HEADING_)
        title = tags.plain(words)
        name = slugged(title)
        if not name or name in ids:
            raise Unusual
        ids.add(name)
        headings.append(Heading(name, title, level))
        made += (tags.block(f'<h{level} id="{name}">'), words, tags.block(f"</h{level}>"), rest)
    return "".join(made), headings
