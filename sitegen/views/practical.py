"""The practical side of a profile: room for new people, licenses, offices, what nobody can know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sitegen.facts import term_links
from sitegen.site import Openness, Site
from sitegen.words import Day, day, joined

if TYPE_CHECKING:
    from sitegen.models import Therapist

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


class StatusView(NamedTuple):
    """Whether somebody takes new people: `tone` (good, wait, rest) for the badge, and words."""

    tone: str
    label: str
    sentence: str
    confirmed: Day


class LicenseView(NamedTuple):
    """A license that is in force."""

    state: str
    number: str
    expires: Day


class Office(NamedTuple):
    """Where somebody sees people in person."""

    name: str
    url: str | None
    address: tuple[str, ...]


def first_name(therapist: Therapist) -> str:
    """What colleagues call them; titles in front of a name aren't one."""
    parts = [part for part in therapist.name.split() if not part.endswith(".")]
    return (parts or therapist.name.split())[0]


def licenses_of(site: Site, therapist: Therapist) -> Iterator[LicenseView]:
    """The licenses in force, their last day included; expired ones are no license to show."""
    for one in therapist.licenses:
        if one.expires >= site.today:
            yield LicenseView(site.terms[one.state].label, one.number, day(one.expires))


def status_of(site: Site, therapist: Therapist) -> StatusView:
    """What the site says today about new people; an old "accepting" becomes "ask"."""
    tone, label, sentence = _STATUS[site.openness(therapist)]
    words = sentence.format(name=first_name(therapist))
    return StatusView(tone, label, words, day(therapist.accepting.confirmed))


def offices_of(site: Site, therapist: Therapist) -> Iterator[Office]:
    """Where they see people in person, with the address."""
    for slug, link in zip(therapist.locations, term_links(site, therapist.locations), strict=True):
        yield Office(link.label, link.url, site.terms[slug].address)


def unknowns_of(therapist: Therapist, licenses: tuple[LicenseView, ...]) -> Iterator[str]:
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
