"""The kinds of values that records hold, and the rules of each; every model is made of these."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Secret, StringConstraints
from pydantic.networks import validate_email

from contact_lambda.address import PLAIN

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
"""Lower-case ASCII words joined by hyphens: safe in a URL, a file name and an HTML id alike."""


def _not_placeholder(url: str) -> str:
    if not re.match(r"^https://[^\s/]+\.[^\s]+$", url):
        raise ValueError("write a full address that starts with https://")
    return url


def known_time_zone(name: str) -> str:
    """The name, if the tz database has it. Raises ValueError when not."""
    if name not in available_timezones():
        raise ValueError('write a time zone of the tz database, such as "America/New_York"')
    return name


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
        frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True
    )
