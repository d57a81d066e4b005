"""Reads the built output only: links, anchors, titles, headings, alt texts, leaked addresses."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from sitegen import urls
from sitegen.problems import Place, Problem

_LINKED = {
    "a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "source": "src",
    "iframe": "src", "video": "src", "audio": "src", "object": "data", "embed": "src",
    "form": "action",
}  # fmt: skip
_FETCHED = {"img", "script", "source", "iframe", "video", "audio", "object", "embed"}
_FETCHED_RELATIONS = {"stylesheet", "icon", "modulepreload", "preload", "manifest", "preconnect"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_READ = {*_LINKED, *_HEADINGS, "html", "meta"}
_ANSWERED_BY_FUNCTION = (urls.CONTACT_API,)

# The output is ours and well formed, so one expression finds its tags; the standard library's
# parser does the same in five times the time, which was more than half of a build.
_TAG = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|svg|title)\b(?P<raw_attributes>[^<>]*)>(?P<inside>.*?)</(?P=raw)>"
    r"|<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.S,
)
_MARKUP_OR_SPACE = re.compile(r"<[^<>]*>|\s+")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.S
)


@dataclass
class _Page:
    """What one HTML file says of itself; places are offsets into its text."""

    path: str
    text: str
    title: str = ""
    levels: list[tuple[int, int]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    described: bool = False
    language: bool = False

    def problem(self, offset: int, message: str, hint: str = "") -> Problem:
        """A problem at an offset of the text."""
        before = self.text[:offset]
        column = offset - (before.rfind("\n") + 1) + 1
        return Problem(Place(self.path, before.count("\n") + 1, column), message, hint=hint)


def _read(path: str, text: str) -> _Page:
    page = _Page(path, text)
    for match in _TAG.finditer(text):
        if raw := match["raw"]:
            if raw == "title":
                page.title = html.unescape(match["inside"])
            _start_tag(page, raw, match["raw_attributes"], match.start())
        elif match["tag"]:
            _start_tag(page, match["tag"].lower(), match["attributes"], match.start())
    return page


def _start_tag(page: _Page, tag: str, attributes: str, offset: int) -> None:
    if tag not in _READ and "id" not in attributes:
        return
    values = {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(attributes)
    }
    if name := values.get("id"):
        if name in page.ids:
            page.problems.append(page.problem(offset, f'the id "{name}" stands on this page twice'))
        page.ids.add(name)
    if level := _HEADINGS.get(tag):
        page.levels.append((level, offset))
    elif tag == "img" and "alt" not in values:
        page.problems.append(page.problem(offset, "a picture without alt"))
    elif tag == "html":
        page.language = bool(values.get("lang"))
    elif tag == "meta" and values.get("name") == "description":
        page.described = bool(values.get("content"))
    if (attribute := _LINKED.get(tag)) and attribute in values:
        _link(page, tag, values, values[attribute], offset)


def _link(page: _Page, tag: str, values: dict[str, str], target: str, offset: int) -> None:
    relations = set(values.get("rel", "").split())
    fetched = tag in _FETCHED or bool(relations & _FETCHED_RELATIONS)
    elsewhere = target.startswith(("http:", "https:", "//"))
    if fetched and elsewhere:
        message = f"this page would fetch {target[:60]} from another host"
        page.problems.append(page.problem(offset, message, hint="serve it from assets/"))
    elif not elsewhere:
        page.links.append((target, offset))


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
            page = pages[name] = _read(f"{shown_as}/{name}", files[name].read_text())
            problems += page.problems
            problems += _page_problems(page)
    problems += _dead_links(files.keys(), pages)
    problems += _same_titles(pages, shown_as)
    return problems


def _leaks(files: dict[str, Path], private: list[str], shown_as: str) -> Iterator[Problem]:
    """No output file may hold a private address, plain, as entities or percent-encoded."""
    for name, path in files.items():
        text = path.read_bytes().decode("utf-8", "replace").casefold()
        readings = {text}
        bare = unicodedata.normalize("NFKC", _MARKUP_OR_SPACE.sub("", text))
        readings.add(bare)
        if "&#" in text or "%40" in text or "&commat;" in text:
            readings |= {html.unescape(text), unquote(text), unquote(html.unescape(text))}
        if any(address in reading for reading in readings for address in private):
            hint = "find out which template or text prints it; nothing was published"
            yield Problem(
                Place(f"{shown_as}/{name}"), "a private address is in this file", hint=hint
            )


def _page_problems(page: _Page) -> Iterator[Problem]:
    """WCAG 2.2: 2.4.2 (title), 3.1.1 (language), 1.3.1 (headings)."""
    if not page.title.strip():
        yield page.problem(0, "this page has no title")
    if not page.language:
        yield page.problem(0, "this page doesn't say its language")
    if not page.described:
        yield page.problem(0, "this page has no description")
    first = [offset for level, offset in page.levels if level == 1]
    if len(first) != 1:
        offset = first[1] if first else 0
        yield page.problem(offset, f"{len(first)} headings of level 1, not one")
    before = 0
    for level, offset in page.levels:
        if level > before + 1:
            yield page.problem(offset, f"a heading of level {level} follows one of level {before}")
        before = level


def _dead_links(names: Iterable[str], pages: dict[str, _Page]) -> Iterator[Problem]:
    known = set(names)
    good: set[str] = set()
    for name, page in pages.items():
        for target, offset in page.links:
            if target in good:
                continue
            if wrong := _wrong_link(target, name, known, pages):
                yield page.problem(offset, f"the link {target[:80]} {wrong}")
            elif target.startswith("/"):
                good.add(target)


def _wrong_link(target: str, name: str, known: set[str], pages: dict[str, _Page]) -> str:
    """Why a link of the page `name` is dead, or nothing."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path in _ANSWERED_BY_FUNCTION:
        return ""
    path = name if not parts.path else _file_of(parts.path, name)
    if path not in known:
        return "leads nowhere"
    fragment = unquote(parts.fragment)
    # A fragment such as facet=term is the directory's state and no place on the page.
    if path in pages and fragment and "=" not in fragment and fragment not in pages[path].ids:
        return "leads to no place on that page"
    return ""


def _file_of(path: str, name: str) -> str:
    return urls.output_path(unquote(urljoin(f"/{name}", path))).as_posix()


def _same_titles(pages: dict[str, _Page], shown_as: str) -> Iterator[Problem]:
    by_title = defaultdict(list)
    for name, page in pages.items():
        by_title[" ".join(page.title.split())].append(name)
    for title, names in by_title.items():
        for name in names[1:]:
            message = f'"{title}" is also the title of {names[0]}'
            hint = "visitors tell pages apart by their titles: choose other words if you can"
            yield Problem(Place(f"{shown_as}/{name}"), message, hint=hint, severity="warning")
