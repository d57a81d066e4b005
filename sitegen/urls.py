"""The only place where a slug becomes an address, and an address a file of the output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

HOME = "/"
ARTICLES = "/articles/"
THERAPISTS = "/therapists/"
CONTACT = "/contact/"
CRISIS = "/crisis/"
NOT_FOUND = "/404.html"
FEED = "/feed.xml"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
CONTACT_API = "/api/contact"
TURNSTILE = "https://challenges.cloudflare.com"
"""The one other site that a page may load something from, and only where a practice asks for it."""
TURNSTILE_SCRIPT = f"{TURNSTILE}/turnstile/v0/api.js"
OUTBOX = "/_outbox/"

DIRECTORY_PARTS = ("page", "data")
"""Folders of the directory's own below `THERAPISTS`: its later pages, and its script's data."""


def article(slug: str) -> str:
    """The page of an article."""
    return f"{ARTICLES}{slug}/"


def therapist(slug: str) -> str:
    """The profile of a therapist."""
    return f"{THERAPISTS}{slug}/"


def facet(name: str) -> str:
    """The static page that lists a facet's terms."""
    return f"{THERAPISTS}{name}/"


def term(facet_name: str, slug: str) -> str:
    """The static page of everybody a term fits."""
    return f"{THERAPISTS}{facet_name}/{slug}/"


def page(slug: str) -> str:
    """A page of `content/pages/`, or one of the built-in sections that navigation may name."""
    return f"/{slug}/"


def contact(therapist_slug: str) -> str:
    """The contact form on a therapist's profile, with them picked."""
    return f"{therapist(therapist_slug)}#write"


def directory(filters: Mapping[str, Iterable[str]]) -> str:
    """The directory already filtered: facet → term slugs, in the fragment, which no log sees."""
    pairs = "&".join(f"{name}={','.join(slugs)}" for name, slugs in filters.items())
    return f"{THERAPISTS}#{pairs}" if pairs else THERAPISTS


def portrait(file_name: str) -> str:
    """The asset path (for `asset()`) of a portrait file."""
    return f"portraits/{file_name}"


def image(file_name: str) -> str:
    """The asset path (for `asset()`) of an article's picture."""
    return f"images/{file_name}"


def output_path(address: str) -> PurePosixPath:
    """The output file that answers `address`, which starts with a slash and has no fragment."""
    return PurePosixPath(output_name(address))


def output_name(address: str) -> str:
    """The same as words, for an address of our own making, which needs no tidying."""
    relative = address.removeprefix("/")
    return f"{relative}index.html" if address.endswith("/") else relative
