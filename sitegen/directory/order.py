"""The order of people in lists: who takes new people first, then a fair shuffle of the day.

The shuffle is a hash of the date and the slug, so it needs no state, favors nobody for longer
than a day, and comes out the same in the build and in the browser (`order.js`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from sitegen.site import Openness, Site

if TYPE_CHECKING:
    from sitegen.brief import PersonBrief, Somebody
    from sitegen.models import Therapist

    T = TypeVar("T", Therapist, PersonBrief)

_FNV_OFFSET, _FNV_PRIME = 0x811C9DC5, 0x01000193
_MASK = 0xFFFFFFFF
OPEN_ORDER = (Openness.ACCEPTING, Openness.ASK, Openness.WAITLIST, Openness.NOT_NOW)
_PLACES = {one: place for place, one in enumerate(OPEN_ORDER)}


def day_hash(day: dt.date, slug: str) -> int:
    """FNV-1a of `2026-11-23:slug`, mixed once more: FNV alone leaves neighbors together."""
    value = _of_day(day)
    for byte in slug.encode():
        value = ((value ^ byte) * _FNV_PRIME) & _MASK
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & _MASK
    value = ((value ^ (value >> 13)) * 0xC2B2AE35) & _MASK
    return value ^ (value >> 16)


@lru_cache(maxsize=8)
def _of_day(day: dt.date) -> int:
    value = _FNV_OFFSET
    for byte in f"{day.isoformat()}:".encode():
        value = ((value ^ byte) * _FNV_PRIME) & _MASK
    return value


def in_order(therapists: Iterable[T], site: Site) -> list[T]:
    """The therapists in today's order; equal hashes, which can happen, fall back to the name."""
    return sorted(
        therapists,
        key=lambda one: (_PLACES[site.openness(one)], place_of_day(one, site)),
    )


def place_of_day(therapist: Somebody, site: Site) -> tuple[int, tuple[str, str]]:
    """What puts people who are equally open in today's order."""
    return day_hash(site.today, therapist.slug), sort_key(therapist)


def sort_key(therapist: Somebody) -> tuple[str, str]:
    """By name, as people look it up, with the slug against ties."""
    return therapist.name.casefold(), therapist.slug
