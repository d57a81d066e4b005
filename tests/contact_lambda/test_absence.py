"""Leave and cover from the practice's own records: to whom it goes, and what the visitor is told.

The records are YAML as editors write it, read by the build; the contract is what the build packs;
the function is the real one. Only the clock is set.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen import reading
from sitegen.recipients import recipients, zone_data
from tests import practice
from tests.contact_lambda.practice import write_private
from tests.contact_lambda.test_deliver import mails_of, reference
from tests.contact_lambda.world import GOOD, World, event, new_world, post_event

NEW_YORK = ZoneInfo("America/New_York")
PEOPLE = {
    "ana-ruiz": "",
    "cleo-ames": "away: [{first: 2026-12-21, last: 2027-01-01, instead: wait}]",
    "dan-moss": "away: [{first: 2026-12-21, last: 2027-01-01, instead: ana-ruiz}]",
    "eve-ito": "away: [{first: 2026-12-21, last: 2027-01-01}]",
    "fay-rey": "away: [{first: 2026-12-21, last: 2027-01-01, instead: dan-moss}]",
    "gil-ono": "away:\n  - {first: 2026-12-21, last: 2026-12-24, instead: wait}\n"
    "  - {first: 2026-12-25, last: 2027-01-04, instead: wait}",
    "hal-poe": "away: [{first: 2026-12-23, last: 2026-12-23, instead: ana-ruiz}]",
    "ina-roy": "instead: ana-ruiz",
    "jim-say": "instead: dan-moss",
}
NOT_NOW = {"ina-roy", "jim-say"}


def record(slug: str, more: str) -> str:
    status = "not-now" if slug in NOT_NOW else "accepting"
    name = slug.replace("-", " ").title()
    text = practice.THERAPIST.format(
        name=name, status=status, email=f"{slug}-private@two-doors.example"
    )
    return f"{text.rstrip()}\n{more}\n"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the function is packed with, from a folder of real records."""
    changes = {f"therapists/{slug}.yaml": record(slug, more) for slug, more in PEOPLE.items()}
    root = practice.write(tmp_path_factory.mktemp("absent"), dict(changes))
    site, _, _ = reading.read_site(root)
    contract = recipients(site) | {"sender": "hello@example.org"}
    folder = write_private(tmp_path_factory.mktemp("private"), contract)
    (folder / "zone").write_bytes(zone_data(site.practice.time_zone))
    return folder


@pytest.fixture
def absent(emulator_url: str, records: Path) -> World:
    return new_world(emulator_url, records)


BEFORE = "2026-12-14 10:00"
"""A Monday: the answer is due on Wednesday, before anybody leaves."""
EVE = "2026-12-17 10:00"
"""A Thursday: due on Monday, when they have left."""
LATE = "2026-12-18 17:30"
"""The Friday before, after closing: it counts as come on Monday."""
DURING = "2026-12-23 10:00"
AFTER = "2027-01-04 10:00"
TEAM = "intake@two-doors.example"


@pytest.mark.parametrize(
    ("asked", "now", "gets", "by", "told"),
    [
        ("ana-ruiz", DURING, "ana-ruiz", "Monday, December 28", ""),  # over Christmas
        ("cleo-ames", BEFORE, "cleo-ames", "Wednesday, December 16", ""),
        ("cleo-ames", EVE, "cleo-ames", "Wednesday, January 6, 2027", "back on Monday, January 4"),
        ("cleo-ames", LATE, "cleo-ames", "Wednesday, January 6, 2027", "back on Monday, January 4"),
        ("cleo-ames", DURING, "cleo-ames", "Wednesday, January 6, 2027", "Cleo Ames is away"),
        ("cleo-ames", AFTER, "cleo-ames", "Wednesday, January 6", ""),
        ("dan-moss", BEFORE, "dan-moss", "Wednesday, December 16", ""),
        ("dan-moss", EVE, "ana-ruiz", "Monday, December 21", "your message goes to Ana Ruiz"),
        ("dan-moss", LATE, "ana-ruiz", "Wednesday, December 23", "Dan Moss is away these days"),
        ("dan-moss", DURING, "ana-ruiz", "Monday, December 28", "your message goes to Ana Ruiz"),
        ("dan-moss", AFTER, "dan-moss", "Wednesday, January 6", ""),
        ("eve-ito", DURING, TEAM, "Monday, December 28", "goes to the team of Two Doors"),
        ("fay-rey", DURING, "ana-ruiz", "Monday, December 28", "Fay Rey is away these days"),
        ("gil-ono", DURING, "gil-ono", "Thursday, January 7, 2027", "back on Tuesday, January 5"),
        ("hal-poe", "2026-12-22 10:00", "hal-poe", "Thursday, December 24", ""),
        ("hal-poe", DURING, "ana-ruiz", "Monday, December 28", "Hal Poe is away these days"),
        ("ina-roy", BEFORE, "ana-ruiz", "Wednesday, December 16", "isn’t taking new people now"),
        ("jim-say", DURING, "ana-ruiz", "Monday, December 28", "isn’t taking new people now"),
    ],
)
def test_to_whom_it_goes_and_what_the_visitor_is_told(
    absent: World, monkeypatch: pytest.MonkeyPatch, asked: str, now: str, gets: str, by: str,
    told: str,
) -> None:  # fmt: skip
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)
    monkeypatch.setattr("contact_lambda.reception._now", lambda: moment)
    function = absent.function()
    answer = function.handle(post_event(GOOD | {"recipient": asked, "name": f"{asked} {now}"}))
    absent.pump(function)
    (mail,) = mails_of(absent, reference(answer))
    assert mail["To"] == [gets if "@" in gets else f"{gets}-private@two-doors.example"]
    query = answer["headers"]["location"].partition("?")[2]
    page = function.handle(event("GET", query=query))["body"]
    assert f'<p id="answer-by">{by}</p>' in page
    assert told in page
    assert ('id="rerouted"' in page) == bool(told)
    assert "private@" not in page


def test_a_receipt_outlives_somebody_who_left_the_practice(
    absent: World, emulator_url: str, private: Path
) -> None:
    """Its address names nobody; who isn't known any more is shown as the team, who has it now."""
    answer = absent.function().handle(post_event(GOOD | {"recipient": "ana-ruiz"}))
    query = answer["headers"]["location"].partition("?")[2]
    page = absent.function(private=private).handle(event("GET", query=query))
    assert page["statusCode"] == 200
    assert "the team of Lanternfield" in page["body"]
    assert reference(answer) in page["body"]
