"""Facts about many people, packed so that a browser can load them: sets as bits, facts by columns.

A set of people is a string of base64 digits, six rows a digit, which compresses close to what it
says and needs no parsing. A column with few distinct values is a list of the values and one or two
digits a row.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Hashable, Iterable, Sequence
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
    """[distinct values, digits]: a plane of a digit a row, low first, as often as it takes.

    A value is worked out for one of those with the same key; by default it is the key.
    """
    keys = list(map(key, people))
    some = dict(zip(keys, people, strict=True))
    values = {key: value(one) if value else key for key, one in some.items()}
    distinct = sorted(set(values.values()), key=json.dumps)
    index = {one: place for place, one in enumerate(distinct)}
    planes = 1
    while len(distinct) > 64**planes:
        planes += 1
    digits = ""
    for plane in range(planes):
        digit = {key: DIGITS[index[one] >> 6 * plane & 63] for key, one in values.items()}
        digits += "".join(map(digit.__getitem__, keys))
    return [distinct, digits]
