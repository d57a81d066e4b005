"""A request over HTTP to somebody who isn't AWS: only what a function of ours needs of it."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

Unanswered = (OSError, http.client.HTTPException)
"""What `ask` raises when nobody answers, or not in HTTP."""


class Reply(NamedTuple):
    """What came back; `location` is where a redirection leads, or ""."""

    status: int
    location: str
    body: bytes


def ask(
    url: str, form: Mapping[str, str] | None = None, *, patience: float, origin: str = ""
) -> Reply:
    """Post a form, or get a page without one. Raises one of Unanswered."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=patience)
    headers = {"origin": origin} if origin else {}
    body = None
    if form is not None:
        body = urlencode(form)
        headers["content-type"] = "application/x-www-form-urlencoded"
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET" if form is None else "POST", target, body, headers)
        reply = connection.getresponse()
        return Reply(reply.status, reply.getheader("location", ""), reply.read())
    finally:
        connection.close()
