"""The option against programs: it marks, it never refuses, and it never stands in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from contact_lambda import screening, turnstile
from tests.contact_lambda.test_deliver import mails_of, reference
from tests.contact_lambda.world import GOOD, World, post_event

Says = Callable[[str], bytes]


@contextmanager
def cloudflare(says: Says) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["content-length"])).decode()
            data = says(asked)
            self.send_response(200)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/verify"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("token", "answer", "mark"),
    [
        ("t", b'{"success": true}', ""),
        ("t", b'{"success": false}', "unproved"),
        ("t", b'{"success": "true"}', "unproved"),
        ("t", b"<html>busy</html>", "unanswered"),
        ("t", b"[]", "unanswered"),
        ("t", b"{}", "unanswered"),
        ("", b'{"success": true}', "unproved"),
        ("t" * 2_049, b'{"success": true}', "unproved"),
    ],
)
def test_proofs(token: str, answer: bytes, mark: str) -> None:
    with cloudflare(lambda asked: answer) as url:
        assert turnstile.mark("secret", token, url) == mark


def test_cloudflare_gets_the_token_alone() -> None:
    asked: list[str] = []

    def says(text: str) -> bytes:
        asked.append(text)
        return b'{"success": true}'

    with cloudflare(says) as url:
        turnstile.mark("secret", "token", url)
    assert asked == ["secret=secret&response=token"]


def sent(world: World, **fields: str) -> dict[str, Any]:
    """The mail of a message to a function that has the option switched on."""
    function = world.function(turnstile_secret="secret")
    code = reference(function.handle(post_event(GOOD | fields)))
    world.pump(function)
    (mail,) = mails_of(world, code)
    return mail


def test_with_a_proof_a_message_goes_where_it_was_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cloudflare(lambda asked: b'{"success": true}') as url:
        monkeypatch.setattr(turnstile.mark, "__defaults__", (url,))
        mail = sent(world, **{turnstile.FIELD: "token"})
    assert mail["To"] == ["maya@example.org"]
    assert "puzzle" not in mail["BodyText"]


def test_without_a_proof_a_message_goes_to_intake_marked(world: World) -> None:
    mail = sent(world)
    assert mail["To"] == ["intake@example.org"]
    assert "didn’t solve the puzzle" in mail["BodyText"]


def test_when_cloudflare_is_down_people_get_through_marked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turnstile.mark, "__defaults__", ("http://127.0.0.1:9/verify",))
    mail = sent(world, **{turnstile.FIELD: "token"})
    assert mail["To"] == ["intake@example.org"]
    assert "Cloudflare didn’t say" in mail["BodyText"]


def test_that_cloudflare_is_down_quarantines_nobody() -> None:
    assert not screening.is_quarantined(("honeypot", "unanswered"))
    assert screening.is_quarantined(("honeypot", "unanswered", "too-fast"))


@pytest.mark.parametrize(("secret", "sources"), [("", ""), ("s", f" {turnstile.SITE}")])
def test_only_with_the_option_a_page_may_hold_the_widget(
    world: World, secret: str, sources: str
) -> None:
    answer = world.function(turnstile_secret=secret).handle(post_event(GOOD | {"name": ""}))
    policy = answer["headers"]["content-security-policy"]
    assert f"script-src 'self'{sources};" in policy
    assert (turnstile.SITE in policy) == bool(secret)
