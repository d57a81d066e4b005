"""AWS on this machine: the real contact function against an emulator, over HTTP.

`serve` and the tests use it. The function's code is the very same; what differs are environment
variables, which is all that differs between any two places where it runs.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from contact_lambda.aws import Clients, Failure
from contact_lambda.handler import Function
from contact_lambda.settings import Settings
from sitegen.local_emulator import READY_WITHIN, Emulator, NotReady, Tap
from sitegen.package import write_private
from sitegen.site import Site

if TYPE_CHECKING:
    from sitegen.render import Renderer

REGION = "us-east-1"
TABLE = "contact"
VISIBILITY = "60"
MOST_RECEIVES = 50
SWEEP_EVERY = 30.0

LIMITS = {
    "CLIENT_LIMIT": "0", "CLIENT_WINDOW": "600", "RECIPIENT_LIMIT": "0",
    "RETRY_SECONDS": "5",
}  # fmt: skip
"""On one's own machine everybody is one client, who may try as often as they like."""

SCHEMA = {
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "waiting", "AttributeType": "S"},
        {"AttributeName": "since", "AttributeType": "N"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "waiting",
            "KeySchema": [
                {"AttributeName": "waiting", "KeyType": "HASH"},
                {"AttributeName": "since", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}
"""The table's keys, as the stack has them."""


class Response(NamedTuple):
    """What the local server answers with."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Mail(NamedTuple):
    """A mail that the emulator was given instead of SES."""

    to: tuple[str, ...]
    sender: str
    reply_to: tuple[str, ...]
    subject: str
    text: str
    html: str | None
    time: dt.datetime


class LocalAws:
    """The contact function and what it needs, as a context manager.

    `start` takes a second or two and may run in a thread; `handle` waits for it.
    """

    def __init__(self, site: Site, renderer: Renderer, *, origin: str) -> None:
        self._site, self._renderer, self._origin = site, renderer, origin
        self._before: dict[str, str | None] = {}
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._emulator: Emulator | None = None
        self._tap: Tap | None = None
        self._pump: threading.Thread | None = None
        self._clients = Clients()
        self._function: Function | None = None
        self._feedback = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the emulator, create queue and table, start delivering."""
        emulator = self._emulator = Emulator()
        emulator.wait()
        self._tap = Tap(emulator.port)
        self._set(
            AWS_ENDPOINT_URL=emulator.url, AWS_ENDPOINT_URL_SESV2=self._tap.url,
            AWS_DEFAULT_REGION=REGION, AWS_ACCESS_KEY_ID="local",
            AWS_SECRET_ACCESS_KEY="local",  # noqa: S106 - nobody checks it
        )  # fmt: skip
        self._clients = Clients()
        self._set(**_create(self._clients, self._site.practice.sender), **LIMITS)
        self._set(
            HASH_KEY=secrets.token_hex(32), ORIGINS=self._origin,
            PRIVATE_FOLDER=str(emulator.folder / "private"),
        )  # fmt: skip
        self._feedback = self._clients.queue.create_queue(QueueName="contact-feedback")["QueueUrl"]
        self._load()
        self._pump = threading.Thread(target=self._deliver, daemon=True)
        self._pump.start()
        self._ready.set()

    def stop(self) -> None:
        """Stop delivering, end the emulator, put the environment back."""
        self._stopping.set()
        if self._pump:
            self._pump.join(10)
        if self._tap:
            self._tap.stop()
        if self._emulator:
            self._emulator.stop()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def update(self, site: Site, renderer: Renderer) -> None:
        """Take over the recipients and pages of a new build."""
        self._site, self._renderer = site, renderer
        if self._ready.is_set():
            self._load()

    def handle(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes,
        client: str,
    ) -> Response:  # fmt: skip
        """One HTTP request to the function, as an HTTP API would pass it on."""
        if not self._ready.wait(READY_WITHIN) or not self._function:
            raise NotReady("the emulator is not up yet")
        event = http_event(method, path, query, headers, body, client)
        return http_response(self._function.handle(event, str(uuid.uuid4())))

    def outbox(self) -> list[Mail]:
        """Every mail sent so far, newest first."""
        if not self._ready.wait(READY_WITHIN) or not self._emulator or not self._tap:
            return []
        accounts = self._emulator.get("/_ministack/ses/messages")["messages"].values()
        mails = [_mail(entry, self._tap) for entries in accounts for entry in entries]
        return sorted(mails, key=lambda mail: mail.time, reverse=True)

    def stored(self) -> str:
        """Everything that is in the table now, as JSON."""
        items = self._clients.table.scan(TableName=TABLE, ConsistentRead=True)["Items"]
        return json.dumps(items)

    def _set(self, **variables: str) -> None:
        for name, value in variables.items():
            self._before.setdefault(name, os.environ.get(name))
            os.environ[name] = value

    def _load(self) -> None:
        write_private(self._site, self._renderer, Path(os.environ["PRIVATE_FOLDER"]))
        self._function = Function(Settings.read(os.environ), self._clients)

    def _deliver(self) -> None:
        swept = time.monotonic()
        while not self._stopping.is_set():
            try:
                deliver_once(self._clients, self._handle, os.environ["QUEUE_URL"])
                self._feed_back()
                if time.monotonic() - swept > SWEEP_EVERY:
                    swept = time.monotonic()
                    self._handle({"task": "sweep"})
            except Failure:
                self._stopping.wait(1)

    def _feed_back(self) -> None:
        """What SES does by way of EventBridge: tell of each mail that was delivered."""
        assert self._tap
        while not self._tap.delivered.empty():
            body = json.dumps(self._tap.delivered.get())
            self._clients.queue.send_message(QueueUrl=self._feedback, MessageBody=body)
            deliver_once(self._clients, self._handle, self._feedback, wait=0)

    def _handle(self, event: Mapping[str, Any]) -> Any:
        assert self._function
        return self._function.handle(event, str(uuid.uuid4()))


def http_event(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, client: str
) -> dict[str, Any]:
    """An HTTP API event of payload format 2.0, as API Gateway documents it.

    Form posts come base64-encoded, as every body does that is not text or JSON.
    """
    now = dt.datetime.now(dt.UTC)
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name.lower(): value for name, value in headers.items()},
        "requestContext": {
            "accountId": "000000000000", "apiId": "local", "domainName": "localhost",
            "domainPrefix": "localhost",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": client,
                     "userAgent": headers.get("user-agent", "")},
            "requestId": str(uuid.uuid4()), "routeKey": f"{method} {path}", "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now.timestamp() * 1000),
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }  # fmt: skip


def http_response(answer: Mapping[str, Any]) -> Response:
    """What API Gateway makes of a function's answer."""
    body = answer.get("body", "")
    data = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    return Response(answer["statusCode"], tuple(answer.get("headers", {}).items()), data)


def deliver_once(
    clients: Clients, handle: Callable[[Mapping[str, Any]], Any], queue: str, *, wait: int = 1
) -> int:
    """What the event source mapping does: one message a batch, deleted when it didn't fail.

    Returns how many messages were received.
    """
    messages = clients.queue.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=1, WaitTimeSeconds=wait,
        MessageSystemAttributeNames=["ApproximateReceiveCount"],
    ).get("Messages", [])  # fmt: skip
    for message in messages:
        record = {
            "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"], "attributes": message.get("Attributes", {}),
            "eventSource": "aws:sqs", "awsRegion": REGION,
            "eventSourceARN": f"arn:aws:sqs:{REGION}:000000000000:{queue.rpartition('/')[2]}",
        }  # fmt: skip
        if not handle({"Records": [record]})["batchItemFailures"]:
            clients.queue.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return len(messages)


def _create(clients: Clients, sender: str) -> dict[str, str]:
    """The queues, the table, the sender's identity. Returns their names as the function's
    environment has them."""
    dead = clients.queue.create_queue(QueueName="contact-dead")["QueueUrl"]
    attributes = clients.queue.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": attributes["Attributes"]["QueueArn"],
              "maxReceiveCount": MOST_RECEIVES}  # fmt: skip
    queue = clients.queue.create_queue(
        QueueName="contact",
        Attributes={"VisibilityTimeout": VISIBILITY, "RedrivePolicy": json.dumps(policy)},
    )
    clients.table.create_table(TableName=TABLE, BillingMode="PAY_PER_REQUEST", **SCHEMA)
    clients.mail.create_email_identity(EmailIdentity=sender)
    clients.mail.create_configuration_set(ConfigurationSetName="contact")
    return {
        "QUEUE_URL": queue["QueueUrl"],
        "QUARANTINE_URL": clients.queue.create_queue(QueueName="contact-quarantine")["QueueUrl"],
        "DEAD_LETTER_URL": dead,
        "TABLE_NAME": TABLE,
        "CONFIGURATION_SET": "contact",
    }


def _mail(entry: Mapping[str, Any], tap: Tap) -> Mail:
    return Mail(
        to=tuple(entry.get("To", ())),
        sender=entry.get("Source", ""),
        reply_to=tap.reply_to(entry["MessageId"]),
        subject=entry.get("Subject", ""),
        text=entry.get("BodyText", ""),
        html=entry.get("BodyHtml"),
        time=dt.datetime.fromtimestamp(entry["Timestamp"], dt.UTC),
    )
