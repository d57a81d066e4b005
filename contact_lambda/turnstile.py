"""Cloudflare's Turnstile, only where a practice asks for it (TURNSTILE_SECRET); off by default.

A missing or refused proof marks a message for intake like any other guess. Cloudflare is told
the token alone, never the visitor's address.
"""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlencode, urlsplit

FIELD = "cf-turnstile-response"
VERIFY = "https://challenges.cloudflare.com/turnstile/v0/siteverify"
PATIENCE = 2
"""Seconds: a visitor waits. Without an answer the message counts as proved."""

LONGEST = 2_048
"""Characters of a token, as Cloudflare documents it."""


def proved(secret: str, token: str, url: str = VERIFY) -> bool:
    """Whether Cloudflare says that a person solved it; yes when it doesn't answer."""
    if not token or len(token) > LONGEST:
        return False
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE)
    try:
        body = urlencode({"secret": secret, "response": token})
        headers = {"content-type": "application/x-www-form-urlencoded"}
        connection.request("POST", parts.path, body, headers)
        return json.loads(connection.getresponse().read())["success"] is not False
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return True
    finally:
        connection.close()
