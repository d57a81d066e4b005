"""A therapist as a card: the facts people look for, in words, in the order in which they look."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sitegen import urls
from sitegen.asked import once
from sitegen.facts import TermLink, term_links
from sitegen.site import Openness, Site
from sitegen.terms import Kind, Status
from sitegen.words import DOT, Day, day, fee, initials, joined, money

if TYPE_CHECKING:
    from sitegen.brief import Somebody

SPECIALTIES_SHOWN = 3
INSURANCE_SHOWN = 2

OPENNESS_WORDS = {
    Openness.ACCEPTING: "Accepting new people",
    Openness.ASK: "Ask about openings",
    Openness.WAITLIST: "Has a waitlist",
    Openness.NOT_NOW: "Not taking new people now",
}
OPENNESS_TONES = {
    Openness.ACCEPTING: "good",
    Openness.ASK: "wait",
    Openness.WAITLIST: "wait",
    Openness.NOT_NOW: "rest",
}
FULL_LABEL = "Colleagues like {name}"
"""The next step where somebody is full; the first name makes each link say where it leads."""

NO_INSURANCE = "No insurance"


class Card(NamedTuple):
    """What `therapist-card.html` shows. `portrait` is an asset path; None means the initials."""

    slug: str
    name: str
    url: str
    portrait: str | None
    initials: str
    credentials: str
    role: str
    pronouns: str | None
    openness: str
    tone: str
    availability: str
    confirmed: Day
    fee: str
    sliding: str | None
    insurance: str
    formats: str
    specialties: tuple[TermLink, ...]
    summary: str
    next_label: str
    next_url: str


@once
def card(site: Site, slug: str) -> Card:
    """The card of somebody, made when it is first shown."""
    return card_for(site.person(slug), site)


def card_for(therapist: Somebody, site: Site) -> Card:
    """The card of a therapist as of the site's day."""
    openness = site.openness(therapist)
    full = openness is Openness.NOT_NOW
    return Card(
        slug=therapist.slug,
        name=therapist.name,
        url=urls.therapist(therapist.slug),
        portrait=urls.portrait(therapist.portrait) if therapist.portrait else None,
        initials=initials(therapist.name),
        credentials=", ".join(labels(site, therapist.credentials)),
        role=site.terms[therapist.role].label,
        pronouns=therapist.pronouns,
        openness=openness.value,
        tone=OPENNESS_TONES[openness],
        availability=OPENNESS_WORDS[openness],
        confirmed=day(dt.date.fromordinal(therapist.confirmed)),
        fee=fee(therapist.fee),
        sliding=sliding_words(therapist),
        insurance=insurance_words(therapist, site),
        formats=format_words(therapist, site),
        specialties=term_links(site, therapist.focus[:SPECIALTIES_SHOWN]),
        summary=therapist.summary,
        next_label=next_label(therapist),
        next_url=f"{urls.therapist(therapist.slug)}#{'colleagues' if full else 'write'}",
    )


def next_label(therapist: Somebody) -> str:
    """The one next step: to write to them, or to see who could help instead."""
    if therapist.status is not Status.NOT_NOW:
        return therapist.contact_label
    called = re.fullmatch(r"Write to (.+)", therapist.contact_label)
    return FULL_LABEL.format(name=called[1] if called else therapist.name.split()[0])


def labels(site: Site, slugs: Iterable[str]) -> list[str]:
    """The labels of terms."""
    return [site.terms[slug].label for slug in slugs]


def in_vocabulary_order(slugs: Iterable[str], site: Site) -> list[str]:
    """The slugs as the vocabulary lists them, so that cards can be compared at a glance."""
    return sorted(set(slugs), key=_places(site).__getitem__)


@once
def _places(site: Site) -> dict[str, int]:
    return {slug: place for place, slug in enumerate(site.terms)}


def sliding_words(therapist: Somebody) -> str | None:
    """The lower fees on the sliding scale, short; None without one."""
    scale = therapist.fee.sliding_scale
    if scale is None:
        return None
    if scale.from_ == scale.to:
        return f"sliding scale {money(scale.to)}"
    return f"sliding scale {money(scale.from_)}–{scale.to}"


def insurance_words(therapist: Somebody, site: Site) -> str:
    """Up to two plans by name and how many more; says so when there are none."""
    plans = labels(site, in_vocabulary_order(therapist.insurance, site))
    if not plans:
        return NO_INSURANCE
    more = len(plans) - INSURANCE_SHOWN
    return ", ".join(plans[:INSURANCE_SHOWN]) + (f" +{more} more" if more > 0 else "")


def format_words(therapist: Somebody, site: Site) -> str:
    """Where sessions take place: the offices' names stand for "in person"."""
    parts: list[str] = []
    for slug in in_vocabulary_order(therapist.formats, site):
        label = site.terms[slug].label
        offices = labels(site, in_vocabulary_order(therapist.locations, site))
        if slug == IN_PERSON and offices:
            label = f"{label} ({joined(offices)})"
        parts.append(label)
    return DOT.join(parts)


IN_PERSON = "in-person"
"""The one format that needs a place; `resolve` knows it by this slug, too."""


def kind_of(site: Site, kind: Kind) -> list[str]:
    """The slugs of a kind, in the vocabulary's order."""
    return [slug for slug, term in site.terms.items() if term.kind is kind]
