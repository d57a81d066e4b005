"""Whatever changes in a practice's files is seen, wherever it is and however it is written."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen import watch
from sitegen.inputs import Inputs
from tests.practice import write

OLD = "content/articles/harm-reduction.md"
NEW = "therapists/zoe-new.yaml"


def lie(path: Path) -> None:
    """Another text of the same length, and the same time."""
    before = path.stat()
    path.write_text(path.read_text().replace("a", "e"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_whole(path: Path) -> None:
    """As many editors save."""
    path.with_suffix(".new").write_text("new")
    path.with_suffix(".new").replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": lambda root: (root / OLD).write_text("words"),
    "an edit that lies": lambda root: lie(root / OLD),
    "a file put in place": lambda root: replace_whole(root / OLD),
    "a new file": lambda root: (root / NEW).write_text("name: Zoe"),
    "a file gone": lambda root: (root / OLD).unlink(),
    "a new name": lambda root: (root / OLD).rename(root / "content/articles/other.md"),
    "a new folder": lambda root: write_below(root / "templates/components/own.html"),
}


def write_below(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("{# own #}")


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    event = threading.Event()
    timer = threading.Timer(20, event.set)
    timer.start()
    yield event
    timer.cancel()


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("newest", [0, 50])
def test_a_change_is_seen(
    name: str, newest: int, tmp_path: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one of a file that isn't among the newest."""
    monkeypatch.setattr(watch, "_NEWEST", newest)
    root = write(tmp_path)
    seen = watch.changes(Inputs.scan(root), stop)
    CHANGES[name](root)
    now = next(seen)
    assert now.digests == Inputs.scan(root).digests
    stop.set()
    assert next(seen, None) is None


def test_the_newest_are_seen_before_everything_is_looked_at(
    tmp_path: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOOK_SHARE", 1_000_000)  # as in a practice of a million
    root = write(tmp_path)
    seen = watch.changes(Inputs.scan(root), stop)
    for words in ("one", "two", "three"):
        (root / OLD).write_text(words)
        assert next(seen).read(OLD) == words.encode()


def test_nothing_is_seen_where_nothing_changed(tmp_path: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    assert list(watch.changes(Inputs.scan(write(tmp_path)), stop)) == []
