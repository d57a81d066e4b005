"""Invented practices of any size, the same for the same size: what the directory is measured with.

Names are combined from a few hundred parts, summaries from sentences with gaps, everything else is
drawn from the sample practice's own vocabulary. How often something is chosen falls off, as it does
in life: a few issues and languages are common, most are rare.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sitegen.directory.data import slugified
from sitegen.inputs import Inputs
from sitegen.library import BUILT_IN_PAGES
from sitegen.load import load_base
from sitegen.models import PageMeta, Therapist
from sitegen.site import Page, Site
from sitegen.terms import Kind

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)


def _parts() -> dict[str, list[str]]:
    """The sections of `words.txt`, each a list of lines."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            section.append(line)
    return found


PARTS = _parts()
FIRST, LAST_A, LAST_B = (" ".join(PARTS[key]).split() for key in ("FIRST", "LAST_A", "LAST_B"))


def practice(people: int, *, today: dt.date = TODAY) -> Site:
    """A site with this many therapists, on the sample practice's vocabulary and settings."""
    loaded = load_base(Inputs.scan(ROOT))
    if loaded.practice is None:
        raise SystemExit("the sample practice in content/ has mistakes; run make check")
    terms = {slug: record.model for slug, record in loaded.terms.items()}
    draw = _Draw(random.Random(people), {
        kind: [term.slug for term in terms.values() if term.kind is kind] for kind in Kind
    })  # fmt: skip
    labels = {slug: term.label.lower() for slug, term in terms.items()}
    links = loaded.practice.model.navigation
    navigation = dict.fromkeys((*links.header, *links.footer))
    every = [draw.therapist(number, labels, today) for number in range(people)]
    return Site(
        practice=loaded.practice.model,
        terms=terms,
        therapists=tuple(sorted(every, key=lambda one: one.slug)),
        articles=(),
        pages=tuple(_page(slug) for slug in navigation if slug not in BUILT_IN_PAGES),
        today=today,
    )


def _page(slug: str) -> Page:
    """A page that the frame links to; its text doesn't matter here."""
    meta = PageMeta(title=slug.replace("-", " ").capitalize(), summary="Invented.")
    return Page(slug, meta)


class _Draw:
    """Draws therapists; `slugs` are the terms by kind."""

    def __init__(self, chance: random.Random, slugs: dict[Kind, list[str]]) -> None:
        self.chance = chance
        self.slugs = slugs
        self.taken: set[str] = set()

    def therapist(self, number: int, labels: dict[str, str], today: dt.date) -> Therapist:
        """One person."""
        name, slug = self._name()
        focus = self._some(Kind.ISSUE, 2, 5)
        also = [one for one in self._some(Kind.ISSUE, 0, 5) if one not in focus]
        formats = self._some(Kind.FORMAT, 1, 3)
        here = "in-person" in formats
        record: dict[str, Any] = {
            "slug": slug,
            "name": name,
            "pronouns": self.chance.choice(["she/her", "he/him", "they/them", None]),
            "role": self.chance.choice(self.slugs[Kind.ROLE]),
            "credentials": self._some(Kind.CREDENTIAL, 1, 2),
            "licenses": [
                {"state": state, "number": f"L-{number}", "expires": self._date(today, -30, 900)}
                for state in self._some(Kind.STATE, 1, 2)
            ],
            "summary": self._summary(labels, focus),
            "focus": focus,
            "also_works_with": also,
            "approaches": self._some(Kind.APPROACH, 1, 3) + self._some(Kind.PHILOSOPHY, 0, 2),
            "populations": self._some(Kind.POPULATION, 1, 4),
            "identities": self._some(Kind.IDENTITY, 0, 3),
            "languages": self._some(Kind.LANGUAGE, 1, 2),
            "insurance": self._some(Kind.INSURANCE, 0, 4),
            "fee": self._fee(),
            "formats": formats,
            "locations": self._some(Kind.LOCATION, 1, 2) if here else [],
            "availability": self._some(Kind.AVAILABILITY, 0, 3),
            "accepting": {
                "status": self.chance.choices(["accepting", "waitlist", "not-now"], [6, 2, 2])[0],
                "confirmed": self._date(today, -120, 0),
            },
            "contact_label": f"Write to {name.split()[0]}",
            "email": f"{slug}@example.org",
            "biography": "Invented.",
        }
        return Therapist.model_validate(record)

    def _name(self) -> tuple[str, str]:
        name = (
            f"{self.chance.choice(FIRST)} {self.chance.choice(LAST_A)}{self.chance.choice(LAST_B)}"
        )
        slug, number = slugified(name), 1
        while slug in self.taken:
            number += 1
            slug = f"{slugified(name)}-{number}"
        self.taken.add(slug)
        return name, slug

    def _some(self, kind: Kind, least: int, most: int) -> list[str]:
        """Between `least` and `most` terms of a kind, earlier ones more often."""
        slugs = self.slugs[kind]
        wanted = self.chance.randint(least, min(most, len(slugs)))
        found: dict[str, None] = {}
        while len(found) < wanted:
            found[slugs[int(len(slugs) * self.chance.random() ** 1.6)]] = None
        return list(found)

    def _date(self, today: dt.date, earliest: int, latest: int) -> str:
        return (today + dt.timedelta(days=self.chance.randint(earliest, latest))).isoformat()

    def _fee(self) -> dict[str, Any]:
        amount = self.chance.randrange(80, 235, 5)
        fee: dict[str, Any] = {
            "amount": amount,
            "minutes": self.chance.choice([45, 50, 50, 50, 60]),
        }
        if self.chance.random() < 0.45:
            low = self.chance.randrange(30, 80, 10)
            fee["sliding_scale"] = {"from": low, "to": min(amount, low + 60)}
        return fee

    def _summary(self, labels: dict[str, str], focus: Sequence[str]) -> str:
        first, second = labels[focus[0]], labels[focus[-1]]
        opening, middle, ending = (
            self.chance.choice(PARTS[key]) for key in ("OPENINGS", "MIDDLES", "ENDINGS")
        )
        text = f"{opening} {middle.format(a=first, b=second)}, {ending}."
        return text if len(text) <= 180 else text[:179].rsplit(" ", 1)[0] + "…"
