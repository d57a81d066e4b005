"""Reads the output only: titles, headings, ids, alt texts, links, leaked addresses.

Each file is read by itself, before it is published, and leaves `Facts`; what pages say of each
other is then a matter of those facts (`links.py`), and a page that didn't change needn't be read
again.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sitegen import urls
from sitegen.leaks import Private, leaks
from sitegen.memory import shared
from sitegen.problems import Place, Problem

_LINKED = {
    "a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "source": "src",
    "iframe": "src", "video": "src", "audio": "src", "object": "data", "embed": "src",
    "form": "action",
}  # fmt: skip
_FETCHED = {"img", "script", "source", "iframe", "video", "audio", "object", "embed"}
_FETCHED_RELATIONS = {"stylesheet", "icon", "modulepreload", "preload", "manifest", "preconnect"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_READ = {*_LINKED, *_HEADINGS, "html", "meta", "title"}
_ANSWERED_BY_FUNCTION = (urls.CONTACT_API,)

# The output is ours and well formed, so one expression finds its tags; the standard library's
# parser does the same in many times the time, which was more than half of a build.
_RAW = "|".join(rf"{name}\b[^<>]*>.*?</{name}>" for name in ("script", "style", "svg", "title"))
_TAG = re.compile(
    rf"<(?:!--.*?-->|{_RAW}|[a-zA-Z][a-zA-Z0-9-]*[^<>\"']*"
    r"(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>)",
    re.S,
)
_USUAL_TAG = re.compile(rf"<(?:!--.*?-->|{_RAW}|[a-zA-Z][^>]*>)", re.S)
"""The same where no attribute's value holds a `>`, as the templates and the Markdown write it."""

_PARTS = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
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


class _Tag(NamedTuple):
    """What one tag says, wherever it stands."""

    title: str = ""
    id: str = ""
    level: int = 0
    target: str | None = None
    described: bool = False
    language: bool = False
    problem: str = ""
    hint: str = ""
    broken: bool = False


def _read(path: str, text: str) -> _Page:
    page = _Page(path, text)
    for match in _TAG.finditer(text):
        if tag := _tag(match.group()):
            _take(page, tag, match.start())
    return page


def _quickly(text: str) -> _Page | None:
    """The same without places; None for a page that has to be read with more care."""
    tags = [_Tag(), *filter(None, map(_tag, _USUAL_TAG.findall(text)))]
    titles, ids, levels, targets, described, language, problems, _, broken = zip(*tags, strict=True)
    if any(broken) or any(problems):
        return None
    page = _Page("", "", ids=set(filter(None, ids)))
    page.title = [*filter(None, titles), ""][0]
    page.described, page.language = any(described), any(language)
    page.levels = [(level, 0) for level in filter(None, levels)]
    page.links = [(target, 0) for target in targets if target is not None]
    return page if len(page.ids) == len(ids) - ids.count("") else None


def _take(page: _Page, tag: _Tag, offset: int) -> None:
    if tag.id:
        if tag.id in page.ids:
            page.problems.append(
                page.problem(offset, f'the id "{tag.id}" stands on this page twice')
            )
        page.ids.add(tag.id)
    if tag.level:
        page.levels.append((tag.level, offset))
    if tag.target is not None:
        page.links.append((tag.target, offset))
    if tag.problem:
        page.problems.append(page.problem(offset, tag.problem, hint=tag.hint))
    page.title = page.title or tag.title
    page.described |= tag.described
    page.language |= tag.language


@lru_cache(maxsize=100_000)
def _tag(text: str) -> _Tag | None:
    """A tag of the output, with its content where that is raw; most stand on many pages.

    None when the check has nothing to ask of it.
    """
    match = _PARTS.match(text)
    if not match:
        return None if text.startswith("<!--") else _Tag(broken=True)
    name = match[1].lower()
    if not (name in _READ or "id" in match[2]):
        return None
    values = {
        one.lower(): html.unescape(double or single or bare)
        for one, double, single, bare in _ATTRIBUTE.findall(match[2])
    }
    target, problem, hint = _link(name, values)
    return _Tag(
        title=html.unescape(text[match.end() : -len("</title>")]) if name == "title" else "",
        id=values.get("id", ""),
        level=_HEADINGS.get(name, 0),
        target=target,
        described=name == "meta"
        and values.get("name") == "description"
        and values.get("content", "") != "",
        language=name == "html" and bool(values.get("lang")),
        problem="a picture without alt" if name == "img" and "alt" not in values else problem,
        hint=hint,
    )


def _link(name: str, values: dict[str, str]) -> tuple[str | None, str, str]:
    """Where on this site a tag leads, or what is wrong with where it leads, and how to mend it."""
    target = values.get(_LINKED.get(name, ""))
    if target is None:
        return None, "", ""
    relations = set(values.get("rel", "").split())
    fetched = name in _FETCHED or bool(relations & _FETCHED_RELATIONS)
    if not target.startswith(("http:", "https:", "//")):
        return target, "", ""
    if fetched and target != urls.TURNSTILE_SCRIPT:
        message = f"this page would fetch {target[:60]} from another host"
        return None, message, "serve it from assets/"
    return None, "", ""


class Facts(NamedTuple):
    """What the check of the whole site needs to know of one file.

    `links` are the targets on this site, each once; `addressed` says that it holds an @ in some
    form, so that a private address could be in it.
    """

    title: str = ""
    ids: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    addressed: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        return _facts, (self.title, self.ids, self.links, self.addressed)

    def leading_off(self) -> Iterator[str]:
        """The links to anything but a place that is on this file."""
        ids = self.ids
        return (link for link in self.links if link[:1] != "#" or link[1:] not in ids)


def _facts(title: str, ids: frozenset[str], links: tuple[str, ...], addressed: bool) -> Facts:
    """Facts from another process or build: thirty thousand pages share most of theirs."""
    return Facts(title, shared(ids), tuple(map(sys.intern, links)), addressed)


class Leads:
    """The links of many files, each to another file told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def new(self, facts: Facts) -> tuple[str, ...]:
        """Those that lead off a file, but what was told of another before."""
        new = tuple(link for link in facts.leading_off() if link not in self._told)
        self._told.update(link for link in new if link[:1] == "/")
        return new


def read(
    path: str, data: bytes, private: Private, text: str | None = None
) -> tuple[Facts, list[Problem]]:
    """One file of the output: its facts, and what is wrong with it by itself.

    `path` is how problems name it; `text` is what the bytes say, for whoever knows.
    """
    addressed, found = leaks(path, data, private)
    if not path.endswith(".html"):
        return Facts(addressed=addressed), found
    if text is None:
        text = data.decode()
    page, problems = _quickly(text), []
    if page is None or any(_page_problems(page)):  # seldom: once more, with places
        page = _read(path, text)
        problems = [*page.problems, *_page_problems(page)]
    links = tuple(dict.fromkeys(target for target, _ in page.links))
    facts = Facts(" ".join(page.title.split()), frozenset(page.ids), links, addressed)
    return facts, [*found, *problems]


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


def link_problem(path: str, text: str, target: str, wrong: str) -> Problem:
    """The problem of a dead link, at its place in the page's text."""
    page = _read(path, text)
    offset = next((offset for link, offset in page.links if link == target), 0)
    return page.problem(offset, f"the link {target[:80]} {wrong}")
