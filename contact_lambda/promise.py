"""By which day somebody answers: computed from the practice's hours and holidays."""

from __future__ import annotations

import datetime as dt

from contact_lambda.routing import Practice

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FARTHEST = 366
"""Days to look ahead: a practice without business days still gets an answer, never a loop."""


def reply_by(now: dt.datetime, practice: Practice, back: dt.date | None = None) -> dt.date:
    """The day by which the visitor hears back.

    What comes after closing counts as come on the next business day; so does what waits for
    somebody who is `back` on a later day. `now` is an aware time.
    """
    start = counts_from(now, practice)
    day = business_day(max(start, back or start), practice)
    for _ in range(practice.reply_days):
        day = business_day(day + dt.timedelta(days=1), practice)
    return day


def counts_from(now: dt.datetime, practice: Practice) -> dt.date:
    """The business day on which a message counts as come."""
    local = now.astimezone(practice.zone)
    closes = practice.hours.get(local.weekday())
    closed = closes is not None and local.time() >= closes
    return business_day(local.date() + dt.timedelta(days=closed), practice)


def today(now: dt.datetime, practice: Practice) -> dt.date:
    """The day that it is at the practice."""
    return now.astimezone(practice.zone).date()


def in_words(day: dt.date, today: dt.date) -> str:
    """Such as "Thursday, May 14"; with the year when it isn't this one."""
    words = f"{_DAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def business_day(day: dt.date, practice: Practice) -> dt.date:
    """`day` or the first later one, Monday to Friday, on which the practice is open."""
    for ahead in range(_FARTHEST):
        found = day + dt.timedelta(days=ahead)
        open_ = found.weekday() in practice.hours and found not in practice.holidays
        if open_ and found.weekday() < 5:
            return found
    return day
