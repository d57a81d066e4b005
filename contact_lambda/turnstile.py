"""Cloudflare's Turnstile, only where a practice asks for it (TURNSTILE_SECRET); off by default.

A missing or refused proof marks a message for intake like any other guess. Cloudflare is told
the token alone, never the visitor's address.
"""

from __future__ import annotations

import json

from contact_lambda.outward import Unanswered, ask

FIELD = "cf-turnstile-response"
SITE = "https://challenges.cloudflare.com"
VERIFY = f"{SITE}/turnstile/v0/siteverify"
PATIENCE = 2
"""Seconds: a visitor waits. Without an answer the message counts as proved."""

LONGEST = 2_048
"""Characters of a token, as Cloudflare documents it."""


def proved(secret: str, token: str, url: str = VERIFY) -> bool:
    """Whether Cloudflare says that a person solved it; yes when it doesn't answer."""
    if not token or len(token) > LONGEST:
        return False
    try:
        reply = ask(url, {"secret": secret, "response": token}, patience=PATIENCE)
        return json.loads(reply.body)["success"] is not False
    except (*Unanswered, ValueError, KeyError, TypeError):
        return True
