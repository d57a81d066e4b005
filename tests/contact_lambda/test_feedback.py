"""What SES tells later, and what the clock starts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contact_lambda.handler import Function
from contact_lambda.keys import message_id
from contact_lambda.submission import validate
from tests.contact_lambda.door import opened
from tests.contact_lambda.proxy import SERVER, Fault, Proxy
from tests.contact_lambda.test_deliver import mails_of, reference
from tests.contact_lambda.world import GOOD, World, post_event

BOUNCE = {"bounceType": "Permanent", "bounceSubType": "General"}


def job_of(world: World) -> dict[str, Any]:
    """The one job in the queue, which stays there."""
    (record,) = world.receive(world.settings.queue_url)
    world.clients.queue.change_message_visibility(
        QueueUrl=world.settings.queue_url, ReceiptHandle=record["receiptHandle"],
        VisibilityTimeout=0,
    )  # fmt: skip
    return dict(json.loads(record["body"]))


def told(event: str, message: str, to: str = "maya", kind: str = "message", **more: Any) -> str:
    """An event of SES as EventBridge puts it into the queue."""
    tags = {"kind": [kind], "message": [message], "to": [to], "why": ["none"]}
    mail = {
        "messageId": "m",
        "destination": [f"{to}@example.org"],
        "tags": tags,
        "headers": [
            {"name": "To", "value": f"{to}@example.org"},
            {"name": "Reply-To", "value": GOOD["email"]},
        ],
    }
    return json.dumps(
        {"source": "aws.ses", "detail-type": f"Email {event}",
         "detail": {"eventType": event, "mail": mail, **more}}
    )  # fmt: skip


def tell(world: World, function: Function, body: str) -> None:
    world.clients.queue.send_message(QueueUrl=world.feedback_url, MessageBody=body)
    assert world.pump(function, world.feedback_url, most=5) == 1


def sent(world: World, function: Function, **fields: str) -> tuple[str, str]:
    """Post and deliver. Returns the message's ID and its reference."""
    answer = function.handle(post_event({**GOOD, **fields}))
    message = job_of(world)["id"]
    world.pump(function)
    return message, reference(answer)


def test_the_words_are_kept_until_delivery_and_no_longer(world: World) -> None:
    function = world.function()
    message, _ = sent(world, function)
    name = f"message#{message}#maya"
    assert GOOD["message"] in world.item(name)["payload"]["S"]
    tell(world, function, told("Delivery", message))
    item = world.item(name)
    assert "payload" not in item
    assert "waiting" not in item
    assert "Canary" not in json.dumps(item)


@pytest.mark.parametrize(
    ("event", "more", "why"),
    [
        ("Bounce", {"bounce": BOUNCE}, "came back"),
        ("Bounce", {"bounce": BOUNCE | {"bounceSubType": "Suppressed"}}, "came back"),
        ("Bounce", {"bounce": {"bounceType": "Transient"}}, "came back"),
        ("Reject", {}, "came back"),
        ("Rendering Failure", {}, "came back"),
        ("DeliveryDelay", {"deliveryDelay": {"delayType": "MailboxFull"}}, "hasn’t taken it yet"),
    ],
)
def test_what_does_not_arrive_goes_to_intake(
    world: World, event: str, more: dict[str, Any], why: str
) -> None:
    function = world.function()
    message, code = sent(world, function)
    tell(world, function, told(event, message, **more))
    world.pump(function)
    first, second = mails_of(world, code)
    assert (first["To"], second["To"]) == (["maya@example.org"], ["intake@example.org"])
    assert GOOD["message"] in second["BodyText"]
    assert GOOD["email"] in second["BodyText"]
    assert why in second["BodyText"]


def test_after_a_bounce_later_messages_go_to_intake_and_the_visitor_is_told(world: World) -> None:
    function = world.function()
    message, _ = sent(world, function)
    tell(world, function, told("Bounce", message, bounce=BOUNCE))
    function = world.function()
    answer = function.handle(post_event(GOOD | {"name": "Later"}))
    world.pump(function)
    assert mails_of(world, reference(answer))[0]["To"] == ["intake@example.org"]
    assert ".bounced." in answer["headers"]["location"]


def test_a_complaint_reaches_intake_with_the_reference(world: World) -> None:
    function = world.function()
    message, code = sent(world, function)
    tell(world, function, told("Delivery", message))
    tell(world, function, told("Complaint", message))
    world.pump(function)
    notice = mails_of(world, code)[-1]
    assert notice["To"] == ["intake@example.org"]
    assert "marked a mail of this form as spam" in notice["BodyText"]
    assert f"can be reached at {GOOD['email']}" in notice["BodyText"]


def test_what_was_sent_with_queue_and_table_down_and_came_back_can_still_be_answered(
    world: World, proxy: Proxy
) -> None:
    """Nothing kept its words; the mail's own Reply-To tells intake whom to ask."""
    proxy.plan = lambda service, _: None if service == "ses" else Fault(SERVER)
    code = reference(world.function(proxy.url).handle(post_event(GOOD)))
    proxy.plan = lambda service, operation: None
    (mail,) = mails_of(world, code)
    assert mail["To"] == ["maya@example.org"]
    function = world.function()
    message = message_id(world.settings.key, validate(GOOD, {"maya"}), "")
    tell(world, function, told("Bounce", message, bounce=BOUNCE))
    world.pump(function)
    notice = mails_of(world, code)[-1]
    assert notice["To"] == ["intake@example.org"]
    assert f"can be reached at {GOOD['email']}" in notice["BodyText"]


@pytest.mark.parametrize(
    ("event", "more", "words"),
    [("Bounce", {"bounce": BOUNCE}, "may be wrong"), ("Complaint", {}, "as spam")],
)
def test_an_acknowledgment_that_nobody_wants_reaches_intake(
    world: World, event: str, more: dict[str, Any], words: str
) -> None:
    function = world.function()
    message, code = sent(world, function, acknowledge="yes")
    tell(world, function, told(event, message, to="visitor", kind="acknowledgment", **more))
    world.pump(function)
    notice = mails_of(world, code)[-1]
    assert notice["To"] == ["intake@example.org"]
    assert words in notice["BodyText"]
    assert "visitor@example.org" in notice["BodyText"]
    assert "can be reached at" not in notice["BodyText"]


def test_when_intake_itself_bounces_it_is_a_dead_letter_that_can_be_redriven(world: World) -> None:
    function = world.function()
    message, code = sent(world, function, recipient="intake")
    tell(world, function, told("Bounce", message, to="intake", bounce=BOUNCE))
    (job,) = world.bodies(world.settings.dead_letter_url)
    assert job["submission"]["message"] == GOOD["message"]
    world.clients.queue.send_message(QueueUrl=world.settings.queue_url, MessageBody=json.dumps(job))
    world.pump(function)
    assert len(mails_of(world, code)) == 2


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"detail": {"mail": {"tags": {}}}}', "null"])
def test_events_of_other_mails_are_left_alone(world: World, body: str) -> None:
    tell(world, world.function(), body or " ")


def test_feedback_comes_back_while_the_table_is_down(world: World, proxy: Proxy) -> None:
    message, _ = sent(world, world.function())
    proxy.plan = lambda service, _: Fault(SERVER) if service == "dynamodb" else None
    body = told("Bounce", message, bounce=BOUNCE)
    world.clients.queue.send_message(QueueUrl=world.feedback_url, MessageBody=body)
    records = world.receive(world.feedback_url)
    failures = world.function(proxy.url).handle({"Records": records})["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failures] == [records[0]["messageId"]]


def test_what_nobody_confirms_goes_to_intake_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = world.function()
    _, code = sent(world, function)
    assert function.handle({"task": "sweep"}) == {"outbox": 0, "unconfirmed": 0}
    monkeypatch.setattr("contact_lambda.tasks.UNCONFIRMED", -1)
    assert function.handle({"task": "sweep"})["unconfirmed"] == 1
    world.pump(function)
    assert [mail["To"] for mail in mails_of(world, code)][-1] == ["intake@example.org"]


def test_the_health_check_takes_the_whole_route_and_mails_nobody(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(world.function().handle) as url:
        function = world.function(health_url=url)
        assert function.handle({"task": "health"}) == {"health": 1}
    job = job_of(world)
    assert job["submission"] is None
    message = job["id"]
    world.pump(function)
    (mail,) = [one for one in world.mails() if "route works" in one["Subject"]][-1:]
    assert mail["To"] == ["success@simulator.amazonses.com"]
    tell(world, function, told("Delivery", message, to="health", kind="health"))
    printed = capsys.readouterr().out
    assert '"Healthy": 1' in printed
    assert '"Checked": 1' in printed
    assert '"Accepted"' not in printed


def test_a_health_check_that_nobody_answers_is_told_and_does_no_harm(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    function = world.function(health_url="http://127.0.0.1:9/api/contact")
    assert function.handle({"task": "health"}) == {"health": 0}
    assert '"kind": "health", "error": "ConnectionRefusedError"' in capsys.readouterr().out


def test_a_health_check_that_is_refused_is_told(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(world.function(key=b"another").handle) as url:
        assert world.function(health_url=url).handle({"task": "health"}) == {"health": 0}
    assert not world.receive(world.settings.queue_url)
    assert '"kind": "health", "error": "post 400"' in capsys.readouterr().out


def test_an_unreadable_message_stays_for_the_dead_letter_queue(world: World) -> None:
    for body in ("{}", "no", '{"version": 2}', '{"version": 1}'):
        world.clients.queue.send_message(QueueUrl=world.settings.queue_url, MessageBody=body)
        records = world.receive(world.settings.queue_url)
        assert world.function().handle({"Records": records})["batchItemFailures"]
        handle = records[0]["receiptHandle"]
        world.clients.queue.delete_message(QueueUrl=world.settings.queue_url, ReceiptHandle=handle)


def test_a_therapist_who_left_the_contract_meanwhile_is_answered_by_intake(world: World) -> None:
    function = world.function()
    function.handle(post_event(GOOD))
    (job,) = world.bodies(world.settings.queue_url)
    job["to"] = job["asked"] = "somebody-gone"
    world.clients.queue.send_message(QueueUrl=world.settings.queue_url, MessageBody=json.dumps(job))
    before = len(world.mails())
    world.pump(function)
    assert [mail["To"] for mail in world.mails()[before:]] == [["intake@example.org"]]
