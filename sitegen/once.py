"""Work that many pages share, done once for a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sitegen.site import Site


class _Slugged(Protocol):
    @property
    def slug(self) -> str: ...


S = TypeVar("S", bound=_Slugged)
T = TypeVar("T")


def once(make: Callable[[Site], T]) -> Callable[[Site], T]:
    """A function of a site that works once for each."""
    name = f"{make.__module__}.{make.__qualname__}"

    def kept(site: Site) -> T:
        return site.shared(lambda: make(site), name)

    kept.__doc__ = make.__doc__
    return kept


def once_each(make: Callable[[Site, S], T]) -> Callable[[Site, S], T]:
    """A function of a site and something in it that works once for each slug."""
    name = f"{make.__module__}.{make.__qualname__}"

    def kept(site: Site, one: S) -> T:
        return site.shared(lambda: make(site, one), name, one.slug)

    kept.__doc__ = make.__doc__
    return kept
