"""The recipients contract: who may be written to, and who receives it.

The build writes the contract (`recipients.json`); only here a slug becomes an address.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

VERSION = 1
INTAKE = "intake"
WAIT = "wait"
"""Where an absent person's messages may go instead of to somebody else: they wait for them."""


@dataclass(frozen=True)
class Absence:
    """Days away, first and last; `instead` is a slug, "intake" or "wait"."""

    first: dt.date
    last: dt.date
    instead: str = INTAKE


@dataclass(frozen=True)
class Recipient:
    """Somebody in the contract. `status` is accepting, waitlist, not-now or left."""

    slug: str
    name: str
    email: str = field(repr=False)
    status: str = "accepting"
    instead: str = ""
    away: tuple[Absence, ...] = ()

    def absence(self, days: Collection[dt.date]) -> Absence | None:
        """The absence in which one of the days lies."""
        return next(
            (one for one in self.away if any(one.first <= day <= one.last for day in days)), None
        )

    def back(self, away: Absence) -> dt.date:
        """The first day after an absence, and after any that follows it at once."""
        day = away.last + dt.timedelta(days=1)
        while later := self.absence((day,)):
            day = later.last + dt.timedelta(days=1)
        return day


@dataclass(frozen=True)
class Route:
    """Who gets a message, who was asked for, and why that differs.

    `why` is "" (it doesn't), not-now, left, away or bounced; `back` is the day on which somebody
    whose messages wait is there again.
    """

    asked: str
    to: str
    why: str = ""
    back: dt.date | None = None


@dataclass(frozen=True)
class Practice:
    """What answers say about the practice. `hours` maps a weekday (0 is Monday) to its closing."""

    name: str
    url: str
    sender: str
    zone: dt.tzinfo
    phone_label: str
    phone_number: str
    reply_days: int
    hours: Mapping[int, dt.time]
    holidays: frozenset[dt.date]


class Contract:
    """The whole contract. Raises ValueError when it is of another version."""

    def __init__(self, data: Mapping[str, Any], zone: dt.tzinfo) -> None:
        if data.get("version") != VERSION:
            raise ValueError(f"the recipients are of version {data.get('version')}, not {VERSION}")
        self.practice = _practice(data, zone)
        intake = Recipient(INTAKE, data["intake"]["name"], data["intake"]["email"])
        people = {slug: _recipient(slug, one) for slug, one in data["recipients"].items()}
        self.recipients = {INTAKE: intake, **people}

    @classmethod
    def read(cls, folder: Path) -> Contract:
        """`recipients.json` and the time zone beside it, which a runtime need not have."""
        data = json.loads((folder / "recipients.json").read_text("utf-8"))
        with (folder / "zone").open("rb") as file:
            return cls(data, ZoneInfo.from_file(file, key=data["time_zone"]))

    @property
    def slugs(self) -> Collection[str]:
        """Everybody who may be written to."""
        return self.recipients.keys()

    def route(self, asked: str, days: Collection[dt.date], bounced: Collection[str] = ()) -> Route:
        """Where a message for `asked` goes; whoever can't be reached ends at intake.

        `days` are those on which somebody has to be there: when it comes, and when its answer
        is due.
        """
        slug, why, seen = asked, "", {asked}
        while slug != INTAKE:
            person = self.recipients[slug]
            away = person.absence(days)
            if slug in bounced:
                reason, step = "bounced", INTAKE
            elif person.status == "left" or (person.status == "not-now" and person.instead):
                reason, step = person.status, person.instead
            elif away and away.instead == WAIT:
                return Route(asked, slug, why or "away", person.back(away))
            elif away:
                reason, step = "away", away.instead
            else:
                break
            why = why or reason
            slug = INTAKE if step in seen or step not in self.recipients else step
            seen.add(slug)
        return Route(asked, slug, why)


def _recipient(slug: str, data: Mapping[str, Any]) -> Recipient:
    away = tuple(
        Absence(
            dt.date.fromisoformat(one["first"]), dt.date.fromisoformat(one["last"]), one["instead"]
        )
        for one in data.get("away", ())
    )
    status, instead = data.get("status", "accepting"), data.get("instead", "")
    return Recipient(slug, data["name"], data["email"], status, instead, away)


def _practice(data: Mapping[str, Any], zone: dt.tzinfo) -> Practice:
    return Practice(
        name=data["practice"],
        url=data["site"],
        sender=data["sender"],
        zone=zone,
        phone_label=data["phone"]["label"],
        phone_number=data["phone"]["number"],
        reply_days=data["reply_days"],
        hours={
            day: dt.time.fromisoformat(line["closes"])
            for line in sorted(data["hours"], key=lambda line: line["closes"])
            for day in line["days"]
        },
        holidays=frozenset(map(dt.date.fromisoformat, data["holidays"])),
    )
