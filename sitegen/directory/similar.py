"""Full therapists hand over: the colleagues most like somebody who isn't taking new people."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen import urls
from sitegen.directory.cards import Card, card_for
from sitegen.directory.facets import licensed_in
from sitegen.directory.order import day_hash
from sitegen.directory.views import in_sentence
from sitegen.facts import Link
from sitegen.site import Openness, Site
from sitegen.terms import Kind
from sitegen.words import joined

if TYPE_CHECKING:
    from sitegen.models import Term, Therapist

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
    found = [Colleague(card_for(one, site), why) for one, why in similar(therapist, site)]
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
    """The most similar colleagues who accept and may see the same people, each with a reason."""
    scores: Counter[str] = Counter()
    for slug in therapist.terms():
        weight = term_weight(site.terms[slug], site)
        if weight:
            for other in site.therapists_by_term[slug]:
                scores[other.slug] += weight  # type: ignore[assignment]
    here = licensed_in(therapist, site)
    fit = [
        site.therapist_by_slug[slug]
        for slug in scores
        if slug != therapist.slug and _can_take_over(slug, here, site)
    ]
    fit.sort(key=lambda one: (-round(scores[one.slug], 6), day_hash(site.today, one.slug)))
    return [(one, reasons(therapist, one, site)) for one in fit[:COLLEAGUES_SHOWN]]


def _can_take_over(slug: str, states: set[str], site: Site) -> bool:
    other = site.therapist_by_slug[slug]
    return site.openness(other) is Openness.ACCEPTING and bool(states & licensed_in(other, site))


def term_weight(term: Term, site: Site) -> float:
    """How much sharing this term says: nothing when everybody has it, more the rarer it is."""
    weight = _WEIGHTS.get(term.kind, 0.0)
    holders = len(site.therapists_by_term[term.slug])
    return weight * math.log(len(site.therapists) / holders) if weight and holders else 0.0


def reasons(therapist: Therapist, other: Therapist, site: Site) -> str:
    """What two people share that says most, in words: "In common: grief and trauma"."""
    shared = [site.terms[slug] for slug in therapist.terms() if slug in set(other.terms())]
    weighed = [(term_weight(term, site), term) for term in shared]
    ranked = sorted(weighed, key=lambda pair: (-pair[0], pair[1].slug))
    best = [term for weight, term in ranked if weight][:REASONS_SHOWN]
    return f"In common: {joined(map(in_sentence, best))}" if best else "Works here, too"
