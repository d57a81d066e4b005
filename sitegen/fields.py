"""The kinds of values that records hold, and the rules of each; every model is made of these."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from functools import cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Secret, StringConstraints

from contact_lambda.address import PLAIN

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
"""Lower-case ASCII words joined by hyphens: safe in a URL, a file name and an HTML id alike."""


def _not_placeholder(url: str) -> str:
    if not re.match(r"^https://[^\s/]+\.[^\s]+$", url):
        raise ValueError("write a full address that starts with https://")
    return url


def known_time_zone(name: str) -> str:
    """The name, if the tz database has it. Raises ValueError when not."""
    if not _is_found(name) and name not in available_timezones():
        raise ValueError('write a time zone of the tz database, such as "America/New_York"')
    return name


def _is_found(name: str) -> bool:
    """Whether a zone is found by its name, where capitals count: the list of all takes a while."""
    if sys.platform != "linux" or name.startswith(("posix", "right/")) or "." in name:
        return False
    with suppress(LookupError, OSError, ValueError):
        return bool(ZoneInfo(name))
    return False


def _no_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise ValueError(f"{', '.join(repeated)} is listed more than once")
    return values


def _address(text: str) -> str:
    """The address alone, its domain in small letters; the library, which judges those that aren't
    plain, takes long to import. Raises PydanticCustomError."""
    if PLAIN.match(text):
        local, _, domain = text.partition("@")
        return f"{local}@{domain.lower()}"
    from pydantic.networks import validate_email

    return validate_email(text)[1]


def curled(words: str) -> str:
    """The words with typed apostrophes as a printer sets them."""
    return re.sub(r"(?<=\w)'(?=\w)", "\N{RIGHT SINGLE QUOTATION MARK}", words)


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Line = Annotated[Text, StringConstraints(pattern=r"^[^\r\n]*$")]
Words = Annotated[Line, AfterValidator(curled)]
"""A line that visitors read as it is; typed apostrophes become the printer's, as in Markdown."""
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
Url = Annotated[str, AfterValidator(_not_placeholder)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9-]{6,18}$")]
"""International form with hyphens, as RFC 3966 writes a global `tel:` number."""


Dialed = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9-]*$")]
"""A number as a phone dials it, also a short one such as 988."""
SlugList = Annotated[tuple[Slug, ...], AfterValidator(_no_repeats)]


Email = Annotated[str, AfterValidator(_address)]


class PrivateEmail(Secret[Email]):
    """An address that must never reach the site, a log or an error: it prints as stars."""

    def _display(self) -> str:
        return "**********"


class Model(BaseModel):
    """Frozen, closed, and silent about its input in errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True,
        defer_build=True,  # most builds validate hardly a record, and no two kinds
    )  # fmt: skip

    def __reduce__(self) -> tuple[Any, ...]:
        """The values alone: ten thousand records are read back in half the time."""
        return _restored, (type(self), tuple(map(self.__dict__.__getitem__, _names(type(self)))))


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _restored(model: type[Model], values: tuple[Any, ...]) -> Model:
    """A model of values that were valid."""
    names = _names(model)
    one = _NEW(model)
    _SET_VALUES(one, dict(zip(names, values, strict=True)))
    _SET_GIVEN(one, set(names))
    _SET_EXTRA(one, None)
    _SET_PRIVATE(one, None)
    return one


_NEW = object.__new__
_SET_VALUES, _SET_GIVEN, _SET_EXTRA, _SET_PRIVATE = (
    BaseModel.__dict__[name].__set__
    for name in (
        "__dict__",
        "__pydantic_fields_set__",
        "__pydantic_extra__",
        "__pydantic_private__",
    )
)
"""What pydantic does when it reads a pickle, without looking these up for each."""
