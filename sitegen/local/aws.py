"""AWS on this machine: the real contact function against an emulator, over HTTP.

`serve` and the tests use it. The function's code is the very same; what differs are environment
variables, which is all that differs between any two places where it runs.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import botocore.session

from contact_lambda.aws import Clients, Failure
from contact_lambda.handler import Function
from contact_lambda.settings import Settings
from sitegen.local.emulator import READY_WITHIN, Emulator, Tap
from sitegen.local.events import REGION, Response, deliver_once, http_event, http_response
from sitegen.local.resources import LIMITS, TABLE, create
from sitegen.package import write_private
from sitegen.site import Site

if TYPE_CHECKING:
    from sitegen.render import Renderer

SWEEP_EVERY = 30.0
"""Seconds between two sweeps of the outbox."""


NOWHERE_ELSE = {
    "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_SESSION_TOKEN": "",
    "AWS_DEFAULT_REGION": REGION, "AWS_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_PROFILE": None, "AWS_DEFAULT_PROFILE": None, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": None,
    "AWS_ENDPOINT_URL_SQS": None, "AWS_ENDPOINT_URL_DYNAMODB": None,
    "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost",
}  # fmt: skip
"""Whatever a developer's shell says of AWS, nothing here may reach a real account."""


class Mail(NamedTuple):
    """A mail that the emulator was given instead of SES."""

    to: tuple[str, ...]
    sender: str
    reply_to: tuple[str, ...]
    subject: str
    text: str
    html: str | None
    time: dt.datetime


NOT_UP = Response(
    503,
    (("content-type", "text/plain"), ("retry-after", "5"), ("cache-control", "no-store")),
    b"The emulator of AWS is not up, so nothing was sent. Please go back and try again.",
)


class LocalAws:
    """The contact function and what it needs, as a context manager.

    `start` takes a second or two, and `begin` doesn't wait for it; `handle` does.
    """

    def __init__(self, site: Site, renderer: Renderer, *, origin: str) -> None:
        self._site, self._renderer, self._origin = site, renderer, origin
        self._before: dict[str, str | None] = {}
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._emulator: Emulator | None = None
        self._tap: Tap | None = None
        self._pump: threading.Thread | None = None
        self._clients: Clients
        self.mapping: Any = None
        self._function: Function | None = None
        self._feedback = ""

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def begin(self) -> None:
        """`start` in a thread; that it fails because `stop` was called is nobody's trouble."""

        def start() -> None:
            try:
                self.start()
            except Exception:
                if not self._stopping.is_set():
                    raise

        threading.Thread(target=start, daemon=True).start()

    def start(self) -> None:
        """Start the emulator, create queue and table, start delivering."""
        emulator = self._emulator = Emulator()
        emulator.wait()
        self._tap = Tap(emulator.port)
        self._set(
            **NOWHERE_ELSE, AWS_ENDPOINT_URL=emulator.url, AWS_ENDPOINT_URL_SESV2=self._tap.url
        )
        self._clients = Clients()
        # The event source mapping is AWS's own and has more patience than the function's clients.
        self.mapping = botocore.session.Session().create_client("sqs")
        self._set(**create(self._clients, self._site.practice.sender), **LIMITS)
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
            _put(name, value)

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
            return NOT_UP
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

    def _set(self, **variables: str | None) -> None:
        for name, value in variables.items():
            self._before.setdefault(name, os.environ.get(name))
            _put(name, value)

    def _load(self) -> None:
        write_private(self._site, self._renderer, Path(os.environ["PRIVATE_FOLDER"]))
        self._function = Function(Settings.read(os.environ), self._clients)

    def _deliver(self) -> None:
        swept = time.monotonic()
        while not self._stopping.is_set():
            try:
                deliver_once(self.mapping, self._handle, os.environ["QUEUE_URL"])
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
            told = self._tap.delivered.get()
            try:
                self.mapping.send_message(QueueUrl=self._feedback, MessageBody=json.dumps(told))
            except Failure:
                self._tap.delivered.put(told)
                raise
            deliver_once(self.mapping, self._handle, self._feedback, wait=0)

    def _handle(self, event: Mapping[str, Any]) -> Any:
        assert self._function
        return self._function.handle(event, str(uuid.uuid4()))


def _put(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


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
