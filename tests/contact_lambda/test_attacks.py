"""What somebody would try who means harm, a row each; found by reading the code as they would."""

from __future__ import annotations

import base64
import gzip
import json
import logging
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from contact_lambda import health, keys
from contact_lambda.handler import Function
from contact_lambda.settings import Settings
from tests.contact_lambda.offline import Offline
from tests.contact_lambda.proxy import ERROR, Fault, Proxy
from tests.contact_lambda.test_deliver import mails_of, reference
from tests.contact_lambda.test_limits import A_YEAR
from tests.contact_lambda.world import GOOD, OWN_PAGE, World, event, post_event

BODY = urlencode(GOOD)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def offline(tmp_path: Path) -> Offline:
    return Offline(tmp_path)


def encoded(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """A body of bytes, as API Gateway hands it over."""
    flagged = {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return event("POST", "", OWN_PAGE | headers) | flagged


@pytest.mark.parametrize(
    ("attack", "status"),
    [
        # Bodies in disguise.
        (encoded(gzip.compress(BODY.encode()), {"content-encoding": "gzip"}), 415),
        (encoded(BODY.encode(), {"content-encoding": "identity"}), 303),
        (encoded(BODY.encode(), {"content-encoding": "br, gzip"}), 415),
        (encoded(b"message=" + b"a" * 140_000, {}), 413),
        (encoded(BODY.encode("utf-16"), {"content-type": f"{FORM}; charset=utf-16"}), 415),
        (encoded(BODY.encode("utf-7"), {}), 303),
        (encoded(b"name=\xc0\xbcscript\xc0\xbe&" + BODY.encode(), {}), 400),
        (encoded(b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nA\r\n--x--',
                 {"content-type": "multipart/form-data; boundary=x"}), 415),
        (encoded(json.dumps(GOOD).encode(), {"content-type": "application/json"}), 415),
        (encoded(BODY.encode(), {"content-type": "text/plain"}), 415),
        (encoded(BODY.encode(), {"content-type": f"{FORM}, text/html"}), 415),
        # Fields twice, and fields that other programs would take for something else.
        (event("POST", f"{BODY}&recipient=ben", OWN_PAGE), 400),
        (event("POST", f"{BODY}&%72ecipient=ben", OWN_PAGE), 400),
        (event("POST", f"{BODY}&email=eve%40example.net", OWN_PAGE), 400),
        (event("POST", f"{BODY}&recipient[]=ben&Recipient=ben&recipient%00=ben", OWN_PAGE), 303),
        (event("POST", f"{BODY}&__proto__[to]=x&constructor=x&__class__=x&self=x", OWN_PAGE), 303),
        (event("POST", f"{BODY};recipient=ben", OWN_PAGE), 303),
        (event("POST", f"{BODY}&to=eve%40example.net&cc=x&bcc=x&from=x&subject=x", OWN_PAGE), 303),
        (event("POST", f"{BODY}&kind=health&id=1&marks=&reply_to=x", OWN_PAGE), 303),
        # Who it goes to.
        (post_event(GOOD | {"recipient": "maya@example.org"}), 422),
        (post_event(GOOD | {"recipient": "MAYA"}), 422),
        (post_event(GOOD | {"recipient": "maya,ben"}), 422),
        (post_event(GOOD | {"recipient": "__class__"}), 422),
        (post_event(GOOD | {"recipient": "../maya"}), 422),
        (post_event(GOOD | {"recipient": "mаya"}), 422),  # a Cyrillic а
        # A check of health that isn't ours would pass by everybody.
        (post_event(GOOD | {"health": ""}), 400),
        (post_event(GOOD | {"health": "1.abc"}), 400),
        (post_event(GOOD | {"health": health.proof(b"another key", 1)}), 400),
        (post_event(GOOD | {"health": health.proof(b"key", 1)}), 400),  # long ago
        (post_event(GOOD | {"health": "９.x"}), 400),
        # Other ways in.
        (event("POST", BODY, OWN_PAGE | {"x-http-method-override": "DELETE"}), 303),
        (event("OPTIONS", None, {"origin": "https://evil.example"}), 405),
        (event("TRACE"), 405),
        (event("GET", query="receipt=https://evil.example/"), 303),
        (event("GET", query="next=//evil.example&url=https://evil.example"), 303),
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_attack_gets_an_answer_of_ours(
    offline: Offline, attack: dict[str, Any], status: int, accept: str
) -> None:
    attack = attack | {"headers": attack["headers"] | {
        "accept": accept, "host": "evil.example", "x-forwarded-host": "evil.example",
    }}  # fmt: skip
    taken = 200 if status == 303 and accept == "application/json" else status
    assert offline.check(attack) in (status, taken)
    answer = offline._function.handle(attack)
    assert "evil.example" not in json.dumps(answer)
    assert answer["headers"]["cache-control"] == "no-store"
    assert not [name for name in answer["headers"] if name.startswith("access-control")]
    where = answer["headers"].get("location", "/contact/")
    assert where == "/contact/" or where.startswith("/api/contact?receipt=")
    if answer["headers"].get("content-type", "").startswith("text/html"):
        policy = answer["headers"]["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def receipt_of(answer: dict[str, Any]) -> str:
    return str(answer["headers"]["location"].partition("?")[2])


def test_no_key_of_a_form_opens_somebody_elses_receipt(offline: Offline) -> None:
    """The number that makes a retry harmless belongs to the words it came with."""
    handle = offline._function.handle
    mine = handle(post_event(GOOD | {"attempt": "stolen"}))
    other = handle(post_event(GOOD | {"attempt": "stolen", "message": "Other words"}))
    assert reference(mine) != reference(other)


def test_no_receipt_can_be_guessed_or_changed(offline: Offline) -> None:
    """With each single sign changed it opens nothing."""
    handle = offline._function.handle
    query = receipt_of(handle(post_event(GOOD)))
    assert handle(event("GET", query=query))["statusCode"] == 200
    for place in range(len("receipt="), len(query)):
        for sign in "0Aa.-":
            changed = query[:place] + sign + query[place + 1 :]
            if changed != query:
                assert handle(event("GET", query=changed))["statusCode"] == 303


def limited(world: World, **settings: Any) -> Function:
    return world.function(
        client_limit=2, client_window=A_YEAR, client_address_header="cloudfront-viewer-address",
        **settings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        ({}, {"x-forwarded-for": "203.0.113.{}"}),
        ({}, {"cloudfront-viewer-address": "no address {}"}),
        ({"cdn_secret": "s"}, {"cloudfront-viewer-address": "203.0.113.{}:1"}),
        ({"cdn_secret": "s"}, {"cloudfront-viewer-address": "203.0.113.{}:1", "x-cdn-secret": "é"}),
        ({"cdn_secret": "s"}, {"cloudfront-viewer-address": "2001:db8::{}", "x-cdn-secret": "s"}),
    ],
    ids=["forwarded", "nonsense", "no secret", "wrong secret", "one network"],
)
def test_nobody_gets_more_tries_by_claiming_other_addresses(
    world: World, settings: dict[str, str], headers: dict[str, str]
) -> None:
    function = limited(world, **settings)
    statuses = [
        function.handle(
            post_event(GOOD | {"name": f"N {n}"}, {k: v.format(n) for k, v in headers.items()})
        )["statusCode"]
        for n in range(4)
    ]
    assert statuses == [303, 303, 429, 429]


def test_with_the_cdns_secret_each_viewer_counts_alone(world: World) -> None:
    function = limited(world, cdn_secret="s")
    for n in range(4):
        headers = {"cloudfront-viewer-address": f"203.0.113.{n}:1", "x-cdn-secret": "s"}
        assert function.handle(post_event(GOOD | {"name": f"N {n}"}, headers))["statusCode"] == 303


def test_what_looks_like_a_programs_takes_nobodys_place(world: World) -> None:
    """Else a flood of obvious spam would keep a therapist's own messages from them."""
    function = world.function(recipient_limit=2)
    for n in range(4):
        function.handle(post_event(GOOD | {"name": f"Spam {n}", "seconds": "0.1"}))
    told = reference(function.handle(post_event(GOOD | {"name": "A person"})))
    world.pump(function)
    assert [mail["To"] for mail in mails_of(world, told)] == [["maya@example.org"]]


def test_a_flood_from_many_places_neither_locks_out_nor_loses(world: World) -> None:
    """Whoever floods a therapist sends the rest to intake; every visitor is told who has it."""
    function = world.function(recipient_limit=2)
    for n in range(3):
        function.handle(post_event(GOOD | {"name": f"Flood {n}"}, client=f"192.0.2.{n}"))
    answer = function.handle(post_event(GOOD | {"name": "A person"}, client="192.0.2.99"))
    world.pump(function)
    assert mails_of(world, reference(answer))[0]["To"] == ["intake@example.org"]
    page = function.handle(event("GET", query=receipt_of(answer)))["body"]
    assert "Very many messages for Maya Lindqvist came within the hour" in page


def acknowledged(world: World, function: Function, addresses: list[str]) -> list[str]:
    """Whom a confirmation was sent after a message from each of these addresses."""
    before = len(world.mails())
    for n, address in enumerate(addresses):
        function.handle(
            post_event(GOOD | {"name": f"N {n}", "acknowledge": "yes", "email": address})
        )
    world.pump(function)
    new = world.mails()[before:]
    return [mail["To"][0] for mail in new if mail["Subject"].startswith("We have your message")]


@pytest.mark.parametrize(
    "addresses",
    [
        ["victim@example.net"] * 4,
        ["victim@example.net", "VICTIM@example.net", "Victim@EXAMPLE.net", "vICTIM@example.net"],
        [f"victim+{n}@example.net" for n in range(4)],
        ["victim@gmail.com", "v.ictim@gmail.com", "vic.tim@googlemail.com", "vi.ctim+x@gmail.com"],
        ["a@bücher.example", "a@xn--bcher-kva.example", "a@BÜCHER.example", "a+1@bücher.example"],
    ],
    ids=["same", "capitals", "tags", "dots", "punycode"],
)  # fmt: skip
def test_one_mailbox_gets_two_confirmations_a_day_however_it_is_written(
    world: World, addresses: list[str]
) -> None:
    function = world.function(acknowledgment_limit=2)
    assert len(acknowledged(world, function, addresses)) == 2


def test_nobody_confirms_to_a_long_list_of_victims(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contact_lambda.delivery.MOST_ACKNOWLEDGMENTS", 3)
    victims = [f"victim{n}@example.net" for n in range(5)]
    assert acknowledged(world, world.function(), victims) == victims[:3]


def test_an_address_that_no_header_carries_is_no_dead_letter(world: World) -> None:
    assert acknowledged(world, world.function(), ["用户@example.net"]) == []
    assert not world.bodies(world.settings.dead_letter_url)


def test_a_confirmation_that_ses_refuses_tells_intake_and_raises_no_alarm(
    world: World, proxy: Proxy
) -> None:
    sends = iter([None, Fault(ERROR, "MessageRejected")])
    proxy.plan = lambda service, _: next(sends, None) if service == "ses" else None
    function = world.function(proxy.url)
    fields = GOOD | {"acknowledge": "yes", "email": "refused@example.net"}
    code = reference(function.handle(post_event(fields)))
    world.pump(function)
    message, notice = mails_of(world, code)
    assert (message["To"], notice["To"]) == (["maya@example.org"], ["intake@example.org"])
    assert "refused@example.net" in notice["BodyText"]
    assert not world.bodies(world.settings.dead_letter_url)


@pytest.mark.parametrize("name", ["botocore", "botocore.endpoint", "urllib3.connectionpool"])
def test_the_libraries_are_silent_even_when_the_root_is_turned_up(name: str) -> None:
    """At DEBUG they print whole requests, and so every word that is put into the queue."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    try:
        assert not logging.getLogger(name).isEnabledFor(logging.ERROR)
    finally:
        root.setLevel(before)


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("a.b+c@Example.net", "ab@example.net"),
        ("+x@example.net", "@example.net"),
        ("a@googlemail.com", "a@gmail.com"),
        ("no address", "@no address"),
    ],
)
def test_spellings_of_one_mailbox(value: str, same: str) -> None:
    assert keys.mailbox(value) == same


def test_statuses_of_many_forged_receipts_tell_nothing(offline: Offline) -> None:
    """An existing reference with a wrong signature looks like one that never was."""
    handle = offline._function.handle
    query = receipt_of(handle(post_event(GOOD)))
    real, invented = query[:-24] + "0" * 24, "receipt=AAAA-AAAA" + query[17:]
    answers = [handle(event("GET", query=one)) for one in (real, invented)]
    assert answers[0] == answers[1]
    assert Counter(one["statusCode"] for one in answers) == {303: 2}


def test_secrets_are_in_no_repr() -> None:
    made = Settings("q", "a", "d", "t", b"hash-key", cdn_secret="cdn-s", turnstile_secret="turn-s")
    for secret in ("hash-key", "cdn-s", "turn-s"):
        assert secret not in repr(made)
