"""What pages ask of the site, noted, so that a page is planned again only when an answer differs.

While something is made of the site, what it reads is noted by name: the file of a record, or a
table of all records of a kind. A *question* is a function of the site and plain values. Whoever
asks it notes the question alone; what the answer rests on is noted with the answer. After an edit,
a question is asked again only where something below it changed, and what asked it is made again
only where the answer isn't the same (`notes.py`).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from sitegen.world import exact

if TYPE_CHECKING:
    from sitegen.site import Site

P = ParamSpec("P")
T = TypeVar("T")

Name = str
"""A file, a table, or, in one line, a question: the function's place and the values it was asked
with. A page is one, too: its address, and the place and the values of what plans it."""


class Answer(NamedTuple):
    """What an answer was, as a hash, and what it rests on. The mark of a page is empty."""

    mark: bytes
    notes: tuple[Name, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        return _answer, (self.mark, "\n".join(self.notes))


def _answer(mark: bytes, lines: str) -> Answer:
    """One from another process or build: what rests on the same shares its name."""
    return Answer(mark, tuple(map(sys.intern, lines.split("\n"))) if lines else ())


@dataclass
class Notebook:
    """What was made of one site, each thing once, and what it rests on.

    `answers` are those given so far.
    """

    answers: dict[Name, Answer] = field(default_factory=dict)
    _made: dict[Name, tuple[Any, dict[Name, None]]] = field(default_factory=dict)
    _open: list[dict[Name, None]] = field(default_factory=list)
    _new: list[Name] = field(default_factory=list)

    def note(self, name: Name) -> None:
        """Something of this name is read."""
        if self._open:
            self._open[-1][name] = None

    def noted(self, make: Callable[[], T]) -> tuple[T, dict[Name, None]]:
        """What is made, and the names of all that is read meanwhile."""
        notes: dict[Name, None] = {}
        self._open.append(notes)
        try:
            return make(), notes
        finally:
            self._open.pop()

    def once(self, name: Name, make: Callable[[], T]) -> T:
        """What is made the first time; whoever asks reads all that making it read."""
        value, notes = self._once(name, make)
        if self._open:
            self._open[-1].update(notes)
        return value

    def answer(self, name: Name, make: Callable[[], T]) -> T:
        """The same, but whoever asks notes the question alone."""
        value, notes = self._once(name, make)
        self.answers[name] = Answer(mark(value), tuple(notes))
        self._new.append(name)
        self.note(name)
        return value

    def again(self, name: Name) -> Any:
        """The answer that was given before."""
        if self._open:
            self._open[-1][name] = None
        return self._made[name][0]

    def news(self) -> tuple[tuple[Name, Answer], ...]:
        """The answers that were given since this was asked last."""
        new, self._new = self._new, []
        return tuple((name, self.answers[name]) for name in new)

    def _once(self, name: Name, make: Callable[[], T]) -> tuple[T, dict[Name, None]]:
        if name not in self._made:
            self._made[name] = self.noted(make)
        return self._made[name]


def mark(value: Any) -> bytes:
    """A hash that tells a value from all others."""
    return hashlib.blake2b(exact(value), digest_size=16).digest()


@cache
def place(function: Callable[..., Any]) -> str:
    """Where a function is to be found."""
    return f"{function.__module__}:{function.__qualname__}"


def question(function: Callable[..., Any], *values: str | int) -> Name:
    """The name of what is asked; values are slugs, states and numbers, of one word each."""
    return _question(f"?{place(function)}", values)


@cache
def _question(where: str, values: tuple[Any, ...]) -> Name:
    return "\t".join([where, *(one if isinstance(one, str) else f"#{one}" for one in values)])


def once(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """A function of a site and plain values that works once for each."""
    where = question(make)

    @wraps(make)
    def kept(site: Site, *values: P.args, **_: P.kwargs) -> T:
        return site.notebook.once(_question(where, values), lambda: make(site, *values))  # type: ignore[call-arg]

    return cast(Callable[Concatenate["Site", P], T], kept)


_QUESTIONS: dict[str, Callable[..., Any]] = {}


def asked(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """A question: a function of a site and plain values, whose answer is compared as a whole."""
    where = question(make)

    @wraps(make)
    def ask(site: Site, *values: P.args, **_: P.kwargs) -> T:
        name, book = _question(where, values), site.notebook
        if name in book.answers:  # mostly, and by far the most often asked
            return cast(T, book.again(name))
        return book.answer(name, lambda: make(site, *values))  # type: ignore[call-arg]

    _QUESTIONS[where] = ask
    return cast(Callable[Concatenate["Site", P], T], ask)


def differs(site: Site, name: Name, before: bytes) -> bool:
    """Whether a question's answer has another mark now."""
    where, *words = name.split("\t")
    import_module(where[1:].partition(":")[0])
    try:
        _QUESTIONS[where](site, *(int(one[1:]) if one[:1] == "#" else one for one in words))
    except LookupError:  # of somebody, or something, that isn't there any more
        return True
    return site.notebook.answers[name].mark != before
