"""A build that relies on earlier ones gives the same bytes as one from nothing, always."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen import make, pipeline, publish, reading
from sitegen.facts import Planned, Task
from sitegen.memory import Memory
from sitegen.pipeline import build, check
from sitegen.problems import MistakesFound, as_text
from sitegen.state import Recall
from tests.practice import ARTICLE, THERAPIST, changed, write
from tests.sitegen.test_pipeline import REPOSITORY, tree

TODAY = dt.date(2026, 11, 23)
HARM = "content/articles/harm-reduction.md"
SMALL = "content/articles/small-steps.md"
ANA = "therapists/ana-ruiz.yaml"
BO = "therapists/bo-lind.yaml"
VOCABULARY = "content/vocabulary.yaml"
SITE = "content/site.yaml"
TAGS = "templates/components/tags.html"


class World:
    """A practice's folder, its site, and the day."""

    def __init__(self, folder: Path, recall: Recall | None = None) -> None:
        self.recall = recall
        self.root = write(folder / "practice")
        self.out = folder / "site"
        self.fresh = folder / "fresh"
        self.cache = self.root / ".cache" / "build"
        self.today = TODAY
        self.version = "1"

    def swap(self, name: str, old: str, new: str) -> None:
        """Replace words in a file, if it is there."""
        path = self.root / name
        if path.is_file():
            path.write_text(path.read_text().replace(old, new))

    def add(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def rename(self, old: str, new: str) -> None:
        if (self.root / old).is_file():
            (self.root / old).rename(self.root / new)

    def lie(self, name: str, old: str, new: str) -> None:
        """Change a file behind the back of its size and its time."""
        path = self.root / name
        if path.is_file():
            stat = path.stat()
            path.write_text(path.read_text().replace(old, new))
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def damage(self, number: int) -> None:
        """Spoil some bytes of the cache, or cut it off."""
        draw = random.Random(number)
        for path in self.cache.glob("memory*"):
            data = bytearray(path.read_bytes())
            for _ in range(20):
                if data:
                    data[draw.randrange(len(data))] = draw.randrange(256)
            path.write_bytes(data[: draw.randrange(len(data) + 1)] if number % 3 == 0 else data)

    def disturb(self, name: str) -> None:
        """Somebody changes the site itself."""
        path = self.out / name
        if path.is_file():
            path.write_text("changed")

    def forget(self, kind: str) -> None:
        """Lose what the memory knows of a kind."""
        with sqlite3.connect(self.cache / "memory.sqlite") as memory:
            memory.execute("DELETE FROM entry WHERE kind = ?", (kind,))
        memory.close()

    def compare(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
        """Build both ways; what the build from nothing told."""
        monkeypatch.setattr(reading, "code_version", lambda: self.version)
        shutil.rmtree(self.fresh, ignore_errors=True)
        clean = built(lambda: build(
            self.root, self.fresh / "site", today=self.today, cache=self.fresh / "cache"
        ))  # fmt: skip
        before = tree(self.out) if self.out.exists() else {}
        again = built(lambda: build(self.root, self.out, today=self.today, recall=self.recall))
        assert again == clean
        after = tree(self.out) if self.out.exists() else {}
        assert after == (tree(self.fresh / "site") if "mistakes" not in clean else before)
        return clean


def built(act: Callable[[], pipeline.Built]) -> dict[str, object]:
    try:
        done = act()
    except MistakesFound as found:
        return {"mistakes": as_text(found.problems)}
    return {"warnings": as_text(done.problems), "pages": done.pages}


COPY = THERAPIST.format(name="Cy Moss", status="accepting", email="cy@two-doors.example")
THIRD = ARTICLE.format(title="A third", other="harm-reduction")

STEPS: dict[str, Callable[[World], object]] = {
    "a word": lambda w: w.swap(HARM, "a way to look", "one way to look"),
    "and back": lambda w: w.swap(HARM, "one way to look", "a way to look"),
    "many words": lambda w: w.swap(SMALL, "they count.", "they count. " + "So much more. " * 150),
    "a heading": lambda w: w.swap(SMALL, "## Next steps", "## What then"),
    "a heading that is led to": lambda w: w.swap(SMALL, "## What it is", "## What is it"),
    "a link": lambda w: w.swap(HARM, "A lead with", "See [crisis](page:crisis). A lead with"),
    "a dead link": lambda w: w.swap(HARM, "therapist:ana-ruiz", "therapist:ana"),
    "a link mended": lambda w: w.swap(HARM, "therapist:ana)", "therapist:ana-ruiz)"),
    "a private address": lambda w: w.swap(SMALL, "Read [", "ana-private@two-doors.example. Read ["),
    "no private address": lambda w: w.swap(SMALL, "ana-private@two-doors.example. ", ""),
    "another address": lambda w: w.swap(ANA, "ana-private@", "ana-secret@"),
    "a title": lambda w: w.swap(HARM, "title: Harm reduction therapy", "title: Harm reduction"),
    "a title twice": lambda w: w.swap(SMALL, "title: Small steps", "title: Harm reduction"),
    "a topic": lambda w: w.swap(SMALL, "topics: [harm-reduction, alc", "topics: [cbt, alc"),
    "a name": lambda w: w.swap(ANA, "name: Ana Ruiz", "name: Ana Ruiz-Vega"),
    "a status": lambda w: w.swap(BO, "status: not-now", "status: accepting"),
    "a status back": lambda w: w.swap(BO, "status: accepting", "status: not-now"),
    "a biography": lambda w: w.swap(BO, "slowly and kindly", "kindly and slowly"),
    "a broken record": lambda w: w.swap(ANA, "fee: {", "fees: {"),
    "a record mended": lambda w: w.swap(ANA, "fees: {", "fee: {"),
    "a label": lambda w: w.swap(VOCABULARY, "label: Alcohol use", "label: Drinking"),
    "a synonym": lambda w: w.swap(VOCABULARY, "[worry]", "[worry, Small steps]"),
    "a term gone": lambda w: w.swap(VOCABULARY, "cbt:", "cbtt:"),
    "a term again": lambda w: w.swap(VOCABULARY, "cbtt:", "cbt:"),
    "the tagline": lambda w: w.swap(SITE, "A small practice", "A tiny practice"),
    "a new article": lambda w: w.add("content/articles/third.md", THIRD),
    "no third article": lambda w: w.remove("content/articles/third.md"),
    "another slug": lambda w: w.rename("content/articles/third.md", "content/articles/3rd.md"),
    "somebody new": lambda w: w.add("therapists/cy-moss.yaml", COPY),
    "somebody leaves": lambda w: w.remove("therapists/cy-moss.yaml"),
    "a template": lambda w: w.add(TAGS, "{% macro tags(a) %}{% endmacro %}"),
    "our template": lambda w: w.remove(TAGS),
    "a style": lambda w: w.add("assets/css/blocks/extra.css", ".extra { color: red }"),
    "no style": lambda w: w.remove("assets/css/blocks/extra.css"),
    "a day": lambda w: setattr(w, "today", w.today + dt.timedelta(days=1)),
    "months": lambda w: setattr(w, "today", w.today + dt.timedelta(days=100)),
    "days back": lambda w: setattr(w, "today", TODAY),
    "a lie": lambda w: w.lie(HARM, "they count", "they c0unt"),
    "a lie in the front": lambda w: w.lie(HARM, "summary: What", "summary: Whot"),
    "a lie in a record": lambda w: w.lie(ANA, "I listen first", "I listen least"),
    "a touch": lambda w: os.utime(w.root / ANA),
    "other code": lambda w: setattr(w, "version", w.version + "1"),
    "no cache": lambda w: shutil.rmtree(w.cache, ignore_errors=True),
    "a page gone": lambda w: shutil.rmtree(w.out / "articles" / "small-steps", ignore_errors=True),
    "a page changed": lambda w: w.disturb("therapists/index.html"),
    "nothing": lambda w: None,
}  # fmt: skip


@settings(
    max_examples=int(os.environ.get("INCREMENTAL_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.lists(st.sampled_from(sorted(STEPS)) | st.integers(0, 99), max_size=3),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from([2, 60]),
    st.sampled_from([None, Recall()]),
)
def test_any_edits_give_the_same_site_as_a_build_from_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    rounds: list[list[str | int]],
    few: int,
    recall: Recall | None,
) -> None:
    """A number among the steps damages the cache; `few` decides on the second process, `recall`
    says whether one process builds again and again."""
    monkeypatch.setattr(publish, "FEW", few)
    world = World(tmp_path_factory.mktemp("world"), recall)
    world.compare(monkeypatch)
    for steps in rounds:
        for step in steps:
            if isinstance(step, int):
                world.damage(step)
            else:
                STEPS[step](world)
        world.compare(monkeypatch)


@pytest.mark.parametrize("step", sorted(STEPS))
def test_each_edit_alone(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    world.compare(monkeypatch)
    STEPS[step](world)
    world.compare(monkeypatch)


ANXIETY = "  anxiety:\n    label: Anxiety\n    synonyms: [worry]\n"
DEEP = "Read [further](/articles/harm-reduction/#deep) and ["
SEQUENCES: dict[str, list[list[Callable[[World], object]]]] = {
    "a text is taken back while something else changes": [
        [STEPS["a word"]],
        [STEPS["and back"], STEPS["the tagline"]],
    ],
    "somebody comes, is written of elsewhere, and leaves": [
        [STEPS["somebody new"], STEPS["a new article"]],
        [STEPS["a word"]],
        [STEPS["somebody leaves"], STEPS["and back"], STEPS["a status"]],
        [STEPS["a name"], STEPS["no third article"]],
    ],
    "an edit is taken back by two different ways": [
        [STEPS["a biography"], STEPS["a word"]],
        [STEPS["a status"]],
        [STEPS["and back"]],
        [STEPS["a status back"]],
    ],
    "a mistake comes while the vocabulary can't be read": [
        [
            lambda w: w.swap(ANA, "focus: [alcohol-use]", "focus: [nothing]"),
            lambda w: w.swap(VOCABULARY, "issue:", "x: [\nissue:"),
        ],
        [lambda w: w.swap(VOCABULARY, "x: [\n", "")],
    ],
    "a term breaks, and then goes": [
        [lambda w: w.swap(VOCABULARY, "    description: Worry that takes over.\n", "")],
        [lambda w: w.swap(VOCABULARY, ANXIETY, "")],
    ],
    "a place that is led to goes, and what was known of its page": [
        [
            lambda w: w.swap(HARM, "## Next steps", "#### Deep\n\nWords.\n\n## Next steps"),
            lambda w: w.swap(SMALL, "Read [", DEEP),
        ],
        [lambda w: w.swap(HARM, "#### Deep\n\n", ""), lambda w: w.forget("facts")],
    ],
    "a place that is led to goes, and another link is dead": [
        [
            lambda w: w.swap(HARM, "## Next steps", "#### Deep\n\nWords.\n\n## Next steps"),
            lambda w: w.swap(SMALL, "Read [", DEEP),
        ],
        [lambda w: w.swap(HARM, "#### Deep\n\nWords.", "Words, [dead](/nowhere/).")],
    ],
    "the texts are lost": [
        [lambda w: w.forget("prose"), STEPS["the tagline"]],
        [lambda w: w.forget("prose"), STEPS["a word"]],
    ],
    "a heading that is led to goes, with another mistake": [
        [STEPS["a heading that is led to"], lambda w: w.swap(SMALL, "Read [", "[x](term:no) [")],
    ],
    "a new heading is led to, with another mistake": [
        [
            lambda w: w.swap(
                SMALL, "Read [", "[x](article:small-steps#new) [y](term:no)\n\n## New\n\nRead ["
            )
        ],
    ],
    "a title stands twice, then a text has a mistake": [
        [STEPS["a title"], STEPS["a title twice"]],
        [lambda w: w.swap(HARM, "A lead with", "A [y](term:no) lead with")],
    ],
    "a folder stands where a page belongs": [
        [
            lambda w: (w.out / "articles/small-steps/index.html").unlink(),
            lambda w: (w.out / "articles/small-steps/index.html").mkdir(),
        ],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize(("few", "checks"), [(2, True), (60, False)])
def test_sequences_that_once_went_wrong(
    name: str, few: int, checks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the check, before and after, tells the same as a build from nothing."""
    monkeypatch.setattr(publish, "FEW", few)
    world = World(tmp_path, None if checks else Recall())
    world.compare(monkeypatch)
    for steps in SEQUENCES[name]:
        for step in steps:
            step(world)
        told = as_text(check(world.root, today=world.today)) if checks else ""
        clean = world.compare(monkeypatch)
        if checks:
            assert told == clean.get("mistakes", clean.get("warnings"))
            assert told == as_text(check(world.root, today=world.today))


def test_a_memory_that_loses_texts_again_and_again_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damage that the database itself doesn't notice: what is put isn't found."""
    damaged, get, begin_anew = [True], Memory.get, Memory.begin_anew
    world = World(tmp_path)
    world.compare(monkeypatch)
    monkeypatch.setattr(
        Memory, "get", lambda self, kind, name: (
            None if damaged and kind == "prose" and self.file.is_relative_to(world.cache)
            else get(self, kind, name)
        )
    )  # fmt: skip
    monkeypatch.setattr(Memory, "begin_anew", lambda self: (damaged.clear(), begin_anew(self)))
    STEPS["the tagline"](world)
    assert world.compare(monkeypatch)["pages"]
    assert not damaged


def test_a_memory_that_somebody_else_holds_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.memory._BUSY_SECONDS", 0.05)
    world = World(tmp_path)
    world.compare(monkeypatch)
    for steps in (["a word", "a biography"], ["and back", "the tagline"]):
        with sqlite3.connect(world.cache / "memory.sqlite", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            for step in steps:
                STEPS[step](world)
            world.compare(monkeypatch)
            other.execute("COMMIT")
        other.close()
        world.compare(monkeypatch)


def test_two_outputs_of_one_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each keeps what it was told, whatever the other has built meanwhile."""
    world = World(tmp_path)
    outs = [world.out, tmp_path / "second" / "site"]
    for out in outs:
        world.out = out
        world.compare(monkeypatch)
    for turn, step in enumerate(("a heading that is led to", "a heading", "a word", "a biography")):
        STEPS[step](world)
        world.swap(HARM, "#what-it-is", "#what-is-it")
        world.out = outs[turn % 2]
        world.compare(monkeypatch)
    for out in outs:
        world.out = out
        world.compare(monkeypatch)


@pytest.mark.parametrize("meanwhile", ["a word", "the tagline"])
def test_an_edit_that_only_one_output_saw(
    meanwhile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    first = world.out
    world.compare(monkeypatch)
    STEPS["a title"](world)
    edited = (world.root / HARM).read_text()
    world.out = tmp_path / "second" / "site"
    world.compare(monkeypatch)
    world.swap(HARM, "title: Harm reduction", "title: Harm reduction therapy")
    STEPS[meanwhile](world)
    world.out = first
    world.compare(monkeypatch)
    world.add(HARM, edited)
    world.compare(monkeypatch)


def test_an_outline_that_is_lost_is_known_again_after_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.compare(monkeypatch)
    world.forget("outline")
    ways = []
    for step in ("a word", "and back"):
        STEPS[step](world)
        ways.append(build(world.root, world.out, today=TODAY).same_world)
    assert ways == [False, True]


def test_only_what_changed_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    finished = make.Maker.finished

    def noted(self: make.Maker, path: str, *rest: object) -> make.Made:
        made.append(path)
        return finished(self, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(make.Maker, "finished", noted)
    root, out = write(tmp_path / "practice"), tmp_path / "site"
    build(root, out, today=TODAY)
    everything = len(made)
    assert everything > 30
    for change, expected in (
        ({}, set()),
        (changed(HARM, "a way to look", "one way to look"), {"articles/harm-reduction/index.html"}),
        (changed(BO, "slowly and kindly", "kindly"), {"therapists/bo-lind/index.html"}),
    ):
        made.clear()
        write(root, {HARM: (root / HARM).read_text(), **change})
        build(root, out, today=TODAY)
        assert set(made) == expected


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were planned."""
    found: list[str] = []
    plan = Task.plan

    def noted(task: Task) -> Planned:
        found.append(task.address)
        return plan(task)

    monkeypatch.setattr(Task, "plan", noted)
    return found


def test_another_biography_plans_no_page_again(tmp_path: Path, planned: list[str]) -> None:
    root, out = write(tmp_path / "practice"), tmp_path / "site"
    build(root, out, today=TODAY)
    planned.clear()
    write(root, changed(BO, "slowly and kindly", "kindly"))
    built = build(root, out, today=TODAY)
    assert (planned, built.written) == ([], {"therapists/bo-lind/index.html"})
    assert "I work kindly." in (out / "therapists/bo-lind/index.html").read_text()
    build(root, tmp_path / "fresh", today=TODAY, cache=tmp_path / "anew")
    assert tree(out) == tree(tmp_path / "fresh")


def test_other_templates_and_styles_plan_no_text_again(tmp_path: Path, planned: list[str]) -> None:
    root, out = write(tmp_path / "practice"), tmp_path / "site"
    build(root, out, today=TODAY)
    texts = {task for task in planned if task.startswith(("/articles/h", "/therapists/bo-lind/"))}
    assert len(texts) > 1
    for name, changed_from, to in (
        ("templates/base.html", "</body>", "<p>Other words.</p></body>"),
        ("assets/css/base.css", "{", "{ --other: 1px;"),
    ):
        planned.clear()
        before = (out / "therapists/bo-lind/index.html").read_bytes()
        text = (REPOSITORY / name).read_text("utf-8").replace(changed_from, to, 1)
        write(root, {name: text})
        build(root, out, today=TODAY)
        assert not texts & set(planned)
        assert (out / "therapists/bo-lind/index.html").read_bytes() != before
        build(root, tmp_path / "fresh", today=TODAY, cache=tmp_path / Path(name).name)
        assert tree(out) == tree(tmp_path / "fresh")


def test_killed_at_any_time_the_next_build_is_right(tmp_path: Path) -> None:
    """And whoever looks at the site meanwhile sees the last one or the new one."""
    root, out = write(tmp_path / "practice"), tmp_path / "site"
    command = [sys.executable, "build.py", "build", "--root", str(root), "--out", str(out),
               "--today", TODAY.isoformat()]  # fmt: skip
    draw = random.Random(5)
    for number in range(8):
        write(root, changed(SITE, "A small practice", f"Practice {number}"))
        with subprocess.Popen(command, cwd=REPOSITORY, start_new_session=True) as running:
            time.sleep(draw.uniform(0.05, 0.9))
            os.killpg(running.pid, signal.SIGKILL)
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, timeout=60)
    build(root, tmp_path / "fresh", today=TODAY, cache=tmp_path / "cache")
    assert tree(out) == tree(tmp_path / "fresh")


def test_two_builds_share_the_cache(tmp_path: Path) -> None:
    root = write(tmp_path / "practice")
    command = [sys.executable, "build.py", "build", "--root", str(root), "--today",
               TODAY.isoformat(), "--out"]  # fmt: skip
    outs = [tmp_path / "one", tmp_path / "two", tmp_path / "one"]
    running = [subprocess.Popen([*command, str(out)], cwd=REPOSITORY) for out in outs]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    assert tree(outs[0]) == tree(outs[1])


def test_an_address_that_becomes_private_is_found_on_pages_that_did_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.swap(SMALL, "Read [", "ana-secret@two-doors.example. Read [")
    world.compare(monkeypatch)
    world.swap(ANA, "ana-private@", "ana-secret@")
    world.compare(monkeypatch)
    with pytest.raises(MistakesFound):
        build(world.root, world.out, today=TODAY)


def test_a_file_that_is_gone_is_missed_on_pages_that_are_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody wrote the address of a picture into a template, and the picture is another now."""
    world = World(tmp_path)
    world.add("assets/images/map.svg", MAP.format("river"))
    world.compare(monkeypatch)
    found = next(world.out.rglob("map.*.svg")).relative_to(world.out).as_posix()
    lost = '{% extends "base.html" %}{% block main %}<h1>Gone</h1><a href="/'
    world.add("templates/not-found.html", f'{lost}{found}">Map</a>{{% endblock %}}')
    assert "mistakes" not in world.compare(monkeypatch)
    world.add("assets/images/map.svg", MAP.format("road"))
    assert "leads nowhere" in str(world.compare(monkeypatch)["mistakes"])
    world.add("assets/images/map.svg", MAP.format("river"))
    assert "mistakes" not in world.compare(monkeypatch)


MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><title>{}</title></svg>'
