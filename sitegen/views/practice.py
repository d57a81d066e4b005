"""What every page knows of the practice: header, footer, hours, phone, crisis lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from sitegen import urls
from sitegen.facts import ARTICLES, THERAPISTS, Link
from sitegen.site import Site
from sitegen.words import Day, joined, month_day, opening, plural

if TYPE_CHECKING:
    from sitegen.models import CrisisLine, Practice

CLOSED_SHOWN_AHEAD = dt.timedelta(days=21)
"""How long before a holiday the hours mention it: long enough to plan, short enough to be read."""

MOST_ADDRESSES = 4
"""With more offices than this, paper doesn't name them all; every page would carry the list."""

_SECTIONS = {
    "therapists": THERAPISTS,
    "articles": ARTICLES,
    "contact": Link("Contact", urls.CONTACT),
}


class CrisisLineView(NamedTuple):
    """Somebody to reach right now: labels of buttons, and where they lead. None: not offered."""

    name: str
    about: str
    call_label: str | None
    call_href: str | None
    text_label: str | None
    text_href: str | None
    url: str | None


class Closure(NamedTuple):
    """A day on which nobody answers."""

    day: Day
    name: str


class PracticeView(NamedTuple):
    """The practice, in words; `hours` pairs days with times."""

    name: str
    tagline: str
    description: str
    url: str
    language: str
    notice: str | None
    phone_label: str
    phone_href: str
    addresses: tuple[str, ...]
    hours: tuple[tuple[str, str], ...]
    closures: tuple[Closure, ...]
    crisis_lines: tuple[CrisisLineView, ...]
    crisis_lead: str
    reply_words: str
    header_nav: tuple[Link, ...]
    footer_nav: tuple[Link, ...]


def practice_view(site: Site) -> PracticeView:
    """Everything that the frame of every page shows."""
    practice = site.practice
    labels = {page.slug: page.meta.nav_label or page.meta.title for page in site.pages}
    lines = tuple(map(_crisis_line, practice.crisis_lines))
    return PracticeView(
        name=practice.name,
        tagline=practice.tagline,
        description=practice.description,
        url=practice.url,
        language=practice.language,
        notice=practice.notice,
        phone_label=practice.phone.label,
        phone_href=f"tel:{practice.phone.number}",
        addresses=_addresses(site),
        hours=tuple(map(opening, practice.hours)),
        closures=_closures(practice, site.today),
        crisis_lines=lines,
        crisis_lead=_crisis_lead(practice.crisis_lines[0], lines[0]),
        reply_words=reply_words(practice),
        header_nav=_navigation(practice.navigation.header, labels),
        footer_nav=_navigation(practice.navigation.footer, labels),
    )


def _addresses(site: Site) -> tuple[str, ...]:
    """Each office's address in one line."""
    found = tuple(", ".join(term.address) for term in site.terms.values() if term.address)
    return found if len(found) <= MOST_ADDRESSES else ()


def reply_words(practice: Practice) -> str:
    """The promise about answers, one sentence."""
    days = plural(practice.reply_within_business_days, "business day", "business days")
    return f"We answer every message within {days}."


def _closures(practice: Practice, today: dt.date) -> tuple[Closure, ...]:
    soon = [one for one in practice.holidays if today <= one.date <= today + CLOSED_SHOWN_AHEAD]
    return tuple(
        Closure(Day(one.date.isoformat(), month_day(one.date)), one.name)
        for one in sorted(soon, key=lambda one: one.date)
    )


def _navigation(slugs: tuple[str, ...], labels: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(_SECTIONS.get(slug) or Link(labels[slug], urls.page(slug)) for slug in slugs)


def _crisis_line(line: CrisisLine) -> CrisisLineView:
    text_label = text_href = None
    if line.text:
        words = f" {line.text.words}" if line.text.words else ""
        text_label = f"Text{words} to {line.text.to}" if words else f"Text {line.text.to}"
        body = f"?body={quote(line.text.words)}" if line.text.words else ""
        text_href = f"sms:{_dialed(line.text.to)}{body}"
    return CrisisLineView(
        name=line.name,
        about=line.about,
        call_label=f"Call {line.call}" if line.call else None,
        call_href=f"tel:{_dialed(line.call)}" if line.call else None,
        text_label=text_label,
        text_href=text_href,
        url=line.url,
    )


def _dialed(label: str) -> str:
    """The digits of a number; short codes stay short, "1-800-…" becomes international."""
    digits = "".join(sign for sign in label if sign.isdigit())
    return f"+{digits}" if len(digits) == 11 and digits.startswith("1") else digits


def _crisis_lead(line: CrisisLine, view: CrisisLineView) -> str:
    """The first line in one sentence; one number for both ways is said once."""
    if line.call and line.text and line.text.to == line.call and not line.text.words:
        return f"Call or text {line.call}: {line.name}."
    ways = [label for label in (view.call_label, view.text_label) if label]
    if not ways:
        return f"{line.name}: {line.about}"
    first, *others = ways
    rest = [way[:1].lower() + way[1:] for way in others]
    return f"{joined([first, *rest], last='or')}: {line.name}."
