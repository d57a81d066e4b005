"""Reads the output only: links, anchors, titles, headings, alt texts, leaked addresses.

Each file is read by itself, before it is published, and leaves `Facts`; what pages say of each
other is then a matter of those facts, and a page that didn't change needn't be read again.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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
    r"<!--.*?-->|<(?P<raw>script|style|svg|title)\b([^<>]*)>(.*?)</(?P=raw)>"
    r"|<([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
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
        raw, raw_attributes, inside, tag, attributes = match.groups()
        if raw:
            if raw == "title":
                page.title = html.unescape(inside)
            tag, attributes = raw, raw_attributes
        elif tag is None:
            continue
        else:
            tag = tag.lower()
        if tag in _READ or "id" in attributes:
            _start_tag(page, tag, attributes, match.start())
    return page


def _start_tag(page: _Page, tag: str, attributes: str, offset: int) -> None:
    values = _attributes(attributes)
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


@lru_cache(maxsize=50_000)
def _attributes(text: str) -> dict[str, str]:
    """Names and values; most tags stand on many pages."""
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def _link(page: _Page, tag: str, values: dict[str, str], target: str, offset: int) -> None:
    relations = set(values.get("rel", "").split())
    fetched = tag in _FETCHED or bool(relations & _FETCHED_RELATIONS)
    elsewhere = target.startswith(("http:", "https:", "//"))
    if fetched and elsewhere and target != urls.TURNSTILE_SCRIPT:
        message = f"this page would fetch {target[:60]} from another host"
        page.problems.append(page.problem(offset, message, hint="serve it from assets/"))
    elif not elsewhere:
        page.links.append((target, offset))


@dataclass(frozen=True)
class Facts:
    """What the check of the whole site needs to know of one file.

    `links` are the targets on this site, each once; `addressed` says that it holds an @ in some
    form, so that a private address could be in it.
    """

    title: str = ""
    ids: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    addressed: bool = False


class Private:
    """The addresses that no output may hold; messages never repeat them."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._names: dict[str, dict[int, set[str]]] = {}
        for address in addresses:
            name, _, domain = address.casefold().rpartition("@")
            self._names.setdefault(domain, {}).setdefault(len(name), set()).add(name)

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in a text, whatever stands before and after it."""
        at = text.find("@")
        while at >= 0:
            for domain, by_length in self._names.items():
                if text.startswith(domain, at + 1) and any(
                    text[max(at - length, 0) : at] in names for length, names in by_length.items()
                ):
                    return True
            at = text.find("@", at + 1)
        return False


def read(path: str, data: bytes, private: Private) -> tuple[Facts, list[Problem]]:
    """One file of the output: its facts, and what is wrong with it by itself.

    `path` is how problems name it.
    """
    addressed, leaks = _leaks(path, data, private)
    if not path.endswith(".html"):
        return Facts(addressed=addressed), leaks
    page = _read(path, data.decode())
    links = tuple(dict.fromkeys(target for target, _ in page.links))
    facts = Facts(" ".join(page.title.split()), frozenset(page.ids), links, addressed)
    return facts, [*leaks, *page.problems, *_page_problems(page)]


def _leaks(path: str, data: bytes, private: Private) -> tuple[bool, list[Problem]]:
    """No output file may hold a private address, plain, as entities or percent-encoded."""
    text = data.decode("utf-8", "replace").casefold()
    encoded = "%40" in text or "&commat;" in text or _REFERENCE.search(text)
    if not encoded and not any(sign in text for sign in _AT):
        return False, []
    readings = [text, unicodedata.normalize("NFKC", _MARKUP_OR_SPACE.sub("", text))]
    readings += [html.unescape(text), unquote(text), unquote(html.unescape(text))]
    if not any(private.are_in(reading) for reading in readings):
        return any("@" in reading for reading in readings), []
    hint = "find out which template or text prints it; nothing was published"
    return True, [Problem(Place(path), "a private address is in this file", hint=hint)]


_REFERENCE = re.compile("&#(?!34;|39;)")
"""A character by its number; templates write the two quotes so, and nothing else."""

_AT = "@\N{FULLWIDTH COMMERCIAL AT}\N{SMALL COMMERCIAL AT}"


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


def dead_links(
    names: Iterable[str], facts: Callable[[str], Facts], known: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """The page, target and fault of each link of the pages `names` that finds nothing.

    `facts` tells those of any page; `known` are all files of the site.
    """
    good: set[str] = set()
    for name in names:
        for target in facts(name).links:
            if target in good:
                continue
            if wrong := _wrong_link(target, name, facts, known):
                yield name, target, wrong
            elif target.startswith("/"):
                good.add(target)


def link_problem(path: str, text: str, target: str, wrong: str) -> Problem:
    """The problem of a dead link, at its place in the page's text."""
    page = _read(path, text)
    offset = next((offset for link, offset in page.links if link == target), 0)
    return page.problem(offset, f"the link {target[:80]} {wrong}")


def _wrong_link(
    target: str, name: str, facts: Callable[[str], Facts], known: Collection[str]
) -> str:
    """Why a link of the page `name` is dead, or nothing."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path in _ANSWERED_BY_FUNCTION:
        return ""
    path = name if not parts.path else file_of(parts.path, name)
    if path not in known:
        return "leads nowhere"
    fragment = unquote(parts.fragment)
    # A fragment such as facet=term is the directory's state and no place on the page.
    if path.endswith(".html") and fragment and "=" not in fragment:
        return "" if fragment in facts(path).ids else "leads to no place on that page"
    return ""


def file_of(path: str, name: str) -> str:
    """The output file that a link's path leads to from the page `name`."""
    return urls.output_path(unquote(urljoin(f"/{name}", path))).as_posix()


def same_titles(titles: Mapping[str, str], shown_as: str) -> Iterator[Problem]:
    """Visitors tell pages apart by their titles; `titles` by path."""
    by_title = defaultdict(list)
    for name, title in titles.items():
        by_title[title].append(name)
    for title, names in by_title.items():
        for name in names[1:]:
            message = f'"{title}" is also the title of {names[0]}'
            hint = "visitors tell pages apart by their titles: choose other words if you can"
            yield Problem(Place(f"{shown_as}/{name}"), message, hint=hint, severity="warning")
