"""Both lines together, over HTTP to the emulator, with everything working."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contact_lambda.handler import Function
from tests.contact_lambda.world import GOOD, World, event, post_event


def reference(answer: dict[str, Any]) -> str:
    assert answer["statusCode"] == 303, answer
    return str(answer["headers"]["location"].partition("receipt=")[2].partition(".")[0])


def mails_of(world: World, code: str) -> list[dict[str, Any]]:
    return [mail for mail in world.mails() if code in mail["Subject"]]


def send(world: World, function: Function | None = None, **fields: str) -> tuple[str, Any]:
    """Post a form and deliver it. Returns its reference and its mails."""
    function = function or world.function()
    code = reference(function.handle(post_event({**GOOD, **fields})))
    world.pump(function)
    return code, mails_of(world, code)


def test_a_message_arrives(world: World) -> None:
    _, mails = send(world, message="First line\n\nLast & <line>")
    assert [mail["To"] for mail in mails] == [["maya@example.org"]]
    assert "First line\n\nLast & <line>" in mails[0]["BodyText"]
    assert "Last &amp; &lt;line&gt;" in mails[0]["BodyHtml"]
    assert mails[0]["Source"] == "Lanternfield Counseling Group <hello@example.org>"


@pytest.mark.parametrize(
    ("asked", "gets", "told"),
    [
        ("maya", "maya@example.org", ""),
        ("intake", "intake@example.org", ""),
        ("oren", "oren@example.org", ""),
        ("ben", "maya@example.org", "Ben Castellano isn’t taking new people now"),
        ("grace", "intake@example.org", "Grace Kim no longer works here"),
        ("sofia", "intake@example.org", "Sofia Marchetti is away these days, so"),
        ("theo", "theo@example.org", "Theo Lindgren is away these days, is back on"),
        ("noor", "intake@example.org", "Noor Aziz no longer works here"),
    ],
)
def test_routes(world: World, asked: str, gets: str, told: str) -> None:
    function = world.function()
    answer = function.handle(post_event({**GOOD, "recipient": asked, "name": f"To {asked}"}))
    world.pump(function)
    assert [mail["To"] for mail in mails_of(world, reference(answer))] == [[gets]]
    query = answer["headers"]["location"].partition("?")[2]
    receipt = function.handle(event("GET", query=query))
    assert receipt["statusCode"] == 200
    assert told in receipt["body"]
    assert ('id="rerouted"' in receipt["body"]) == bool(told)


def test_a_double_click_is_one_message(world: World) -> None:
    function = world.function()
    twice = [function.handle(post_event(GOOD | {"name": "Twice"})) for _ in range(2)]
    assert reference(twice[0]) == reference(twice[1])
    world.pump(function)
    assert len(mails_of(world, reference(twice[0]))) == 1


def test_the_same_words_from_a_form_opened_again_are_another_message(world: World) -> None:
    function = world.function()
    codes = {
        reference(function.handle(post_event(GOOD | {"attempt": attempt})))
        for attempt in ("", "one", "two")
    }
    assert len(codes) == 3


def test_an_acknowledgment_only_for_who_asked_and_without_their_words(world: World) -> None:
    assert len(send(world, name="Silent")[1]) == 1
    _, mails = send(world, name="Loud", acknowledge="yes", email="loud@example.net")
    to_visitor = [mail for mail in mails if mail["To"] == ["loud@example.net"]]
    assert len(to_visitor) == 1
    for part in ("BodyText", "BodyHtml", "Subject"):
        assert "Loud" not in to_visitor[0][part]
        assert GOOD["message"] not in to_visitor[0][part]


def test_nobody_is_bothered_with_acknowledgments(world: World) -> None:
    function = world.function(acknowledgment_limit=2)
    for count in range(5):
        send(world, function, name=f"Bot {count}", acknowledge="yes", email="Victim@example.net")
    assert len([mail for mail in world.mails() if mail["To"] == ["Victim@example.net"]]) == 2


def test_what_looks_odd_is_not_acknowledged(world: World) -> None:
    send(world, name="Odd", acknowledge="yes", email="odd@example.net", seconds="0.1")
    assert not [mail for mail in world.mails() if mail["To"] == ["odd@example.net"]]


def test_a_flood_for_one_person_goes_to_intake(world: World) -> None:
    function = world.function(recipient_limit=3)
    got = [send(world, function, name=f"Person {n}")[1][0]["To"][0] for n in range(5)]
    assert got == ["maya@example.org"] * 3 + ["intake@example.org"] * 2


@pytest.mark.parametrize(
    ("fields", "headers", "mark"),
    [
        ({"website": "spam.example"}, {}, "a field that people don’t see"),
        ({}, {"sec-fetch-site": "cross-site"}, "it didn’t come from a page of this site"),
        ({"seconds": "0.4"}, {}, "within three seconds"),
        (
            {"message": "www.a.example www.b.example http://c.example https://d.example"},
            {},
            "links",
        ),
        ({"message": "Look: [url=http://a.example]here[/url]"}, {}, "program’s notation"),
        ({"name": "http://a.example"}, {}, "the name holds a link"),
    ],
)
def test_what_looks_odd_is_marked_for_intake(
    world: World, fields: dict[str, str], headers: dict[str, str], mark: str
) -> None:
    function = world.function()
    answer = function.handle(post_event({**GOOD, **fields}, headers))
    world.pump(function)
    (mail,) = mails_of(world, reference(answer))
    assert mail["To"] == ["intake@example.org"]
    assert mail["Subject"].startswith("Please check")
    assert mark in mail["BodyText"]


def test_a_mailing_is_noticed(world: World) -> None:
    function = world.function()
    text = "Dear owner of this website, we sell what you never wanted to buy."
    got = [send(world, function, name=f"B{n}", message=text)[1][0]["To"][0] for n in range(8)]
    assert got == ["maya@example.org"] * 6 + ["intake@example.org"] * 2


def test_the_honeypot_and_a_second_sign_are_quarantined_and_counted(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    function = world.function()
    answer = function.handle(post_event({**GOOD, "website": "x", "seconds": "0.1"}))
    code = reference(answer)
    assert world.pump(function) == 0
    (job,) = world.bodies(world.settings.quarantine_url)
    assert job["submission"]["message"] == GOOD["message"]
    assert '"Quarantined": 1' in capsys.readouterr().out
    world.clients.queue.send_message(QueueUrl=world.settings.queue_url, MessageBody=json.dumps(job))
    world.pump(function)
    assert len(mails_of(world, code)) == 1
