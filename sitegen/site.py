"""The whole practice as one immutable value: what `resolve` returns and all later steps read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup

from sitegen.terms import Status

if TYPE_CHECKING:
    from sitegen.models import ArticleMeta, PageMeta, Practice, Term, Therapist

T = TypeVar("T")

DECORATIVE = "decorative"
"""The alt text by which an editor says that a picture only decorates; it becomes alt=""."""


@dataclass(frozen=True)
class Heading:
    """An entry of a table of contents; `level` is 2 or 3, `title` plain text."""

    id: str
    title: str
    level: int


@dataclass(frozen=True)
class Prose:
    """Rendered Markdown: the only trusted HTML, its headings, the minutes it takes to read."""

    html: Markup
    headings: tuple[Heading, ...] = ()
    minutes: int = 1


@dataclass(frozen=True)
class Article:
    """An article: its front matter, and what other pages say of its text."""

    slug: str
    meta: ArticleMeta
    minutes: int


@dataclass(frozen=True)
class Page:
    """A page: its front matter."""

    slug: str
    meta: PageMeta


class Openness(StrEnum):
    """What the site says about new people: a record's status, as far as it is still fresh."""

    ACCEPTING = "accepting"
    ASK = "ask"
    WAITLIST = "waitlist"
    NOT_NOW = "not-now"


def openness(therapist: Therapist, *, practice: Practice, today: dt.date) -> Openness:
    """The therapist's status; "accepting" that nobody confirmed for too long becomes "ask"."""
    accepting = therapist.accepting
    if accepting.status is not Status.ACCEPTING:
        return Openness(accepting.status.value)
    age = (today - accepting.confirmed).days
    return Openness.ACCEPTING if age <= practice.accepting_valid_days else Openness.ASK


@dataclass(frozen=True)
class Site:
    """Everything a practice published, with every reference known to be good.

    `terms` keeps the vocabulary's order, therapists and pages are sorted by slug, articles by
    date of publication, newest first. The texts themselves are not here: no page depends on
    the words of another, so each is put into its own page when that is rendered.
    """

    practice: Practice
    terms: Mapping[str, Term]
    therapists: tuple[Therapist, ...]
    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    today: dt.date

    @cached_property
    def therapist_by_slug(self) -> Mapping[str, Therapist]:
        """Each therapist by slug."""
        return MappingProxyType({therapist.slug: therapist for therapist in self.therapists})

    @cached_property
    def therapists_by_term(self) -> Mapping[str, tuple[Therapist, ...]]:
        """Term slug → the therapists whose record names it; every term is a key."""
        found: defaultdict[str, list[Therapist]] = defaultdict(list)
        for therapist in self.therapists:
            for slug in therapist.terms():
                found[slug].append(therapist)
        return MappingProxyType({slug: tuple(found[slug]) for slug in self.terms})

    @cached_property
    def articles_by_author(self) -> Mapping[str, tuple[Article, ...]]:
        """Therapist slug → what they wrote, newest first; only authors are keys."""
        found: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            found[article.meta.author].append(article)
        return MappingProxyType({slug: tuple(some) for slug, some in found.items()})

    @cached_property
    def article_order(self) -> Mapping[str, int]:
        """Article slug → its place among all, the newest first."""
        return MappingProxyType({one.slug: at for at, one in enumerate(self.articles)})

    @cached_property
    def articles_by_topic(self) -> Mapping[str, tuple[Article, ...]]:
        """Term slug → the articles on it, newest first; every term is a key."""
        found: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            for slug in article.meta.topics:
                found[slug].append(article)
        return MappingProxyType({slug: tuple(found[slug]) for slug in self.terms})

    def shared(self, make: Callable[[], T], *key: str) -> T:
        """What several pages show, made once; `key` says what it is."""
        if key not in self._shared:
            self._shared[key] = make()
        found: T = self._shared[key]
        return found

    @cached_property
    def _shared(self) -> dict[tuple[str, ...], Any]:
        return {}

    def openness(self, therapist: Therapist) -> Openness:
        """What the site says today about whether this therapist takes new people."""
        return openness(therapist, practice=self.practice, today=self.today)
