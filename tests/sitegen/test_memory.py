"""What builds remember: whole entries, or none."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.memory import Memory


def test_values_come_back(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "1")
    memory.put("kind", "a", {"x": (1, "é")})
    assert memory.get("kind", "a") == {"x": (1, "é")}
    memory.close()
    again = Memory(tmp_path, "1")
    assert again.get("kind", "a") == {"x": (1, "é")}
    assert again.get("kind", "b") is None
    assert again.get("other", "a") is None
    again.close()


def test_what_other_code_remembered_is_gone(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "1")
    memory.put("kind", "a", 1)
    memory.close()
    newer = Memory(tmp_path, "2")
    assert newer.get("kind", "a") is None
    newer.close()


def test_entries_are_listed_and_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "1")
    for name in ("a/1", "a/2", "b/1"):
        memory.put("kind", name, name)
    memory.flush()
    assert dict(memory.under("kind", "a/")) == {"a/1": "a/1", "a/2": "a/2"}
    memory.forget("kind", ["a/1"])
    assert memory.get("kind", "a/1") is None
    memory.flush()
    assert dict(memory.under("kind", "")) == {"a/2": "a/2", "b/1": "b/1"}
    memory.close()


def test_nothing_is_seen_of_what_was_not_flushed(tmp_path: Path) -> None:
    memory, other = Memory(tmp_path, "1"), Memory(tmp_path, "1")
    memory.put("kind", "a", 1)
    assert other.get("kind", "a") is None
    memory.flush()
    assert other.get("kind", "a") == 1
    memory.close()
    other.close()


@given(st.data())
def test_spoiled_bytes_are_never_believed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever happens to the file, an entry is the one that was put, or none."""
    folder = tmp_path_factory.mktemp("memory")
    memory = Memory(folder, "1")
    values = {str(number): "word " * number for number in range(40)}
    for name, value in values.items():
        memory.put("kind", name, value)
    memory.close()
    file = folder / "memory.sqlite"
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 30))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    file.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    spoiled = Memory(folder, "1")
    for name, value in values.items():
        assert spoiled.get("kind", name) in (value, None)
    spoiled.put("kind", "new", 1)
    spoiled.close()
    mended = Memory(folder, "1")
    assert mended.get("kind", "new") in (1, None)
    mended.close()


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "memory.sqlite").write_text("no database at all " * 100)
    memory = Memory(tmp_path, "1")
    memory.put("kind", "a", 1)
    memory.close()
    again = Memory(tmp_path, "1")
    assert again.get("kind", "a") == 1
    again.close()


def test_what_a_locked_file_keeps_out_waits_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.memory._BUSY_SECONDS", 0.05)
    memory = Memory(tmp_path, "1")
    with sqlite3.connect(tmp_path / "memory.sqlite", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        memory.put("kind", "a", 1)
        memory.flush()
        assert memory.get("kind", "a") == 1
        other.execute("COMMIT")
    memory.close()
    again = Memory(tmp_path, "1")
    assert again.get("kind", "a") == 1
    again.close()


def test_a_kind_can_be_dropped(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "1")
    for kind, name in (("a", "x"), ("a", "y"), ("b", "x")):
        memory.put(kind, name, 1)
    memory.flush()
    memory.put("a", "z", 1)
    memory.drop("a")
    assert [memory.get("a", name) for name in "xyz"] == [None, None, None]
    assert memory.get("b", "x") == 1
    memory.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_where_nothing_can_be_written_it_lasts_as_long_as_it_lives(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    memory = Memory(tmp_path / "cache", "1")
    memory.put("kind", "a", 1)
    memory.flush()
    assert memory.get("kind", "a") == 1
    memory.close()


def test_git_does_not_see_the_folder(tmp_path: Path) -> None:
    Memory(tmp_path / "cache", "1").close()
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def test_a_question_after_the_end_is_our_mistake_and_spoils_nothing(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "1")
    memory.put("kind", "name", 1)
    memory.close()
    with pytest.raises(sqlite3.ProgrammingError):
        memory.get("kind", "name")
    with closing(Memory(tmp_path, "1")) as again:
        assert again.get("kind", "name") == 1
