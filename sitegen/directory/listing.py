"""The directory: every page and file of it as pure functions of the site and its day.

`build` gives the pages (the list itself, a page for each facet, term and useful pair of terms) and
the data that the browser's script loads. Everything works without that script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen import urls
from sitegen.asked import asked, once
from sitegen.directory.cards import card
from sitegen.directory.data import Data
from sitegen.directory.facets import (
    LEGENDS,
    known_facets,
)
from sitegen.directory.roster import roster
from sitegen.directory.views import (
    PAGE_SIZE,
    SCRIPTS,
    DirectoryView,
    FacetView,
    TermCount,
    TermView,
    accepting_words,
    heading,
    intake,
    page_count,
    people_words,
)
from sitegen.facts import HOME, THERAPISTS, Link, Planned, Task, page_info
from sitegen.paging import paged, paging
from sitegen.site import Site
from sitegen.words import plural
from sitegen.write import Output

if TYPE_CHECKING:
    from sitegen.models import Term

PAIRED_WITH = ("insurance", "population", "language", "state", "format")
"""What people add to what brings them: what decides whether somebody can see them at all."""

ARTICLES_SHOWN = 12
"""As many as help somebody to choose; the newest."""

PAIR_MINIMUM = 2
PAIR_LIMIT = 200
"""Pages for pairs of terms: only where there is a choice, and no more than anybody would browse."""


class DirectoryOutput(NamedTuple):
    """Everything of the directory: pages to make, files as they are."""

    tasks: tuple[Task, ...]
    files: tuple[Output, ...]


def build(site: Site, loaded: Callable[[], Data]) -> DirectoryOutput:
    """Every page and data file of the directory; the same bytes for the same site and day.

    The data are waited for (`loaded`) when all else is done.
    """
    facets = known_facets(site)
    tasks = [
        *(Task(urls.facet(key), site, _facet_page, (key,)) for key in facets),
        *(task for term in site.terms.values() if term.facet for task in _term_tasks(site, term)),
        *(task for pair in _pairs_by_name(site) for task in _term_tasks(site, *pair)),
    ]
    data = loaded()
    return DirectoryOutput((*_list_tasks(site, data.facts_url), *tasks), data.files)


def _paged(
    address: str, people: int, site: Site, view: Callable[..., Planned], *values: str
) -> Iterator[Task]:
    """The pages of a list of so many people."""
    for number in range(1, page_count(people) + 1):
        yield Task(paged(address, number), site, view, (number, *values))


@once
def useful_pairs(site: Site) -> list[tuple[Term, Term]]:
    """Issues with what decides whether somebody can help: pairs that narrow, and leave a choice.

    Most people first, so that a large practice's limit cuts what matters least.
    """
    people = roster(site).terms
    found: list[tuple[int, Term, Term]] = []
    others = [
        (other, people[other.slug], people[other.slug].bit_count())
        for other in site.terms.values()
        if other.facet in PAIRED_WITH
    ]
    for issue in (term for term in site.terms.values() if term.facet == "issue"):
        having = people[issue.slug]
        most = having.bit_count()
        for other, fit, total in others:
            count = (having & fit).bit_count()
            narrows = PAIR_MINIMUM <= count < min(most, total)
            if narrows and 2 * total <= len(site.people):
                found.append((count, issue, other))
    found.sort(key=lambda one: (-one[0], one[1].slug, one[2].slug))
    return [(issue, other) for _, issue, other in found[:PAIR_LIMIT]]


def _pairs_by_name(site: Site) -> list[tuple[Term, Term]]:
    """In an order that stays while people come and go, so that the sitemap does, too."""
    return sorted(useful_pairs(site), key=lambda pair: (pair[0].slug, pair[1].slug))


def pair_url(pair: Sequence[Term]) -> str:
    """The static page of a term, or of a pair of terms below the first one's."""
    first, *rest = pair
    return urls.term(first.facet or "", first.slug) + "".join(f"{one.slug}/" for one in rest)


@asked
def _everybody(site: Site) -> tuple[int, int]:
    """How many people there are, and how many of them take new people now."""
    return len(site.people), roster(site).accepting


@asked
def _shown(site: Site, number: int, *slugs: str) -> tuple[str, ...]:
    """The people on a page of everybody whom these terms fit."""
    return _members(site, *slugs)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


@asked
def _members(site: Site, *slugs: str) -> tuple[str, ...]:
    """Everybody whom these terms fit, in the day's order."""
    if len(slugs) > 1:
        both = frozenset(_members(site, *slugs[1:]))
        return tuple(one for one in _members(site, slugs[0]) if one in both)
    people = roster(site)
    rows = people.holders[slugs[0]] if slugs else range(len(people.ordered))
    return tuple([people.ordered[row].slug for row in rows])


def _list_tasks(site: Site, facts_url: str) -> Iterator[Task]:
    """The pages of everybody; the first one is where the script starts, and knows the facts."""
    first, *others = _paged(urls.THERAPISTS, len(site.people), site, _list_page)
    yield first._replace(values=(*first.values, facts_url))
    yield from others


def _list_page(site: Site, number: int, facts_url: str = "") -> Planned:
    total, accepting = _everybody(site)
    pages = page_count(total)
    view = DirectoryView(
        cards=tuple(card(site, slug) for slug in _shown(site, number)),
        total=total,
        count_words=plural(total, "person", "people"),
        accepting_words=accepting_words(accepting),
        paging=paging(urls.THERAPISTS, number, pages),
        browse=tuple(Link(LEGENDS[key], urls.facet(key)) for key in known_facets(site)),
        facts_url=facts_url,
        intake=intake(site),
        scripts=SCRIPTS if pages > 1 else SCRIPTS[:1],
    )
    title = "Find a therapist" + (f", page {number}" if number > 1 else "")
    info = page_info(
        site,
        title=title,
        description=f"Everybody at {site.practice.name}: what they help with, what a session "
        "costs, which insurance they take, and who is accepting new people.",
        path=paged(urls.THERAPISTS, number),
        kind="directory",
    )
    return Planned(info, "directory.html", view)


def _count(site: Site, *terms: Term) -> TermCount:
    last = terms[-1]
    fit = roster(site).bits(terms).bit_count()
    return TermCount(last.label, pair_url(terms), fit, last.description)


def _facet_page(site: Site, key: str) -> Planned:
    terms = [term for term in site.terms.values() if term.facet == key]
    title = f"Therapists by {LEGENDS[key].lower()}" if key in ("insurance", "language") else (
        f"Find a therapist: {LEGENDS[key].lower()}")  # fmt: skip
    view = FacetView(
        heading=title,
        lead="Choose one to see everybody whom it fits.",
        trail=(HOME, THERAPISTS),
        terms=tuple(_count(site, term) for term in terms),
        directory=Link("Choose several at once in the directory", urls.THERAPISTS),
    )
    names = ", ".join(term.label for term in terms)
    info = page_info(
        site,
        title=title,
        description=f"Browse our therapists: {names}"[:155].rsplit(",", 1)[0] + ".",
        path=urls.facet(key),
        kind="facet",
    )
    return Planned(info, "facet.html", view)


def _term_tasks(site: Site, *terms: Term) -> Iterator[Task]:
    """The pages of everybody whom a term, or two together, fit."""
    count = roster(site).bits(terms).bit_count()
    return _paged(pair_url(terms), count, site, _term_page, *(term.slug for term in terms))


def _term_page(site: Site, number: int, *slugs: str) -> Planned:
    address = pair_url([site.terms[slug] for slug in slugs])
    count, facts = _about(site, *slugs)
    view = TermView(
        **facts,
        **(_around(site, *slugs) if number == 1 else _NOTHING_AROUND),
        cards=tuple(card(site, slug) for slug in _shown(site, number, *slugs)),
        paging=paging(address, number, page_count(count)),
    )
    title = view.heading + (f", page {number}" if number > 1 else "")
    info = page_info(
        site, title=title, description=view.words, path=paged(address, number), kind="term"
    )
    return Planned(info, "term.html", view)


@asked
def _about(site: Site, *slugs: str) -> tuple[int, dict[str, Any]]:
    """How many people these terms fit, and what all pages of their list share."""
    people = roster(site)
    terms = [site.terms[slug] for slug in slugs]
    fit = people.bits(terms)
    first = terms[0]
    facet = first.facet or ""
    trail = [HOME, THERAPISTS, Link(LEGENDS[facet], urls.facet(facet))]
    trail += [Link(first.label, pair_url(terms[:1]))] if len(terms) > 1 else []
    filters = {term.facet or "": [term.slug] for term in terms}
    return fit.bit_count(), {
        "heading": heading(terms),
        "description": " ".join(term.description for term in terms),
        "words": people_words(terms, fit.bit_count(), people.accepting_in(fit)),
        "trail": tuple(trail),
        "directory": Link("Narrow this list down", urls.directory(filters)),
        "intake": intake(site),
        "crisis": any(term.crisis for term in terms),
    }


@asked
def _around(site: Site, *slugs: str) -> dict[str, Any]:
    """Where one may go from a list, which only its first page tells."""
    terms = [site.terms[slug] for slug in slugs]
    first = terms[0]
    pairs = [pair for pair in useful_pairs(site) if pair[0] is first] if len(terms) == 1 else []
    related = [site.terms[slug] for slug in first.related if site.terms[slug].facet]
    return {
        "narrower": tuple(_count(site, *pair) for pair in pairs),
        "related": tuple(_count(site, term) for term in related),
        "articles": tuple(islice(_articles(site, terms), ARTICLES_SHOWN)),
    }


_NOTHING_AROUND: dict[str, Any] = {"narrower": (), "related": (), "articles": ()}


def _articles(site: Site, terms: Sequence[Term]) -> Iterator[Link]:
    seen: set[str] = set()
    for term in terms:
        for article in site.articles_by_topic[term.slug]:
            if article.slug not in seen:
                seen.add(article.slug)
                yield Link(article.title, urls.article(article.slug))
