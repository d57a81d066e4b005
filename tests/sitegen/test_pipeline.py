"""From a practice's folder to its site, through the command line, as people and CI call it."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen import inputs, pipeline, workers
from sitegen.ahead import ahead
from sitegen.cli import main
from sitegen.inputs import Inputs
from sitegen.memory import Memory
from sitegen.problems import MistakesFound
from sitegen.templates import compiling, templates
from sitegen.write import Publication
from tests.practice import changed, write

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
ANA = "therapists/ana-ruiz.yaml"


def run(*arguments: str | Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "build.py", *map(str, arguments), "--today", TODAY]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small practice, built."""
    root = write(tmp_path_factory.mktemp("practice"))
    done = run("build", "--root", root, "--out", root / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "out"


def test_the_sample_practice_builds_the_same_twice(tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("two", "2")):
        done = run("build", "--out", tmp_path / name, seed=seed)
        assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "articles/index.html",
        "articles/harm-reduction/index.html",
        "therapists/index.html",
        "therapists/ana-ruiz/index.html",
        "therapists/approach/index.html",
        "therapists/approach/harm-reduction/index.html",
        "contact/index.html",
        "crisis/index.html",
        "404.html",
        "robots.txt",
        "favicon.svg",
    ],
)
def test_every_address_has_its_file(built: Path, path: str) -> None:
    assert (built / path).stat().st_size > 0


def test_no_private_address_is_in_any_file(built: Path) -> None:
    for name, data in tree(built).items():
        assert b"ana-private" not in data, name
        assert b"intake@two-doors" not in data, name


def test_sitemap_lists_every_page_but_the_lost_one(built: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ElementTree.parse(built / "sitemap.xml").getroot()
    listed = {loc.text for loc in root.findall("s:url/s:loc", space)}
    pages = {
        "https://two-doors.example/" + name.removesuffix("index.html")
        for name in tree(built)
        if name.endswith("index.html")
    }
    assert listed == pages


def test_feed_is_atom_with_every_article(built: Path) -> None:
    """RFC 4287: id, title and updated in the feed and in each entry."""
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.parse(built / "feed.xml").getroot()
    entries = feed.findall("a:entry", space)
    assert {entry.findtext("a:title", None, space) for entry in entries} == {
        "Harm reduction therapy",
        "Small steps",
    }
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert part.findtext(f"a:{name}", "", space)
        moment = dt.datetime.fromisoformat(part.findtext("a:updated", "", space))
        assert moment.tzinfo is not None


def test_pages_name_their_canonical_address(built: Path) -> None:
    text = (built / "articles/small-steps/index.html").read_text()
    assert '<link rel="canonical" href="https://two-doors.example/articles/small-steps/">' in text


@pytest.mark.parametrize(("command", "expected"), [
    (f"build.py check --today {TODAY} >&-", 0),
    (f"build.py check --today {TODAY} --format json | cat", 0),
    ("build.py check --today never", 2),
    ("build.py check --root missing > /dev/null 2>&1", 1),
])  # fmt: skip
def test_a_command_ends_with_its_status_whoever_listens(command: str, expected: int) -> None:
    words = f"set -o pipefail; exec < /dev/null; '{sys.executable}' {command}"
    ended = subprocess.run(
        ["bash", "-c", words], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )  # fmt: skip
    assert ended.returncode == expected
    assert "Traceback" not in ended.stderr
    if "cat" in command:
        assert json.loads(ended.stdout) == []


def test_mistakes_exit_with_1_and_leave_the_last_site(tmp_path: Path) -> None:
    root = write(tmp_path)
    assert run("build", "--root", root, "--out", root / "out").returncode == 0
    before = tree(root / "out")
    write(root, changed(ANA, "role: therapist", "role: terapist"))
    failed = run("build", "--root", root, "--out", root / "out")
    assert failed.returncode == 1
    assert f'{ANA}:2:7: error: there is no term "terapist"' in failed.stdout
    assert tree(root / "out") == before


def test_a_private_address_in_a_text_stops_the_build(tmp_path: Path) -> None:
    article = "content/articles/small-steps.md"
    root = write(
        tmp_path, changed(article, "A lead", "Write to ana-private@two-doors.example. A lead")
    )
    failed = run("build", "--root", root, "--out", root / "out")
    assert failed.returncode == 1
    assert "a private address is in this file" in failed.stdout
    assert "ana-private" not in failed.stdout + failed.stderr
    assert not (root / "out").exists()


def test_check_tells_and_writes_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, changed(ANA, "role: therapist", "role: terapist"))
    before = tree(root)
    for form, words in (("text", "1 mistake"), ("github", "::error file=therapists/ana-ruiz.yaml")):
        done = run("check", "--root", root, "--format", form)
        assert done.returncode == 1
        assert words in done.stdout + done.stderr
    rows = json.loads(run("check", "--root", root, "--format", "json").stdout)
    assert [(row["path"], row["line"], row["column"]) for row in rows] == [(ANA, 2, 7)]
    assert tree(root) == before


def test_check_of_a_good_practice_exits_with_0(tmp_path: Path) -> None:
    root = write(tmp_path)
    assert run("check", "--root", root).stdout.strip() == "No mistakes."
    assert json.loads(run("check", "--root", root, "--format", "json").stdout) == []


def test_a_folder_without_a_practice_is_told(tmp_path: Path) -> None:
    done = run("build", "--root", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "there is no such folder" in done.stdout


def test_a_practice_replaces_our_templates_and_assets(tmp_path: Path) -> None:
    lost = '{% extends "base.html" %}{% block main %}<h1>Gone</h1>{% endblock %}'
    theirs = {"templates/not-found.html": lost, "assets/css/tokens.css": ":root { --theirs: 1 }"}
    root = write(tmp_path, theirs)
    assert run("build", "--root", root, "--out", root / "out").returncode == 0
    files = tree(root / "out")
    assert b"<h1>Gone</h1>" in files["404.html"]
    style = next(data for name, data in files.items() if name.endswith(".css"))
    assert b"--theirs" in style


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{% if %}", "templates/not-found.html:1:1"),
        ('{% extends "base.html" %}\n{% block main %}{{ nope.nope }}{% endblock %}', "html:2:1"),
        ('{% extends "bse.html" %}', "bse.html"),
        ("\n\n{{ page.count }}", "not-found.html:3:1: error: this template doesn't work: there is"),
        ("\n{% if page.index > 1 %}{% endif %}", "not-found.html:2:1"),
        ("{% macro a(x) %}\n{{ x ~ (1 / 0) }}{% endmacro %}\n{{ a(1) }}", "not-found.html:2:1"),
    ],
)
def test_a_broken_template_is_a_mistake_with_a_place(
    tmp_path: Path, template: str, words: str
) -> None:
    root = write(tmp_path, {"templates/not-found.html": template})
    done = run("build", "--root", root, "--out", root / "out")
    assert done.returncode == 1
    assert words in done.stdout
    assert "Traceback" not in done.stderr


def test_a_file_that_is_gone_again_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors keep files of their own beside ours for a moment."""
    root = write(tmp_path)
    (root / "content" / "articles" / ".draft.md~").write_text("x")
    read = inputs.content

    def gone(top: Path, name: str) -> bytes:
        if name.endswith(".draft.md~"):
            raise FileNotFoundError
        return read(top, name)

    monkeypatch.setattr(inputs, "content", gone)
    found = Inputs.scan(root)
    assert "content/articles/.draft.md~" not in found.remembered
    assert not any("draft" in name for name in found.remembered)
    assert "content/articles/small-steps.md" in found.digests


def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path)
    read = inputs.content

    def closed(top: Path, name: str) -> bytes:
        if name.endswith(("small-steps.md", "ana-ruiz.yaml")):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        return read(top, name)

    monkeypatch.setattr(inputs, "content", closed)
    told = [(one.place.path, one.message) for one in pipeline.check(root)]
    words = "this file can't be read: Permission denied"
    assert told == [("content/articles/small-steps.md", words), ("therapists/ana-ruiz.yaml", words)]


def test_a_full_disk_is_told_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = write(tmp_path / "practice"), tmp_path / "site"
    command = ["build", "--root", str(root), "--out", str(out)]
    assert main(command) == 0
    before = tree(out)
    write(root, changed("content/site.yaml", "A small practice", "A tiny practice"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Publication, "stage", full)
    assert main(command) == 1
    assert "No space left on device. Nothing new was published." in capsys.readouterr().err
    assert tree(out) == before


def test_templates_are_compiled_on_another_core_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    root = write(tmp_path, {"templates/components/tags.html": "{% macro tags( %}"})
    memory = Memory(tmp_path / "cache", "1")
    with ahead(memory, compiling(templates(Inputs.scan(root)))) as ready:
        assert not list(memory.under("template", ""))
        ready()
    memory.flush()
    kept = dict(memory.under("template", ""))
    # Those of the contact function's answers are no pages; the mistake is told elsewhere.
    pages = [one for one in templates(Inputs.scan(root)) if not one.startswith("function/")]
    assert len(kept) == len(pages) - 1
    memory.drop("template")
    memory.flush()
    with ahead(memory, compiling(templates(Inputs.scan(root)))) as ready:
        ready()
    assert not list(memory.under("template", ""))  # nothing changed, so nobody began


def test_a_template_that_is_no_text_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, {"templates/components/tags.html": ""})
    (root / "templates/components/tags.html").write_bytes(b"ok\n<p>\xff</p>")
    with pytest.raises(MistakesFound) as caught:
        pipeline.build(root, tmp_path / "site")
    assert str(caught.value.problems[0].place) == "templates/components/tags.html:2:4"
