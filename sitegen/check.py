"""Reads the built output only: links, anchors, titles, headings, alt texts, leaked addresses."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from sitegen import urls
from sitegen.problems import Place, Problem

_LINKED = {
    "a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "source": "src",
    "iframe": "src", "video": "src", "audio": "src", "object": "data", "embed": "src",
}  # fmt: skip
_FETCHED = {"img", "script", "source", "iframe", "video", "audio", "object", "embed"}
_FETCHED_RELATIONS = {"stylesheet", "icon", "modulepreload", "preload", "manifest", "preconnect"}
_ANSWERED_BY_FUNCTION = (urls.CONTACT_API,)


@dataclass
class _Page:
    """What one HTML file says of itself."""

    title: str = ""
    h1: list[Place] = field(default_factory=list)
    levels: list[tuple[int, Place]] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    links: list[tuple[str, str, Place]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    described: bool = False
    language: bool = False


class _Reader(HTMLParser):
    """Collects a `_Page`; `path` is how the file is named in problems."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self._path = path
        self._in_title = False
        self._in_svg = 0

    def _place(self) -> Place:
        line, column = self.getpos()
        return Place(self._path, line, column + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        place, page = self._place(), self.page
        self._in_svg += tag == "svg"
        self._in_title = tag == "title" and not self._in_svg
        if name := values.get("id"):
            if name in page.ids:
                page.problems.append(Problem(place, f'the id "{name}" stands on this page twice'))
            page.ids[name] = place
        if re.fullmatch("h[1-6]", tag):
            page.levels.append((int(tag[1]), place))
        if tag == "img" and "alt" not in values:
            page.problems.append(Problem(place, "a picture without alt"))
        if tag == "html":
            page.language = bool(values.get("lang"))
        if tag == "meta" and values.get("name") == "description":
            page.described = bool(values.get("content"))
        if (attribute := _LINKED.get(tag)) and attribute in values:
            self._link(tag, values, values[attribute], place)
        if tag == "form" and "action" in values:
            page.links.append(("form", values["action"], place))

    def _link(self, tag: str, values: dict[str, str], target: str, place: Place) -> None:
        relations = set(values.get("rel", "").split())
        fetched = tag in _FETCHED or bool(relations & _FETCHED_RELATIONS)
        if fetched and urlsplit(target).netloc:
            message = f"this page would fetch {target[:60]} from another host"
            self.page.problems.append(Problem(place, message, hint="serve it from assets/"))
        elif tag != "link" or fetched or not urlsplit(target).netloc:
            self.page.links.append((tag, target, place))

    def handle_endtag(self, tag: str) -> None:
        self._in_svg -= tag == "svg"
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data


def check(folder: Path, *, private: Iterable[str], shown_as: str) -> list[Problem]:
    """Everything that is wrong with the site in `folder`.

    `private` are the addresses that no file may hold; problems never repeat them. `shown_as` is
    the folder's name in the places of problems.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    problems = list(_leaks(files, [address.casefold() for address in private], shown_as))
    pages = {}
    for name in files:
        if name.endswith(".html"):
            reader = _Reader(f"{shown_as}/{name}")
            reader.feed(files[name].read_text())
            pages[name] = reader.page
            problems += reader.page.problems
            problems += _page_problems(name, reader.page, shown_as)
    problems += _dead_links(files.keys(), pages)
    problems += _same_titles(pages, shown_as)
    return problems


def _leaks(files: dict[str, Path], private: list[str], shown_as: str) -> Iterator[Problem]:
    """No output file may hold a private address, plain, as entities or percent-encoded."""
    for name, path in files.items():
        text = path.read_bytes().decode("utf-8", "replace").casefold()
        readings = {text}
        if "&#" in text or "%40" in text or "&commat;" in text:
            readings |= {html.unescape(text), unquote(text), unquote(html.unescape(text))}
        if any(address in reading for reading in readings for address in private):
            hint = "find out which template or text prints it; nothing was published"
            yield Problem(
                Place(f"{shown_as}/{name}"), "a private address is in this file", hint=hint
            )


def _page_problems(name: str, page: _Page, shown_as: str) -> Iterator[Problem]:
    """WCAG 2.2: 2.4.2 (title), 3.1.1 (language), 1.3.1 (headings)."""
    place = Place(f"{shown_as}/{name}")
    if not page.title.strip():
        yield Problem(place, "this page has no title")
    if not page.language:
        yield Problem(place, "this page doesn't say its language")
    if not page.described:
        yield Problem(place, "this page has no description")
    first = [spot for level, spot in page.levels if level == 1]
    if len(first) != 1:
        yield Problem(first[1] if first else place, f"{len(first)} headings of level 1, not one")
    before = 0
    for level, spot in page.levels:
        if level > before + 1:
            yield Problem(spot, f"a heading of level {level} follows one of level {before}")
        before = level


def _dead_links(names: Iterable[str], pages: dict[str, _Page]) -> Iterator[Problem]:
    known = set(names)
    for name, page in pages.items():
        for _, target, place in page.links:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or parts.path in _ANSWERED_BY_FUNCTION:
                continue
            path = name if not parts.path else _file_of(parts.path, name)
            if path not in known:
                yield Problem(place, f"the link {target[:80]} leads nowhere")
            elif path in pages and _lacks(pages[path], unquote(parts.fragment)):
                yield Problem(place, f"the link {target[:80]} leads to no place on that page")


def _lacks(page: _Page, fragment: str) -> bool:
    """Whether the fragment names no id there; `facet=term` fragments are the directory's state."""
    return bool(fragment) and "=" not in fragment and fragment not in page.ids


def _file_of(path: str, name: str) -> str:
    return urls.output_path(unquote(urljoin(f"/{name}", path))).as_posix()


def _same_titles(pages: dict[str, _Page], shown_as: str) -> Iterator[Problem]:
    by_title = defaultdict(list)
    for name, page in pages.items():
        by_title[" ".join(page.title.split())].append(name)
    for title, names in by_title.items():
        for name in names[1:]:
            message = f'"{title}" is also the title of {names[0]}'
            yield Problem(Place(f"{shown_as}/{name}"), message)
