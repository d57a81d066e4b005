"""What several views share: links, people, cards of articles, what a page says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sitegen import urls
from sitegen.asked import Name, once, place
from sitegen.site import Openness, Prose, Site
from sitegen.terms import Kind
from sitegen.words import Day, day, initials

if TYPE_CHECKING:
    from sitegen.brief import Somebody
    from sitegen.models import Term


class Link(NamedTuple):
    """Words that lead somewhere."""

    label: str
    url: str


HOME = Link("Home", urls.HOME)
ARTICLES = Link("Articles", urls.ARTICLES)
THERAPISTS = Link("Find a therapist", urls.THERAPISTS)


class PageInfo(NamedTuple):
    """What a page's head needs; `kind` names the page type (`article`, `profile`, …)."""

    title: str
    description: str
    path: str
    canonical: str
    kind: str


class Planned(NamedTuple):
    """A page to render: its head, its template, and the view that the template is told.

    `text` names the file whose text the view still lacks: `filled` puts it in.
    """

    info: PageInfo
    template: str
    view: Any
    text: str = ""

    def filled(self, prose: Prose) -> Planned:
        """The page with its text in place."""
        return self._replace(view=self.view.filled(prose))


class Task(NamedTuple):
    """A page to make: its address, and what plans it from the site and plain values.

    `text` names the file whose text it shows.
    """

    address: str
    site: Site
    view: Callable[..., Planned]
    values: tuple[str | int, ...] = ()
    text: str = ""

    @property
    def name(self) -> Name:
        """What is planned where and how, apart from what the site says."""
        return "\t".join((self.address, place(self.view), *map(str, self.values)))

    def plan(self) -> Planned:
        """The page, with all that it shows but its text."""
        page = self.view(self.site, *self.values)
        return page._replace(text=self.text) if self.text else page


def page_info(site: Site, *, title: str, description: str, path: str, kind: str) -> PageInfo:
    """The page's head, with its canonical address on the practice's own host."""
    return PageInfo(title, description, path, site.practice.url.rstrip("/") + path, kind)


class TermLink(NamedTuple):
    """A vocabulary term: `url` is None for kinds that have no page of their own."""

    label: str
    description: str
    url: str | None


class Person(NamedTuple):
    """Somebody of the practice, as a byline or a heading shows them.

    `portrait` is an asset path; without one, `initials` make a monogram.
    """

    name: str
    credentials: str
    url: str
    portrait: str | None
    initials: str


class ArticleCard(NamedTuple):
    """An article as a list shows it."""

    title: str
    summary: str
    url: str
    topic: str
    reviewed: Day
    minutes: int
    image: str | None


def term_url(term: Term) -> str | None:
    """The static page of everybody whom a term fits, if its kind is a facet."""
    return urls.term(term.facet, term.slug) if term.facet else None


def term_link(term: Term) -> TermLink:
    """A term with the address of its page."""
    return TermLink(term.label, term.description, term_url(term))


def term_links(site: Site, slugs: Iterable[str]) -> tuple[TermLink, ...]:
    """The terms with these slugs, in their order."""
    return tuple(map(_links(site).__getitem__, slugs))


@once
def _links(site: Site) -> dict[str, TermLink]:
    return {slug: term_link(term) for slug, term in site.terms.items()}


def filtered_directory(term: Term) -> str:
    """The directory already filtered to a term."""
    return urls.directory({term.facet: [term.slug]} if term.facet else {})


@once
def person(site: Site, slug: str) -> Person:
    """A therapist as a byline shows them."""
    therapist = site.person(slug)
    labels = [site.terms[slug].label for slug in therapist.credentials]
    return Person(
        name=therapist.name,
        credentials=", ".join(labels),
        url=urls.therapist(therapist.slug),
        portrait=urls.portrait(therapist.portrait) if therapist.portrait else None,
        initials=initials(therapist.name),
    )


@once
def article_card(site: Site, slug: str) -> ArticleCard:
    """An article as a list shows it."""
    article = site.writing(slug)
    return ArticleCard(
        title=article.title,
        summary=article.summary,
        url=urls.article(article.slug),
        topic=site.terms[article.topics[0]].label,
        reviewed=day(dt.date.fromordinal(article.last_reviewed)),
        minutes=article.minutes,
        image=urls.image(article.image) if article.image else None,
    )


def is_accepting(site: Site, therapist: Somebody) -> bool:
    """Whether the site may promise that this therapist takes new people today."""
    return site.openness(therapist) is Openness.ACCEPTING


def is_way_of_working(term: Term) -> bool:
    """Whether a term says how somebody works, rather than what with or with whom."""
    return term.kind in (Kind.APPROACH, Kind.PHILOSOPHY)
