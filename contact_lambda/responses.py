"""Answers to the visitor: the site's own page for a browser, JSON for our script."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from contact_lambda.promise import in_words
from contact_lambda.receipt import Receipt
from contact_lambda.routing import INTAKE, Contract
from contact_lambda.shells import Shell

Response = dict[str, Any]

_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
_POLICY = (
    "default-src 'none'; script-src 'self'{also}; frame-src{frames}; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Should an escape ever be missing, nothing of it runs, and nobody puts the form into a frame."""
_TEXTS = ("name", "email", "message", "phone", "name_to_use", "website", "attempt", "page")
_CHOICES = ("recipient", "reach", "voicemail")
_TICKS = ("acknowledge", "consent")
_FOLDED = ("phone", "reach", "voicemail", "name_to_use", "acknowledge")
"""The fields in the part of the form that is folded away while nobody used it."""

_SORRY = {
    405: "That isn’t a way to use this form.",
    413: "This message is too long for the form.",
    415: "This didn’t come from our form.",
    503: "Something went wrong on our side.",
}
_WHY = {
    "not-now": "{asked} isn’t taking new people now, so your message goes to {to}",
    "left": "{asked} no longer works here, so your message goes to {to}",
    "away": "{asked} is away these days, so your message goes to {to}",
    "bounced": "{asked} can’t get mail right now, so your message goes to {to}",
    "crowded": "Very many messages for {asked} came within the hour, so yours goes to {to}",
    "waits": "{asked} is away these days, is back on {back}, and answers then",
}


class Responses:
    """Makes every answer; `wants_json` says who asked.

    `guest` is the only other site whose script and frame a page of ours may hold.
    """

    def __init__(self, pages: Mapping[str, Shell], contract: Contract, guest: str = "") -> None:
        self._pages = pages
        self._contract = contract
        also, frames = (f" {guest}", f" {guest}") if guest else ("", " 'none'")
        self._policy = _POLICY.format(also=also, frames=frames)

    def again(
        self, status: int, outcome: str, typed: Mapping[str, str], errors: Mapping[str, str], *,
        wants_json: bool, retry_after: int = 0,
    ) -> Response:  # fmt: skip
        """Not taken: why, what to mend, and every word that was typed.

        `outcome` is invalid, limited or failed.
        """
        more = {"retry-after": str(retry_after)} if retry_after else {}
        if wants_json:
            return _json(status, {"outcome": outcome, "errors": dict(errors)}, more)
        values = {f"value-{name}": typed.get(name, "") for name in _TEXTS}
        values |= {f"error-{name}": words for name, words in errors.items()}
        shown = {outcome, *(f"error-{name}" for name in errors)}
        shown |= {f"{name}={typed.get(name, '')}" for name in _CHOICES}
        shown |= {name for name in _TICKS if typed.get(name)}
        if any(typed.get(name) or name in errors for name in _FOLDED):
            shown.add("extras")
        if not typed.get("recipient"):
            shown.add(f"recipient={INTAKE}")
        return self._html(status, self._pages["again"].fill(values, shown), more)

    def sorry(self, status: int, *, wants_json: bool) -> Response:
        """A request that no form of ours sends."""
        if wants_json:
            return _json(status, {"outcome": "refused", "errors": {}})
        why = _SORRY.get(status, "Something in this form couldn’t be read.")
        return self._html(status, self._pages["sorry"].fill({"why": why}))

    def accepted(self, location: str, *, wants_json: bool) -> Response:
        """Where the receipt is, which any reload leaves harmless."""
        if wants_json:
            return _json(200, {"outcome": "sent", "receipt": location})
        return redirect(location)

    def receipt(self, receipt: Receipt, today: dt.date) -> Response:
        """The receipt: reference, who gets it, and the day by which they answer."""
        people = self._contract.recipients
        asked, to = people[receipt.asked].name, people[receipt.to].name
        back = in_words(receipt.back, today) if receipt.back else ""
        why = _WHY.get("waits" if receipt.back else receipt.why, "")
        values = {
            "reference": receipt.reference,
            "to": to,
            "answer-by": in_words(receipt.reply_by, today),
            "rerouted": why.format(asked=asked[:1].upper() + asked[1:], to=to, back=back),
        }
        return self._html(200, self._pages["receipt"].fill(values, {"rerouted"} if why else ()))

    def _html(self, status: int, body: str, more: Mapping[str, str] | None = None) -> Response:
        kind = {
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": self._policy,
        }
        return {"statusCode": status, "headers": {**_HEADERS, **kind, **(more or {})}, "body": body}


def redirect(location: str) -> Response:
    """303: look there."""
    return {"statusCode": 303, "headers": {**_HEADERS, "location": location}, "body": ""}


def _json(status: int, data: Mapping[str, Any], more: Mapping[str, str] | None = None) -> Response:
    headers = {**_HEADERS, "content-type": "application/json", **(more or {})}
    return {"statusCode": status, "headers": headers, "body": json.dumps(data)}
