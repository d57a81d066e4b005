"""The form's field rules: raw fields → a clean Submission, or the errors to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from contact_lambda import address
from contact_lambda.text import has_control, lines, one_line

ONE_LINE = {"recipient": 60, "name": 100, "email": 254, "phone": 40, "name_to_use": 100}
"""Longest values in characters; 254 is the longest address that SMTP carries (RFC 5321)."""

LONGEST_MESSAGE = 5_000
REACH = ("", "email", "phone", "text")
VOICEMAIL = ("", "yes", "no")
AS_SENT = ("reach", "voicemail", "acknowledge", "consent", "website", "page")
"""Values that are shown back as they came: choices, ticks, and what people don't fill in."""

FIELDS = (
    "recipient",
    "name",
    "email",
    "message",
    "phone",
    "reach",
    "voicemail",
    "name_to_use",
    "consent",
)
"""The fields that can be wrong, in the order in which the form shows them."""

SAY = {
    "recipient": "Choose who your message should go to",
    "name": "Write the name you’d like us to use",
    "email": "Write your email address, so that we can answer",
    "email-form": "Write an email address like name@example.com",
    "message": "Write a few words to us",
    "message-long": f"Shorten your message to {LONGEST_MESSAGE:,} characters",
    "phone": "Write a phone number, or choose another way to be reached",
    "phone-form": "Write a phone number with its area code, like (503) 555-0100",
    "reach": "Choose how we should reach you",
    "voicemail": "Choose whether we may leave a voicemail",
    "consent": "Check the box, so that we may use what you wrote to answer you",
    "long": "Write at most {} characters here",
    "one-line": "Write this on one line",
}


@dataclass(frozen=True)
class Submission:
    """A message that may be sent. `reply_to` is "" when the address can't stand in a header."""

    recipient: str
    name: str
    email: str
    reply_to: str
    message: str
    phone: str = ""
    reach: str = ""
    name_to_use: str = ""
    voicemail: str = ""
    acknowledge: bool = False

    def __repr__(self) -> str:
        return "Submission(•••)"

    def as_dict(self) -> dict[str, Any]:
        """For the queue."""
        return asdict(self)


Rule = Callable[[str, Mapping[str, str], Collection[str]], str]


class Invalid(Exception):
    """`errors` maps a field's name to what to do about it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


def typed(fields: Mapping[str, str]) -> dict[str, str]:
    """Every value of ours, cleaned: what an answer shows back."""
    shown = {name: one_line(fields.get(name, "")) for name in ONE_LINE}
    shown["message"] = lines(fields.get("message", ""))
    return shown | {name: fields.get(name, "") for name in AS_SENT}


def validate(fields: Mapping[str, str], slugs: Collection[str]) -> Submission:
    """The clean submission; `slugs` are those that may be written to. Raises Invalid."""
    values = typed(fields)
    found = {name: _problem(name, values, slugs) for name in FIELDS}
    errors = {name: say for name, say in found.items() if say}
    shown, reply_to = ("", "")
    if "email" not in errors:
        try:
            shown, reply_to = address.read(values["email"])
        except ValueError:
            errors = {
                n: errors.get(n) or SAY["email-form"] for n in FIELDS if n in errors or n == "email"
            }
    if errors:
        raise Invalid(errors)
    return Submission(
        recipient=values["recipient"],
        name=unicodedata.normalize("NFC", values["name"]),
        email=shown,
        reply_to=reply_to,
        message=values["message"],
        phone=values["phone"],
        reach=values["reach"],
        name_to_use=values["name_to_use"],
        voicemail=values["voicemail"],
        acknowledge=bool(values["acknowledge"]),
    )


def _problem(name: str, values: Mapping[str, str], slugs: Collection[str]) -> str:
    value = values[name]
    if name in ONE_LINE and len(value) > ONE_LINE[name]:
        return SAY["long"].format(ONE_LINE[name])
    if name in ONE_LINE and has_control(value):
        return SAY["one-line"]
    rule = _RULES.get(name)
    return rule(value, values, slugs) if rule else ""


def _required(name: str) -> Rule:
    return lambda value, values, slugs: "" if value else SAY[name]


def _recipient(value: str, values: Mapping[str, str], slugs: Collection[str]) -> str:
    return "" if value in slugs else SAY["recipient"]


def _message(value: str, values: Mapping[str, str], slugs: Collection[str]) -> str:
    return (
        SAY["message-long"] if len(value) > LONGEST_MESSAGE else ("" if value else SAY["message"])
    )


def _phone(value: str, values: Mapping[str, str], slugs: Collection[str]) -> str:
    if not value:
        return SAY["phone"] if values["reach"] in ("phone", "text") else ""
    return "" if sum(sign.isdigit() for sign in value) >= 5 else SAY["phone-form"]


def _one_of(name: str, allowed: Collection[str]) -> Rule:
    return lambda value, values, slugs: "" if value in allowed else SAY[name]


_RULES = {
    "recipient": _recipient,
    "name": _required("name"),
    "email": _required("email"),
    "message": _message,
    "phone": _phone,
    "reach": _one_of("reach", REACH),
    "voicemail": _one_of("voicemail", VOICEMAIL),
    "consent": _required("consent"),
}
