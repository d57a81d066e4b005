"""Who has what: every option of the directory's filters and the people it fits.

Each value is yes, no or unknown. Unknown is only what a record leaves open: an "accepting" that
nobody confirmed for too long, no word about times of day, and no word at all about oneself.
Somebody who does say who they are has chosen what to be found by, so the rest counts as no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from sitegen.asked import once
from sitegen.directory.cards import IN_PERSON, kind_of
from sitegen.site import Openness, Site
from sitegen.terms import FACETS, Kind
from sitegen.words import money

if TYPE_CHECKING:
    from sitegen.brief import FeeBrief, Somebody
    from sitegen.models import Fee, Term

FEE_LIMITS = (60, 100, 140, 180)
"""What people can pay for a session. Lists grow with the limit, as a budget does."""

SLIDING = "sliding-scale"
NOW = "now"


class Option(NamedTuple):
    """One thing to choose. `limit` is for fees only; `people` are slugs who certainly fit."""

    slug: str
    label: str
    people: frozenset[str]
    limit: int | None = None


class Facet(NamedTuple):
    """Options of which one or more may be chosen; `unknown` are people whose record is silent."""

    key: str
    legend: str
    options: tuple[Option, ...]
    unknown: frozenset[str] = frozenset()


LEGENDS: Mapping[str, str] = {
    "issue": "What brings you",
    "state": "Where you will be",
    "format": "In person or online",
    "location": "Office",
    "insurance": "Insurance",
    "fee": "Fee",
    "accepting": "Openings",
    "availability": "Time of day",
    "population": "Who it is for",
    "approach": "Way of working",
    "language": "Language",
    "identity": "About the therapist",
}
"""The facets in the order in which visitors need them: what hurts, then what rules people out."""

HINTS: Mapping[str, str] = {
    "state": "During your sessions. It decides who may legally see you.",
    "fee": "Without insurance. Sliding scales count.",
    "identity": "Only what they chose to tell.",
}
"""What a visitor has to know before choosing."""


@once
def facets(site: Site) -> tuple[Facet, ...]:
    """Every facet that has anything to choose, in the order of LEGENDS."""
    built = [facet(site, key) for key in LEGENDS]
    return tuple(one for one in built if one.options)


@once
def facet(site: Site, key: str) -> Facet:
    """One of them, even if there is nothing to choose."""
    if key == "fee":
        return Facet(key, LEGENDS[key], tuple(_fee_options(site)))
    if key == "accepting":
        return _accepting(site)
    people = people_by_term(site)
    options = [
        Option(slug, term.label, people[slug])
        for slug, term in site.terms.items()
        if term.facet == key and people[slug]
    ]
    return Facet(key, LEGENDS[key], tuple(options), _silent(key, site))


@once
def fitting(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Therapist's slug → the terms that fit them: a state only by a license that still runs."""
    found, today = dict(site.terms_named), site.today.toordinal()
    for one in site.people:
        for _, last in one.licensed:
            if last < today or one.formats in _ONLY_THERE:  # seldom: look closely
                closed = {state for state, _ in one.licensed if not may_see(one, state, site)}
                found[one.slug] = tuple(slug for slug in one.named if slug not in closed)
                break
    return found


_ONLY_THERE = ((), (IN_PERSON,))


@once
def people_by_term(site: Site) -> Mapping[str, frozenset[str]]:
    """Term slug → the slugs of people whom it fits."""
    found: dict[str, set[str]] = {slug: set() for slug in site.terms}
    for person, slugs in fitting(site).items():
        for slug in slugs:
            found[slug].add(person)
    return {slug: frozenset(people) for slug, people in found.items()}


def licensed_in(therapist: Somebody, site: Site) -> set[str]:
    """The states in which a license of theirs runs today."""
    today = site.today.toordinal()
    return {state for state, last in therapist.licensed if last >= today}


def may_see(therapist: Somebody, state: str, site: Site) -> bool:
    """Whether somebody who is in this state during sessions may be seen, one way or another.

    A license of that state is needed always; sessions in person need an office there, too.
    """
    if state not in licensed_in(therapist, site):
        return False
    if any(slug != IN_PERSON for slug in therapist.formats):
        return True
    return any(office_state(slug, site) in (state, None) for slug in therapist.locations)


def office_state(location: str, site: Site) -> str | None:
    """The state of an office, by name or postal code in its address's last line; None: unknown."""
    return _office_states(site)[location]


@once
def _office_states(site: Site) -> Mapping[str, str | None]:
    return {slug: _state_in(site.terms[slug], site) for slug in kind_of(site, Kind.LOCATION)}


def _state_in(office: Term, site: Site) -> str | None:
    last = office.address[-1] if office.address else ""
    for slug in kind_of(site, Kind.STATE):
        term = site.terms[slug]
        names = "|".join(re.escape(name) for name in (term.label, term.code) if name)
        if re.search(rf"\b(?:{names})\b", last):
            return slug
    return None


def affordable(fee: Fee | FeeBrief, limit: int) -> bool:
    """Whether a session may cost this much or less, on the sliding scale if need be."""
    lowest = fee.sliding_scale.from_ if fee.sliding_scale else fee.amount
    return min(lowest, fee.amount) <= limit


def _fee_options(site: Site) -> Iterable[Option]:
    for limit in FEE_LIMITS:
        people = frozenset(one.slug for one in site.people if affordable(one.fee, limit))
        if people:
            yield Option(f"up-to-{limit}", f"Up to {money(limit)} a session", people, limit)
    people = frozenset(one.slug for one in site.people if one.fee.sliding_scale)
    if people:
        yield Option(SLIDING, "Offers a sliding scale", people)


def _accepting(site: Site) -> Facet:
    def people(openness: Openness) -> frozenset[str]:
        return frozenset(one.slug for one in site.people if site.openness(one) is openness)

    now = Option(NOW, "Accepting new people now", people(Openness.ACCEPTING))
    return Facet("accepting", LEGENDS["accepting"], (now,), people(Openness.ASK))


def _silent(key: str, site: Site) -> frozenset[str]:
    if key == "identity":
        return frozenset(one.slug for one in site.therapists if not one.identities)
    if key == "availability":
        return frozenset(one.slug for one in site.therapists if not one.availability)
    return frozenset()


def known_facets(site: Site) -> list[str]:
    """The facets of the vocabulary, in the visitors' order; each has a static page."""
    used = {term.facet for term in site.terms.values()}
    return [key for key in LEGENDS if key in FACETS and key in used]
