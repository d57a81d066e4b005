"""The option against programs: it marks, it never refuses, and it never stands in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from contact_lambda import turnstile
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
    ("token", "answer", "good"),
    [
        ("t", b'{"success": true}', True),
        ("t", b'{"success": false}', False),
        ("t", b"<html>busy</html>", True),
        ("t", b"[]", True),
        ("", b'{"success": true}', False),
        ("t" * 2_049, b'{"success": true}', False),
    ],
)
def test_proofs(token: str, answer: bytes, good: bool) -> None:
    with cloudflare(lambda asked: answer) as url:
        assert turnstile.proved("secret", token, url) is good


def test_cloudflare_gets_the_token_alone() -> None:
    asked: list[str] = []

    def says(text: str) -> bytes:
        asked.append(text)
        return b'{"success": true}'

    with cloudflare(says) as url:
        turnstile.proved("secret", "token", url)
    assert asked == ["secret=secret&response=token"]


def test_when_cloudflare_is_down_people_get_through() -> None:
    assert turnstile.proved("secret", "token", "http://127.0.0.1:9/verify")


def test_without_a_proof_a_message_goes_to_intake_marked(world: World) -> None:
    function = world.function(turnstile_secret="secret")
    code = reference(function.handle(post_event(GOOD)))
    world.pump(function)
    (mail,) = mails_of(world, code)
    assert mail["To"] == ["intake@example.org"]
    assert "puzzle" in mail["BodyText"]
