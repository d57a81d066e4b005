"""What everybody tries on a form: public lists, and every case of mail's own syntax."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from contact_lambda import text
from contact_lambda.submission import Invalid, validate
from tests.contact_lambda.addresses import REFUSED, TAKEN
from tests.contact_lambda.lists import all_strings, headers, in_every_field, naughty, scripts
from tests.contact_lambda.mutate import FIELDS
from tests.contact_lambda.offline import Offline
from tests.contact_lambda.world import GOOD, post_event

SLICE = 11
"""One of so many parts here; the benchmark takes all. No divisor of the number of fields, so that
every field is in every part."""


def taken(address: str) -> str:
    """The address as it is shown, "" when it is refused."""
    try:
        return validate(GOOD | {"email": address}, {"maya"}).email
    except Invalid:
        return ""


@pytest.mark.parametrize("address", TAKEN)
def test_addresses_that_people_have_are_taken(address: str) -> None:
    assert taken(address)


@pytest.mark.parametrize("address", REFUSED)
def test_everything_else_is_refused(address: str) -> None:
    assert taken(address) == ""


def test_header_injections_are_refused_or_stay_in_one_line() -> None:
    for value in headers():
        for name in ("name", "email", "phone", "name_to_use"):
            try:
                made = validate(GOOD | {"phone": "5035550100", name: value}, {"maya"})
            except Invalid:
                continue
            assert not text.has_control(getattr(made, name))
            assert len(made.reply_to.split()) == 1
            assert made.reply_to.count("@") == 1


def test_the_lists_are_whole() -> None:
    assert len(naughty()) > 500
    assert len(scripts()) > 4_000
    assert len(all_strings()) > 6_000


def test_each_string_in_each_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(FIELDS) % SLICE
    offline = Offline(tmp_path)
    events = (post_event(fields) for fields in in_every_field(0, SLICE))
    statuses = Counter(offline.check(made) for made in events)
    assert set(statuses) <= {303, 413, 422}
    assert statuses[303] > 5_000
    assert statuses[422] > 1_000
    printed = capsys.readouterr()
    assert printed.err == ""
    for word in ("canary", "Canary", "Crashed", "Traceback"):
        assert word not in printed.out
