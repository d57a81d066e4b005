"""A small practice for the function: its contract and its pages, without the build."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from contact_lambda.shells import token

ZONE = "America/Los_Angeles"
CONTRACT: dict[str, Any] = {
    "version": 1,
    "site": "https://www.lanternfield.example",
    "practice": "Lanternfield Counseling Group",
    "phone": {"number": "+1-503-555-0142", "label": "(503) 555-0142"},
    "time_zone": ZONE,
    "hours": [
        {"days": [0, 1, 2, 3], "opens": "08:00", "closes": "19:00"},
        {"days": [4], "opens": "08:00", "closes": "17:00"},
        {"days": [5], "opens": "09:00", "closes": "13:00"},
    ],
    "holidays": ["2026-11-26", "2026-11-27", "2026-12-25"],
    "reply_days": 2,
    "sender": "hello@example.org",
    "intake": {"name": "the team of Lanternfield", "email": "intake@example.org"},
    "recipients": {
        "maya": {"name": "Maya Lindqvist", "email": "maya@example.org"},
        "ben": {"name": "Ben Castellano", "email": "ben@example.org", "status": "not-now",
                "instead": "maya"},
        "grace": {"name": "Grace Kim", "email": "grace@example.org", "status": "left"},
        "oren": {"name": "Oren Blum", "email": "oren@example.org", "status": "not-now"},
        "sofia": {"name": "Sofia Marchetti", "email": "sofia@example.org", "away": [
            {"first": "2026-01-01", "last": "2099-12-31", "instead": "intake"}]},
        "theo": {"name": "Theo Lindgren", "email": "theo@example.org", "away": [
            {"first": "2026-01-01", "last": "2099-12-31", "instead": "wait"}]},
        "noor": {"name": "Noor Aziz", "email": "noor@example.org", "status": "left",
                 "instead": "wendy"},
        "wendy": {"name": "Wendy Park", "email": "wendy@example.org", "status": "left",
                  "instead": "noor"},
    },
}  # fmt: skip
TEXTS = ("name", "email", "message", "phone", "name_to_use", "website", "attempt", "page")
ERRORS = ("recipient", "name", "email", "message", "phone", "reach", "voicemail", "consent")
CHOICES = ("recipient=intake", "recipient=maya", "recipient=ben", "reach=", "reach=phone")
PARTS = ("invalid", "limited", "failed", "extras", "acknowledge", "consent", *CHOICES)


def write_private(folder: Path, contract: dict[str, Any] = CONTRACT) -> Path:
    """What the build packs with the function, with the plainest pages that have every hole."""
    pages = folder / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    (folder / "recipients.json").write_text(json.dumps(contract))
    zone = files("tzdata").joinpath("zoneinfo", *ZONE.split("/")).read_bytes()
    (folder / "zone").write_bytes(zone)
    (pages / "again.html").write_text(_page(_form()), encoding="utf-8")
    receipt = [f'<p id="{one}">{token("=", one)}</p>' for one in ("to", "answer-by", "reference")]
    receipt.append(_part("rerouted", f'<p id="rerouted">{token("=", "rerouted")}</p>'))
    (pages / "receipt.html").write_text(_page(receipt), encoding="utf-8")
    (pages / "sorry.html").write_text(_page([token("=", "why")]), encoding="utf-8")
    return folder


def _form() -> list[str]:
    lines = [f'<input name="{name}" value="{token("=", f"value-{name}")}">' for name in TEXTS]
    for name in ERRORS:
        error = f"error-{name}"
        lines.append(_part(error, f'<p id="{error}">{token("=", error)}</p>'))
    return lines + [_part(part, f'<i data-part="{part}"></i>') for part in PARTS]


def _part(name: str, inside: str) -> str:
    return f"{token('?', name)}{inside}{token('/', name)}"


def _page(lines: list[str]) -> str:
    return "<!doctype html><title>Page</title>" + "\n".join(lines)
