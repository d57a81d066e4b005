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
from sitegen import reading
from sitegen.asked import Answer, Name, mark
from sitegen.assets import Assets
from sitegen.dependents import is_page
from sitegen.memory import Memory
from sitegen.models import Therapist
from sitegen.notes import Kept, Known, Notes, needed
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
        site, assets, _ = reading.read_site(root, today=TODAY)
    return site, assets


def _like(site: Site) -> Site:
    """The same values, of which nothing was asked yet."""
    return replace(
        site, therapists=site.therapists, articles=site.articles, pages=site.pages
    )  # fmt: skip


def _planned(site: Site) -> tuple[dict[Name, bytes], Notes]:
    """Each page of a site as bytes, and what was noted meanwhile."""
    pages: dict[Name, bytes] = {}
    things: dict[Name, Answer] = {}
    for task in plan(site, _practice()[1]).tasks:
        page, read = site.notebook.noted(task.plan)
        pages[task.name] = exact(page)
        things[task.name] = Answer(b"", tuple(read))
    return pages, Notes(b"frame", _marks(site), things | site.notebook.answers)


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
                texts[to] = texts[to]._replace(meta=meta)
            case "minutes", [to, minutes] if to in texts:
                texts[to] = texts[to]._replace(minutes=minutes)
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
    known = Known().after(notes, list(before))
    for edits in rounds:
        asked, fresh = _edited(site, edits), _edited(site, edits)
        pages, now = _planned(fresh)
        holding = known.holding(replace(now, things={}), asked)
        wrong = [name for name in holding & pages.keys() if pages[name] != before[name]]
        assert wrong == []
        things: dict[Name, Answer] = {}
        for task in plan(asked, _practice()[1]).tasks:
            if task.name not in holding:
                _, read = asked.notebook.noted(task.plan)
                things[task.name] = Answer(b"", tuple(read))
        things |= asked.notebook.answers
        before, known = pages, known.after(replace(now, things=things), list(pages))


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
    holding = Known().after(notes, list(before)).holding(now, after)
    tasks = plan(after, _practice()[1]).tasks
    again = {task.name for task in tasks} - holding
    different = {name for name, page in pages.items() if before.get(name) != page}
    assert any(name.startswith(f"/therapists/{who.slug}/") for name in different)
    assert again >= different
    assert len(again - different) * 10 < len(before)


def test_no_page_holds_when_what_all_of_them_show_differs() -> None:
    site = _like(_practice()[0])
    before, notes = _planned(site)
    known = Known().after(notes, list(before))
    assert known.holding(notes, site) == before.keys()
    assert known.holding(replace(notes, frame=b"another day"), site) == set()


FILES = ["a", "b", "c", "d"]
QUESTIONS = ["?q\t#1", "?q\t#2", "?r\ta"]
PAGES = [f"/page/{number}\tview" for number in range(9)]
NOTED = st.lists(st.sampled_from([*FILES, *QUESTIONS]), max_size=3, unique=True).map(tuple)
THINGS = st.tuples(
    st.dictionaries(st.sampled_from(PAGES), st.builds(Answer, st.just(b""), NOTED)),
    st.fixed_dictionaries({
        one: st.builds(Answer, st.binary(min_size=1, max_size=1), st.just(("a",)))
        for one in QUESTIONS
    }),
).map(lambda both: {**both[0], **both[1]})  # fmt: skip
BUILDS = st.tuples(
    st.builds(
        Notes,
        st.sampled_from([b"x", b"x", b"x", b"y"]),
        st.dictionaries(st.sampled_from(FILES), st.binary(max_size=1)),
        THINGS,
    ),
    st.sets(st.sampled_from(PAGES)),
)


def _told(known: Known) -> dict[Name, tuple[bytes, frozenset[Name]]]:
    """What it tells whoever asks, by each way there is; answers nobody needs may be missing."""
    every = {**known.first.things(), **known.since}
    things = needed({name: thing for name, thing in every.items() if thing})
    assert known.pages() == {name for name in things if is_page(name)}
    for name in (*FILES, *QUESTIONS):
        above = {one for one in known._resting_on(name) if one in things}
        assert above == {one for one, thing in things.items() if name in thing.notes}
    assert all(known._mark(one) == things[one].mark for one in things if not is_page(one))
    return {name: (thing.mark, frozenset(thing.notes)) for name, thing in things.items()}


def _expected(
    before: dict[Name, Answer], frame: bool, now: Notes, pages: set[str]
) -> dict[Name, Answer]:
    every = {**(before if frame else {}), **now.things}
    return {name: one for name, one in every.items() if not is_page(name) or name in pages}


@given(st.lists(BUILDS, min_size=1, max_size=6), st.booleans())
def test_notes_come_back_as_they_were_kept(
    builds: list[tuple[Notes, set[str]]], many: bool
) -> None:
    """However much differs; and only with the number that they were kept with."""
    with TemporaryDirectory() as folder:
        memory = Memory(Path(folder), "1")
        others = {f"/other/{one}\tview": Answer(b"", ("a",)) for one in range(200 * many)}
        number, frame, kept = b"", b"", dict[Name, Answer]()
        for turn, (now, pages) in enumerate(builds):
            last = Kept(memory, "site")
            known = last.last(number)
            assert _told(known) == _plain(needed(kept))
            pages = (pages | {name for name in now.things if is_page(name)}) | others.keys()
            if now.frame != frame:
                now = replace(now, things={**others, **now.things})
            kept = _expected(kept, now.frame == frame, now, pages)
            number, frame = bytes([turn + 1]), now.frame
            last.keep(last.packed(number, known.after(now, pages)))
            assert last.last(number).marks == now.marks
        assert Kept(memory, "site").last(b"another") == Known()
        memory.close()


def _plain(things: dict[Name, Answer]) -> dict[Name, tuple[bytes, frozenset[Name]]]:
    return {name: (thing.mark, frozenset(thing.notes)) for name, thing in things.items()}


def test_what_nothing_rests_on_is_not_kept() -> None:
    def things() -> Iterator[tuple[Name, Answer]]:
        yield "/page\tview", Answer(b"", ("?q\t#1",))
        yield "?q\t#1", Answer(b"1", ("?q\t#2", "a"))
        yield "?q\t#2", Answer(b"2", ("b",))
        yield "?q\t#3", Answer(b"3", ("?q\t#1",))

    assert needed(dict(things())).keys() == {"/page\tview", "?q\t#1", "?q\t#2"}


def test_a_page_that_comes_back_is_planned_again() -> None:
    """What it rested on may have changed while it was gone, and another was at its address."""
    page, other = "/page\tview", "/page\tanother"
    filler = {f"/other/{one}\tview": Answer(b"", ("a",)) for one in range(40)}
    things = {page: Answer(b"", ("b",)), **filler}
    known = Known().after(Notes(b"x", {}, things), list(things))
    known = known.after(Notes(b"x", {}, {other: Answer(b"", ("b",))}), [other, *filler])
    assert known.pages() == {other, *filler}
    known = known.after(Notes(b"x", {}, {page: Answer(b"", ("b",))}), [page, *filler])
    assert known.pages() == {page, *filler}
