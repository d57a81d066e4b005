"""Full therapists hand over: the colleagues most like somebody who isn't taking new people."""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen import urls
from sitegen.directory.cards import Card
from sitegen.directory.facets import licensed_in
from sitegen.directory.roster import Roster, named, roster
from sitegen.directory.views import in_sentence
from sitegen.facts import Link
from sitegen.once import once
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

_FINE = 100_000
"""Scores are whole numbers in lanes of 32 bits: room for a thousand terms that nobody else has."""


@dataclass(frozen=True)
class Colleague:
    """Somebody similar who takes new people; `reasons` says in one line what they share."""

    card: Card
    reasons: str


@dataclass(frozen=True)
class Handover:
    """What a profile offers when its therapist isn't accepting; `people` may be empty."""

    name: str
    people: tuple[Colleague, ...]
    intake: Link
    directory: Link


def handover(therapist: Therapist, site: Site) -> Handover | None:
    """Up to three similar colleagues who accept; None when the therapist does themselves."""
    if site.openness(therapist) in (Openness.ACCEPTING, Openness.ASK):
        return None
    found = [Colleague(roster(site).card(one), why) for one, why in similar(therapist, site)]
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


def similar(therapist: Therapist, site: Site) -> list[tuple[Therapist, str]]:
    """The most similar colleagues who accept and may see the same people, each with a reason.

    Equal ones stand in the day's order, as everywhere.
    """
    everybody = roster(site)
    scores: dict[int, int] = {}
    for state in licensed_in(therapist, site) & _lanes(site).keys():
        scores |= _best(_lanes(site)[state], named(site)[therapist.slug])
    ranked = sorted(scores, key=lambda row: (-scores[row], row))
    found = [everybody.ordered[row] for row in ranked]
    others = [one for one in found if one.slug != therapist.slug][:COLLEAGUES_SHOWN]
    return [(one, reasons(therapist, one, site)) for one in others]


@dataclass(frozen=True)
class _Lanes:
    """Those who accept in a state, and their scores side by side in one number.

    `terms` holds, in the lane of each who has a term, what sharing it counts: one addition adds to
    everybody's score. Lane 0, the lowest, is that of the first of `rows`.
    """

    rows: list[int]
    terms: Mapping[str, int]


@once
def _lanes(site: Site) -> Mapping[str, _Lanes]:
    """The lanes of each state."""
    everybody = roster(site)
    weights = {slug: math.ceil(weight * _FINE) for slug, weight in _weights(site).items()}
    rows: dict[str, list[int]] = {slug: [] for slug in site.terms}
    for row, one in enumerate(everybody.ordered[: everybody.accepting]):
        for state in licensed_in(one, site):
            rows[state].append(row)
    return {state: _packed(everybody, there, weights) for state, there in rows.items() if there}


def _packed(everybody: Roster, rows: list[int], weights: Mapping[str, int]) -> _Lanes:
    lanes: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(rows))
    names = named(everybody.site)
    for lane, row in enumerate(rows):
        for slug in names[everybody.ordered[row].slug]:
            lanes[slug][lane] = weights[slug]
    layout = _layout(len(rows))
    packed = {slug: int.from_bytes(layout.pack(*lane), "little") for slug, lane in lanes.items()}
    return _Lanes(rows, packed)


def _best(lanes: _Lanes, terms: Iterable[str]) -> dict[int, int]:
    """Row → score of the most similar; one more than is shown, as one may be oneself."""
    layout = _layout(len(lanes.rows))
    every = sum(lanes.terms.get(slug, 0) for slug in terms)
    scores = list(layout.unpack(every.to_bytes(layout.size, "little")))
    found: dict[int, int] = {}
    while len(found) <= COLLEAGUES_SHOWN and (most := max(scores)):
        lane = scores.index(most)
        found[lanes.rows[lane]] = most
        scores[lane] = 0
    return found


def _layout(lanes: int) -> struct.Struct:
    return struct.Struct(f"<{lanes}I")


@once
def _weights(site: Site) -> Mapping[str, float]:
    """How much sharing a term says: nothing when everybody has it, more the rarer it is."""
    found: dict[str, float] = {}
    for slug, term in site.terms.items():
        holders = len(site.therapists_by_term[slug])
        rarity = math.log(len(site.therapists) / holders) if holders else 0.0
        found[slug] = _WEIGHTS.get(term.kind, 0.0) * rarity
    return found


def reasons(therapist: Therapist, other: Therapist, site: Site) -> str:
    """What two people share that says most, in words: "In common: grief and trauma"."""
    weights = _weights(site)
    shared = [
        slug for slug in named(site)[therapist.slug] & named(site)[other.slug] if weights[slug]
    ]
    best = sorted(shared, key=lambda slug: (-weights[slug], slug))[:REASONS_SHOWN]
    labels = [in_sentence(site.terms[slug]) for slug in best]
    return f"In common: {joined(labels)}" if best else "Works here, too"
