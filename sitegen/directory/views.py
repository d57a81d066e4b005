"""What the directory's templates are told, and the words on its static pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sitegen import urls
from sitegen.directory.cards import Card
from sitegen.facts import Link
from sitegen.paging import Paging
from sitegen.site import Site
from sitegen.terms import Kind
from sitegen.words import Day, capital, plural

if TYPE_CHECKING:
    from sitegen.models import Term

PAGE_SIZE = 30
"""People on a page, in HTML and in the browser alike: a screen's worth many times over, small
enough that the page's HTML stays within 14 kB."""

PHRASES = {
    "issue": "work with {}",
    "approach": "offer {}",
    "population": "see {}",
    "insurance": "take {}",
    "language": "speak {}",
    "identity": "say this about themselves: {}",
    "format": "work {}",
    "location": "meet people at {}",
    "state": "are licensed in {}",
    "availability": "have time: {}",
}
"""How a sentence about therapists goes on, by facet."""

_IRREGULAR = {"have": "has", "are": "is"}

_WRITTEN_SMALL = (Kind.ISSUE, Kind.APPROACH, Kind.PHILOSOPHY, Kind.POPULATION, Kind.FORMAT,
                  Kind.AVAILABILITY)  # fmt: skip


SCRIPTS = ("core.js", "more.js")
"""Everything that the directory's script needs before it starts, so that it all loads at once; the
second only where the page doesn't hold everybody's card."""

BLANK = Card(
    slug="", name="", url="", portrait=None, initials="", credentials="", role="", pronouns=None,
    openness="", tone="", availability="", confirmed=Day("", ""), fee="", sliding=None,
    insurance="", formats="", specialties=(), summary="", next_label="", next_url="",
)  # fmt: skip
"""What the script's model of a card is rendered from."""


class TermCount(NamedTuple):
    """A link to a static page, with how many people are on it."""

    label: str
    url: str
    people: int
    description: str = ""


class DirectoryView(NamedTuple):
    """`directory.html`: a page of everybody, and what the script starts from."""

    cards: tuple[Card, ...]
    total: int
    count_words: str
    accepting_words: str
    paging: Paging
    browse: tuple[Link, ...]
    facts_url: str
    intake: Link
    scripts: tuple[str, ...]
    page_size: int = PAGE_SIZE
    blank: Card = BLANK


class FacetView(NamedTuple):
    """`facet.html`: every term of a facet."""

    heading: str
    lead: str
    trail: tuple[Link, ...]
    terms: tuple[TermCount, ...]
    directory: Link


class TermView(NamedTuple):
    """`term.html`: everybody whom a term, or two together, fit."""

    heading: str
    description: str
    words: str
    trail: tuple[Link, ...]
    cards: tuple[Card, ...]
    paging: Paging
    directory: Link
    narrower: tuple[TermCount, ...]
    related: tuple[TermCount, ...]
    articles: tuple[Link, ...]
    intake: Link
    crisis: bool


def in_sentence(term: Term) -> str:
    """The label as it stands inside a sentence: names and abbreviations keep their capitals."""
    first = term.label.split()[0]
    small = term.kind in _WRITTEN_SMALL and first[1:].islower()
    return term.label[:1].lower() + term.label[1:] if small else term.label


def phrase(term: Term) -> str:
    """ "work with anxiety", "take Medicaid"."""
    return PHRASES[term.facet or "issue"].format(in_sentence(term))


def heading(terms: Sequence[Term]) -> str:
    """The title of a term's or a pair's page."""
    return f"Therapists who {' and '.join(phrase(term) for term in terms)}"


def accepting_words(count: int) -> str:
    """ "Four are accepting new people now.", as far as that is confirmed."""
    verb = "is" if count == 1 else "are"
    return capital(f"{plural(count, 'person', 'people')} {verb} accepting new people now.")


def people_words(terms: Sequence[Term], count: int, accepting: int) -> str:
    """How many people a static page lists, and how many of them have openings."""
    if not count:
        return "Nobody here has this in their record right now."
    verbs = phrase(terms[0])
    if count == 1:
        verbs = singular(verbs)
    more = "".join(
        f" and {singular(phrase(term)) if count == 1 else phrase(term)}" for term in terms[1:]
    )
    who = plural(count, "person", "people")
    return capital(f"{who} here {verbs}{more}. {accepting_words(accepting)}")


def singular(words: str) -> str:
    """The verb for one person: work → works, have → has, are → is."""
    verb, rest = words.split(" ", 1)
    return f"{_IRREGULAR.get(verb, verb + 's')} {rest}"


def page_count(people: int) -> int:
    """How many pages a list takes; an empty one takes one."""
    return max(1, -(-people // PAGE_SIZE))


def intake(site: Site) -> Link:
    """Writing to the practice instead of to one person."""
    return Link(site.practice.intake.label, urls.CONTACT)
