"""The stack, created in the emulator from its template, and a message posted through it."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from tests.infra.stack import FORM, Stack, mails


def test_it_is_created(stack: Stack) -> None:
    assert stack.status == "CREATE_COMPLETE"


def test_a_post_through_the_api_becomes_a_mail_and_a_receipt(stack: Stack) -> None:
    status, location, _ = stack.request("POST", "/api/contact", urlencode(FORM))
    assert status == 303
    status, _, page = stack.request("GET", location)
    assert status == 200
    assert "Ana Ruiz" in page
    end = time.monotonic() + 30
    while (
        not [m for m in mails(stack) if FORM["message"] in m["BodyText"]] and time.monotonic() < end
    ):
        time.sleep(0.1)
    mail = next(mail for mail in mails(stack) if FORM["message"] in mail["BodyText"])
    assert mail["To"] == ["ana-private@two-doors.example"]
    assert "Through the whole stack" in mail["BodyText"]


def test_what_is_wrong_is_shown_with_every_word(stack: Stack) -> None:
    status, _, page = stack.request("POST", "/api/contact", urlencode(FORM | {"email": "no"}))
    assert status == 422
    assert "Through the whole stack</textarea>" in page


def test_the_api_has_no_other_door(stack: Stack) -> None:
    assert stack.request("GET", "/")[0] == 404
    assert stack.request("DELETE", "/api/contact")[0] == 404


def test_the_health_task_goes_the_whole_way_and_mails_nobody(stack: Stack) -> None:
    name = stack.resource("Deliver")
    stack.client("lambda").invoke(FunctionName=name, Payload=b'{"task": "health"}')
    end = time.monotonic() + 30
    wanted = ["success@simulator.amazonses.com"]
    while wanted not in [mail["To"] for mail in mails(stack)] and time.monotonic() < end:
        time.sleep(0.1)
    assert wanted in [mail["To"] for mail in mails(stack)]
