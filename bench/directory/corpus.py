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

from markupsafe import Markup

from sitegen import directory
from sitegen.load import load
from sitegen.models import Kind, PageMeta, Therapist
from sitegen.resolve import BUILT_IN_PAGES
from sitegen.site import Page, Prose, Site

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)

FIRST = """Ada Amara Ana Anouk Arjun Asha Ayo Bea Ben Björn Bo Cal Carmen Chidi Clara Cleo Dana Dev Dina
Diego Ebele Eli Elif Elsa Emeka Esra Eva Farid Fern Finn Gita Goran Greta Hala Hana Hugo Ida Ifeoma
Ines Inga Ivan Jada Jae Jana Jin Joel Jonah José Kai Kemi Kofi Lan Lars Layla Lena Leo Lia Lin Luz
Maja Mara Marco Mei Mila Mina Moss Nadia Nia Niko Nils Noa Nora Olga Omar Otis Pablo Petra Pia Quinn
Rafa Ravi Rhea Rosa Ruth Sami Sara Sena Siân Sol Suda Tala Tam Tao Teo Thea Tia Uma Vera Vik Wen Yara
Yuki Zara Zoë""".split()
LAST_A = """Ander Bell Brook Castel Clear Dahl Ever Fair Fern Gold Green Hart Hazel Holm Iron Kest Lang
Linden Lund Mar Mont Nor Oak Ost Penn Quil Rav Rivers Rosen Sand Silver Stern Sund Thorn Vale Vel West
Whit Win Wolf Yar Zel""".split()
LAST_B = """berg bridge by croft dale der dottir ell er feld field ford gate gren holt ington kin lake land
ley lin man mark mere mont ner of quist rom ros sen shaw son stad stone strom ton vall ville wood
worth""".split()
OPENINGS = """I listen before I suggest anything.|We start where you are today.|Small steps count here.|
You set the pace and I keep the lamp lit.|No question is too small for a first talk.|
I bring patience, plain words and some humor.|People tell me that they leave lighter.|
I like to work with what already holds you.|Curiosity helps more than advice.|
We look at what keeps the trouble going.""".replace("\n", "").split("|")
MIDDLES = """Together we make room for {a} and {b}|I have sat with many people through {a} and {b}|
My work turns around {a}, and often {b}|When {a} meets {b}, it helps not to be alone|
For years I have worked with {a} and with {b}|Let us find words for {a} before {b} speaks for it|
We sort out {a} from {b}, one week at a time|Most of my days are about {a} or {b}""".replace(
    "\n", ""
).split("|")
ENDINGS = """gently and honestly|at your own speed|with homework only if you like it|in a warm room by the river|
on screen or on a walk|without labels|with your family, if you wish|until it gets quieter|
and we laugh sometimes, too|so that mornings get easier|in two languages|with room for doubt""".replace(
    "\n", ""
).split("|")


def practice(people: int, *, today: dt.date = TODAY) -> Site:
    """A site with this many therapists, on the sample practice's vocabulary and settings."""
    loaded = load(ROOT)
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
        biographies={one.slug: Prose(Markup()) for one in every},
        articles=(),
        pages=tuple(_page(slug) for slug in navigation if slug not in BUILT_IN_PAGES),
        today=today,
    )


def _page(slug: str) -> Page:
    """A page that the frame links to; its text doesn't matter here."""
    meta = PageMeta(title=slug.replace("-", " ").capitalize(), summary="Invented.")
    return Page(slug, meta, Prose(Markup()))


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
        name = f"{self.chance.choice(FIRST)} {self.chance.choice(LAST_A)}{self.chance.choice(LAST_B)}"
        slug, number = directory.slugified(name), 1
        while slug in self.taken:
            number += 1
            slug = f"{directory.slugified(name)}-{number}"
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
        fee: dict[str, Any] = {"amount": amount, "minutes": self.chance.choice([45, 50, 50, 50, 60])}
        if self.chance.random() < 0.45:
            low = self.chance.randrange(30, 80, 10)
            fee["sliding_scale"] = {"from": low, "to": min(amount, low + 60)}
        return fee

    def _summary(self, labels: dict[str, str], focus: Sequence[str]) -> str:
        first, second = labels[focus[0]], labels[focus[-1]]
        words = self.chance.choice(MIDDLES).format(a=first, b=second)
        text = f"{self.chance.choice(OPENINGS)} {words}, {self.chance.choice(ENDINGS)}."
        return text if len(text) <= 180 else text[:179].rsplit(" ", 1)[0] + "…"
