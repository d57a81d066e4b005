"""Everybody in the day's order, and who has which term as bits of one number.

Row 0 is the first person of the day, and the lowest bit. Python's integers hold as many bits as
there are people, so that intersecting two terms of ten thousand people is one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from sitegen.asked import once
from sitegen.directory.facets import fitting
from sitegen.directory.order import in_order
from sitegen.facts import is_accepting
from sitegen.site import Site

if TYPE_CHECKING:
    from sitegen.brief import PersonBrief
    from sitegen.models import Term


class Roster(NamedTuple):
    """`rows` holds each slug's row, in their order, `holders` the rows of each term, as `terms` has
    them as bits; a state's only by licenses that run today.

    Those who accept come first in the day's order: `accepting` is how many.
    """

    ordered: tuple[PersonBrief, ...]
    rows: Mapping[str, int]
    holders: Mapping[str, list[int]]
    terms: Mapping[str, int]
    accepting: int

    def bits(self, terms: Iterable[Term]) -> int:
        """The rows of everybody whom all the terms fit."""
        found = (1 << len(self.ordered)) - 1
        for term in terms:
            found &= self.terms[term.slug]
        return found

    def accepting_in(self, bits: int) -> int:
        """How many of these rows take new people now."""
        return (bits & ((1 << self.accepting) - 1)).bit_count()


@once
def roster(site: Site) -> Roster:
    """The site's people, put in order and counted once."""
    ordered = tuple(in_order(site.people, site))
    rows = {one.slug: place for place, one in enumerate(ordered)}
    terms = fitting(site)
    holders: dict[str, list[int]] = {slug: [] for slug in site.terms}
    for row, slug in enumerate(rows):
        for term in terms[slug]:
            holders[term].append(row)
    bits = {term: packed(some, len(rows)) for term, some in holders.items()}
    accepting = sum(1 for _ in takewhile(partial(is_accepting, site), ordered))
    return Roster(ordered, rows, holders, bits, accepting)


def packed(rows: Iterable[int], size: int) -> int:
    """Rows as the bits of one number."""
    digits = bytearray(b"0") * (size or 1)
    for row in rows:
        digits[~row] = _ONE
    return int(digits, 2)


_ONE = ord("1")
