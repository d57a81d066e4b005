"""Python-Markdown with our dialect: how any text becomes HTML that isn't cleaned yet."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor

from sitegen.prose.blocks import term_items
from sitegen.prose.inline import Links
from sitegen.site import DECORATIVE, Heading

_MARKUP = re.compile(r"<[^>]+>")


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
                if child.tag == "ul" and (terms := term_items([_text(item) for item in child])):
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


def _text(item: Element) -> str:
    text = item.text or ""
    if not text.strip() and len(item) and item[0].tag == "p":
        text = item[0].text or ""
    return text


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


class Library:
    """One instance of the library for many texts; equal texts give equal results."""

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
        self._terms = _TermLists(self._markdown)
        self._references = _References(self._markdown)
        self._markdown.treeprocessors.register(self._terms, "term-lists", 30)
        self._markdown.treeprocessors.register(self._references, "references", 1)

    def converted(self, body: str, links: Links) -> tuple[str, list[Heading]]:
        """A text's HTML and its headings of all levels."""
        self._terms.links = self._references.links = links
        self._markdown.reset()
        found = self._markdown.convert(body)
        tokens: Any = self._markdown.toc_tokens  # type: ignore[attr-defined]
        return found, list(_headings(tokens))


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        title = html.unescape(_MARKUP.sub("", token["name"]))
        yield Heading(token["id"], title, token["level"])
        yield from _headings(token["children"])
