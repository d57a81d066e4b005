"""No input makes an error of ours, a second recipient, a header, markup, or a word in the log."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contact_lambda.mutate import CANARY, FIELDS, bad_strings, mutant
from tests.contact_lambda.offline import Offline
from tests.contact_lambda.world import GOOD, event, post_event

SLICE = 20_000
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Offline:
    return Offline(tmp_path_factory.mktemp("offline"))


def silent(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that a visitor wrote was printed."""
    printed = capsys.readouterr()
    assert printed.err == ""
    assert CANARY not in printed.out
    assert "anary" not in printed.out
    assert "Traceback" not in printed.out
    assert "Crashed" not in printed.out


def test_naughty_strings_in_every_field(
    offline: Offline, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = Counter(offline.check(post_event(fields)) for fields in bad_strings())
    assert set(statuses) <= {303, 413, 422}
    assert statuses[303] > 500
    silent(capsys)


def test_mutated_events(offline: Offline, capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(20260514)
    statuses = Counter(offline.check(mutant(dice)) for _ in range(SLICE))
    assert {200, 303, 400, 405, 413, 415, 422} - {200} <= set(statuses)
    silent(capsys)


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=300)))
@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_field(offline: Offline, fields: dict[str, str]) -> None:
    assert offline.check(post_event({**GOOD, **fields})) in (303, 422)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ({}, 405),
        ({"requestContext": {"http": {"method": "POST"}}}, 415),
        (event("DELETE"), 405),
        (event("GET"), 303),
        (event("GET", query="receipt=made-up"), 303),
        (event("POST", "a=1", {"content-type": "application/json"}), 415),
        (event("POST", "x" * 140_000, FORM), 413),
        (event("POST", "name=a&name=b", FORM), 400),
        (event("POST", "name=%FF", FORM), 400),
        (event("POST", "name=%ED%A0%80",
               FORM), 400),
        (event("POST", "&".join(f"a{n}=1" for n in range(50)),
               FORM), 400),
        (event("POST", "not base64!", FORM)
         | {"isBase64Encoded": True}, 400),
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_no_form_sends(
    offline: Offline, broken: dict[str, Any], status: int, accept: str
) -> None:
    headers = {**broken.get("headers", {}), "accept": accept}
    assert offline.check(broken | {"headers": headers}) == status


def test_wrong_fields_come_back_with_every_word(tmp_path: Path) -> None:
    offline = Offline(tmp_path)
    answer = offline._function.handle(
        post_event({**GOOD, "email": "wrong", "message": "Kept\n <b>", "phone": "555-0199"})
    )
    assert answer["statusCode"] == 422
    for kept in ("Kept\n &lt;b&gt;", 'value="wrong"', "555-0199", 'data-part="extras"'):
        assert kept in answer["body"]
    assert 'id="error-email"' in answer["body"]
    assert 'id="error-name"' not in answer["body"]


def test_the_script_gets_json(tmp_path: Path) -> None:
    offline = Offline(tmp_path)
    script = {"accept": "application/json"}
    good = offline._function.handle(post_event(GOOD, script))
    assert (good["statusCode"], good["headers"]["content-type"]) == (200, "application/json")
    assert '"outcome": "sent", "receipt": "/api/contact?receipt=' in good["body"]
    wrong = offline._function.handle(post_event({**GOOD, "name": ""}, script))
    assert wrong["statusCode"] == 422
    assert '"errors": {"name": ' in wrong["body"]
