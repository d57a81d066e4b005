"""Full therapists hand over: the colleagues most like somebody who isn't taking new people."""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen import urls
from sitegen.asked import asked, once
from sitegen.directory.cards import Card, card
from sitegen.directory.facets import licensed_in
from sitegen.directory.order import place_of_day
from sitegen.directory.roster import roster
from sitegen.directory.views import in_sentence
from sitegen.facts import Link
from sitegen.site import Openness, Site
from sitegen.terms import Kind
from sitegen.words import joined

if TYPE_CHECKING:
    from sitegen.models import Therapist

COLLEAGUES_SHOWN = 3
REASONS_SHOWN = 3

_WEIGHTS = {
    Kind.ISSUE: 3.0,
    Kind.APPROACH: 1.5,
    Kind.PHILOSOPHY: 1.5,
    Kind.POPULATION: 1.5,
    Kind.LANGUAGE: 2.0,
    Kind.INSURANCE: 1.5,
    Kind.IDENTITY: 1.0,
    Kind.LOCATION: 1.0,
    Kind.FORMAT: 0.5,
    Kind.AVAILABILITY: 0.5,
}
"""What matters when the person of first choice is full: the same trouble above all, then what
would rule somebody out (language, insurance, whom they see), then how they work."""

_FINE = 10
"""Scores are tenths: finer ones would change with every record, and everybody's colleagues have to
be looked for again. In lanes of 32 bits, they have room for all terms that there could be."""


class Colleague(NamedTuple):
    """Somebody similar who takes new people; `reasons` says in one line what they share."""

    card: Card
    reasons: str


class Handover(NamedTuple):
    """What a profile offers when its therapist isn't accepting; `people` may be empty."""

    name: str
    people: tuple[Colleague, ...]
    intake: Link
    directory: Link


def handover(therapist: Therapist, site: Site) -> Handover | None:
    """Up to three similar colleagues who accept; None when the therapist does themselves."""
    if site.openness(therapist) in (Openness.ACCEPTING, Openness.ASK):
        return None
    found = [Colleague(card(site, one), why) for one, why in similar(site, therapist.slug)]
    focus = therapist.focus[0]
    return Handover(
        name=therapist.name,
        people=tuple(found),
        intake=Link(site.practice.intake.label, urls.CONTACT),
        directory=Link(
            f"Everyone who works with {in_sentence(site.terms[focus])}",
            urls.directory({"issue": [focus]}),
        ),
    )


@asked
def similar(site: Site, slug: str) -> tuple[tuple[str, str], ...]:
    """The most similar colleagues who accept and may see the same people, each with a reason.

    Equal ones stand in the day's order, as everywhere.
    """
    therapist = site.person(slug)
    scores: dict[str, int] = {}
    for state in sorted(licensed_in(therapist, site)):
        scores |= _best(site, state, therapist.named)
    others = scores.keys() - {slug}
    first = sorted(others, key=lambda one: (-scores[one], place_of_day(site.person(one), site)))
    return tuple((one, reasons(site, slug, one)) for one in first[:COLLEAGUES_SHOWN])


@asked
def _takers(site: Site, state: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those who accept in a state, in the day's order, each with the terms of their record."""
    return _by_state(site)[state]


@once
def _by_state(site: Site) -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    everybody, terms = roster(site), site.terms_named
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {slug: [] for slug in site.terms}
    for one in everybody.ordered[: everybody.accepting]:
        for state in licensed_in(one, site):
            found[state].append((one.slug, terms[one.slug]))
    return {state: tuple(some) for state, some in found.items()}


@once
def _holders(site: Site, state: str) -> Mapping[str, list[int]]:
    """Term slug → the lanes of those who have it, among those who accept in a state."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for lane, (_, terms) in enumerate(_takers(site, state)):
        for slug in terms:
            found[slug].append(lane)
    return found


@asked
def _people(site: Site, state: str) -> tuple[str, ...]:
    """Whose lanes a state's are, in their order."""
    return tuple(slug for slug, _ in _takers(site, state))


@asked
def _lane(site: Site, state: str, term: str) -> int:
    """What sharing a term counts with each of those who accept in a state: their scores side by
    side in one number, so that one addition adds to everybody's. Lane 0 is the lowest."""
    scores = [0] * len(_people(site, state))
    weight = _weight(site, term)
    for lane in _holders(site, state).get(term, ()):
        scores[lane] = weight
    return int.from_bytes(_layout(len(scores)).pack(*scores), "little")


def _best(site: Site, state: str, terms: Iterable[str]) -> dict[str, int]:
    """Slug → score of the most similar; one more than is shown, as one may be oneself."""
    people = _people(site, state)
    layout = _layout(len(people))
    every = sum(_lane(site, state, slug) for slug in terms)
    best, least = [(0, 0)] * (COLLEAGUES_SHOWN + 1), 0
    for lane, score in enumerate(layout.unpack(every.to_bytes(layout.size, "little"))):
        if score > least:
            best = sorted([*best, (score, -lane)], reverse=True)[:-1]
            least = best[-1][0]
    return {people[-lane]: score for score, lane in best if score}


@lru_cache
def _layout(lanes: int) -> struct.Struct:
    return struct.Struct(f"<{lanes}I")


@asked
def _weight(site: Site, term: str) -> int:
    """How much sharing a term says: nothing when everybody has it, more the rarer it is."""
    holders = len(site.therapists_by_term[term])
    rarity = math.log(len(site.people) / holders) if holders else 0.0
    return round(_WEIGHTS.get(site.terms[term].kind, 0.0) * rarity * _FINE)


def reasons(site: Site, slug: str, other: str) -> str:
    """What two people share that says most, in words: "In common: grief and trauma"."""
    both = {*site.person(slug).named}.intersection(site.person(other).named)
    weights = {term: _weight(site, term) for term in sorted(both)}
    shared = [term for term, weight in weights.items() if weight]
    best = sorted(shared, key=lambda slug: (-weights[slug], slug))[:REASONS_SHOWN]
    labels = [in_sentence(site.terms[slug]) for slug in best]
    return f"In common: {joined(labels)}" if best else "Works here, too"
