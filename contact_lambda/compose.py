"""A job → a mail. No text of a visitor's stands in a header; every one is escaped in the HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from email.utils import formataddr

from contact_lambda.job import ACKNOWLEDGMENT, HEALTH, NOTICE, Job
from contact_lambda.routing import INTAKE, Contract
from contact_lambda.submission import Submission

SIMULATOR = "success@simulator.amazonses.com"
"""SES's own mailbox that mails nobody and answers as if it had."""

_REACH = {"": "any way", "email": "by email", "phone": "by phone call", "text": "by text message"}
_VOICEMAIL = {"": "they didn’t say", "yes": "may be left", "no": "please leave none"}
_WHY = {
    "not-now": "They asked for {asked}, who takes no new people now.",
    "left": "They asked for {asked}, who has left the practice.",
    "away": "They asked for {asked}, who is away these days.",
    "bounced": "They asked for {asked}, whose address doesn’t take mail now.",
    "crowded": "They asked for {asked}, who got very many messages within the hour.",
    "returned": "It was sent to {asked}, and came back.",
    "delayed": "It was sent to {asked}, whose mail server hasn’t taken it yet.",
    "refused": "It couldn’t be sent to {asked}.",
    "suspected": "They asked for {asked}.",
}
_MARKS = {
    "honeypot": "a field that people don’t see was filled in (autofill does that, too)",
    "foreign-page": "it didn’t come from a page of this site",
    "too-fast": "it was written within three seconds",
    "many-links": "it holds many links",
    "link-markup": "it holds a link in a program’s notation",
    "link-in-name": "the name holds a link",
    "unproved": "the browser didn’t solve the puzzle against programs",
    "unanswered": "Cloudflare didn’t say whether the puzzle against programs was solved",
    "repeated": "the same text came again and again",
}
_NOTICES = {
    "bounce": "A mail to {address} came back. It belongs to message {reference}, for {asked}.",
    "complaint": (
        "{address} marked a mail of this form as spam. It belongs to message {reference}, "
        "for {asked}."
    ),
    "acknowledgment": (
        "The short confirmation to {address} didn’t arrive: the address given with message "
        "{reference}, for {asked}, may be wrong. If they gave a phone number, please use it."
    ),
}


@dataclass(frozen=True)
class Mail:
    """What SES is given."""

    sender: str
    to: str = field(repr=False)
    reply_to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    tags: tuple[tuple[str, str], ...] = ()


def compose(job: Job, contract: Contract) -> Mail:
    """The mail of a job."""
    practice = contract.practice
    sender = formataddr((practice.name, practice.sender))
    tags = (("kind", job.kind), ("message", job.id), ("to", job.to), ("why", job.why or "none"))
    subject, paragraphs, message = _parts(job, contract)
    to = {ACKNOWLEDGMENT: job.address, HEALTH: SIMULATOR}.get(job.kind)
    return Mail(
        sender=sender,
        to=to or contract.recipients[job.to].email,
        # A mail that SES refused may have been refused for this header; the address is in the text.
        reply_to=job.submission.reply_to if job.submission and job.why != "refused" else "",
        subject=f"{subject} ({job.reference})",
        text=_text(paragraphs, message),
        html=_html(paragraphs, message),
        tags=tags,
    )


def _parts(job: Job, contract: Contract) -> tuple[str, list[str], str]:
    """The subject, paragraphs of facts (lines joined by line ends), and the visitor's words."""
    practice = contract.practice
    asked = contract.recipients[job.asked].name if job.asked in contract.recipients else "us"
    if job.kind == ACKNOWLEDGMENT:
        call = f"If you hear nothing, or want to tell us something, call {practice.phone_label}."
        return "We have your message", [
            f"Thank you for writing to {practice.name}. Your message arrived.",
            f"You’ll hear back by {job.reply_by}. {call}",
            "If you didn’t write to us, somebody gave your address by mistake; "
            f"you needn’t do anything.\n{practice.url}",
        ], ""  # fmt: skip
    if job.kind == HEALTH:
        return "The route works", ["This mail checks the contact form’s route."], ""
    if job.kind == NOTICE:
        words = _NOTICES[job.why].format(address=job.address, reference=job.reference, asked=asked)
        reach = [f"Who wrote it can be reached at {job.visitor}."] if job.visitor else []
        return "A mail came back", [words, *reach], ""
    assert job.submission
    subject = (
        "Please check: a message from the website" if job.marks else "A message from the website"
    )
    return subject, _facts(job, asked, job.submission), job.submission.message


def _facts(job: Job, asked: str, submission: Submission) -> list[str]:
    found = []
    if job.to == INTAKE and job.asked == INTAKE:
        found.append("They leave it to us who answers.")
    if job.why:
        found.append(_WHY.get(job.why, "They asked for {asked}.").format(asked=asked))
    if job.marks:
        odd = "; ".join(_MARKS.get(mark, mark) for mark in job.marks)
        found.append(f"Please look whether a person wrote this: {odd}.")
    found.append("\n".join(_contact(submission)))
    return found


def _contact(submission: Submission) -> list[str]:
    rows = [f"Name: {submission.name}", f"Email: {submission.email}"]
    if not submission.reply_to:
        rows.append("Answer to this address by hand: your “Reply” can’t carry it.")
    elif submission.reply_to != submission.email:
        rows.append(f"The same address in plain letters: {submission.reply_to}")
    if submission.phone:
        rows.append(f"Phone: {submission.phone}")
        rows.append(f"Voicemail: {_VOICEMAIL[submission.voicemail]}")
    if submission.name_to_use:
        rows.append(f"Name to use when calling: {submission.name_to_use}")
    return [*rows, f"Would like to be reached: {_REACH[submission.reach]}"]


def _text(paragraphs: list[str], message: str) -> str:
    return "\n\n".join([*paragraphs, *([f"Their message:\n\n{message}"] if message else [])]) + "\n"


def _html(paragraphs: list[str], message: str) -> str:
    parts = [f'<p dir="auto">{_escaped(one)}</p>' for one in paragraphs]
    if message:
        parts.append(
            "<p>Their message:</p>"
            f'<div dir="auto" style="white-space:pre-wrap">{html.escape(message)}</div>'
        )
    return f'<!doctype html><html lang="en"><body>{"".join(parts)}</body></html>'


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
