"""The stack, created in the emulator from its template, and a message posted through it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


@contextmanager
def api_at_an_address(stack: Stack) -> Iterator[str]:
    """The form at an address that this machine's name service needn't know: the same API."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            status, location, page = stack.request(self.command, self.path, body)
            seen.append((self.command, status))
            data = page.encode()
            self.send_response(status)
            self.send_header("location", location)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815 - as the base class asks

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    seen: list[tuple[str, int]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api/contact"
    server.shutdown()
    server.server_close()
    assert seen == [("POST", 303), ("GET", 200)]


def test_the_health_task_goes_the_whole_way_and_mails_nobody(stack: Stack) -> None:
    """As the clock starts it: from the function through the public API, queue and SES."""
    name, client = stack.resource("Deliver"), stack.client("lambda")
    variables = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    assert variables["HEALTH_URL"] == stack.outputs["ApiAddress"] + "/api/contact"
    with api_at_an_address(stack) as url:
        client.update_function_configuration(
            FunctionName=name, Environment={"Variables": variables | {"HEALTH_URL": url}}
        )
        told = client.invoke(FunctionName=name, Payload=b'{"task": "health"}')
        assert json.load(told["Payload"]) == {"health": 1}
    before = len([one for one in mails(stack) if "health check" in one["BodyText"].lower()])
    assert before == 0
    end = time.monotonic() + 30
    wanted = ["success@simulator.amazonses.com"]
    while wanted not in [mail["To"] for mail in mails(stack)] and time.monotonic() < end:
        time.sleep(0.1)
    assert wanted in [mail["To"] for mail in mails(stack)]
