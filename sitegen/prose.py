"""Markdown → safe HTML: the only place that makes trusted HTML.

Mistakes in a text are found by `scan` and told by `references`; whatever those have said, what
comes out of here has gone through nh3.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Protocol
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from sitegen.quick_markdown import quicken
from sitegen.site import DECORATIVE, Heading, Prose
from sitegen.words import reading_minutes

_TERM_ITEM = re.compile(
    r"^(?:\*\*|__)?(?P<term>[^\s:*_][^:*_\n]{0,58}?)(?:\*\*|__)?:(?:\*\*|__)?\s+(?P<rest>\S.*)$",
    re.S,
)


_MARKUP = re.compile(r"<[^>]+>")


class Links(Protocol):
    """Where references lead; `resolve` has reported those that lead nowhere."""

    def url(self, target: str) -> str | None:
        """The address that a link's target stands for."""

    def term_url(self, words: str) -> str | None:
        """The address of the term that has these words as its label or a synonym."""

    def image(self, file_name: str) -> tuple[str, int, int] | None:
        """The address, width and height (CSS pixels) of a picture."""


class _NoRawHtml(Extension):
    """Escape what looks like HTML: an editor's `<` is a less-than sign."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")


class _TermLists(Treeprocessor):
    """Lists whose every item is "Term: explanation" become description lists.

    Runs before the inline patterns, while the items' text is still as it was written.
    """

    links: Links

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag == "ul" and (terms := _term_items(child)):
                    parent[index] = self._description_list(child, terms)

    def _description_list(self, items: Element, terms: list[re.Match[str]]) -> Element:
        result = Element("dl")
        result.tail = items.tail
        for item, match in zip(items, terms, strict=True):
            group = Element("div")
            name, explanation = Element("dt"), Element("dd")
            if url := self.links.term_url(match["term"]):
                link = Element("a", {"href": url})
                link.text = match["term"]
                name.append(link)
            else:
                name.text = match["term"]
            paragraph = item[0] if len(item) and item[0].tag == "p" else None
            explanation.text = match["rest"]
            explanation.extend(child for child in item if child is not paragraph)
            group.extend([name, explanation])
            result.append(group)
        return result


def _term_items(items: Element) -> list[re.Match[str]]:
    matches = []
    for item in items:
        text = item.text or ""
        if not text.strip() and len(item) and item[0].tag == "p":
            text = item[0].text or ""
        if match := _TERM_ITEM.match(text.strip()):
            matches.append(match)
    return matches if len(matches) == len(items) > 1 else []


class _References(Treeprocessor):
    """Turns targets into addresses, and pictures into ones that hold their space."""

    links: Links

    def run(self, root: Element) -> None:
        for element in root.iter("a"):
            target = element.get("href", "")
            if (url := self.links.url(target)) is not None:
                element.set("href", url)
            if element.get("href", "").startswith("http"):
                element.set("rel", "noreferrer")
        for element in root.iter("img"):
            if element.get("alt") == DECORATIVE:
                element.set("alt", "")
            if found := self.links.image(element.get("src", "")):
                url, width, height = found
                element.set("src", url)
                element.set("width", str(width))
                element.set("height", str(height))
            element.set("loading", "lazy")
            element.set("decoding", "async")
        for cell in (*root.iter("th"), *root.iter("td")):
            # A style attribute would need a laxer content security policy.
            if style := cell.attrib.pop("style", ""):
                cell.set("class", style.rstrip(";").replace("text-align: ", "align-"))


_TAGS = frozenset(
    [
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
)
_ATTRIBUTES_ALLOWED: dict[str, set[str]] = {
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
    """Renders many texts with one Markdown instance.

    `render(body, links)` gives a `Prose`; equal arguments give equal results.
    """

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(
            extensions=[
                TocExtension(marker="", slugify=slugify_unicode),
                TableExtension(),
                FootnoteExtension(BACKLINK_TITLE="Back to the text of footnote {}"),
                SmartyExtension(),
                SaneListExtension(),
                _NoRawHtml(),
            ],
            output_format="html",
        )
        quicken(self._markdown)
        self._cleaner = nh3.Cleaner(
            tags=set(_TAGS),
            attributes=_ATTRIBUTES_ALLOWED,
            url_schemes={"https", "mailto", "tel", "sms"},
            link_rel=None,
        )
        self._terms = _TermLists(self._markdown)
        self._references = _References(self._markdown)
        self._markdown.treeprocessors.register(self._terms, "term-lists", 30)
        self._markdown.treeprocessors.register(self._references, "references", 1)

    def render(self, body: str, links: Links) -> Prose:
        """The body's HTML, cleaned, and its headings of level 2 and 3."""
        self._terms.links = self._references.links = links
        self._markdown.reset()
        clean = self._cleaner.clean(self._markdown.convert(body))
        tokens: Any = self._markdown.toc_tokens  # type: ignore[attr-defined]
        # What is left of entities by now, the one space apart, stands within words.
        minutes = reading_minutes(_MARKUP.sub("", clean).replace("&nbsp;", " "))
        return Prose(Markup(clean), tuple(_headings(tokens)), minutes)


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        if token["level"] in (2, 3):
            yield Heading(
                token["id"], html.unescape(_MARKUP.sub("", token["name"])), token["level"]
            )
        yield from _headings(token["children"])
