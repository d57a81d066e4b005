"""Everybody in the day's order, and who has which term as bits of one number.

Row 0 is the first person of the day, and the lowest bit. Python's integers hold as many bits as
there are people, so that intersecting two terms of ten thousand people is one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

from sitegen.asked import once
from sitegen.directory.facets import fitting
from sitegen.directory.order import in_order
from sitegen.facts import is_accepting
from sitegen.site import Site

if TYPE_CHECKING:
    from sitegen.models import Term, Therapist


@dataclass(frozen=True)
class Roster:
    """`rows` holds each slug's row, in their order, `terms` those of each term, a state's only by
    licenses that run today.

    Those who accept come first in the day's order: `accepting` is how many.
    """

    ordered: tuple[Therapist, ...]
    rows: Mapping[str, int]
    terms: Mapping[str, int]
    accepting: int

    def bits(self, terms: Iterable[Term]) -> int:
        """The rows of everybody whom all the terms fit."""
        found = (1 << len(self.ordered)) - 1
        for term in terms:
            found &= self.terms[term.slug]
        return found

    def slugs(self, bits: int) -> tuple[str, ...]:
        """The people in these rows."""
        return tuple(compress(self.rows, f"{bits:b}"[::-1].encode().translate(_FLAGS)))

    def accepting_in(self, bits: int) -> int:
        """How many of these rows take new people now."""
        return (bits & ((1 << self.accepting) - 1)).bit_count()


_FLAGS = bytes.maketrans(b"01", b"\0\1")


@once
def roster(site: Site) -> Roster:
    """The site's people, put in order and counted once."""
    ordered = tuple(in_order(site.therapists, site))
    terms = fitting(site)
    found: dict[str, list[int]] = {slug: [] for slug in site.terms}
    for row, one in enumerate(ordered):
        for slug in terms[one.slug]:
            found[slug].append(row)
    rows = {one.slug: place for place, one in enumerate(ordered)}
    bits = {slug: packed(some, len(ordered)) for slug, some in found.items()}
    return Roster(ordered, rows, bits, sum(is_accepting(site, one) for one in ordered))


def packed(rows: Iterable[int], size: int) -> int:
    """Rows as the bits of one number."""
    digits = bytearray(b"0") * (size or 1)
    for row in rows:
        digits[~row] = _ONE
    return int(digits, 2)


_ONE = ord("1")
