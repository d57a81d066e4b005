"""Records in brief: what lists, counts and the order of people ask of all of them.

Ten thousand whole records take longer to read than an edit may; these are plain values. A whole
record is read by itself, when its own page shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from sitegen.terms import Status

if TYPE_CHECKING:
    from sitegen.fields import PrivateEmail
    from sitegen.models import ArticleMeta, Fee, Therapist

S = TypeVar("S")
T = TypeVar("T")


class ScaleBrief(NamedTuple):
    """As `SlidingScale` has them."""

    from_: int
    to: int


class FeeBrief(NamedTuple):
    """As `Fee` has them."""

    amount: int
    minutes: int
    sliding_scale: ScaleBrief | None


class PersonBrief(NamedTuple):
    """A therapist; all is named as `Therapist` names it. Days are ordinals."""

    slug: str
    name: str
    status: Status
    confirmed: int
    licensed: tuple[tuple[str, int], ...]
    named: tuple[str, ...]
    formats: tuple[str, ...]
    locations: tuple[str, ...]
    focus: tuple[str, ...]
    insurance: tuple[str, ...]
    role: str
    credentials: tuple[str, ...]
    pronouns: str | None
    portrait: str | None
    summary: str
    contact_label: str
    fee: FeeBrief
    email: PrivateEmail

    def terms(self) -> tuple[str, ...]:
        """The slugs of every term that the record names."""
        return self.named


class ArticleBrief(NamedTuple):
    """An article, as its front matter names all, and how long its text takes to read."""

    slug: str
    title: str
    summary: str
    topics: tuple[str, ...]
    author: str
    published: int
    last_reviewed: int
    image: str | None
    minutes: int


if TYPE_CHECKING:
    Somebody = Therapist | PersonBrief
    """A therapist, whole or in brief."""


def person(one: Therapist) -> PersonBrief:
    """A therapist in brief."""
    return PersonBrief(
        one.slug, one.name, one.status, one.confirmed, one.licensed, one.terms(), one.formats,
        one.locations, one.focus, one.insurance, one.role, one.credentials, one.pronouns,
        one.portrait, one.summary, one.contact_label, _fee(one.fee), one.email,
    )  # fmt: skip


def article(slug: str, meta: ArticleMeta, minutes: int) -> ArticleBrief:
    """An article in brief."""
    return ArticleBrief(
        slug, meta.title, meta.summary, meta.topics, meta.author, meta.published.toordinal(),
        meta.last_reviewed.toordinal(), meta.image, minutes,
    )  # fmt: skip


def _fee(fee: Fee) -> FeeBrief:
    scale = fee.sliding_scale
    brief = ScaleBrief(scale.from_, scale.to) if scale else None
    return FeeBrief(fee.amount, fee.minutes, brief)


class Unread(Sequence[T], Generic[T]):
    """Records that are each read when somebody asks for it, and what all of them are in brief."""

    def __init__(
        self, sources: Sequence[S], read: Callable[[S], T], brief: tuple[Any, ...]
    ) -> None:
        self.brief = brief
        self._sources, self._read = sources, read
        self._found: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        if at not in self._found:
            self._found[at] = self._read(self._sources[at])
        return self._found[at]

    def __iter__(self) -> Iterator[T]:
        return (self[at] for at in range(len(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)
