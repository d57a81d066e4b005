"""The view of the home page."""

from __future__ import annotations

from typing import NamedTuple

from sitegen import urls
from sitegen.directory.cards import Card, card, kind_of
from sitegen.directory.roster import roster
from sitegen.facts import ArticleCard, Link, article_card, term_url
from sitegen.site import Site
from sitegen.terms import Kind
from sitegen.words import capital, number, plural

TOPICS_SHOWN = 12
CARDS_SHOWN = 3
ARTICLES_SHOWN = 3


class TopicLink(NamedTuple):
    """Something that people come with, and how many here work with it."""

    label: str
    url: str
    count_words: str


class HomeView(NamedTuple):
    """The home page: what brings people, who has room, what to read."""

    topics: tuple[TopicLink, ...]
    all_topics: Link
    us_words: str
    accepting_words: str
    cards: tuple[Card, ...]
    all_people: Link
    articles: tuple[ArticleCard, ...]


def home_view(site: Site) -> HomeView:
    """Everything that the home page shows."""
    people = roster(site)
    first = people.ordered[: min(people.accepting, CARDS_SHOWN)]
    spoken = [slug for slug in kind_of(site, Kind.LANGUAGE) if site.therapists_by_term[slug]]
    issues = [term for term in site.terms.values() if term.kind is Kind.ISSUE]
    return HomeView(
        topics=_topics(site),
        all_topics=Link(f"All {len(issues)} topics", urls.facet("issue")),
        us_words=_us_words(len(site.people), len(spoken)),
        accepting_words=_accepting_words(people.accepting),
        cards=tuple(card(site, one.slug) for one in first),
        all_people=Link(f"Meet all {number(len(site.people))}", urls.THERAPISTS),
        articles=tuple(article_card(site, one.slug) for one in site.writings[:ARTICLES_SHOWN]),
    )


def _topics(site: Site) -> tuple[TopicLink, ...]:
    """The issues that most people here work with, in the order of the vocabulary."""
    counts = {
        term.slug: len(site.therapists_by_term[term.slug])
        for term in site.terms.values()
        if term.kind is Kind.ISSUE and site.therapists_by_term[term.slug]
    }
    most = set(sorted(counts, key=lambda slug: -counts[slug])[:TOPICS_SHOWN])
    return tuple(
        TopicLink(
            label=site.terms[slug].label,
            url=term_url(site.terms[slug]) or urls.THERAPISTS,
            count_words=f"{count} {'therapist' if count == 1 else 'therapists'}",
        )
        for slug, count in counts.items()
        if slug in most
    )


def _us_words(people: int, languages: int) -> str:
    who = f"We are {plural(people, 'therapist', 'therapists')}"
    if languages < 2:
        return f"{who}."
    return f"{who}, and speak {plural(languages, 'language', 'languages')}."


def _accepting_words(count: int) -> str:
    if count == 0:
        return "Nobody is accepting new people today, but some keep a waitlist."
    verb = "is" if count == 1 else "are"
    return f"{capital(number(count))} of us {verb} accepting new people now."
