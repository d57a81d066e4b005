"""Pages whose notes hold would be planned to the same, and notes come back as they were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.build import corpus
from sitegen import pipeline
from sitegen.asked import Answer, Name, mark
from sitegen.assets import Assets
from sitegen.memory import Memory
from sitegen.models import Therapist
from sitegen.notes import Kept, Notes
from sitegen.pages import plan
from sitegen.site import Article, Site
from sitegen.terms import Status, record_name
from sitegen.world import exact

SIZE = 18
EACH = st.integers(0, SIZE - 1)
TODAY = dt.date(2026, 11, 23)


@cache
def _practice() -> tuple[Site, Assets]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.write(corpus.corpus(SIZE), root)
        site, assets, _ = pipeline.read_site(root, today=TODAY)
    return site, assets


def _like(site: Site) -> Site:
    """The same values, of which nothing was asked yet."""
    return replace(
        site, therapists=site.therapists, articles=site.articles, pages=site.pages
    )  # fmt: skip


def _planned(site: Site) -> tuple[dict[str, bytes], Notes]:
    """Each page of a site as bytes, and what was noted meanwhile."""
    pages: dict[str, bytes] = {}
    notes: dict[str, tuple[Name, ...]] = {}
    for task in plan(site, _practice()[1]).tasks:
        with site.notebook.noting() as read:
            pages[task.address] = exact(task.plan())
        notes[task.address] = task.name, *read
    return pages, Notes(b"frame", _marks(site), notes, dict(site.notebook.answers))


def _marks(site: Site) -> dict[str, bytes]:
    records: dict[str, Any] = {
        **{record_name("therapist", one.slug): one for one in site.therapists},
        **{record_name("article", one.slug): one for one in site.articles},
        **{record_name("page", one.slug): one for one in site.pages},
    }
    tables = {"therapists": site.therapists, "articles": site.articles, "pages": site.pages}
    return {name: mark(one) for name, one in (records | tables).items()}


FIELDS = sorted(Therapist.model_fields.keys() - {"slug", "email"})

EDITS = st.one_of(
    st.tuples(
        st.just("field"), st.sampled_from(FIELDS), EACH, EACH
    ),
    st.tuples(st.just("status"), st.sampled_from(list(Status)), EACH),
    st.tuples(st.just("leaves"), EACH),
    st.tuples(
        st.just("front"),
        st.sampled_from(["title", "summary", "topics", "published", "author", "last_reviewed"]),
        EACH,
        EACH,
    ),
    st.tuples(st.just("minutes"), EACH, st.integers(1, 60)),
    st.tuples(st.just("gone"), EACH),
)  # fmt: skip


def _edited(site: Site, edits: list[tuple[Any, ...]]) -> Site:
    people = dict(enumerate(_practice()[0].therapists))
    texts = dict(enumerate(_practice()[0].articles))
    everybody, everything = dict(people), dict(texts)
    for kind, *values in edits:
        match kind, values:
            case "field", [name, to, other] if to in people:
                found = getattr(everybody[other], name)
                people[to] = people[to].model_copy(update={name: found})
            case "status", [status, to] if to in people:
                said = people[to].accepting.model_copy(update={"status": status})
                people[to] = people[to].model_copy(update={"accepting": said})
            case "leaves", [who]:
                people.pop(who, None)
            case "front", [name, to, other] if to in texts:
                found = getattr(everything[other].meta, name)
                meta = texts[to].meta.model_copy(update={name: found})
                texts[to] = replace(texts[to], meta=meta)
            case "minutes", [to, minutes] if to in texts:
                texts[to] = replace(texts[to], minutes=minutes)
            case "gone", [what]:
                texts.pop(what, None)
    slugs = {one.slug for one in people.values()}
    kept: list[Article] = [
        one for one in texts.values() if {one.meta.author, one.meta.reviewer} <= slugs
    ]
    kept.sort(key=lambda one: one.meta.published, reverse=True)
    return replace(site, therapists=tuple(people.values()), articles=tuple(kept), pages=site.pages)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(EDITS, max_size=3), min_size=1, max_size=3))
def test_pages_whose_notes_hold_would_be_planned_to_the_same(
    rounds: list[list[tuple[Any, ...]]],
) -> None:
    """Answers are carried on from edit to edit, as far as they were asked for again."""
    site = _like(_practice()[0])
    before, notes = _planned(site)
    for edits in rounds:
        asked, fresh = _edited(site, edits), _edited(site, edits)
        pages, now = _planned(fresh)
        tasks = plan(asked, _practice()[1]).tasks
        holding = notes.holding(replace(now, pages={}, answers={}), asked, ())
        kept = {task.address: holding.still(task.address, task) for task in tasks}
        wrong = [one for one, held in kept.items() if held and pages[one] != before[one]]
        assert wrong == []
        answers = holding.differences.answers()
        noted: dict[str, tuple[Name, ...]] = {}
        for task in tasks:
            with asked.notebook.noting() as read:
                if not kept[task.address]:
                    task.plan()
            noted[task.address] = kept[task.address] or (task.name, *read)
        answers |= asked.notebook.answers
        before, notes = pages, Notes(now.frame, now.marks, noted, answers).needed()


def test_hardly_a_page_is_planned_again_to_the_same() -> None:
    """After somebody's fee changed: pages that show it, and those whose order may rest on it."""
    site = _like(_practice()[0])
    before, notes = _planned(site)
    who = site.therapists[3]
    fee = who.fee.model_copy(update={"amount": who.fee.amount + 1})
    people = [one.model_copy(update={"fee": fee}) if one is who else one for one in site.therapists]
    rest = {"articles": site.articles, "pages": site.pages}
    after = replace(site, therapists=tuple(people), **rest)
    pages, now = _planned(replace(site, therapists=tuple(people), **rest))
    holding = notes.holding(now, after, ())
    tasks = plan(after, _practice()[1]).tasks
    again = {task.address for task in tasks if not holding.still(task.address, task)}
    different = {address for address, page in pages.items() if before[address] != page}
    assert f"/therapists/{who.slug}/" in different
    assert again >= different
    assert len(again - different) * 10 < len(notes.pages)


def test_no_page_holds_when_what_all_of_them_show_differs() -> None:
    site = _like(_practice()[0])
    _, notes = _planned(site)
    holding = notes.holding(replace(notes, frame=b"another day"), site, ())
    tasks = plan(site, _practice()[1]).tasks
    assert not any(holding.still(task.address, task) for task in tasks)


NAMES = st.sampled_from(["a", "b", "c", "d"])
QUESTIONS = st.sampled_from([("q", 1), ("q", 2), ("r", "a")])
NOTED = st.lists(NAMES | QUESTIONS, max_size=3).map(tuple)
KEPT = st.builds(
    Notes,
    st.sampled_from([b"x", b"x", b"y"]),
    st.dictionaries(NAMES, st.binary(max_size=1)),
    st.fixed_dictionaries({f"page {number}": NOTED for number in range(9)}),
    st.fixed_dictionaries(
        {("q", number): st.builds(Answer, st.binary(max_size=1), st.just(())) for number in (1, 2)}
    ),
)  # fmt: skip


def _same(one: Notes, other: Notes) -> bool:
    """Whether both tell the same to whoever asks: answers nobody needs may be missing."""
    return one.needed() == other.needed()


@given(st.lists(st.tuples(KEPT, st.booleans(), st.integers(0, 3)), min_size=1, max_size=6))
def test_notes_come_back_as_they_were_kept(rounds: list[tuple[Notes, bool, int]]) -> None:
    """However much differs; and only with the number that they were kept with."""
    with TemporaryDirectory() as folder:
        memory = Memory(Path(folder), "1")
        number, kept = b"", Notes()
        for turn, (notes, few, which) in enumerate(rounds):
            last = Kept(memory, "site")
            assert _same(last.last(number), kept)
            if few and kept.pages:  # a single page differs
                name = f"page {which}"
                notes = replace(kept, pages={**kept.pages, name: notes.pages[name]})
            number, kept = bytes([turn + 1]), notes
            last.keep(number, kept)
        assert _same(Kept(memory, "site").last(number), kept)
        assert Kept(memory, "site").last(b"another") == Notes()
        memory.close()


def test_what_nothing_rests_on_is_not_kept() -> None:
    def answers() -> Iterator[tuple[Name, Answer]]:
        yield ("q", 1), Answer(b"1", (("q", 2), "a"))
        yield ("q", 2), Answer(b"2", ("b",))
        yield ("q", 3), Answer(b"3", (("q", 1),))

    notes = Notes(b"", {}, {"page": ("view", ("q", 1))}, dict(answers()))
    assert notes.needed().answers.keys() == {("q", 1), ("q", 2)}
