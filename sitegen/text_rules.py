"""What a text says and what is wrong with it: its links, pictures and headings.

Nothing here needs the front matter's models, so that a changed body alone is soon looked through.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sitegen.library import TEXT_KINDS, Asking
from sitegen.problems import Problem, did_you_mean, one_of
from sitegen.scan import Found, Scan, anchor, plain, scan
from sitegen.site import DECORATIVE, Prose
from sitegen.source import Parts, SourceFile

if TYPE_CHECKING:
    from sitegen.prose import Renderer

_SCHEMES = ("https", "mailto", "tel", "sms")
_AS_MARKDOWN = "write it in Markdown, or put it between backticks if it should be shown as it is"
_OUTSIDE_HINTS = {
    "html": _AS_MARKDOWN,
    "attributes": _AS_MARKDOWN,
    "link": "write [words](address), with no space between ] and ( nor in the address",
    "footnote": "add a line that begins with the same mark and a colon, as [^1]: the note",
    "table": "say what is in the column; screen readers read its heading with every cell",
}


class Body(NamedTuple):
    """A text by itself: its prose, the anchors in it, its links to anchors, its mistakes."""

    prose: Prose
    anchors: tuple[str, ...]
    anchored: tuple[Found, ...]
    problems: tuple[Problem, ...]


def examine_body(
    source: SourceFile, parts: Parts, title: str, asking: Asking, renderer: Renderer
) -> Body:
    """Check and render the body of a Markdown file whose front matter says `title`."""
    problems: list[Problem] = []
    if not parts.body.strip():
        hint = "write the text below the second line of ---"
        place = source.place_of(parts.offset)
        problems.append(source.problem(place, "there is no text here", hint=hint))
    found = scan(parts.body)
    problems += text_problems(found, source, parts.offset, title, asking)
    prose = renderer.render(parts.body, asking)
    return Body(
        prose,
        tuple(heading.id for heading in prose.headings),
        tuple(link for link in found.links if "#" in link.target),
        tuple(problems),
    )


def front_digest(source: SourceFile, offset: int) -> bytes:
    """The hash of everything in a file before its body."""
    return hashlib.sha256(source.text[:offset].encode()).digest()


def prose_digest(prose: Prose) -> bytes:
    """The hash of a prose."""
    hashed = hashlib.sha256(repr((prose.headings, prose.minutes)).encode())
    hashed.update(prose.html.encode())
    return hashed.digest()


def anchor_problems(
    kind: str,
    slug: str,
    links: Iterable[Found],
    anchors: Callable[[str, str], Sequence[str] | None],
    origin: Callable[[], tuple[SourceFile, int]],
) -> Iterator[Problem]:
    """What is wrong with a text's links to headings.

    `anchors` tells those of any text by kind and slug, `origin` the file and where its text begins.
    """
    for link in links:
        target, _, fragment = link.target.partition("#")
        name, _, other = target.partition(":")
        known = anchors(name, other) if target else anchors(kind, slug)
        if known is not None and fragment not in known:
            source, at = origin()
            yield source.problem(
                source.place_of(at + link.offset),
                f'there is no heading "#{fragment}" in {target or "this text"}',
                allowed=one_of(known) if known else "this text has no headings",
                hint=did_you_mean(fragment, known),
            )


def text_problems(
    found: Scan, source: SourceFile, offset: int, title: str, library: Asking
) -> Iterator[Problem]:
    """Everything wrong with a text that starts `offset` characters into its file."""

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


def _wrong_target(target: str, library: Asking) -> tuple[str, str, str] | None:
    """Why a link's target leads nowhere: message, what is allowed, hint."""
    if not target:
        return "this link leads nowhere", "", "put an address between the parentheses"
    reference = target.partition("#")[0]
    scheme, colon, slug = reference.partition(":")
    if target.startswith("#"):
        return None
    if target.startswith("/"):
        if library.has_address(reference):
            return None
        hint = (
            did_you_mean(reference, library.library.addresses)
            or "use article:slug, therapist:slug or page:slug"
        )
        return f"there is no page {reference} here", "an address of this site", hint
    if colon and scheme in TEXT_KINDS:
        if library.has(scheme, slug):
            return None
        known = list(library.library.known[scheme])
        return f'there is no {scheme} "{slug}"', one_of(known), did_you_mean(slug, known)
    if colon and scheme.lower() in _SCHEMES:
        return None
    allowed = (
        f"an https:// address, {', '.join(f'{kind}:slug' for kind in TEXT_KINDS)}, or #heading"
    )
    hint = "write https:// if the other site has it" if scheme.lower() == "http" else ""
    return f'a link can\'t lead to "{target[:60]}"', allowed, hint


def _wrong_picture(item: Found, library: Asking) -> Iterator[tuple[str, str, str]]:
    if not library.has_picture("images", item.target):
        names = list(library.library.pictures.names("images"))
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
        if where := seen.get(name := anchor(words)):
            hint = "choose other words: links lead to headings by their words"
            yield item, (f'the heading "{words}" repeats {where}', "", hint)
        seen.setdefault(name, f'the heading "{words}"')
