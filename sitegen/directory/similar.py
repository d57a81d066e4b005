"""Full therapists hand over: the colleagues most like somebody who isn't taking new people."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen import urls
from sitegen.directory.cards import Card
from sitegen.directory.facets import licensed_in
from sitegen.directory.once import once
from sitegen.directory.roster import roster
from sitegen.directory.views import in_sentence
from sitegen.facts import Link
from sitegen.models import Kind, Therapist
from sitegen.site import Openness, Site
from sitegen.words import joined

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
_FULL = 2**32 - 1
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
    known = _lanes(site)
    every = sum(known.terms[slug] for slug in therapist.terms())
    here = 0
    for state in licensed_in(therapist, site):
        here |= known.licensed[state]
    scores = _unpacked(every & here, roster(site).accepting)
    best: list[Therapist] = []
    while len(best) < COLLEAGUES_SHOWN and (most := max(scores, default=0)):
        row = scores.index(most)
        scores[row] = 0
        if (one := roster(site).ordered[row]).slug != therapist.slug:
            best.append(one)
    return [(one, reasons(therapist, one, site)) for one in best]


@dataclass(frozen=True)
class _Lanes:
    """Scores of all who accept, side by side in one number: one addition adds to everybody's.

    `terms` holds, in the lane of each who has a term, what sharing it counts; `licensed` nothing
    but ones in the lanes of those with a license of a state that runs.
    """

    terms: Mapping[str, int]
    licensed: Mapping[str, int]


@once
def _lanes(site: Site) -> _Lanes:
    everybody = roster(site)
    accepting = everybody.ordered[: everybody.accepting]
    having: dict[str, list[int]] = {slug: [] for slug in site.terms}
    licensed: dict[str, list[int]] = {slug: [] for slug in site.terms}
    for row, one in enumerate(accepting):
        for slug in one.terms():
            having[slug].append(row)
        for state in licensed_in(one, site):
            licensed[state].append(row)
    counts = {slug: math.ceil(weight * _FINE) for slug, weight in _weights(site).items()}
    return _Lanes(
        {slug: _packed(rows, counts[slug], len(accepting)) for slug, rows in having.items()},
        {slug: _packed(rows, _FULL, len(accepting)) for slug, rows in licensed.items()},
    )


def _packed(rows: Iterable[int], value: int, size: int) -> int:
    lanes = [0] * size
    for row in rows:
        lanes[row] = value
    return int.from_bytes(struct.pack(f"<{size}I", *lanes), "little")


def _unpacked(lanes: int, size: int) -> list[int]:
    layout = struct.Struct(f"<{size}I")
    return list(layout.unpack(lanes.to_bytes(layout.size, "little")))


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
    shared = [slug for slug in {*therapist.terms()} & {*other.terms()} if weights[slug]]
    best = sorted(shared, key=lambda slug: (-weights[slug], slug))[:REASONS_SHOWN]
    labels = [in_sentence(site.terms[slug]) for slug in best]
    return f"In common: {joined(labels)}" if best else "Works here, too"
