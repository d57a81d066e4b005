"""Rules about one record that need more than one of its fields, or the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sitegen import urls
from sitegen.load import Origin, Record
from sitegen.models import ArticleMeta, Therapist
from sitegen.parse import Path_
from sitegen.problems import Problem, Severity
from sitegen.terms import FACETS, INTAKE, WAIT

Days = tuple[int, int]
"""The first and the last of some days, as ordinals."""

ALWAYS: Days = (dt.date.min.toordinal(), dt.date.max.toordinal())
NEVER: Days = (1, 0)


def quiet_days(record: Record[Any]) -> Days:
    """The days on which the rules find nothing: on these, nobody need ask them."""
    one = record.model
    if isinstance(one, Therapist):
        first, last = one.accepting.confirmed, min(held.expires for held in one.licenses)
    elif isinstance(one, ArticleMeta):
        first, last = max(one.published, one.last_reviewed), one.next_review
    else:
        return ALWAYS
    if first > last or any(rule_problems(record, first)):
        return NEVER
    return first.toordinal(), last.toordinal()


def rule_problems(record: Record[Any], today: dt.date) -> Iterator[Problem]:
    """What the rules for a record of this kind find on a day."""
    if isinstance(record.model, Therapist):
        yield from therapist_problems(record, today)
    elif isinstance(record.model, ArticleMeta):
        yield from article_problems(record.model, record.origin, today)


def therapist_problems(record: Record[Therapist], today: dt.date) -> Iterator[Problem]:
    """Rules about one record that need more than one field, or the date."""
    person = record.model

    def problem(path: Path_, message: str, hint: str, severity: Severity = "error") -> Problem:
        parsed = record.parsed
        place = parsed.place(path)
        return parsed.source.problem(place, message, hint=hint, severity=severity)

    if record.slug in (INTAKE, WAIT):
        message = f'"{record.slug}" has a meaning of its own where messages are routed'
        yield problem((), message, "rename the file, for example to the whole name")
    if record.slug in (*FACETS, *urls.DIRECTORY_PARTS):
        message = f"/therapists/{record.slug}/ is an address of the directory's own"
        yield problem((), message, "rename the file, for example to the whole name")
    if "in-person" in person.formats and not person.locations:
        hint = "add locations: [the office's slug], or take in-person out of formats"
        yield problem(("formats",), "someone who works in person needs an office", hint)
    if person.locations and "in-person" not in person.formats:
        hint = "add in-person to formats, or delete locations"
        yield problem(("locations",), "offices are named, but no sessions in person", hint)
    covers: list[tuple[Path_, str | None]] = [(("instead",), person.instead)]
    covers += [(("away", index, "instead"), one.instead) for index, one in enumerate(person.away)]
    for path, slug in covers:
        if slug == record.slug:
            yield problem(path, "nobody stands in for themselves", "name a colleague, or intake")
    for index, slug in enumerate(person.also_works_with):
        if slug in person.focus:
            hint = "keep it in one of the two"
            yield problem(("also_works_with", index), f'"{slug}" is a focus already', hint)
    if person.accepting.confirmed > today:
        hint = "write the day on which it was last confirmed"
        yield problem(("accepting", "confirmed"), "this day is still to come", hint)
    for index, one in enumerate(person.licenses):
        if one.expires < today:
            hint = "renew the date, or delete the license: the site no longer shows it"
            message = f"this license expired on {one.expires}"
            yield problem(("licenses", index, "expires"), message, hint, severity="warning")


def article_problems(meta: ArticleMeta, origin: Origin, today: dt.date) -> Iterator[Problem]:
    """Rules about one article's front matter that need more than one field, or the date."""

    def problem(key: str, message: str, hint: str, severity: Severity = "error") -> Problem:
        front = origin.parsed
        place = front.place((key,))
        return front.source.problem(place, message, hint=hint, severity=severity)

    if meta.author == meta.reviewer:
        yield problem("reviewer", "the author can't be the reviewer", "ask somebody else to review")
    if meta.published > today:
        yield problem("published", "this day is still to come", "write today's date or an earlier")
    if meta.last_reviewed < meta.published:
        yield problem("last_reviewed", "this is before the publication", "correct one of the two")
    if meta.last_reviewed > today:
        yield problem("last_reviewed", "this day is still to come", "write the day of the review")
    if meta.next_review <= meta.last_reviewed:
        yield problem("next_review", "this isn't after the last review", "correct one of the two")
    elif meta.next_review < today:
        hint = "have it reviewed, then change last_reviewed and next_review"
        yield problem("next_review", "the review is overdue", hint, severity="warning")
    if meta.image and not meta.image_alt:
        hint = "add image_alt: what the picture shows, or image_alt: decorative"
        yield problem("image", "the picture has no words for people who can't see it", hint)
    if meta.image_alt and not meta.image:
        yield problem("image_alt", "words for a picture, but no picture", "add image, or delete it")
