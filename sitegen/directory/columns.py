"""Facts about many people, packed so that a browser can load them: sets as bits, facts by columns.

A set of people is a string of base64 digits, six rows a digit, which compresses close to what it
says and needs no parsing. A column with few distinct values is a list of the values and one or two
digits a row.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sitegen.directory.roster import packed

if TYPE_CHECKING:
    from sitegen.brief import PersonBrief

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def bits(rows: Iterable[int], size: int) -> str:
    """A set of rows out of `size`: six rows a digit, the first row in the lowest bit."""
    digits = -(-size // 6)
    threes = packed(rows, size).to_bytes(-(-digits // 4) * 3, "big")
    return urlsafe_b64encode(threes).decode()[::-1][:digits]


def column(
    people: Sequence[PersonBrief],
    key: Callable[[PersonBrief], Hashable],
    value: Callable[[PersonBrief], Hashable] | None = None,
) -> list[Any]:
    """[distinct values, the place of each row's among them as digits].

    A value is worked out for one of those with the same key; by default it is the key.
    """
    keys = list(map(key, people))
    some = dict(zip(keys, people, strict=True))
    values = {key: value(one) if value else key for key, one in some.items()}
    distinct = sorted(set(values.values()), key=json.dumps)
    index = {one: place for place, one in enumerate(distinct)}
    places = {key: index[one] for key, one in values.items()}
    return [distinct, digits([places[key] for key in keys])]


def names(every: Sequence[str]) -> dict[str, str]:
    """Names in their order: the words before the last where they change, and the last words by the
    steps from one person to the next through all that there are.

    A third of what names take otherwise, as sorted neighbors share much.
    """
    parts = [name.rpartition(" ")[::2] for name in every]
    last = sorted({one for _, one in parts}, key=lambda one: (one.casefold(), one))
    at = {one: place for place, one in enumerate(last)}
    pairs = list(pairwise([("", last[0]), *parts] if parts else ()))
    return {
        "given": "\n".join((one or " ") * (one != before) for (before, _), (one, _) in pairs),
        "last": "\n".join(last),
        "steps": digits([(at[one] - at[before]) % len(last) for (_, before), (_, one) in pairs]),
    }


def digits(numbers: Sequence[int]) -> str:
    """Numbers as planes of a digit each, low first, as many as the largest takes."""
    distinct = set(numbers)
    planes = 1
    while max(distinct, default=0) >= 64**planes:
        planes += 1
    found = ""
    for plane in range(planes):
        digit = {one: DIGITS[one >> 6 * plane & 63] for one in distinct}
        found += "".join([digit[one] for one in numbers])
    return found
