"""The whole practice as one immutable value: what `resolve` returns and all later steps read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from markupsafe import Markup

from sitegen import brief
from sitegen.asked import Notebook, once
from sitegen.brief import ArticleBrief, PersonBrief, Unread
from sitegen.terms import Status, record_name

if TYPE_CHECKING:
    from sitegen.brief import Somebody
    from sitegen.models import ArticleMeta, PageMeta, Practice, Term, Therapist

T = TypeVar("T")

DECORATIVE = "decorative"
"""The alt text by which an editor says that a picture only decorates; it becomes alt=""."""


class Heading(NamedTuple):
    """An entry of a table of contents; `level` is 2 or 3, `title` plain text."""

    id: str
    title: str
    level: int


class Prose(NamedTuple):
    """Rendered Markdown: the only trusted HTML, its headings, the minutes it takes to read."""

    html: Markup
    headings: tuple[Heading, ...] = ()
    minutes: int = 1


class Article(NamedTuple):
    """An article: its front matter, and what other pages say of its text."""

    slug: str
    meta: ArticleMeta
    minutes: int


class Page(NamedTuple):
    """A page: its front matter."""

    slug: str
    meta: PageMeta


class Openness(StrEnum):
    """What the site says about new people: a record's status, as far as it is still fresh."""

    ACCEPTING = "accepting"
    ASK = "ask"
    WAITLIST = "waitlist"
    NOT_NOW = "not-now"


def openness(therapist: Somebody, *, practice: Practice, today: dt.date) -> Openness:
    """The therapist's status; "accepting" that nobody confirmed for too long becomes "ask"."""
    if therapist.status is not Status.ACCEPTING:
        return Openness(therapist.status.value)
    age = today.toordinal() - therapist.confirmed
    return Openness.ACCEPTING if age <= practice.accepting_valid_days else Openness.ASK


class _Table(Generic[T]):
    """A field that is noted when it is read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, site: Site | None, owner: type) -> T:
        if site is None:
            raise AttributeError(self._name)  # a dataclass asks whether there is a default
        site.notebook.note(self._name)
        value: T = site.__dict__[self._name]
        return value

    def __set__(self, site: Site, value: T) -> None:
        site.__dict__[self._name] = value


@dataclass(frozen=True)
class Site:
    """Everything a practice published, with every reference known to be good.

    `terms` keeps the vocabulary's order, therapists and pages are sorted by slug, articles by
    date of publication, newest first. Whoever asks all of them does so in brief: `people` and
    `writings` are therapists and articles in the same order. The texts themselves are not here: no
    page depends on the words of another, so each is put into its own page when that is rendered.

    What is read of its records is noted in its `notebook`: of one record, that record's file; of
    many, the table.
    """

    practice: Practice
    terms: Mapping[str, Term]
    today: dt.date
    therapists: _Table[Sequence[Therapist]] = _Table()
    articles: _Table[Sequence[Article]] = _Table()
    pages: _Table[tuple[Page, ...]] = _Table()

    @cached_property
    def notebook(self) -> Notebook:
        """What was made of this site so far."""
        return Notebook()

    def therapist(self, slug: str) -> Therapist:
        """One of the therapists. Raises KeyError when there is no such person."""
        self.notebook.note(record_name("therapist", slug))
        therapists: Sequence[Therapist] = self.__dict__["therapists"]
        return therapists[self._places_of_people[slug]]

    def article(self, slug: str) -> Article:
        """One of the articles. Raises KeyError when there is none."""
        self.notebook.note(record_name("article", slug))
        articles: Sequence[Article] = self.__dict__["articles"]
        return articles[self._places_of_writings[slug]]

    def person(self, slug: str) -> PersonBrief:
        """One of the therapists in brief. Raises KeyError when there is no such person."""
        self.notebook.note(record_name("therapist", slug))
        return self._people[self._places_of_people[slug]]

    def writing(self, slug: str) -> ArticleBrief:
        """One of the articles in brief. Raises KeyError when there is none."""
        self.notebook.note(record_name("article", slug))
        return self._writings[self._places_of_writings[slug]]

    def page(self, slug: str) -> Page:
        """One of the pages. Raises KeyError when there is none."""
        self.notebook.note(record_name("page", slug))
        return self._page_by_slug[slug]

    @property
    def people(self) -> tuple[PersonBrief, ...]:
        """The therapists in brief."""
        self.notebook.note("therapists")
        return self._people

    @property
    def writings(self) -> tuple[ArticleBrief, ...]:
        """The articles in brief."""
        self.notebook.note("articles")
        return self._writings

    @cached_property
    def _people(self) -> tuple[PersonBrief, ...]:
        found: Sequence[Therapist] = self.__dict__["therapists"]
        return found.brief if isinstance(found, Unread) else tuple(map(brief.person, found))

    @cached_property
    def _writings(self) -> tuple[ArticleBrief, ...]:
        found: Sequence[Article] = self.__dict__["articles"]
        if isinstance(found, Unread):
            return found.brief
        return tuple(brief.article(one.slug, one.meta, one.minutes) for one in found)

    @cached_property
    def _places_of_people(self) -> dict[str, int]:
        return {one.slug: at for at, one in enumerate(self._people)}

    @cached_property
    def _places_of_writings(self) -> dict[str, int]:
        return {one.slug: at for at, one in enumerate(self._writings)}

    @cached_property
    def _page_by_slug(self) -> dict[str, Page]:
        return {one.slug: one for one in self.__dict__["pages"]}

    @property
    def terms_named(self) -> Mapping[str, tuple[str, ...]]:
        """Therapist slug → the slugs of every term in their record."""
        return _terms_named(self)

    @property
    def therapists_by_term(self) -> Mapping[str, tuple[PersonBrief, ...]]:
        """Term slug → the therapists whose record names it; every term is a key."""
        return _therapists_by_term(self)

    @property
    def articles_by_author(self) -> Mapping[str, tuple[ArticleBrief, ...]]:
        """Therapist slug → what they wrote, newest first; only authors are keys."""
        return _articles_by_author(self)

    @property
    def article_order(self) -> Mapping[str, int]:
        """Article slug → its place among all, the newest first."""
        return _article_order(self)

    @property
    def articles_by_topic(self) -> Mapping[str, tuple[ArticleBrief, ...]]:
        """Term slug → the articles on it, newest first; every term is a key."""
        return _articles_by_topic(self)

    def openness(self, therapist: Somebody) -> Openness:
        """What the site says today about whether this therapist takes new people."""
        return openness(therapist, practice=self.practice, today=self.today)


@once
def _terms_named(site: Site) -> Mapping[str, tuple[str, ...]]:
    return {one.slug: one.named for one in site.people}


@once
def _therapists_by_term(site: Site) -> Mapping[str, tuple[PersonBrief, ...]]:
    found: defaultdict[str, list[PersonBrief]] = defaultdict(list)
    for one in site.people:
        for slug in one.named:
            found[slug].append(one)
    return MappingProxyType({slug: tuple(found[slug]) for slug in site.terms})


@once
def _articles_by_author(site: Site) -> Mapping[str, tuple[ArticleBrief, ...]]:
    found: defaultdict[str, list[ArticleBrief]] = defaultdict(list)
    for one in site.writings:
        found[one.author].append(one)
    return MappingProxyType({slug: tuple(some) for slug, some in found.items()})


@once
def _article_order(site: Site) -> Mapping[str, int]:
    return MappingProxyType({one.slug: at for at, one in enumerate(site.writings)})


@once
def _articles_by_topic(site: Site) -> Mapping[str, tuple[ArticleBrief, ...]]:
    found: defaultdict[str, list[ArticleBrief]] = defaultdict(list)
    for one in site.writings:
        for slug in one.topics:
            found[slug].append(one)
    return MappingProxyType({slug: tuple(found[slug]) for slug in site.terms})
