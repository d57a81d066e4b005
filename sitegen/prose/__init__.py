"""Markdown → safe HTML: the only place that makes trusted HTML.

Mistakes in a text are found by `scan` and told by `references`; whatever those have said, what
comes out of here has gone through nh3.

    tags         two characters of a text that stand for a tag, and Unusual
    blocks       its paragraphs, lists, tables …     inline    links, emphasis … within these
    punctuation  smart quotes and dashes             direct    all of these: Markdown → HTML
    library      Python-Markdown, which does the same for any text
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

from sitegen.prose.direct import converted
from sitegen.prose.inline import Links
from sitegen.prose.tags import Unusual
from sitegen.site import Prose
from sitegen.words import reading_minutes

if TYPE_CHECKING:
    from sitegen.prose.library import Library

__all__ = ["Links", "Renderer"]

_MARKUP = re.compile(r"<[^>]+>")
_TAGS = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "div",
    "dt",
    "dd",
    "a",
    "img",
    "em",
    "strong",
    "code",
    "pre",
    "blockquote",
    "hr",
    "br",
    "sup",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
]
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "class", "rel", "role"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    "div": {"class", "role"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "th": {"class"},
    "td": {"class"},
} | {f"h{level}": {"id"} for level in range(2, 7)}


class Renderer:
    """Renders many texts. `render(body, links)` gives a `Prose`; equal arguments, equal results."""

    def __init__(self) -> None:
        self._cleaner = nh3.Cleaner(
            tags=set(_TAGS),
            attributes=_ATTRIBUTES,
            url_schemes={"https", "mailto", "tel", "sms"},
            link_rel=None,
        )

    @cached_property
    def _library(self) -> Library:
        """Seldom needed, and slow to import."""
        from sitegen.prose.library import Library

        return Library()

    def render(self, body: str, links: Links) -> Prose:
        """The body's HTML, cleaned, and its headings of level 2 and 3."""
        words: int | None = None
        try:
            html, headings, words = converted(body, links)
        except Unusual:
            html, headings = self._library.converted(body, links)
        clean = self._cleaner.clean(html)
        if words is None:
            # What is left of entities by now, the one space apart, stands within words.
            words = len(_MARKUP.sub("", clean).replace("&nbsp;", " ").split())
        shown = tuple(one for one in headings if one.level in (2, 3))
        return Prose(Markup(clean), shown, reading_minutes(words))
