"""The promise of a text, proved: how many people here fit a term, who they are, who is free."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from sitegen.asked import asked, once
from sitegen.directory.cards import Card, card
from sitegen.directory.roster import roster
from sitegen.facts import term_url
from sitegen.site import Site
from sitegen.terms import Kind
from sitegen.words import capital, number, plural

if TYPE_CHECKING:
    from sitegen.models import Term

CARDS_SHOWN = 6

_DOES: dict[Kind, tuple[str, str]] = {
    Kind.APPROACH: ("works this way", "work this way"),
    Kind.PHILOSOPHY: ("works this way", "work this way"),
    Kind.ISSUE: ("works with this", "work with this"),
    Kind.POPULATION: ("works with {label}", "work with {label}"),
}
_FITS = ("fits this", "fit this")


class Proof(NamedTuple):
    """How many fit a term and how many of them take new people, as a sentence and as cards."""

    term: str
    people: int
    accepting: int
    sentence: str
    cards: tuple[Card, ...]
    all_label: str
    all_url: str | None


@once
def proof_of(site: Site, slug: str) -> Proof:
    """Those whose record names the term, people who take new clients first."""
    term = site.terms[slug]
    count, accepting, first = _fitting(site, slug)
    cards = tuple(card(site, one) for one in first)
    more = count > len(cards)
    return Proof(
        term=term.label,
        people=count,
        accepting=accepting,
        sentence=proof_sentence(term, count, accepting),
        cards=cards,
        all_label=f"See all {count} people" if more else "See them in the directory",
        all_url=term_url(term),
    )


@asked
def _fitting(site: Site, slug: str) -> tuple[int, int, tuple[str, ...]]:
    """How many people a term fits, how many of them take new people, and who comes first."""
    people = roster(site)
    rows = sorted(people.rows[one.slug] for one in site.therapists_by_term[slug])
    first = tuple(people.ordered[row].slug for row in rows[:CARDS_SHOWN])
    return len(rows), bisect_left(rows, people.accepting), first


def proof_sentence(term: Term, count: int, accepting: int) -> str:
    """How many fit, and how many of them take new people, for any two numbers.

    An example: Seven people here work this way; five are accepting new people now.
    """
    one, many = (words.format(label=term.label) for words in _DOES.get(term.kind, _FITS))
    if count == 0:
        return f"Nobody here {one} right now. Write to us, and we will help you find somebody."
    who = capital(plural(count, "person", "people"))
    start = f"{who} here {one if count == 1 else many}"
    if count == 1:
        return f"{start}, and {'is' if accepting else 'is not'} accepting new people now."
    if accepting == 0:
        return f"{start}; nobody is accepting new people now."
    if accepting == count:
        return f"{start}; {'both' if count == 2 else 'all of them'} are accepting new people now."
    verb = "is" if accepting == 1 else "are"
    return f"{start}; {number(accepting)} {verb} accepting new people now."
