"""Long lists in pages."""

from __future__ import annotations

from typing import NamedTuple


class Paging(NamedTuple):
    """Where a long list goes on."""

    number: int
    pages: int
    previous: str | None
    next: str | None


def paged(address: str, number: int) -> str:
    """The address of a page of a long list; the first is the list's own."""
    return address if number == 1 else f"{address}page/{number}/"


def paging(address: str, number: int, pages: int) -> Paging:
    """Links to the pages before and after."""
    return Paging(
        number,
        pages,
        paged(address, number - 1) if number > 1 else None,
        paged(address, number + 1) if number < pages else None,
    )
