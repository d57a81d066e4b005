"""Requests that no form of ours sends: a mutator of raw events, and strings that break things."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from tests.contact_lambda.world import GOOD, OWN_PAGE, event

CANARY = "canary7531"
NAUGHTY = (
    "", " ", "\t", "\n", "\r\n", "\x00", "\x0b", "\x1b[31m", "\x7f", "\x85", "\xa0", "\u200b",
    "\u202e", "\u2066", "\u2028", "\ufeff", "\ufffe", "\uffff", "\U0010ffff",
    "\ue000=value-name\ue001",
    "\ue000?failed\ue001", "undefined", "null", "NaN", "true", "0", "-1", "1e309", "0x10", "1/0",
    "' OR 1=1 --", "'; DROP TABLE contact; --", "$(id)", "`id`", "${7*7}", "{{7*7}}", "{% x %}",
    "%s%n",
    "%0d%0aBcc: eve@example.net", "\r\nBcc: eve@example.net", "\nTo: eve@example.net\n\nnew body",
    "a\r\n\r\n<html>", "=?utf-8?q?a=0D=0ABcc:_x@y.z?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBleGFtcGxlLm5ldA==?=",
    "Eve <eve@example.net>", "eve@example.net,bob@example.net", "eve@example.net bob@example.net",
    '"eve@example.net"@example.org', "eve@example.net\x00@example.org", "a@b", "@", "a@", "@b.c",
    "a..b@example.net", ".a@example.net", "a@-b.net", "a@b_c.net", "a@[::1]", "a@xn--.net",
    "用户@例子.广告",
    "a@" + "b" * 250 + ".net", "a" * 64 + "@example.net", "\N{PILE OF POO}", "👩‍👩‍👧‍👦", "Z̤͔͍A̴̵̜L̸G̶O̵",
    "ﷺ", "مرحبا \u200fبالعالم", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>", "</textarea><script>alert(1)</script>", "<!--", "-->", "]]>",
    "javascript:alert(1)", "&lt;script&gt;", "&#60;", "\\u003cscript", "../../../etc/passwd",
    "http://a.example", "[url=http://a.example]", "MIME-Version: 1.0\r\nContent-Type: text/html",
    "--boundary\r\nContent-Disposition: form-data", ".\r\nQUIT\r\n", "a" * 5_001, "é" * 5_000,
    "\U0001f49a" * 4_000,
)  # fmt: skip
"""By kind: white space and controls, Unicode, template and command languages, headers, addresses,
HTML, links, mail's own syntax, lengths."""

FIELDS = (*GOOD, "phone", "reach", "voicemail", "name_to_use", "acknowledge", "website", "seconds",
          "attempt", "page", "turnstile", "unknown")  # fmt: skip
_HEADERS = ("content-type", "accept", "origin", "referer", "sec-fetch-site", "host", "user-agent",
            "x-forwarded-for", "cookie", "content-length")  # fmt: skip
_TYPES = ("", "application/json", "multipart/form-data; boundary=x", "text/plain",
          "application/x-www-form-urlencoded; charset=utf-16",
          "application/x-www-form-urlencoded;;;",
          "APPLICATION/X-WWW-FORM-URLENCODED; charset=\"UTF-8\"")  # fmt: skip


def bad_strings() -> Iterator[dict[str, str]]:
    """Each naughty string in each field, with the canary beside it."""
    for name in FIELDS:
        for value in NAUGHTY:
            yield {**GOOD, "message": f"{CANARY} hello", name: value}


def mutant(dice: random.Random) -> dict[str, Any]:
    """A request with a few things wrong."""
    fields = {**GOOD, "message": f"{CANARY} {dice.random()}"}
    for _ in range(dice.randrange(4)):
        fields[dice.choice(FIELDS)] = _text(dice)
    headers: dict[str, Any] = dict(OWN_PAGE)
    if dice.random() < 0.5:
        headers["accept"] = dice.choice(("application/json", "*/*", "text/html", ""))
    if dice.random() < 0.2:
        headers[dice.choice(_HEADERS)] = dice.choice((*_TYPES, _text(dice)))
    if dice.random() < 0.05:
        del headers["content-type"]
    method = dice.choices(("POST", "GET", "HEAD", "PUT", "", "post"), (20, 2, 1, 1, 1, 1))[0]
    query = "receipt=" + _text(dice) if dice.random() < 0.1 else ""
    made = event(method, _body(fields, dice), headers, query=query)
    return _broken(made, dice) if dice.random() < 0.3 else made


def _text(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return dice.choice(NAUGHTY)
    length = dice.choice((1, 3, 10, 40, 200))
    return "".join(chr(_code(dice)) for _ in range(length))


def _code(dice: random.Random) -> int:
    code = dice.choice((dice.randrange(128), dice.randrange(0x3000), dice.randrange(0x110000)))
    return 0xFFFD if 0xD800 <= code <= 0xDFFF else code


def _body(fields: dict[str, str], dice: random.Random) -> str:
    body = urlencode(fields)
    choice = dice.random()
    if choice < 0.7:
        return body
    if choice < 0.75:
        return body + f"&name={CANARY}"
    if choice < 0.8:
        return body + "&name2=" + quote_from_bytes(dice.randbytes(12))
    if choice < 0.85:
        return body + "&" + "&".join(f"x{n}=1" for n in range(60))
    if choice < 0.9:
        return body[: dice.randrange(len(body))]
    if choice < 0.95:
        return body.replace("%", "%%", 1) + "&%ED%A0%80=%FF%FE"
    return "[" * 5_000 if choice < 0.98 else f'{{"message": "{CANARY}"}}'


def _broken(made: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The event itself, damaged."""
    choice = dice.randrange(9)
    if choice == 0:
        return made | {"isBase64Encoded": True}
    if choice == 1:
        return made | {"isBase64Encoded": dice.choice((1, "true", None))}
    if choice == 2:
        raw = made.get("body", "").encode()
        return made | {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
    if choice == 3:
        del made[dice.choice(list(made))]
        return made
    if choice == 4:
        return made | {"headers": dice.choice((None, [], "x", {"content-type": None}))}
    if choice == 5:
        return made | {"requestContext": dice.choice((None, {}, {"http": None}, {"http": []}))}
    if choice == 6:
        return made | {"body": dice.choice((None, 7, [], "\ud800", "x" * 200_000))}
    if choice == 7:
        made["requestContext"] = {"http": {"method": "POST", "sourceIp": _text(dice)}}
        return made
    return made | {"rawQueryString": None, "rawPath": None, "extra": {"deep": [[[]]]}}
