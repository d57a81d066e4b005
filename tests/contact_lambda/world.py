"""The function in a world of its own: an emulator, the stack's resources, a browser's requests."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import botocore.session

from contact_lambda.aws import Clients
from contact_lambda.handler import Function
from contact_lambda.settings import Settings
from sitegen.local.emulator import Emulator

REGION = "us-east-1"
GOOD = {
    "recipient": "maya", "name": "Ada Canaryname", "email": "ada.canary@example.net",
    "message": "Canarymessage: I would like to talk.", "consent": "yes",
}  # fmt: skip
OWN_PAGE = {
    "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin",
    "accept": "text/html",
}  # fmt: skip


def post_event(
    fields: Mapping[str, str], headers: Mapping[str, str] | None = None, client: str = "192.0.2.1"
) -> dict[str, Any]:
    """What the HTTP API hands over for a posted form."""
    return event("POST", urlencode(fields), {**OWN_PAGE, **(headers or {})}, client=client)


def event(
    method: str, body: str | None = None, headers: Mapping[str, str] | None = None, *,
    query: str = "", client: str = "192.0.2.1",
) -> dict[str, Any]:  # fmt: skip
    """An HTTP API event of payload format 2.0."""
    made: dict[str, Any] = {
        "version": "2.0", "routeKey": "ANY /api/contact", "rawPath": "/api/contact",
        "rawQueryString": query, "headers": dict(headers or {}), "isBase64Encoded": False,
        "requestContext": {"http": {"method": method, "path": "/api/contact",
                                    "protocol": "HTTP/1.1", "sourceIp": client}},
    }  # fmt: skip
    return made | ({"body": body} if body is not None else {})


_SESSION = botocore.session.Session()
"""One for all: it reads the services' descriptions once."""


class LocalClients(Clients):
    """The function's own clients, led to an address; credentials are checked by nobody."""

    def __init__(self, url: str, mail_url: str | None = None) -> None:
        self._urls = {"sesv2": mail_url or url}
        self._url = url
        self._session = _SESSION

    def _client(self, service: str, **more: Any) -> Any:
        more |= {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
        url = self._urls.get(service, self._url)
        return super()._client(service, endpoint_url=url, region_name=REGION, **more)


@cache
def local_clients(url: str) -> LocalClients:
    """One set of clients for an address: making them takes longer than most tests."""
    return LocalClients(url)


@dataclass
class World:
    """An emulator with one stack of resources in it."""

    url: str
    settings: Settings
    feedback_url: str
    clients: Clients

    def function(self, url: str | None = None, **settings: Any) -> Function:
        """The function, with other settings or behind another address if wished."""
        clients = local_clients(url) if url else self.clients
        return Function(replace(self.settings, **settings), clients)

    def receive(self, queue_url: str, wait: int = 0) -> list[dict[str, Any]]:
        """The next message of a queue as the event source mapping hands it over."""
        found = self.clients.queue.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=1, WaitTimeSeconds=wait,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )  # fmt: skip
        arn = f"arn:aws:sqs:{REGION}:000000000000:{queue_url.rpartition('/')[2]}"
        return [
            {"messageId": one["MessageId"], "receiptHandle": one["ReceiptHandle"],
             "body": one["Body"], "attributes": one.get("Attributes", {}),
             "eventSource": "aws:sqs", "eventSourceARN": arn}
            for one in found.get("Messages", [])
        ]  # fmt: skip

    def pump(self, function: Function, queue_url: str | None = None, most: int = 1000) -> int:
        """Hand over what is visible in a queue, one message a batch. Returns how many were."""
        queue_url = queue_url or self.settings.queue_url
        for count in range(most):
            records = self.receive(queue_url)
            if not records:
                return count
            failures = function.handle({"Records": records})["batchItemFailures"]
            if not failures:
                handle = records[0]["receiptHandle"]
                self.clients.queue.delete_message(QueueUrl=queue_url, ReceiptHandle=handle)
        return most

    def mails(self) -> list[dict[str, Any]]:
        """Everything that the emulator's SES accepted, over HTTP."""
        with urllib.request.urlopen(f"{self.url}/_ministack/ses/messages") as answer:
            accounts = json.load(answer)["messages"]
        return [mail for mails in accounts.values() for mail in mails]

    def bodies(self, queue_url: str) -> list[dict[str, Any]]:
        """The jobs in a queue, read and removed."""
        found = []
        while records := self.receive(queue_url):
            found.append(json.loads(records[0]["body"]))
            handle = records[0]["receiptHandle"]
            self.clients.queue.delete_message(QueueUrl=queue_url, ReceiptHandle=handle)
        return found

    def item(self, name: str) -> dict[str, Any]:
        """An item of the table, or an empty one."""
        key = {"id": {"S": name}}
        found = self.clients.table.get_item(TableName=self.settings.table, Key=key)
        return dict(found.get("Item", {}))


_counter = iter(range(10**9))
_lock = threading.Lock()


def new_world(url: str, private: Path, mail_url: str | None = None) -> World:
    """New queues and a new table in a running emulator."""
    clients = LocalClients(url, mail_url) if mail_url else local_clients(url)
    with _lock:
        name = f"contact-{next(_counter)}"
    queues = {
        kind: clients.queue.create_queue(
            QueueName=f"{name}-{kind}", Attributes={"VisibilityTimeout": "12"}
        )["QueueUrl"]
        for kind in ("queue", "dead", "quarantine", "feedback")
    }
    _table(clients.table, name)
    clients.mail.create_email_identity(EmailIdentity=f"{name}.example")
    settings = Settings(
        queue_url=queues["queue"], quarantine_url=queues["quarantine"],
        dead_letter_url=queues["dead"], table=name, key=name.encode(),
        origins=("https://www.lanternfield.example",), private=private, client_limit=0,
        recipient_limit=0, retry_seconds=0,
    )  # fmt: skip
    return World(url, settings, queues["feedback"], clients)


def _table(client: Any, name: str) -> None:
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "waiting", "AttributeType": "S"},
            {"AttributeName": "since", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[{
            "IndexName": "waiting", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "waiting", "KeyType": "HASH"},
                          {"AttributeName": "since", "KeyType": "RANGE"}],
        }],
    )  # fmt: skip


@contextmanager
def emulator() -> Iterator[str]:
    """The address of a running emulator whose SES may send as the practice."""
    running = Emulator()
    try:
        running.wait()
        mail = LocalClients(running.url).mail
        mail.create_email_identity(EmailIdentity="example.org")
        yield running.url
    finally:
        running.stop()
