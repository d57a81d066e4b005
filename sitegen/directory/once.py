"""Work that many pages share, done once for a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sitegen.site import Site

T = TypeVar("T")


def once(make: Callable[[Site], T]) -> Callable[[Site], T]:
    """A function of a site that works once for each."""
    name = f"{make.__module__}.{make.__qualname__}"

    def kept(site: Site) -> T:
        return site.shared(lambda: make(site), name)

    kept.__doc__ = make.__doc__
    return kept
