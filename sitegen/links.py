"""What pages say of one another: links that find nothing, titles that are the same.

After an edit, only those pages are asked whose links may lead elsewhere now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urljoin, urlsplit

from sitegen import check, urls
from sitegen.check import Facts
from sitegen.leaks import Private
from sitegen.make import Made
from sitegen.memory import Memory, unpacked
from sitegen.problems import Place, Problem
from sitegen.state import Row, State
from sitegen.write import Publication

_ANSWERED_BY_FUNCTION = (urls.CONTACT_API,)


class FactsOf:
    """The facts of any page: of those just made, else as remembered, else read anew."""

    def __init__(
        self, made: Mapping[str, Made], rows: Mapping[str, Row], memory: Memory,
        publication: Publication,
    ) -> None:  # fmt: skip
        """`rows` are all files, those of the pages `made` now among them."""
        self._made, self._rows = made, rows
        self._memory, self._publication = memory, publication
        self._known: dict[str, Facts] = {}

    def load_all(self) -> None:
        """Read all that is remembered at once, as many are going to be asked for."""
        for path, (key, facts) in self._memory.under("facts", ""):
            if path in self._rows and self._rows[path].key == key:
                self._known[path] = facts

    def __call__(self, path: str) -> Facts:
        """The facts of one page."""
        if path not in self._known:
            made = self._made.get(path)
            kept = unpacked(made.facts) if made and made.facts else self._memory.get("facts", path)
            key, facts = kept or (b"", None)
            if key != self._rows[path].key or facts is None:
                facts = check.read(path, self._publication.newest(path), Private(()))[0]
            self._known[path] = facts
        return self._known[path]


def whole_site(
    made: Mapping[str, Made], rows: Mapping[str, Row], state: State, memory: Memory,
    publication: Publication, text: Callable[[str], str],
) -> Iterator[Problem]:  # fmt: skip
    """What pages say of one another: dead links, equal titles. `text` gives a page's."""
    facts = FactsOf(made, rows, memory, publication)
    for path, target, wrong in _dead_anywhere(made, rows, state, memory, facts):
        yield check.link_problem(f"{publication.out.name}/{path}", text(path), target, wrong)
    titles = {path: row.title for path, row in rows.items() if path.endswith(".html")}
    yield from same_titles(titles, publication.out.name)


def _dead_anywhere(
    made: Mapping[str, Made], rows: Mapping[str, Row], state: State, memory: Memory, facts: FactsOf
) -> Iterable[tuple[str, str, str]]:
    """Dead links on the pages made anew, as is whatever names a file that is gone, or on all when a
    page or a place on one is gone."""
    fresh = [path for path in made if path.endswith(".html")]
    gone = state.rows.keys() - rows.keys()
    if len(fresh) * 2 <= len(rows) and not any(path.endswith(".html") for path in gone):
        former = _former(fresh, facts, state, memory)
        if former is not None:
            return dead_links(fresh, facts, rows, _still_good(former, fresh, rows))
    pages = [path for path in rows if path.endswith(".html")]
    if len(fresh) < len(pages):
        facts.load_all()
    elif not any_dead(((path, made[path].leads) for path in fresh), facts, rows):
        return ()
    return dead_links(pages, facts, rows)


def _former(
    fresh: Iterable[str], facts: FactsOf, state: State, memory: Memory
) -> list[Facts] | None:
    """The facts of these pages before; None if a place may be gone that another page leads to."""
    found: list[Facts] = []
    for path in fresh:
        if before := state.rows.get(path):
            key, former = memory.get("facts", path) or (b"", None)
            if key != before.key or former is None or former.ids - facts(path).ids:
                return None
            found.append(former)
    return found


def _still_good(former: Iterable[Facts], fresh: Collection[str], rows: Collection[str]) -> set[str]:
    """The links of a good site to pages that are the same now."""
    links = {link for facts in former for link in facts.links if link.startswith("/")}
    there = {link: urls.output_name(link.partition("#")[0]) for link in links}
    return {link for link, path in there.items() if path in rows and path not in fresh}


def any_dead(
    leads: Iterable[tuple[str, Iterable[str]]],
    facts: Callable[[str], Facts],
    known: Collection[str],
) -> bool:
    """Whether there is a dead link: each is followed once, and not for each page that has it."""
    return any(_wrong_link(link, name, facts, known) for name, some in leads for link in some)


def dead_links(
    names: Iterable[str],
    facts: Callable[[str], Facts],
    known: Collection[str],
    good: Collection[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """The page, target and fault of each link of the pages `names` that finds nothing.

    `facts` tells those of any page; `known` are all files of the site, `good` links that do.
    """
    good = set(good)
    for name in names:
        for target in facts(name).leading_off():
            if target in good:
                continue
            if wrong := _wrong_link(target, name, facts, known):
                yield name, target, wrong
            elif target.startswith("/"):
                good.add(target)


def _wrong_link(
    target: str, name: str, facts: Callable[[str], Facts], known: Collection[str]
) -> str:
    """Why a link of the page `name` is dead, or nothing."""
    if target[:1] == "/" and urls.output_name(target) in known:
        return ""  # as the templates write nearly all of them
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
    if len(set(titles.values())) == len(titles):
        return
    by_title = defaultdict(list)
    for name, title in titles.items():
        by_title[title].append(name)
    for title, names in by_title.items():
        for name in names[1:]:
            message = f'"{title}" is also the title of {names[0]}'
            hint = "visitors tell pages apart by their titles: choose other words if you can"
            yield Problem(Place(f"{shown_as}/{name}"), message, hint=hint, severity="warning")
