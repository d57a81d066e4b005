"""Stage and publish: the output is the last good site or the new one, whatever happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import write
from sitegen.write import Changes, Publication, RefusedOutput, publication


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def named(**files: str) -> dict[str, str]:
    return {"sitemap.xml": "<urlset/>"} | {
        name.replace("_", "/"): text for name, text in files.items()
    }


def publish(target: Publication, **files: str) -> Changes:
    """What a build does: stage what differs, then commit."""
    target.refuse_foreign()
    written = []
    for path, text in named(**files).items():
        old = target.out / path
        if not (old.is_file() and old.read_text() == text):
            target.stage(path, text.encode())
            written.append(path)
    return target.commit(written, set(named(**files)))


def build(out: Path, **files: str) -> tuple[int, int, int]:
    with publication(out) as target:
        changes = publish(target, **files)
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
    assert not (out / "b").exists()


@pytest.mark.parametrize(("first", "then"), [("a", "a_b"), ("a_b", "a"), ("a_b_c", "a_b")])
def test_a_page_may_become_a_folder_and_a_folder_a_page(
    tmp_path: Path, first: str, then: str
) -> None:
    out = tmp_path / "site"
    build(out, **{first: "1"})
    build(out, **{then: "2"})
    assert tree(out) == named(**{then: "2"})


def test_an_interrupted_publication_is_finished_by_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    build(out, a="1", b="1", c="1")
    move, moved = write._move, []

    def interrupted(source: str, target: str) -> None:
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        move(source, target)

    monkeypatch.setattr(write, "_move", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(out, a="2", b="2", c="2")
    monkeypatch.undo()
    with publication(out):
        pass
    assert tree(out) == named(a="2", b="2", c="2")


def test_a_full_folder_in_the_place_of_a_file_is_told_and_waited_for(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1", b="1")
    (out / "a").unlink()
    (out / "a").mkdir()
    with publication(out) as target:
        target.stage("a", b"2")
        target.stage("b", b"2")
        (out / "a" / "somebody's").write_text("3")
        with pytest.raises(RefusedOutput, match="a folder, but a file belongs there"):
            target.replace(["a", "b"])
    (out / "a" / "somebody's").rename(tmp_path / "saved")
    with publication(out):
        pass
    assert tree(out) == named(a="2", b="2")


def test_a_linked_folder_is_foreign(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")
    (tmp_path / "elsewhere").mkdir()
    (out / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedOutput, match="link"):
        build(out, a="2")


@pytest.mark.parametrize("place", ["x", "b/x", "b/c/x", "new/x", "b/new/er/x"])
def test_foreign_files_are_refused_wherever_they_are(tmp_path: Path, place: str) -> None:
    out = tmp_path / "site"
    for number in range(3):  # the folders that no build changed aren't looked into again
        build(out, a=f"{number}", b_c_d="1")
    (out / place).parent.mkdir(parents=True, exist_ok=True)
    (out / place).write_text("mine")
    for _ in range(2):
        with pytest.raises(RefusedOutput, match=f"no build wrote: {place}"):
            build(out, a="9", b_c_d="1")
    (out / place).unlink()
    assert build(out, a="9", b_c_d="1") == (1, 2, 0)


def test_what_came_while_a_build_ran_is_refused_by_the_next(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1", b_c="1")
    build(out, a="2", b_c="1")
    with publication(out) as target:
        target.refuse_foreign()
        (out / "b" / "x").write_text("mine")
        target.stage("a", b"3")
        target.commit(["a"], set(named(a="3", b_c="1")))
    with pytest.raises(RefusedOutput, match="b/x"):
        build(out, a="4", b_c="1")


def test_a_failure_leaves_the_last_output_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")

    def fail() -> None:
        with publication(out) as target:
            target.stage("a", b"2")
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        fail()
    assert tree(out)["a"] == "1"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["site"]


def test_nothing_changes_without_commit(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")
    with publication(out) as target:
        target.stage("a", b"2")
    assert tree(out)["a"] == "1"


_CUT_OFF = """
import os, signal, sys
from pathlib import Path
from sitegen import write
from tests.sitegen.test_write import build

left = int(sys.argv[2])
def counted(action):
    def do(*values, **more):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return action(*values, **more)
    return do

os.replace = counted(os.replace)
Path.replace = counted(Path.replace)
Path.unlink = counted(Path.unlink)
Path.rename = counted(Path.rename)
build(Path(sys.argv[1]), a="2", b_c="2", d="2")
"""


@pytest.mark.parametrize("moment", range(9))
def test_killed_at_any_moment_the_next_build_finds_one_whole_site(
    tmp_path: Path, moment: int
) -> None:
    """Before the journal stands it is the old site, afterwards the new one."""
    out = tmp_path / "site"
    build(out, a="1", b_c="1", e_f="1")
    old, new = named(a="1", b_c="1", e_f="1"), named(a="2", b_c="2", d="2")
    done = subprocess.run(
        [sys.executable, "-c", _CUT_OFF, str(out), str(moment)], cwd=Path.cwd(), check=False
    )
    journaled = (tmp_path / ".site.journal").exists()
    with publication(out):
        assert tree(out) == (new if done.returncode == 0 or journaled else old)
    build(out, a="3")
    assert tree(out) == named(a="3")


def test_a_journal_without_its_files_is_no_harm(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, a="1")
    (tmp_path / ".site.journal").write_text(json.dumps([["a"], ["gone"], None]))
    assert build(out, a="1") == (0, 2, 0)


def test_what_somebody_touched_is_seen(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with publication(out) as target:
        prints = {path: target.stage(path, b"1") for path in ("sitemap.xml", "a", "b", "c")}
        target.commit(prints, set(prints))
        assert target.touched(prints) == []
        (out / "a").write_text("2")
        os.utime(out / "a", ns=(0, prints["a"][1]))
        (out / "b").unlink()
        (out / "c").rename(out / "d")
        (out / "d").write_text("11")
        (out / "d").rename(out / "c")
        assert set(target.touched(prints)) >= {"b", "c"}


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
    with pytest.raises(RefusedOutput), publication(Path("/")):
        pass


def test_builds_at_the_same_time_wait_for_one_another(tmp_path: Path) -> None:
    out = tmp_path / "site"
    program = f"""
from pathlib import Path
from tests.sitegen.test_write import build
build(Path({str(out)!r}), a="2")
"""
    with publication(out) as target:
        other = subprocess.Popen([sys.executable, "-c", program])
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=1)
        publish(target, a="1")
        assert tree(out)["a"] == "1"
    assert other.wait(timeout=30) == 0
    assert tree(out)["a"] == "2"
