"""Stage and swap: what is published is the last good site or the new one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from sitegen.write import Output, RefusedOutput, staged


def outputs(**files: str) -> list[Output]:
    named = {"sitemap.xml": "<urlset/>"} | {
        name.replace("_", "/"): text for name, text in files.items()
    }
    return [Output(PurePosixPath(name), text.encode()) for name, text in named.items()]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(out: Path, **files: str) -> tuple[int, int, int]:
    with staged(outputs(**files), out) as stage:
        changes = stage.commit()
    return changes.written, changes.kept, changes.dropped


def test_writes_keeps_and_drops(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert build(out, a="1", b_c="2") == (3, 0, 0)
    before = (out / "a").stat().st_mtime_ns
    assert build(out, a="1", b_c="3") == (1, 2, 0)
    assert tree(out) == {"a": "1", "b/c": "3", "sitemap.xml": "<urlset/>"}
    assert (out / "a").stat().st_mtime_ns == before
    assert build(out, a="1") == (0, 2, 1)
    assert tree(out) == {"a": "1", "sitemap.xml": "<urlset/>"}


def test_a_failure_leaves_the_last_output_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")

    def failing() -> object:
        yield from outputs(a="2")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError), staged(failing(), out):  # type: ignore[arg-type]
        pass
    assert tree(out)["a"] == "1"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["site"]


def test_nothing_changes_without_commit(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")
    with staged(outputs(a="2"), out):
        pass
    assert tree(out)["a"] == "1"


def test_a_crash_between_the_renames_is_mended(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")
    out.rename(tmp_path / ".site.old")
    with staged(outputs(a="2"), out):
        assert tree(out)["a"] == "1"


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(RefusedOutput, match="holds something else"):
        build(tmp_path, a="1")
    assert tree(tmp_path)["thesis.txt"] == "ten years of work"


def test_a_file_that_no_build_wrote_is_never_lost(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")
    (out / "thesis.txt").write_text("ten years of work")
    with pytest.raises(RefusedOutput, match="files that no build wrote"):
        build(out, a="2")
    assert tree(out)["thesis.txt"] == "ten years of work"
    (out / "thesis.txt").unlink()
    assert build(out, a="2") == (1, 1, 0)


def test_the_root_of_the_disk_is_refused() -> None:
    with pytest.raises(RefusedOutput), staged(outputs(a="1"), Path("/")):
        pass


def test_two_pages_cannot_share_a_file(tmp_path: Path) -> None:
    twice = [*outputs(a="1"), *outputs(a="2")[1:]]
    with (
        pytest.raises(RefusedOutput, match="two pages want to be a"),
        staged(twice, tmp_path / "s"),
    ):
        pass


def test_builds_at_the_same_time_wait_for_one_another(tmp_path: Path) -> None:
    out = tmp_path / "site"
    program = f"""
from pathlib import Path
from tests.sitegen.test_write import build
build(Path({str(out)!r}), a="2")
"""
    with staged(outputs(a="1"), out) as stage:
        other = subprocess.Popen([sys.executable, "-c", program])
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=1)
        stage.commit()
        assert tree(out)["a"] == "1"
    assert other.wait(timeout=30) == 0
    assert tree(out)["a"] == "2"
