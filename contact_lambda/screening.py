"""Guesses about a message: who looks like a program. A guess marks a message, it never drops it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

HONEYPOT = "website"
"""A field that people don't see. Browsers' autofill sometimes fills it, so it isn't proof."""

FASTEST_SECONDS = 3.0
"""Nobody chooses a person and writes to them faster; only a script tells us the time."""

TELLING, MOST_ALIKE = 40, 6
"""A text of so many characters that came so often in a day is a mailing. People do write the same
words to a few therapists, and many write just "Hello"."""

MOST_LINKS = 3
_LINK = re.compile(r"(?:https?://|www\.)", re.I)
_MARKUP = re.compile(r"<a\s+href|\[url[=\]]|\[link[=\]]", re.I)


def signals(
    fields: Mapping[str, str], headers: Mapping[str, str], origins: tuple[str, ...]
) -> tuple[str, ...]:
    """The names of what looks odd; empty for almost everybody.

    `origins` are the site's own, such as "https://www.example.org".
    """
    message = fields.get("message", "")
    found = {
        "honeypot": bool(fields.get(HONEYPOT, "").strip()),
        "foreign-page": not _own_page(headers, origins),
        "too-fast": _seconds(fields.get("seconds", "")) < FASTEST_SECONDS,
        "many-links": len(_LINK.findall(message)) > MOST_LINKS,
        "link-markup": bool(_MARKUP.search(message)),
        "link-in-name": bool(_LINK.search(fields.get("name", ""))),
    }
    return tuple(name for name, odd in found.items() if odd)


def is_quarantined(found: tuple[str, ...]) -> bool:
    """Whether a message waits apart until somebody looks at it: the honeypot and a second sign.

    That Cloudflare is down is no sign of the visitor's.
    """
    return "honeypot" in found and len(set(found) - {"unanswered"}) > 1


def _own_page(headers: Mapping[str, str], origins: tuple[str, ...]) -> bool:
    """Whether the form that was sent stood on our own page.

    Browsers that send Sec-Fetch-Site can't be made to lie by a page; else Origin has to be ours.
    A page that hides its referrer sends "null", and some programs send nothing: both are odd.
    """
    site = headers.get("sec-fetch-site", "")
    if site:
        return site == "same-origin"
    origin = headers.get("origin", "") or _origin(headers.get("referer", ""))
    return origin in origins


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _seconds(counted: str) -> float:
    """The seconds that the form was open, as our script counted; without it, long enough."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,6})?)", counted, re.ASCII)
    return float(match[1]) if match else FASTEST_SECONDS
