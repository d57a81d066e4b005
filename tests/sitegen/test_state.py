"""A state is the last whole build's with what changed since; whatever is lost, none is made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sitegen import state as state_module
from sitegen.memory import Memory
from sitegen.state import NOTHING, Recall, Row, State, keep_changes, keep_whole, last_state

PLACE = "/site"


def row(number: int) -> Row:
    return Row(b"k%d" % number, b"d%d" % number, (number, number, number))


def files(*numbers: int) -> State:
    rows = {f"{place}.html": row(number) for place, number in enumerate(numbers)}
    known = {f"own:{place}.md": (None, b"%d" % number) for place, number in enumerate(numbers)}
    return State(dict(known), dt.date(2026, 11, 23), "UTC", rows)


def same(one: State, other: State) -> bool:
    return one._replace(number=b"") == other._replace(number=b"")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "cache", "1")


def changed(memory: Memory, after: State) -> None:
    """What a build on the short way does."""
    before = last_state(memory, PLACE)
    rows = {p: before.rows[p] if before.rows.get(p) == r else r for p, r in after.rows.items()}
    keep_changes(memory, PLACE, before, before._replace(known=after.known, rows=rows))


def test_changes_add_up(memory: Memory) -> None:
    keep_whole(memory, PLACE, files(1, 2, 3))
    for numbers in ((1, 5, 3), (1, 5, 6), (1, 2, 6)):
        changed(memory, files(*numbers))
        assert same(last_state(memory, PLACE), files(*numbers))


def test_a_whole_build_ends_them(memory: Memory) -> None:
    keep_whole(memory, PLACE, files(1, 2))
    changed(memory, files(1, 3))
    keep_whole(memory, PLACE, files(1, 4))
    assert same(last_state(memory, PLACE), files(1, 4))


def test_changes_of_another_build_are_none_of_this_one(memory: Memory) -> None:
    keep_whole(memory, PLACE, files(1, 2))
    changed(memory, files(1, 3))
    old = memory.get("changes", PLACE)
    keep_whole(memory, PLACE, files(1, 4))
    memory.put("changes", PLACE, old)
    assert same(last_state(memory, PLACE), files(1, 4))
    changed(memory, files(5, 4))
    assert same(last_state(memory, PLACE), files(5, 4))


def test_many_changes_become_a_whole(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_module, "_FEW_CHANGES", 3)
    keep_whole(memory, PLACE, files(1, 2, 3))
    changed(memory, files(4, 5, 6))
    assert memory.get("changes", PLACE) is None
    assert same(last_state(memory, PLACE), files(4, 5, 6))


def test_files_more_or_less_make_a_whole(memory: Memory) -> None:
    keep_whole(memory, PLACE, files(1, 2))
    before = last_state(memory, PLACE)
    keep_changes(memory, PLACE, before, files(1)._replace(number=before.number))
    assert same(last_state(memory, PLACE), files(1))


def test_without_anything_there_is_nothing(memory: Memory) -> None:
    assert last_state(memory, PLACE) is NOTHING


def test_what_was_read_once_is_read_again_only_when_it_changed(memory: Memory) -> None:
    recall = Recall()
    assert recall.last(memory, PLACE) is NOTHING
    keep_whole(memory, PLACE, files(1, 2))
    first = recall.last(memory, PLACE)
    memory.flush()
    assert recall.last(memory, PLACE) is first
    after = first._replace(rows=first.rows | files(1, 3).rows)
    keep_changes(memory, PLACE, first, after)
    recall.note(memory, PLACE, after)
    assert recall.last(memory, PLACE) is after
    keep_changes(memory, PLACE, after, files(4, 3))  # by somebody else
    assert same(recall.last(memory, PLACE), last_state(memory, PLACE))
    memory.drop("state")
    assert recall.last(memory, PLACE) is NOTHING
