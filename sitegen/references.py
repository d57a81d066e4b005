"""Where the references in a text lead, and what is wrong with a text: links, pictures, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sitegen import urls
from sitegen.load import Loaded
from sitegen.models import FACETS, Term
from sitegen.problems import Problem, did_you_mean, one_of
from sitegen.prose import DECORATIVE
from sitegen.scan import Found, anchor, plain, scan
from sitegen.source import SourceFile

_SCHEMES = ("https", "mailto", "tel", "sms")
_AS_MARKDOWN = "write it in Markdown, or put it between backticks if it should be shown as it is"
_OUTSIDE_HINTS = {
    "html": _AS_MARKDOWN,
    "attributes": _AS_MARKDOWN,
    "link": "write [words](address), with no space between ] and ( nor in the address",
    "footnote": "add a line that begins with the same mark and a colon, as [^1]: the note",
    "table": "say what is in the column; screen readers read its heading with every cell",
}
_KINDS = ("term", "therapist", "article", "page")


class Pictures(Protocol):
    """The pictures that exist, by folder ("images", "portraits")."""

    def names(self, folder: str) -> list[str]:
        """The file names in a folder of `assets/`, sorted."""

    def picture(self, folder: str, name: str) -> tuple[str, int, int] | None:
        """The address, width and height of a picture, in CSS pixels."""


@dataclass(frozen=True)
class Library:
    """Everything that a text may refer to; a `prose.Links`."""

    terms: Mapping[str, Term]
    words: Mapping[str, str]
    known: Mapping[str, list[str]]
    pictures: Pictures

    @classmethod
    def of(cls, loaded: Loaded, pictures: Pictures, built_in_pages: tuple[str, ...]) -> Library:
        """The library of what was loaded; `built_in_pages` may be linked to as pages are."""
        terms = {slug: record.model for slug, record in loaded.terms.items()}
        words: dict[str, str] = {}
        for term in terms.values():
            for word in (term.label, *term.synonyms):
                words.setdefault(word.casefold(), term.slug)
        known = {kind: sorted(loaded.slugs.get(kind, ())) for kind in _KINDS}
        known["page"] = sorted({*known["page"], *built_in_pages})
        return cls(terms, words, known, pictures)

    @property
    def pages(self) -> list[str]:
        """The slugs that navigation and `page:` links may name."""
        return self.known["page"]

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every address of this site that a text may lead to."""
        pages = (self._address(kind, slug) for kind in _KINDS for slug in self.known[kind])
        return frozenset((urls.HOME, *map(urls.facet, FACETS), *pages))

    def url(self, target: str) -> str | None:
        """The address that `term:cbt`, `article:slug#heading` and so on stand for."""
        reference, mark, fragment = target.partition("#")
        kind, _, slug = reference.partition(":")
        if kind not in _KINDS or slug not in self.known[kind]:
            return None
        return f"{self._address(kind, slug)}{mark}{fragment}"

    def _address(self, kind: str, slug: str) -> str:
        if kind == "term":
            term = self.terms.get(slug)
            facet = term.facet if term else None
            return urls.term(facet, slug) if facet else urls.THERAPISTS
        if kind == "therapist":
            return urls.therapist(slug)
        return urls.article(slug) if kind == "article" else urls.page(slug)

    def term_url(self, words: str) -> str | None:
        """The address of the term with this label or synonym, if it has a page."""
        slug = self.words.get(words.strip().casefold())
        if slug is None or self.terms[slug].facet is None:
            return None
        return self._address("term", slug)

    def image(self, file_name: str) -> tuple[str, int, int] | None:
        """The address, width and height of a picture in `assets/images/`."""
        return self.pictures.picture("images", file_name)


def text_problems(
    body: str, source: SourceFile, offset: int, title: str, library: Library
) -> Iterator[Problem]:
    """Everything wrong with a text that starts `offset` characters into its file."""
    found = scan(body)

    def problem(item: Found, message: str, allowed: str = "", hint: str = "") -> Problem:
        place = source.place_of(offset + item.offset)
        return source.problem(place, message, allowed=allowed, hint=hint)

    for item in found.outside:
        yield problem(item, f"{item.target}: {item.text[:40]}", hint=_OUTSIDE_HINTS[item.kind])
    for item in found.links:
        if wrong := _wrong_target(item.target, library):
            yield problem(item, *wrong)
        elif not item.text.strip() and source.text[offset + item.offset] == "[":
            yield problem(item, "this link has no words", hint="write what it leads to")
    for item in found.images:
        yield from (problem(item, *wrong) for wrong in _wrong_picture(item, library))
    yield from (problem(item, *wrong) for item, wrong in _wrong_headings(found.headings, title))


def _wrong_target(target: str, library: Library) -> tuple[str, str, str] | None:
    """Why a link's target leads nowhere: message, what is allowed, hint."""
    if not target:
        return "this link leads nowhere", "", "put an address between the parentheses"
    reference = target.partition("#")[0]
    scheme, colon, slug = reference.partition(":")
    if target.startswith("#"):
        return None
    if target.startswith("/"):
        if reference in library.addresses:
            return None
        hint = (
            did_you_mean(reference, library.addresses)
            or "use article:slug, therapist:slug or page:slug"
        )
        return f"there is no page {reference} here", "an address of this site", hint
    if colon and scheme in _KINDS:
        known = library.known[scheme]
        if slug in known:
            return None
        return f'there is no {scheme} "{slug}"', one_of(known), did_you_mean(slug, known)
    if colon and scheme.lower() in _SCHEMES:
        return None
    allowed = f"an https:// address, {', '.join(f'{kind}:slug' for kind in _KINDS)}, or #heading"
    hint = "write https:// if the other site has it" if scheme.lower() == "http" else ""
    return f'a link can\'t lead to "{target[:60]}"', allowed, hint


def _wrong_picture(item: Found, library: Library) -> Iterator[tuple[str, str, str]]:
    names = library.pictures.names("images")
    if item.target not in names:
        message = f'there is no picture "{item.target}" in assets/images/'
        yield message, one_of(names), did_you_mean(item.target, names)
    alt = item.text.strip()
    if not alt:
        hint = f"say in words what it shows, or write ![{DECORATIVE}](…)"
        yield "this picture has no words for people who can't see it", "", hint
    elif re.fullmatch(r"(?i)(image|picture|photo)( of)?|.*\.(svg|png|jpe?g|webp|gif|avif)", alt):
        yield f'"{alt}" says nothing to people who can\'t see it', "", "say what the picture shows"


def _wrong_headings(
    headings: tuple[Found, ...], title: str
) -> Iterator[tuple[Found, tuple[str, str, str]]]:
    """WCAG 2.2, 2.4.6 and 1.3.1: one H1, no level skipped, every heading its own words."""
    seen = {anchor(title): "the title"} if title else {}
    level = 1
    for item in headings:
        words = plain(item.text)
        if not item.target:
            hint = "put a space after the # signs"
            yield item, (f'"{item.text[:40]}" is no heading yet', "", hint)
            continue
        if item.level == 1:
            hint = "start with ## instead: the title is the page's only heading of level 1"
            yield item, (f'"{words}" would be a second heading of level 1', "", hint)
        elif item.level > level + 1:
            hint = f"write {'#' * (level + 1)} instead"
            yield item, (f'"{words}" skips a level of headings', "", hint)
        level = max(item.level, 2) if item.level > 1 else level
        if where := seen.get(anchor(words)):
            hint = "choose other words: links lead to headings by their words"
            yield item, (f'the heading "{words}" repeats {where}', "", hint)
        seen.setdefault(anchor(words), f'the heading "{words}"')
