"""The check of the whole route: a post like a visitor's that ends in SES's own mailbox.

It goes through the public API, the accepting function, queue, delivering function, SES, and SES's
events. A signed field, which holds for a few minutes, tells it from a message; so nobody is
mailed, and nobody else can make one.
"""

from __future__ import annotations

import hmac
import time
from urllib.parse import urljoin

from contact_lambda.keys import keyed
from contact_lambda.outward import Unanswered, ask

FIELD = "health"
HOLDS = 300
"""Seconds for which a proof is taken: longer than any request, and no use to keep."""

PATIENCE = 10
"""Seconds for each of two requests; the function that asks has 25."""

FORM = {
    "recipient": "intake", "name": "The health check", "email": "health@example.com",
    "message": "This goes the whole way to SES's own mailbox.", "consent": "yes",
}  # fmt: skip


def proof(key: bytes, now: float) -> str:
    """The field's value."""
    return f"{int(now)}.{keyed(key, FIELD, str(int(now)))}"


def genuine(key: bytes, value: str, now: float) -> bool:
    """Whether a field's value is one that `proof` made within the last minutes."""
    made, _, _ = value.partition(".")
    if not (made.isascii() and made.isdigit() and len(made) < 12 and value.isascii()):
        return False
    return abs(now - int(made)) < HOLDS and hmac.compare_digest(proof(key, int(made)), value)


def knock(key: bytes, url: str, origin: str) -> str:
    """Post as a visitor does and look at the receipt. Returns what went wrong, or ""."""
    form = FORM | {FIELD: proof(key, time.time()), "attempt": str(time.time_ns())}
    try:
        told = ask(url, form, patience=PATIENCE, origin=origin)
        if told.status != 303 or "receipt=" not in told.location:
            return f"post {told.status}"
        seen = ask(urljoin(url, told.location), patience=PATIENCE)
    except (*Unanswered, ValueError) as error:
        return type(error).__name__
    return "" if seen.status == 200 else f"receipt {seen.status}"
