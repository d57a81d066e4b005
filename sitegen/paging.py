"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paging:
    """Where a long list goes on."""

    number: int
    count: int
    previous: str | None
    next: str | None


def paged(address: str, number: int) -> str:
    """The address of a page of a long list; the first is the list's own."""
    return address if number == 1 else f"{address}page/{number}/"


def paging(address: str, number: int, count: int) -> Paging:
    """Links to the pages before and after."""
    return Paging(
        number,
        count,
        paged(address, number - 1) if number > 1 else None,
        paged(address, number + 1) if number < count else None,
    )
