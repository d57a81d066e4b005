"""An API Gateway HTTP API event (payload 2.0) → a request; nothing here trusts the event."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from contact_lambda import keys

LONGEST_BODY = 131_072
"""Bytes. Twice the longest form of ours, so that a message much too long is shown back, too."""

MOST_FIELDS = 40

CDN_HEADER = "x-cdn-secret"
"""What the CDN adds to prove that a request came through it."""


class BadRequest(Exception):
    """A request that no form of ours sends; `status` is the 4xx to answer with."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Request:
    """What of the event matters. `client` is the viewer's address, never logged or stored."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    client: str = field(repr=False)

    @property
    def wants_json(self) -> bool:
        """Whether a script asked, and not a browser that navigates."""
        return "application/json" in self.headers.get("accept", "")


def read(event: Mapping[str, Any], *, client_header: str = "", cdn_secret: str = "") -> Request:
    """The request in an event; missing or odd keys become empty ones.

    `client_header` is the CDN's header with the viewer's address; with a `cdn_secret` it is
    believed only beside it, for whoever finds the API's own address could write it themselves.
    Raises BadRequest (400, 413) when the body is too long or isn't what its base64 flag says.
    """
    http = _mapping(_mapping(event.get("requestContext")).get("http"))
    headers = {
        str(name).lower(): str(value) for name, value in _mapping(event.get("headers")).items()
    }
    return Request(
        method=str(http.get("method") or "").upper(),
        path=str(event.get("rawPath") or http.get("path") or ""),
        query=str(event.get("rawQueryString") or ""),
        headers=headers,
        body=_body(event),
        client=_client(headers, client_header, cdn_secret) or str(http.get("sourceIp") or ""),
    )


def _client(headers: Mapping[str, str], name: str, secret: str) -> str:
    """The viewer's address as the CDN tells it; "" when it doesn't, or somebody else does."""
    if secret and not hmac.compare_digest(
        headers.get(CDN_HEADER, "").encode("utf-8", "replace"), secret.encode()
    ):
        return ""
    told = headers.get(name, "")
    return told if keys.client(told) else ""


def fields(request: Request) -> dict[str, str]:
    """The form's fields. Raises BadRequest (415 wrong kind, 400 unreadable or doubled)."""
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if kind.strip() != "application/x-www-form-urlencoded":
        raise BadRequest(415, "content-type")
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8"):
        raise BadRequest(415, "charset")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise BadRequest(415, "content-encoding")
    found: dict[str, str] = {}
    pairs = request.body.split(b"&") if request.body else []
    if len(pairs) > MOST_FIELDS:
        raise BadRequest(400, "too-many-fields")
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        key = _decoded(name)
        if key in found:
            raise BadRequest(400, "doubled-field")
        found[key] = _decoded(value)
    return found


def _decoded(raw: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest(400, "not-utf-8") from None


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not isinstance(body, str):
        raise BadRequest(400, "body")
    if len(body) > LONGEST_BODY * 4 // 3 + 4:
        raise BadRequest(413, "too-long")
    try:
        flagged = event.get("isBase64Encoded") is True
        raw = base64.b64decode(body, validate=True) if flagged else body.encode("utf-8")
    except (binascii.Error, ValueError):
        raise BadRequest(400, "encoding") from None
    if len(raw) > LONGEST_BODY:
        raise BadRequest(413, "too-long")
    return raw


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
