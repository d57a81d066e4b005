"""The view of a therapist's profile: everything in the record that is for visitors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from sitegen import directory
from sitegen.models import Therapist
from sitegen.site import Openness, Site
from sitegen.views.common import (
    HOME,
    THERAPISTS,
    ArticleCard,
    Link,
    Person,
    TermLink,
    article_card,
    is_accepting,
    person,
    term_links,
)
from sitegen.views.words import Day, day, fee, joined, sliding_scale

_STATUS: dict[Openness, tuple[str, str, str]] = {
    Openness.ACCEPTING: ("good", "Accepting new people", "{name} has room for new people."),
    Openness.ASK: (
        "wait",
        "Ask about openings",
        "{name} took new people when we last asked. Write, and we will find out.",
    ),
    Openness.WAITLIST: (
        "wait",
        "Waitlist",
        "{name} is full and keeps a waitlist. Write to join it; below is who else could help.",
    ),
    Openness.NOT_NOW: (
        "rest",
        "Not accepting right now",
        "{name} is full for now. Below is who else could help.",
    ),
}


@dataclass(frozen=True)
class StatusView:
    """Whether somebody takes new people: `tone` (good, wait, rest) for the badge, and words."""

    tone: str
    label: str
    sentence: str
    confirmed: Day


@dataclass(frozen=True)
class LicenseView:
    """A license that is in force."""

    state: str
    number: str
    expires: Day


@dataclass(frozen=True)
class Office:
    """Where somebody sees people in person."""

    name: str
    url: str | None
    address: tuple[str, ...]


@dataclass(frozen=True)
class ProfileView:
    """A therapist's page. `unknowns` are what nobody can know before a first talk."""

    slug: str
    name: str
    first_name: str
    pronouns: str | None
    role: str
    person: Person
    credentials: tuple[TermLink, ...]
    licenses: tuple[LicenseView, ...]
    states_words: str | None
    summary: str
    biography: Markup
    status: StatusView
    accepting: bool
    focus: tuple[TermLink, ...]
    also_works_with: tuple[TermLink, ...]
    approaches: tuple[TermLink, ...]
    populations: tuple[TermLink, ...]
    identities: tuple[TermLink, ...]
    languages: tuple[TermLink, ...]
    insurance: tuple[TermLink, ...]
    formats: tuple[TermLink, ...]
    offices: tuple[Office, ...]
    availability: tuple[TermLink, ...]
    fee: str
    sliding_scale: str | None
    contact_label: str
    unknowns: tuple[str, ...]
    handover: directory.Handover | None
    articles: tuple[ArticleCard, ...]
    breadcrumbs: tuple[Link, ...]


def profile_view(site: Site, therapist: Therapist) -> ProfileView:
    """Everything that a profile shows; expired licenses are left out."""
    terms = site.terms
    licenses = tuple(_licenses(site, therapist))
    return ProfileView(
        slug=therapist.slug,
        name=therapist.name,
        first_name=first_name(therapist),
        pronouns=therapist.pronouns,
        role=terms[therapist.role].label,
        person=person(site, therapist),
        credentials=term_links(site, therapist.credentials),
        licenses=licenses,
        states_words=_states_words(licenses),
        summary=therapist.summary,
        biography=site.biographies[therapist.slug].html,
        status=_status(site, therapist),
        accepting=is_accepting(site, therapist),
        focus=term_links(site, therapist.focus),
        also_works_with=term_links(site, therapist.also_works_with),
        approaches=term_links(site, therapist.approaches),
        populations=term_links(site, therapist.populations),
        identities=term_links(site, therapist.identities),
        languages=term_links(site, therapist.languages),
        insurance=term_links(site, therapist.insurance),
        formats=term_links(site, therapist.formats),
        offices=tuple(_offices(site, therapist)),
        availability=term_links(site, therapist.availability),
        fee=fee(therapist.fee),
        sliding_scale=sliding_scale(therapist.fee),
        contact_label=therapist.contact_label,
        unknowns=tuple(_unknowns(therapist, licenses)),
        handover=directory.handover(therapist, site),
        articles=_articles(site, therapist),
        breadcrumbs=(HOME, THERAPISTS),
    )


def first_name(therapist: Therapist) -> str:
    """What colleagues call them; titles in front of a name aren't one."""
    parts = [part for part in therapist.name.split() if not part.endswith(".")]
    return (parts or therapist.name.split())[0]


def _licenses(site: Site, therapist: Therapist) -> Iterator[LicenseView]:
    for one in therapist.licenses:
        if one.expires >= site.today:
            yield LicenseView(site.terms[one.state].label, one.number, day(one.expires))


def _states_words(licenses: tuple[LicenseView, ...]) -> str | None:
    states = list(dict.fromkeys(one.state for one in licenses))
    return f"Licensed in {joined(states)}" if states else None


def _status(site: Site, therapist: Therapist) -> StatusView:
    tone, label, sentence = _STATUS[site.openness(therapist)]
    words = sentence.format(name=first_name(therapist))
    return StatusView(tone, label, words, day(therapist.accepting.confirmed))


def _offices(site: Site, therapist: Therapist) -> Iterator[Office]:
    for slug, link in zip(therapist.locations, term_links(site, therapist.locations), strict=True):
        yield Office(link.label, link.url, site.terms[slug].address)


def _unknowns(therapist: Therapist, licenses: tuple[LicenseView, ...]) -> Iterator[str]:
    """What a page can't promise, said before somebody counts on it."""
    yield "Whether the two of you will get along. A first talk shows that better than any page."
    yield "Which hours are free this week. They change daily, so please ask."
    if therapist.insurance:
        yield "What your plan pays. Call the number on your card, or ask us to look it up with you."
    else:
        yield "Whether your plan pays you back part of the fee. Ask it about out-of-network care."
    if licenses and "telehealth" in therapist.formats:
        states = joined(dict.fromkeys(one.state for one in licenses), last="or")
        yield f"Where you will be. For online sessions the law asks that you are in {states}."


def _articles(site: Site, therapist: Therapist) -> tuple[ArticleCard, ...]:
    written = [one for one in site.articles if one.meta.author == therapist.slug]
    return tuple(article_card(site, one) for one in written)
