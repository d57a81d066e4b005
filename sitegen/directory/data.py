"""What the browser loads to filter and search: facts by columns, and the cards' texts after them.

Rows are people sorted by name. Nothing here is private; addresses never are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sitegen import urls
from sitegen.assets import Assets
from sitegen.directory.cards import (
    FULL_LABEL,
    IN_PERSON,
    INSURANCE_SHOWN,
    NO_INSURANCE,
    OPENNESS_TONES,
    OPENNESS_WORDS,
    format_words,
    in_vocabulary_order,
    next_label,
    sliding_words,
)
from sitegen.directory.columns import DIGITS, bits, column, names
from sitegen.directory.facets import (
    HINTS,
    LEGENDS,
    Option,
    facet,
    known_facets,
    licensed_in,
    office_state,
)
from sitegen.directory.order import sort_key
from sitegen.directory.views import PAGE_SIZE
from sitegen.site import Site
from sitegen.terms import Kind
from sitegen.words import fee
from sitegen.workers import meanwhile
from sitegen.write import Output

if TYPE_CHECKING:
    from sitegen.brief import PersonBrief
    from sitegen.models import Term

TEXTS_PER_FILE = 250
"""About 10 kB compressed: small enough to handle between two frames of a slow phone."""

ONE_FILE = 250
"""Up to so many people, one file of facts is small enough to wait for."""

COMES_LATER = "+"
"""In the place of a term's bits, where somebody has it; no digit."""

_CLOSED = (Kind.INSURANCE, Kind.APPROACH, Kind.PHILOSOPHY, Kind.POPULATION, Kind.LANGUAGE,
           Kind.IDENTITY, Kind.AVAILABILITY)  # fmt: skip
"""Kinds that no facet shows which is open at first."""

LICENSE_WATCH_DAYS = 60
"""Licenses that end this soon carry their last day, so that browsers drop them in time even when
nobody rebuilds the site for two months."""

_IN_COLUMNS = (Kind.FORMAT, Kind.LOCATION)
_IN_TEXTS = (Kind.ROLE, Kind.CREDENTIAL)

FOLDER = f"{urls.THERAPISTS}data/"


class Data(NamedTuple):
    """The files, and the address of the first one; it names the others."""

    facts_url: str
    files: tuple[Output, ...]


def data(site: Site, assets: Assets) -> Data:
    """The directory's data files; the same bytes for the same site."""
    people = sorted(site.people, key=sort_key)
    issues = {slug: f"{index}" for index, slug in enumerate(_slugs(site, Kind.ISSUE))}
    texts = [
        _file("texts", _texts(people[start : start + TEXTS_PER_FILE], issues, assets))
        for start in range(0, len(people), TEXTS_PER_FILE)
    ]
    first, rest = _facts(people, site), []
    if len(people) > ONE_FILE:
        first, later = _split(first, site)
        rest = [_file("later", later)]
        first["later"] = rest[0][0]
    facts = _file("facts", first | {"texts": [url for url, _ in texts]})
    files = [Output(urls.output_path(url), body) for url, body in (facts, *rest, *texts)]
    return Data(facts[0], tuple(files))


def beside(site: Site, assets: Assets) -> AbstractContextManager[Callable[[], Data]]:
    """The same, while other things are done."""
    assets.addresses()  # what a copy of this process must not ask the memory
    many = len(site.people) > _MANY_PEOPLE
    return meanwhile(lambda: data(site, assets), much=many)


_MANY_PEOPLE = 2000
"""From so many on, their data take longer than starting another process."""


def _split(facts: dict[str, Any], site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the open facets, search and order need, and what can follow it.

    The latter are the bits of closed facets, fees, the days on which openings were confirmed, and
    licenses that end soon: on the day of the build none has, and no opening is stale unnoticed.
    """
    packed = dict(zip(site.terms, facts["terms"]["bits"], strict=True))
    later = {
        slug: bits
        for slug, bits in packed.items()
        if site.terms[slug].kind in _CLOSED and bits.strip(DIGITS[0])
    }
    first = [COMES_LATER if slug in later else bits for slug, bits in packed.items()]
    changed = {"terms": facts["terms"] | {"bits": first}, "expires": [], "fee": None}
    rest = {key: facts[key] for key in ("expires", "fee", "confirmed")}
    return facts | changed | {"confirmed": None}, {"terms": later} | rest


def _file(stem: str, value: Any) -> tuple[str, bytes]:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{FOLDER}{stem}.{hashlib.sha256(body).hexdigest()[:10]}.json", body


def _facts(people: Sequence[PersonBrief], site: Site) -> dict[str, Any]:
    return {
        "today": site.today.isoformat(),
        "clock": _clock(site.practice.time_zone, site.today),
        "valid": site.practice.accepting_valid_days,
        "names": names([one.name for one in people]),
        "slugs": {
            at: own for at, one in enumerate(people) if (own := own_slug(one.name, one.slug))
        },
        "terms": _terms(people, site),
        "facets": [[key, LEGENDS[key], HINTS.get(key, "")] for key in LEGENDS],
        "pages": known_facets(site),
        "fees": [_option(option) for option in _options(site, "fee")],
        "now": _option(_options(site, "accepting")[0]),
        "fee": column(people, lambda one: one.fee, _fee),
        "open": column(people, lambda one: site.openness(one).value),
        "confirmed": column(people, lambda one: one.confirmed, _confirmed),
        "places": column(
            people, lambda one: (one.formats, one.locations), lambda one: _places(one, site)
        ),
        "expires": _expires(people, site),
        "offices": {slug: office_state(slug, site) for slug in _slugs(site, Kind.LOCATION)},
        "inPerson": IN_PERSON,
        "words": {
            "openness": {key.value: words for key, words in OPENNESS_WORDS.items()},
            "tones": {key.value: tone for key, tone in OPENNESS_TONES.items()},
            "full": FULL_LABEL,
            "noInsurance": NO_INSURANCE,
            "insuranceShown": INSURANCE_SHOWN,
        },
    }


def _clock(zone_name: str, today: dt.date) -> list[tuple[int, int]]:
    """[from, minutes]: the offsets from UTC for a year on, so that browsers need no time zones."""
    zone = ZoneInfo(zone_name)

    def offset(hour: int) -> int:
        found = (first + dt.timedelta(hours=hour)).astimezone(zone).utcoffset()
        return int(found.total_seconds() // 60) if found else 0

    first = dt.datetime.combine(today, dt.time(), dt.UTC) - dt.timedelta(days=1)
    found = [(int(first.timestamp()), offset(0))]
    for number in range(400):
        if offset(24 * number + 23) == found[-1][1]:
            continue  # no clock is changed twice a day
        for hour in range(24 * number, 24 * number + 24):
            if (minutes := offset(hour)) != found[-1][1]:
                moment = first + dt.timedelta(hours=hour)
                found.append((int(moment.timestamp()), minutes))
    return found


def _options(site: Site, key: str) -> tuple[Option, ...]:
    return facet(site, key).options


def _option(option: Option) -> dict[str, Any]:
    limit = {"limit": option.limit} if option.limit else {}
    return {"slug": option.slug, "label": option.label} | limit


def _terms(people: Sequence[PersonBrief], site: Site) -> dict[str, Any]:
    """The vocabulary by columns, which compress better; states only by licenses that run today.

    `kinds` are runs, `slugs` those that labels don't give, `also` the words of synonyms, `related`
    places in the vocabulary. Bits that other columns tell are left out, and those that the texts
    tell, unless none are loaded.
    """
    rows: dict[str, list[int]] = {slug: [] for slug in site.terms}
    terms = site.terms_named
    for row, one in enumerate(people):
        for slug in terms[one.slug]:
            rows[slug].append(row)
    for state in _slugs(site, Kind.STATE):
        rows[state] = [row for row in rows[state] if state in licensed_in(people[row], site)]
    elsewhere = _IN_COLUMNS + (_IN_TEXTS if len(people) > PAGE_SIZE else ())
    place = {slug: f"{at}" for at, slug in enumerate(site.terms)}
    every = site.terms.values()
    return {
        "kinds": [(kind, len(list(run))) for kind, run in groupby(one.kind.value for one in every)],
        "labels": "\n".join(one.label for one in every),
        "slugs": "\n".join(own_slug(one.label, one.slug) for one in every),
        "also": "\n".join(" ".join(_further_words(one)) for one in every),
        "related": "\n".join(
            " ".join(place[slug] for slug in one.related if slug in place) for one in every
        ),
        "bits": [
            "" if one.kind in elsewhere else bits(rows[one.slug], len(people)) for one in every
        ],
    }


def _further_words(term: Term) -> Iterable[str]:
    """The words of its synonyms that its label hasn't, each once: a search knows no phrases."""
    known = set(term.label.casefold().split())
    words = [word for one in term.synonyms for word in one.split()]
    return {word.casefold(): word for word in words if word.casefold() not in known}.values()


def _fee(one: PersonBrief) -> Hashable:
    scale = one.fee.sliding_scale
    lowest = min(scale.from_, one.fee.amount) if scale else one.fee.amount
    return lowest, fee(one.fee), sliding_words(one)


def _places(one: PersonBrief, site: Site) -> Hashable:
    return format_words(one, site), tuple(sorted((*one.formats, *one.locations)))


def _confirmed(one: PersonBrief) -> Hashable:
    return dt.date.fromordinal(one.confirmed).isoformat()


def _expires(people: Sequence[PersonBrief], site: Site) -> list[list[Any]]:
    """[row, state, last day] of licenses that run today, but not for long."""
    today = site.today.toordinal()
    found: list[list[Any]] = []
    for row, one in enumerate(people):
        last: dict[str, int] = {}
        for state, expires in one.licensed:
            last[state] = max(last.get(state, expires), expires)
        found += [
            [row, state, dt.date.fromordinal(expires).isoformat()]
            for state, expires in last.items()
            if 0 <= expires - today <= LICENSE_WATCH_DAYS
        ]
    return found


def _texts(
    people: Sequence[PersonBrief], issues: Mapping[str, str], assets: Assets
) -> dict[str, Any]:
    return {
        "summary": [one.summary for one in people],
        "focus": [" ".join(map(issues.__getitem__, one.focus)) for one in people],
        "pronouns": column(people, lambda one: one.pronouns),
        "role": column(people, lambda one: (one.role,)),
        "credentials": column(people, lambda one: one.credentials),
        "portrait": [_portrait(one, assets) for one in people],
        "label": [next_label(one) for one in people],
    }


def _portrait(one: PersonBrief, assets: Assets) -> str | None:
    return assets.url(urls.portrait(one.portrait)) if one.portrait else None


def _slugs(site: Site, kind: Kind) -> list[str]:
    every = [term.slug for term in site.terms.values() if term.kind is kind]
    return in_vocabulary_order(every, site)


def own_slug(name: str, slug: str) -> str:
    """How a slug differs from the one that a name makes: nothing; "+" and how many of its words
    there are; what follows it, from a dash on; or all."""
    usual = slugified(name)
    if usual.startswith(f"{slug}-"):
        return f"+{slug.count('-') + 1}"
    return slug.removeprefix(usual) if f"{slug}-".startswith(f"{usual}-") else slug


def slugified(name: str) -> str:
    """The slug that most names have; `facts.js` makes the same one."""
    return _NO_SLUG.sub("-", name.lower()).strip("-")


_NO_SLUG = re.compile("[^a-z0-9]+")
