"""What the local server's outbox page is told: the messages that would have been sent."""

from __future__ import annotations

from typing import NamedTuple


class Mail(NamedTuple):
    """One message; `sent` is a date and time in words, `html` its HTML part, if it has one."""

    to: tuple[str, ...]
    reply_to: tuple[str, ...]
    sender: str
    subject: str
    sent: str
    text: str
    html: str | None


class OutboxView(NamedTuple):
    """Everything sent since the server started, newest first."""

    mails: tuple[Mail, ...]
