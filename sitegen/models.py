"""What a practice's files may say: frozen pydantic models that refuse unknown keys.

The models know field rules only. Whether a slug that a record names exists is decided in
`resolve`, where all records are at hand; which slugs a field may name is declared here
(`References`), so that rule and field stand together.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from sitegen.fields import (
    Clock,
    Dialed,
    Email,
    Line,
    Model,
    PhoneNumber,
    PrivateEmail,
    Slug,
    SlugList,
    Text,
    Url,
    Words,
    curled,
    known_time_zone,
)
from sitegen.terms import FACET_OF_KIND, INTAKE, WAIT, Kind, Status


class References(NamedTuple):
    """Marks a field whose values are slugs, of terms of these kinds or of therapists, or `also`."""

    kinds: tuple[Kind, ...] = ()
    target: Literal["term", "therapist", "image", "portrait"] = "term"
    also: tuple[str, ...] = ()


class Term(Model):
    """One entry of the controlled vocabulary."""

    kind: Kind
    slug: Slug
    label: Line
    description: Annotated[Text, AfterValidator(curled)]
    synonyms: tuple[Line, ...] = ()
    related: tuple[Slug, ...] = ()
    crisis: bool = False
    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,12}$")] | None = None
    address: tuple[Line, ...] = ()

    @property
    def facet(self) -> str | None:
        """The facet that this term belongs to; None for kinds that nobody filters by."""
        return FACET_OF_KIND.get(self.kind)


class License(Model):
    """The right to practice in one state."""

    state: Annotated[Slug, References((Kind.STATE,))]
    number: Line
    expires: dt.date


class SlidingScale(Model):
    """The lowest and highest fee that are agreed with people who can't pay the full one."""

    from_: Annotated[int, Field(ge=0, le=2000, alias="from")]
    to: Annotated[int, Field(ge=0, le=2000)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.from_ > self.to:
            raise ValueError("the sliding scale must go from the lower amount to the higher")
        return self


class Fee(Model):
    """What one session costs, in whole units of the practice's currency."""

    amount: Annotated[int, Field(strict=True, ge=0, le=2000)]
    minutes: Annotated[int, Field(strict=True, ge=10, le=240)] = 50
    sliding_scale: SlidingScale | None = None


class Accepting(Model):
    """The status, and the day on which somebody last confirmed it."""

    status: Status
    confirmed: dt.date


class Absence(Model):
    """Days away, the first and the last, and who gets the messages meanwhile."""

    first: dt.date
    last: dt.date
    instead: Annotated[Slug, References(target="therapist", also=(INTAKE, WAIT))] = INTAKE

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first > self.last:
            raise ValueError("the first day away must not be after the last")
        return self


def _terms(*kinds: Kind) -> References:
    return References(kinds)


class Therapist(Model):
    """One person of the practice; `therapists/<slug>.yaml`."""

    slug: Slug
    name: Line
    pronouns: Line | None = None
    role: Annotated[Slug, _terms(Kind.ROLE)]
    credentials: Annotated[SlugList, _terms(Kind.CREDENTIAL)] = ()
    licenses: tuple[License, ...] = Field(min_length=1)
    portrait: Annotated[Line | None, References(target="portrait")] = None
    summary: Annotated[Words, StringConstraints(max_length=180)]
    focus: Annotated[SlugList, _terms(Kind.ISSUE), Field(min_length=1, max_length=5)]
    also_works_with: Annotated[SlugList, _terms(Kind.ISSUE)] = ()
    approaches: Annotated[SlugList, _terms(Kind.APPROACH, Kind.PHILOSOPHY), Field(min_length=1)]
    populations: Annotated[SlugList, _terms(Kind.POPULATION), Field(min_length=1)]
    identities: Annotated[SlugList, _terms(Kind.IDENTITY)] = ()
    languages: Annotated[SlugList, _terms(Kind.LANGUAGE), Field(min_length=1)]
    insurance: Annotated[SlugList, _terms(Kind.INSURANCE)] = ()
    fee: Fee
    formats: Annotated[SlugList, _terms(Kind.FORMAT), Field(min_length=1)]
    locations: Annotated[SlugList, _terms(Kind.LOCATION)] = ()
    availability: Annotated[SlugList, _terms(Kind.AVAILABILITY)] = ()
    accepting: Accepting
    away: tuple[Absence, ...] = ()
    instead: Annotated[Slug | None, References(target="therapist", also=(INTAKE,))] = None
    contact_label: Annotated[Words, StringConstraints(max_length=40)]
    email: PrivateEmail
    biography: Text

    @property
    def status(self) -> Status:
        """Whether they take new people, as somebody last said."""
        return self.accepting.status

    @property
    def confirmed(self) -> int:
        """The day on which somebody last confirmed that, as an ordinal."""
        return self.accepting.confirmed.toordinal()

    @property
    def licensed(self) -> tuple[tuple[str, int], ...]:
        """Each license's state and last day, as an ordinal."""
        return tuple((one.state, one.expires.toordinal()) for one in self.licenses)

    def terms(self) -> tuple[str, ...]:
        """The slugs of every term this record names, each once, in the record's order."""
        states = (one.state for one in self.licenses)
        every = (
            *self.focus, *self.also_works_with, *self.approaches, *self.populations,
            *self.identities, *self.languages, *self.insurance, *self.formats, *self.locations,
            *states, *self.availability, *self.credentials, self.role,
        )  # fmt: skip
        return tuple(dict.fromkeys(every))


class Source(Model):
    """Something that an article rests on."""

    title: Words
    publisher: Line
    year: Annotated[int, Field(ge=1850, le=2100)]
    url: Url | None = None


class ArticleMeta(Model):
    """The front matter of `content/articles/<slug>.md`."""

    title: Annotated[Words, StringConstraints(max_length=80)]
    summary: Annotated[Words, StringConstraints(max_length=160)]
    topics: Annotated[SlugList, _terms(*FACET_OF_KIND), Field(min_length=1)]
    author: Annotated[Slug, References(target="therapist")]
    reviewer: Annotated[Slug, References(target="therapist")]
    published: dt.date
    last_reviewed: dt.date
    next_review: dt.date
    image: Annotated[Line | None, References(target="image")] = None
    image_alt: Words | None = None
    crisis_notice: bool | None = None
    sources: tuple[Source, ...] = Field(min_length=1)


class PageMeta(Model):
    """The front matter of `content/pages/<slug>.md`."""

    title: Annotated[Words, StringConstraints(max_length=80)]
    summary: Annotated[Words, StringConstraints(max_length=160)]
    nav_label: Line | None = None


class Phone(Model):
    """A number to dial and the way it is written for people."""

    number: PhoneNumber
    label: Line


class OpeningHours(Model):
    """The days that share one opening and closing time."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(min_length=1)
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("the opening time must be before the closing time")
        return self


class Holiday(Model):
    """A day on which nobody answers."""

    date: dt.date
    name: Words


class Intake(Model):
    """Where a message goes when the visitor leaves the choice to the practice."""

    label: Words
    email: PrivateEmail


class TextLine(Model):
    """A number that takes text messages, and the words to send first, if any."""

    to: Dialed
    words: str = ""


class CrisisLine(Model):
    """Somebody to reach right now."""

    name: Line
    about: Words
    call: Dialed | None = None
    text: TextLine | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not (self.call or self.text or self.url):
            raise ValueError("a crisis line needs at least one of call, text or url")
        return self


class Navigation(Model):
    """The slugs of the pages in the header and in the footer."""

    header: tuple[Slug, ...] = Field(min_length=1)
    footer: tuple[Slug, ...] = ()


class Practice(Model):
    """The practice itself; `content/site.yaml`."""

    name: Line
    tagline: Words
    description: Annotated[Words, StringConstraints(max_length=160)]
    url: Url
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    time_zone: Annotated[str, AfterValidator(known_time_zone)]
    notice: Words | None = None
    phone: Phone
    hours: tuple[OpeningHours, ...] = Field(min_length=1)
    holidays: tuple[Holiday, ...] = ()
    reply_within_business_days: Annotated[int, Field(ge=1, le=10)]
    accepting_valid_days: Annotated[int, Field(ge=1, le=365)]
    intake: Intake
    sender: Email
    turnstile: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{10,100}$")] | None = None
    crisis_lines: tuple[CrisisLine, ...] = Field(min_length=1)
    navigation: Navigation
