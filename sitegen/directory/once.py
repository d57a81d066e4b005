"""Work that many pages share, done once for a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from sitegen.site import Site

T = TypeVar("T")


def once(make: Callable[[Site], T]) -> Callable[[Site], T]:
    """A function of a site that works once for each.

    The result stands beside the site's own cached properties, so it goes when the site goes; a
    site never changes, so it never gets old.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    def kept(site: Site) -> T:
        if name not in vars(site):
            vars(site)[name] = make(site)
        return cast(T, vars(site)[name])

    kept.__doc__ = make.__doc__
    return kept
