"""The package as Lambda runs it: by Lambda's own runtime client, from its own folder alone."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from sitegen.local.events import http_event
from tests.infra.stack import FORM, Stack, mails

if sys.platform != "linux":
    pytest.skip("Lambda's runtime client exists for Linux only", allow_module_level=True)

from tests.infra.runtime_api import Runtime

HANDLER = "contact_lambda.handler.handler"
HEADERS = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
CANARIES = {
    "name": "Canaria Yellowbird", "email": "canary@canary-box.example", "phone": "+1 212 555 0177",
    "message": "canary-words-5d1e", "name_to_use": "Tweety-5d1e", "attempt": "canary-attempt-5d1e",
}  # fmt: skip
MOST_TIMES = 2.0
"""Wide enough for a busy machine; the benchmark tells the real ratio."""

BARE = """\
import boto3

client = None


def handler(event, context):
    global client
    if client is None:
        client = boto3.client("sesv2")
    body = {"Text": {"Data": event["body"]}}
    client.send_email(
        FromEmailAddress="hello@two-doors.example",
        Destination={"ToAddresses": ["intake@two-doors.example"]},
        Content={"Simple": {"Subject": {"Data": "Bare"}, "Body": body}},
    )
    return {"statusCode": 303}
"""


@pytest.fixture
def environment(stack: Stack) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": stack.emulator.url, "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
        "QUEUE_URL": stack.resource("Queue"), "QUARANTINE_URL": stack.resource("Quarantine"),
        "DEAD_LETTER_URL": stack.resource("DeadLetters"), "TABLE_NAME": stack.resource("Table"),
        "HASH_KEY": "k", "CONFIGURATION_SET": "contact", "CLIENT_LIMIT": "0",
        "NO_PROXY": "127.0.0.1",
    }  # fmt: skip


@pytest.fixture
def runtime(package_folder: Path, environment: dict[str, str]) -> Iterator[Runtime]:
    running = Runtime(package_folder, HANDLER, environment)
    yield running
    if running.process.poll() is None:
        running.stop()


def post(**fields: str) -> dict[str, object]:
    body = urlencode(FORM | fields).encode()
    return http_event("POST", "/api/contact", "", HEADERS, body, "203.0.113.7")


def test_it_accepts_and_delivers(runtime: Runtime, stack: Stack) -> None:
    answer = runtime.invoke(post(message="Through the runtime client"))
    assert answer["statusCode"] == 303
    end = time.monotonic() + 20
    while not any("Through the runtime client" in mail["BodyText"] for mail in mails(stack)):
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ({}, 303),
        ({"QUEUE_URL": "http://127.0.0.1:9/0/none"}, 303),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, 503),
        ({"AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:9"}, 303),
        ({"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"}, 303),
        ({"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "DEBUG"}, 303),
        (
            {
                "AWS_LAMBDA_LOG_FORMAT": "JSON",
                "AWS_LAMBDA_LOG_LEVEL": "TRACE",
                "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            },
            503,
        ),
    ],
    ids=[
        "all well",
        "no such queue",
        "all down",
        "queue down",
        "table down",
        "debugging",
        "debugging, all down",
    ],
)
def test_nothing_that_a_visitor_wrote_is_printed(
    package_folder: Path, environment: dict[str, str], broken: dict[str, str], status: int
) -> None:
    running = Runtime(package_folder, HANDLER, environment | broken)
    event = post(**CANARIES, reach="phone", acknowledge="yes")
    answers = [running.invoke(event)]
    answers.append(running.invoke(post(**CANARIES | {"email": f"not {CANARIES['email']}"})))
    answers.append(running.invoke({**event, "isBase64Encoded": False}))
    answers.append(running.invoke({**event, "headers": {"content-type": CANARIES["message"]}}))
    answers.append(running.invoke({"requestContext": {}, "body": CANARIES["message"]}))
    printed = running.stop()
    assert answers[0]["statusCode"] == status
    assert all(400 <= answer["statusCode"] < 500 for answer in answers[1:])
    assert "Traceback" not in printed
    assert "outcome" in printed
    for canary in CANARIES.values():
        assert canary not in printed
        assert canary.partition(" ")[0] not in printed


def test_it_starts_about_as_fast_as_a_handler_that_only_sends(
    tmp_path: Path, package_folder: Path, environment: dict[str, str]
) -> None:
    """Medians of three cold starts that take turns: process, import, client, first invocation."""
    (tmp_path / "bare.py").write_text(BARE)
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(3):
        for name, task, handler in (
            ("ours", package_folder, HANDLER), ("bare", tmp_path, "bare.handler"),
        ):  # fmt: skip
            running = Runtime(task, handler, environment)
            running.invoke(post(message="A cold start"))
            took[name].append(time.perf_counter() - running.started)
            running.stop()
    ours, bare = (statistics.median(took[name]) for name in ("ours", "bare"))
    assert ours < bare * MOST_TIMES, f"{ours:.3f} s, bare {bare:.3f} s, {ours / bare:.2f} times"
