"""Facts as plain American English: dates, hours, money, counts. Pure functions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sitegen.brief import FeeBrief
    from sitegen.models import Fee, OpeningHours


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_CURRENCY = "$"
DOT = "\N{NO-BREAK SPACE}· "
"""Between facts on one line: a wrapped line may end with the dot, but never begins with it."""
NARROW_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"


class Day(NamedTuple):
    """A date for machines (`iso`) and for people (`words`)."""

    iso: str
    words: str


@lru_cache(maxsize=10_000)
def day(date: dt.date) -> Day:
    """2026-09-14 → September 14, 2026; `strftime` would ask the machine's locale."""
    return Day(date.isoformat(), f"{MONTHS[date.month - 1]} {date.day}, {date.year}")


def month_day(date: dt.date) -> str:
    """A date so near that the year is plain: November 26."""
    return f"{MONTHS[date.month - 1]} {date.day}"


def number(count: int) -> str:
    """Words below ten, digits from ten on, as running text has them."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def plural(count: int, one: str, many: str) -> str:
    """The noun that fits the count, with the count: (1, "person", "people") → "one person"."""
    return f"{number(count)} {one if count == 1 else many}"


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def joined(words: Iterable[str], last: str = "and") -> str:
    """A list in a sentence, with the serial comma: a, b, and c."""
    items = list(words)
    if len(items) < 3:
        return f" {last} ".join(items)
    return f"{', '.join(items[:-1])}, {last} {items[-1]}"


def clock(time: str) -> str:
    """24-hour clock → 12-hour: 08:00 → 8 am, 12:30 → 12:30 pm."""
    hour, minute = (int(part) for part in time.split(":"))
    minutes = f":{minute:02}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{minutes}{NARROW_NO_BREAK}{'am' if hour < 12 else 'pm'}"


def weekdays(days: Sequence[str]) -> str:
    """Days in the order of the week; three and more in a row become a range."""
    order = list(WEEKDAYS)
    runs: list[list[int]] = []
    for index in sorted(order.index(name) for name in days):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    names = [WEEKDAYS[name] for name in order]
    parts: list[str] = []
    for run in runs:
        several = [names[index] for index in run]
        parts += [f"{several[0]} to {several[-1]}"] if len(run) > 2 else several
    return joined(parts)


def opening(hours: OpeningHours) -> tuple[str, str]:
    """The days and the times of one line of opening hours."""
    return weekdays(hours.days), f"{clock(hours.opens)} to {clock(hours.closes)}"


def money(amount: int) -> str:
    """Whole units of the practice's currency."""
    return f"{_CURRENCY}{amount:,}"


def fee(value: Fee | FeeBrief) -> str:
    """What a session costs, without the sliding scale."""
    if value.amount == 0:
        return f"Free, for {value.minutes} minutes"
    return f"{money(value.amount)} for {value.minutes} minutes"


def sliding_scale(value: Fee) -> str | None:
    """The lower fees that are agreed when money is tight; None when there are none."""
    scale = value.sliding_scale
    if scale is None:
        return None
    if scale.from_ == scale.to:
        return f"{money(scale.to)} when money is tight"
    return f"From {money(scale.from_)} to {money(scale.to)} when money is tight"


def initials(name: str) -> str:
    """The first letters of the first and the last name, for a monogram."""
    parts = name.split()
    return "".join(part[0] for part in dict.fromkeys((parts[0], parts[-1]))).upper()


def reading_minutes(words: int) -> int:
    """About how long a text of so many words takes, at 220 a minute; at least one minute."""
    return max(1, round(words / 220))


@lru_cache(maxsize=1024)
def slugged(title: str) -> str:
    """The words of a heading as its id: small letters, digits and hyphens of any language."""
    return _SPACES_AND_HYPHENS.sub("-", _NOT_IN_SLUG.sub("", title).strip().lower())


_NOT_IN_SLUG = re.compile(r"[^\w\s-]")
_SPACES_AND_HYPHENS = re.compile(r"[-\s]+")
