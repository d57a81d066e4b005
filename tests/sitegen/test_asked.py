"""What is noted while something is made, and which answers differ afterwards."""

from __future__ import annotations

import pickle
from typing import Any, cast

import pytest

from sitegen.asked import Answer, Name, Notebook, asked, mark, once, question
from sitegen.dependents import Dependents
from sitegen.notes import Known, Notes
from sitegen.site import Site


class Shelf:
    """Something like a site: numbers by name, noted when they are read."""

    def __init__(self, **numbers: int) -> None:
        self.notebook = Notebook()
        self._numbers = numbers
        self.made: list[str] = []

    def read(self, name: str) -> int:
        self.notebook.note(name)
        return self._numbers[name]


def shelf(**numbers: int) -> tuple[Site, Shelf]:
    found = Shelf(**numbers)
    return cast(Site, found), found


def of(site: Site) -> Shelf:
    return cast(Shelf, site)


@once
def double(site: Site, name: str) -> int:
    of(site).made.append(f"double {name}")
    return of(site).read(name) * 2


@asked
def is_large(site: Site, name: str) -> bool:
    of(site).made.append(f"is_large {name}")
    return double(site, name) > 10


@asked
def is_above(site: Site, name: str, number: int) -> bool:
    return double(site, name) > number


@asked
def how_many(site: Site) -> int:
    return sum(is_large(site, name) for name in ("a", "b"))


def notes(act: Any, site: Site) -> list[Name]:
    return list(of(site).notebook.noted(act)[1])


def test_what_is_read_is_noted_and_made_once() -> None:
    site, inner = shelf(a=4, b=9)
    assert notes(lambda: inner.read("a"), site) == ["a"]
    assert notes(lambda: double(site, "a"), site) == ["a"]
    assert notes(lambda: double(site, "a"), site) == ["a"]
    assert inner.made == ["double a"]
    assert double(site, "b") == 18
    assert inner.notebook.answers == {}


def test_who_asks_a_question_notes_the_question_alone() -> None:
    site, inner = shelf(a=4, b=9)
    assert notes(lambda: how_many(site), site) == [question(how_many)]
    assert inner.notebook.answers == {
        question(how_many): Answer(mark(1), (question(is_large, "a"), question(is_large, "b"))),
        question(is_large, "a"): Answer(mark(False), ("a",)),
        question(is_large, "b"): Answer(mark(True), ("b",)),
    }
    assert {name for name, _ in inner.notebook.news()} == inner.notebook.answers.keys()
    assert inner.notebook.news() == ()


PAGE = "/page\tview"


def known(inner: Shelf, *below: Name) -> Known:
    """What is known after a build of one page, which read all this."""
    things = {PAGE: Answer(b"", below), **inner.notebook.answers}
    return Known(first=Dependents.of(things))


def holds(found: Known, site: Site, *changed: str) -> bool:
    return PAGE in found.holding(Notes(marks=dict.fromkeys(changed, b"")), site)


def told(found: Known) -> dict[Name, tuple[bytes, frozenset[Name]]]:
    things = found.first.things().items()
    return {name: (thing.mark, frozenset(thing.notes)) for name, thing in things}


CHANGES: list[tuple[dict[str, int], set[str], bool, list[str]]] = [
    ({}, set(), False, []),
    ({"b": 8}, {"b"}, False, ["is_large b", "double b"]),  # no other answer to how_many
    ({"b": 5}, {"b"}, True, ["is_large b", "double b", "is_large a", "double a"]),
    ({"a": 6, "b": 5}, {"a", "b"}, False, ["is_large a", "double a", "is_large b", "double b"]),
]


@pytest.mark.parametrize(("now", "changed", "differs", "made"), CHANGES)
def test_a_question_is_asked_again_only_where_something_below_it_changed(
    now: dict[str, int], changed: set[str], differs: bool, made: list[str]
) -> None:
    before, inner = shelf(a=4, b=9)
    how_many(before)
    site, again = shelf(**{"a": 4, "b": 9} | now)
    found = known(inner, question(how_many))
    # With two changes that cancel each other out, how_many is asked again, and says the same.
    assert holds(found, site, *changed) is not differs
    assert sorted(again.made) == sorted(made)
    fresh, kept = shelf(**{"a": 4, "b": 9} | now)
    how_many(fresh)
    after = found.after(Notes(things=again.notebook.answers), [PAGE])
    assert told(after) == told(known(kept, question(how_many)))


def test_a_question_of_words_and_numbers_is_asked_again_with_both() -> None:
    before, inner = shelf(a=4)
    assert notes(lambda: is_above(before, "a", 8), before) == [question(is_above, "a", 8)]
    found = known(inner, question(is_above, "a", 8))
    assert holds(found, shelf(a=3)[0], "a")
    assert not holds(found, shelf(a=5)[0], "a")


def test_an_answer_from_another_process_is_the_same() -> None:
    site, inner = shelf(a=4, b=9)
    how_many(site)
    is_above(site, "b", 8)
    told = {**inner.notebook.answers, PAGE: Answer(b"", ())}
    again = pickle.loads(pickle.dumps(told))
    assert again == told


def test_what_cannot_be_asked_any_more_differs() -> None:
    before, inner = shelf(a=4, b=9)
    how_many(before)
    site, _ = shelf(a=4)
    assert not holds(known(inner, question(is_large, "b")), site, "b")
    assert not holds(known(inner, question(how_many)), site, "b")
    assert holds(known(inner, question(is_large, "a"), "x"), site, "b")


def test_what_fails_is_not_remembered() -> None:
    site, inner = shelf()
    with pytest.raises(KeyError):
        is_large(site, "a")
    assert inner.notebook.answers == {}
    assert notes(lambda: inner.notebook.note("b"), site) == ["b"]
