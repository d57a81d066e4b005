"""Every way in which AWS can fail, on the wire: nothing that was promised is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest

from contact_lambda.mailer import NEXT, Next
from tests.contact_lambda.proxy import (
    CUT,
    EMPTY,
    ERROR,
    LOST,
    RESET,
    SERVER,
    THROTTLE,
    Fault,
    Plan,
    Proxy,
)
from tests.contact_lambda.test_deliver import mails_of, reference
from tests.contact_lambda.world import GOOD, World, post_event

MODELED = sorted(
    shape.name
    for shape in botocore.session.Session()
    .get_service_model("sesv2")
    .operation_model("SendEmail")
    .error_shapes
)
COMMON = {
    "ThrottlingException": 400, "InternalFailure": 500, "ServiceUnavailable": 503,
    "AccessDeniedException": 403, "UnrecognizedClientException": 403, "ExpiredToken": 403,
    "NeverHeardOf": 418,
}  # fmt: skip
WIRE = [Fault(kind) for kind in (THROTTLE, SERVER, RESET, LOST, CUT)]


def only(service: str, fault: Fault) -> Plan:
    """A plan that breaks every call of one service."""
    return lambda called, operation: (
        fault if called == service and operation != "CreateEmailIdentity" else None
    )


def both(*plans: Plan) -> Plan:
    """The first fault that one of the plans names."""
    return lambda service, operation: next(
        (fault for plan in plans if (fault := plan(service, operation))), None
    )


def accounted(world: World, code: str) -> Counter[str]:
    """Where a message is now: mailboxes by address, and the dead-letter queue."""
    found = Counter(mail["To"][0] for mail in mails_of(world, code))
    found["dead letter"] = len(world.bodies(world.settings.dead_letter_url))
    return +found


def heal(world: World, proxy: Proxy) -> None:
    """Everything works again: the clock empties the outbox, the queue is delivered."""
    proxy.plan = lambda service, operation: None
    function = world.function()
    function.handle({"task": "sweep"})
    world.pump(function)


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the outbox may be swept at once."""
    monkeypatch.setattr("contact_lambda.tasks.FRESH", -1)


def test_every_modeled_error_has_its_place_in_the_table() -> None:
    assert set(MODELED) <= set(NEXT)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("queue_up", [True, False], ids=["queue up", "queue down"])
@pytest.mark.parametrize("code", [*MODELED, *COMMON])
@pytest.mark.usefixtures("no_rest")
def test_no_error_of_ses_loses_a_message(
    world: World, proxy: Proxy, code: str, after: bool, queue_up: bool
) -> None:
    error = Fault(ERROR, code, COMMON.get(code, 400), after=after)
    proxy.plan = only("ses", error)
    if not queue_up:
        proxy.plan = both(only("sqs", Fault(SERVER)), proxy.plan)
    function = world.function(proxy.url, lease_seconds=0)
    told = reference(function.handle(post_event(GOOD)))
    if queue_up:
        world.pump(function, most=3)
    heal(world, proxy)
    found = accounted(world, told)
    assert found, "lost"
    copies = sum(found.values())
    assert copies <= 1 + proxy.ambiguous()
    if queue_up and not after and NEXT.get(code, Next.RETRY) is Next.DEAD_LETTER:
        assert found == {"dead letter": 1}
    elif not after and NEXT.get(code) is Next.REROUTE:
        assert found in ({"dead letter": 1}, {"maya@example.org": 1}, {"intake@example.org": 1})
    elif not after:
        assert found == {"maya@example.org": 1}


def test_what_ses_refuses_for_its_recipient_goes_to_intake(world: World, proxy: Proxy) -> None:
    refused = iter([Fault(ERROR, "MessageRejected")])
    proxy.plan = lambda service, _: next(refused, None) if service == "ses" else None
    function = world.function(proxy.url)
    told = reference(function.handle(post_event(GOOD)))
    world.pump(function)
    (mail,) = mails_of(world, told)
    assert mail["To"] == ["intake@example.org"]
    assert "couldn’t be sent to Maya Lindqvist" in mail["BodyText"]


def test_a_reply_without_a_message_id_is_no_success(world: World, proxy: Proxy) -> None:
    proxy.plan = only("ses", Fault(EMPTY))
    function = world.function(proxy.url)
    told = reference(function.handle(post_event(GOOD)))
    world.pump(function, most=2)
    assert not mails_of(world, told)
    heal(world, proxy)
    assert accounted(world, told) == {"maya@example.org": 1}


@pytest.mark.parametrize("fault", WIRE, ids=lambda fault: fault.kind)
@pytest.mark.usefixtures("no_rest")
def test_with_the_queue_down_the_outbox_keeps_it(world: World, proxy: Proxy, fault: Fault) -> None:
    proxy.plan = only("sqs", fault)
    told = reference(world.function(proxy.url).handle(post_event(GOOD)))
    heal(world, proxy)
    assert accounted(world, told) == {"maya@example.org": 1}


@pytest.mark.parametrize("fault", WIRE, ids=lambda fault: fault.kind)
def test_with_queue_and_table_down_it_is_sent_at_once(
    world: World, proxy: Proxy, fault: Fault
) -> None:
    proxy.plan = both(only("sqs", fault), only("dynamodb", fault))
    told = reference(world.function(proxy.url).handle(post_event(GOOD)))
    assert [mail["To"] for mail in mails_of(world, told)] == [["maya@example.org"]]


@pytest.mark.parametrize("fault", WIRE, ids=lambda fault: fault.kind)
def test_with_everything_down_every_word_comes_back(
    world: World, proxy: Proxy, fault: Fault
) -> None:
    proxy.plan = lambda service, operation: fault
    answer = world.function(proxy.url).handle(
        post_event(GOOD | {"message": 'A "word" & <another>', "attempt": "a-1"})
    )
    assert answer["statusCode"] == 503
    assert answer["headers"]["cache-control"] == "no-store"
    assert 'data-part="failed"' in answer["body"]
    assert "A &quot;word&quot; &amp; &lt;another&gt;" in answer["body"]
    assert 'value="a-1"' in answer["body"]


@pytest.mark.parametrize("fault", WIRE, ids=lambda fault: fault.kind)
def test_with_the_table_down_people_get_through(world: World, proxy: Proxy, fault: Fault) -> None:
    proxy.plan = only("dynamodb", fault)
    function = world.function(proxy.url, client_limit=1, recipient_limit=1)
    told = [reference(function.handle(post_event(GOOD | {"name": f"N {n}"}))) for n in range(3)]
    world.pump(function)
    assert [len(mails_of(world, code)) for code in told] == [1, 1, 1]


def test_with_the_table_down_nobody_is_acknowledged(world: World, proxy: Proxy) -> None:
    proxy.plan = only("dynamodb", Fault(RESET))
    function = world.function(proxy.url)
    function.handle(post_event(GOOD | {"acknowledge": "yes", "email": "down@example.net"}))
    world.pump(function)
    assert not [mail for mail in world.mails() if mail["To"] == ["down@example.net"]]


def test_an_unforeseen_error_keeps_the_words(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(GOOD["message"])

    monkeypatch.setattr("contact_lambda.reception.keep", broken)
    answer = world.function().handle(post_event(GOOD))
    assert answer["statusCode"] == 503
    assert GOOD["message"] in answer["body"]
    printed = capsys.readouterr()
    assert "RuntimeError at reception.py" in printed.out.replace("test_faults.py", "reception.py")
    assert GOOD["message"] not in printed.out + printed.err


def test_attempts_come_less_and_less_often(
    world: World, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    change: Callable[..., Any] = world.clients.queue.change_message_visibility

    def noted(**call: Any) -> Any:
        waits.append(call["VisibilityTimeout"])
        return change(**call | {"VisibilityTimeout": 0})

    proxy.plan = only("ses", Fault(SERVER))
    function = world.function(proxy.url, retry_seconds=15)
    function.handle(post_event(GOOD))
    monkeypatch.setattr(
        function._delivery._clients.queue, "change_message_visibility", noted, raising=False
    )
    world.pump(function, most=10)
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
