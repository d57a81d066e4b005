"""Cloudflare's Turnstile, only where a practice asks for it (TURNSTILE_SECRET); off by default.

A missing or refused proof, or none that can be had, marks a message for intake like any other
guess; it never stops one. Cloudflare is told the token alone, never the visitor's address.
"""

from __future__ import annotations

import json

from contact_lambda.outward import Unanswered, ask

FIELD = "cf-turnstile-response"
SITE = "https://challenges.cloudflare.com"
VERIFY = f"{SITE}/turnstile/v0/siteverify"
PATIENCE = 2
"""Seconds: a visitor waits."""

LONGEST = 2_048
"""Characters of a token, as Cloudflare documents it."""


def mark(secret: str, token: str, url: str = VERIFY) -> str:
    """ "" when Cloudflare says that a person solved it, else what to mark the message with."""
    if not token or len(token) > LONGEST:
        return "unproved"
    try:
        reply = ask(url, {"secret": secret, "response": token}, patience=PATIENCE)
        return "" if json.loads(reply.body)["success"] is True else "unproved"
    except (*Unanswered, ValueError, KeyError, TypeError):
        return "unanswered"
