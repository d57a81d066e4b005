"""The function with AWS replaced by a recorder: for millions of requests, where wire and emulator
have nothing to add."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from contact_lambda import job
from contact_lambda.aws import Clients
from contact_lambda.compose import Mail, compose
from contact_lambda.handler import Function
from contact_lambda.routing import Contract
from contact_lambda.settings import Settings
from tests.contact_lambda.mutate import CANARY
from tests.contact_lambda.practice import write_private

OURS = {"!doctype", "title", "input", "p", "i", "html", "body", "div", "br"}
_HEADER = re.compile(r"[\r\n\x00]")


class Recorder:
    """Takes every call; keeps what was sent to the queue."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send_message(self, **call: Any) -> dict[str, str]:
        self.sent.append(call["MessageBody"])
        return {"MessageId": "1"}

    def update_item(self, **_: Any) -> dict[str, str]:
        return {}

    def get_paginator(self, _: str) -> Recorder:
        return self

    def paginate(self, **_: Any) -> list[dict[str, list[Any]]]:
        return [{"Items": []}]


class RecordingClients(Clients):
    """Clients that lead nowhere."""

    def __init__(self) -> None:
        self.recorder = Recorder()

    def _client(self, service: str, **_: Any) -> Any:
        return self.recorder


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.found |= {name for name, _ in attrs if name.startswith("on")}


class Offline:
    """Hands events to the function and checks everything that must hold for any of them."""

    def __init__(self, folder: Path) -> None:
        private = write_private(folder)
        self._contract = Contract.read(private)
        self._clients = RecordingClients()
        settings = Settings("q", "quarantine", "dead", "table", b"key", private=private)
        self._function = Function(settings, self._clients)
        self.known = {one.email for one in self._contract.recipients.values()}

    def check(self, event: dict[str, Any]) -> int:
        """The status; raises AssertionError when an answer or a mail isn't as it must be."""
        answer = self._function.handle(event, "request")
        status = int(answer["statusCode"])
        assert status < 500, answer
        assert status in (200, 303, 405, 413, 415, 422, 429) or status == 400
        for name, value in answer["headers"].items():
            assert not _HEADER.search(f"{name}{value}")
            assert CANARY not in value
        if answer["headers"].get("content-type", "").startswith("text/html"):
            _no_markup(answer["body"])
        json.dumps(answer["body"]).encode()
        for body in self._clients.recorder.sent:
            assert body.isascii()
            self._mail(compose(job.load(body), self._contract))
        self._clients.recorder.sent.clear()
        return status

    def _mail(self, mail: Mail) -> None:
        assert mail.to in self.known
        assert mail.sender == "Lanternfield Counseling Group <hello@example.org>"
        headers = f"{mail.to}{mail.subject}{mail.sender}{mail.tags}"
        assert CANARY not in headers
        assert not _HEADER.search(headers + mail.reply_to)
        assert mail.reply_to.isascii()
        assert mail.reply_to.count("@") <= 1
        assert not set(mail.reply_to) & set(' <>,;:"()[]\\')
        _no_markup(mail.html)
        mail.text.encode()


def _no_markup(page: str) -> None:
    tags = _Tags()
    tags.feed(page)
    assert tags.found <= OURS, tags.found - OURS
