"""The local AWS: the real function, the real emulator, over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from sitegen import reading
from sitegen.local.aws import LocalAws, Mail
from sitegen.local.events import deliver_once, http_event, http_response
from tests import practice

FORM = {"recipient": "ana-ruiz", "name": "Jo", "email": "jo@example.org", "message": "Hello",
        "consent": "yes"}  # fmt: skip
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
ORIGIN = "http://127.0.0.1:1"


def local(folder: object) -> LocalAws:
    root = practice.write(folder)  # type: ignore[arg-type]
    site, assets, _ = reading.read_site(root)
    return LocalAws(site, reading.renderer(root, site, assets), origin=ORIGIN)


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with local(tmp_path_factory.mktemp("practice")) as running:
        yield running


def wait_for(aws: LocalAws, text: str) -> list[Mail]:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := [mail for mail in aws.outbox() if text in mail.text]:
            return found
        time.sleep(0.05)
    return []


def test_a_post_becomes_a_mail(aws: LocalAws) -> None:
    body = urlencode(FORM | {"message": "A first message"}).encode()
    answer = aws.handle("POST", "/api/contact", "", HEADERS, body, "127.0.0.1")
    assert answer.status == 303
    path, _, query = dict(answer.headers)["location"].partition("?")
    receipt = aws.handle("GET", path, query, {}, b"", "127.0.0.1")
    assert receipt.status == 200
    assert b"Ana Ruiz" in receipt.body
    (mail,) = wait_for(aws, "A first message")
    assert mail.to == ("ana-private@two-doors.example",)
    assert mail.reply_to == ("jo@example.org",)
    assert "hello@two-doors.example" in mail.sender


def test_what_was_delivered_is_forgotten(aws: LocalAws) -> None:
    """The words stay in the table until SES tells that the mail was delivered, no longer."""
    body = urlencode(FORM | {"message": "Forget me"}).encode()
    aws.handle("POST", "/api/contact", "", HEADERS, body, "127.0.0.1")
    assert wait_for(aws, "Forget me")
    end = time.monotonic() + 10
    while "Forget me" in aws.stored() and time.monotonic() < end:
        time.sleep(0.05)
    assert "Forget me" not in aws.stored()


def test_an_empty_queue_is_waited_for(aws: LocalAws) -> None:
    """Giving up before the queue does would hide a message that came at that moment for a minute.

    It happened to one in six, when the function's own clients waited here.
    """
    queue = aws.mapping.create_queue(QueueName="empty")["QueueUrl"]
    assert deliver_once(aws.mapping, lambda _: pytest.fail("no message"), queue, wait=2) == 0


def test_a_new_build_changes_the_recipients(aws: LocalAws, tmp_path: object) -> None:
    root = practice.write(
        tmp_path,  # type: ignore[arg-type]
        practice.changed("therapists/ana-ruiz.yaml", "ana-private@", "ana-new@"),
    )
    site, assets, _ = reading.read_site(root)
    aws.update(site, reading.renderer(root, site, assets))
    body = urlencode(FORM | {"message": "To the new address"}).encode()
    aws.handle("POST", "/api/contact", "", HEADERS, body, "127.0.0.1")
    (mail,) = wait_for(aws, "To the new address")
    assert mail.to == ("ana-new@two-doors.example",)


def test_the_environment_is_put_back(tmp_path: object) -> None:
    before = dict(os.environ)
    with local(tmp_path):
        assert os.environ["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
        assert os.environ["AWS_CONFIG_FILE"] == os.devnull
    assert dict(os.environ) == before


def test_the_emulator_ends_with_whoever_started_it() -> None:
    """Also when that was killed and could tidy nothing up."""
    code = (
        "from sitegen.local.emulator import Emulator\n"
        "emulator = Emulator()\n"
        "emulator.wait()\n"
        "print(emulator.url, emulator.folder, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        url, folder = parent.stdout.readline().split()
        port = url.rpartition(":")[2]
        assert list(Path(folder).glob(f"*{port}*"))  # all that it writes is there
        assert not list(Path(tempfile.gettempdir()).glob(f"ministack*{port}*"))
        parent.kill()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            urlopen(f"{url}/_ministack/health", timeout=1).close()
        except OSError:
            if not Path(folder).exists():
                return
        time.sleep(0.1)
    pytest.fail("it is still there")


def test_stopping_while_it_starts_is_no_failure(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    one = local(tmp_path)
    one.begin()
    thread = threading.enumerate()[-1]
    time.sleep(0.2)
    one.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert not failed


def test_an_unstarted_one_says_so(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.local.aws.READY_WITHIN", 0.01)
    answer = local(tmp_path).handle("GET", "/api/contact", "", {}, b"", "127.0.0.1")
    assert answer.status == 503
    assert dict(answer.headers)["retry-after"]


def test_an_event_is_of_payload_format_2() -> None:
    event = http_event("POST", "/api/contact", "a=b", {"X-Y": "z"}, b"\xff", "203.0.113.9")
    assert event["version"] == "2.0"
    assert event["headers"] == {"x-y": "z"}
    assert event["requestContext"]["http"]["sourceIp"] == "203.0.113.9"
    assert (event["body"], event["isBase64Encoded"]) == ("/w==", True)


def test_a_base64_answer_is_decoded() -> None:
    answer = {"statusCode": 200, "body": "/w==", "isBase64Encoded": True}
    assert http_response(answer) == (200, (), b"\xff")
