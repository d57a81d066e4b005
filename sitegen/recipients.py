"""Site → the private recipients contract. The only module that opens a therapist's address.

`contact_lambda/routing.py` reads it; tests hold both ends together.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from sitegen.models import OpeningHours, Therapist
from sitegen.site import Site

VERSION = 1
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def recipients(site: Site) -> dict[str, Any]:
    """What the function needs to know of the practice, as plain values."""
    practice = site.practice
    return {
        "version": VERSION,
        "site": practice.url.rstrip("/"),
        "practice": practice.name,
        "phone": {"number": practice.phone.number, "label": practice.phone.label},
        "time_zone": practice.time_zone,
        "hours": [_hours(line) for line in practice.hours],
        "holidays": sorted(holiday.date.isoformat() for holiday in practice.holidays),
        "reply_days": practice.reply_within_business_days,
        "sender": practice.sender,
        "intake": {
            "name": f"the team of {practice.name}",
            "email": practice.intake.email.get_secret_value(),
        },
        "recipients": {one.slug: _recipient(one) for one in site.therapists},
    }


def to_json(contract: dict[str, Any]) -> str:
    """The file's text: ASCII, sorted, the same for the same site."""
    return json.dumps(contract, indent=1, sort_keys=True) + "\n"


def zone_data(name: str) -> bytes:
    """The time zone's own file, for a machine that has none."""
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def _hours(line: OpeningHours) -> dict[str, Any]:
    return {
        "days": [_WEEK.index(name) for name in line.days],
        "opens": line.opens,
        "closes": line.closes,
    }


def _recipient(therapist: Therapist) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": therapist.name,
        "email": therapist.email.get_secret_value(),
        "status": therapist.accepting.status.value,
    }
    if therapist.instead:
        found["instead"] = therapist.instead
    if therapist.away:
        found["away"] = [one.model_dump(mode="json") for one in therapist.away]
    return found
