"""load → validate → resolve → render → check → write, as one step for every command.

A build first asks what changed since the last one into the same folder: nothing, only the bodies
of some texts, or anything else. Each answer leads to the same bytes as a build from nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sitegen.bundles import Bundles
from sitegen.inputs import ChangedMeanwhile, Inputs
from sitegen.memory import LostText, Memory
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.progress import Progress
from sitegen.reading import opened, private_addresses, read, scanned, shell
from sitegen.state import NOTHING, Recall, State, keep_changes
from sitegen.workers import beside, meanwhile
from sitegen.write import Changes, Dry, Publication, publication

if TYPE_CHECKING:
    from sitegen.asked import Answer, Name
    from sitegen.resolve import Files

_TRIES = 5


@dataclass(frozen=True)
class Built:
    """What a build did: the warnings, the number of pages, the changes in the output folder.

    `same_world` says that nothing changed but the bodies of texts, `written` names the new files,
    `changed` the files of the practice that differ from those of the last build. `held` is all that
    it was made of: to let go of ten thousand people takes a while, and a command ends at once.
    """

    problems: tuple[Problem, ...]
    pages: int
    changes: Changes
    same_world: bool
    written: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    held: object = field(default=None, repr=False, compare=False)


def build(
    root: Path,
    out: Path,
    *,
    today: dt.date | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    seen: Inputs | None = None,
    recall: Recall | None = None,
) -> Built:
    """Build the practice in `root` into `out`; `cache` is by default `.cache/build` in `root`.

    `seen` is what the files held just now, if somebody looked already; `recall` is for those who
    build again and again.

    Raises MistakesFound, and leaves `out` as it was, when anything is wrong in the input or the
    output; RefusedOutput when `out` holds something else than a site.
    """
    root = root.resolve()
    with publication(out) as target, opened(root, cache) as memory:
        looks = chain([seen] if seen else [], repeat(None))
        known = recall or Recall()

        def once() -> Built:
            return _once(root, target, today, memory, progress or Progress(), next(looks), known)

        return _patiently(once, target, memory)


def check(
    root: Path, *, today: dt.date | None = None, progress: Progress | None = None
) -> list[Problem]:
    """Everything wrong in the practice's files and in the site they would become."""
    root = root.resolve()
    try:
        with opened(root) as memory:
            dry = Dry(Path("site"))

            def once() -> Built:
                inputs = scanned(root)
                return _whole(inputs, dry, today, NOTHING, (), (), memory, progress or Progress())

            return list(_patiently(once, dry, memory).problems)
    except MistakesFound as found:
        return list(found.problems)


def _patiently(build: Callable[[], Built], target: Publication, memory: Memory) -> Built:
    """Again when somebody saves a file meanwhile, or the memory turns out to have holes; with a
    new one when it has them again."""
    lost: list[str] = []
    for _ in range(_TRIES):
        try:
            return build()
        except ChangedMeanwhile as changed:
            name = str(changed)
        except LostText as error:
            lost.append(name := str(error))
            if len(lost) == 1:
                bundles = Bundles(memory, "examined")
                bundles.forget(lost)
                bundles.write()
            elif len(lost) == 2:
                memory.drop("examined")
            else:
                memory.begin_anew()
        target.clear()
    problem = Problem(Place(name), "this file keeps changing while the site is built")
    raise MistakesFound([problem])


def _once(
    root: Path, target: Publication, today: dt.date | None, memory: Memory, progress: Progress,
    seen: Inputs | None, recall: Recall,
) -> Built:  # fmt: skip
    place = target.out.as_posix()
    with progress.stage("look for changes"):
        state = recall.last(memory, place)
        prints = {path: row.print for path, row in state.rows.items()}
        with meanwhile(partial(target.touched, prints), much=_many(state)) as found:
            inputs = scanned(root, state.known, seen)
            day = today or dt.datetime.now(ZoneInfo(state.zone)).date()
            changed = _changed(inputs, state)
            touched = frozenset(found())
        sound = state is not NOTHING and day == state.today and not touched
    if sound and not changed and len(inputs.remembered) == len(state.known):
        if inputs.remembered != state.known:
            keep_changes(memory, place, state, state._replace(known=inputs.remembered))
        changes = Changes(0, len(state.rows), 0)
        return Built(state.warnings, state.pages(), changes, True, held=(state, inputs, prints))
    if sound:
        from sitegen.quick import only_bodies

        with progress.stage("changed texts"):
            after = only_bodies(changed, inputs, state, memory, target)
        if after is not None:
            keep_changes(memory, place, state, after)
            recall.note(memory, place, after)
            rows = after.rows.items()
            written = frozenset(p for p, row in rows if row is not state.rows[p])
            changes = Changes(len(written), len(after.rows) - len(written), 0)
            held = state, after, inputs, prints
            return Built(
                after.warnings, after.pages(), changes, True, written, tuple(changed), held
            )
        target.clear()
    return _whole(inputs, target, today, state, changed, touched, memory, progress)


def _whole(
    inputs: Inputs, target: Publication, today: dt.date | None, state: State,
    changed: Collection[str], touched: Collection[str], memory: Memory, progress: Progress,
) -> Built:  # fmt: skip
    from sitegen.ahead import ahead
    from sitegen.assets import Assets
    from sitegen.templates import compiling, templates

    sources = templates(inputs)
    assets = Assets.of_inputs(inputs, memory)
    jobs = assets.scripts.shortening(), compiling(sources)
    with (
        _refusing(target, state),
        ahead(memory, *jobs) as ready,
        read(inputs, assets, today, memory, progress, _load_the_rest) as (files, site, warnings),
    ):
        from sitegen import notes, pages, publish
        from sitegen.directory import data
        from sitegen.world import World, exact, outline_name

        ready()
        world = World(shell(site, assets), files.library, sources, private_addresses(site))
        kept = notes.Kept(memory, place := target.out.as_posix())
        known, now = kept.last(state.noted), notes.Notes.about(site, files)
        with data.beside(site, assets) as loaded:
            files.remember()
            with progress.stage("compare"):
                holding = known.holding(now, site)
            with progress.stage("plan"):
                plan = pages.plan(site, assets, loaded)
    texts = {one.name: one.text for one in files.all()}
    number = os.urandom(8)

    def noted(things: Mapping[Name, Answer]) -> publish.Noted:
        return kept.packed(number, known.after(replace(now, things=things), plan.names))

    done = publish.publish(
        site, plan, assets, world, texts, memory, target, state, progress, warnings,
        holding, touched, noted,
    )  # fmt: skip
    if target.keeps:
        with progress.stage("remember"):
            kept.keep(done.noted)
            gone = {at.partition(":")[2] for at in state.known} - inputs.digests.keys()
            for kind in ("asked", "prose"):
                memory.forget(kind, gone)
            memory.forget("outline", (outline_name(place, name) for name in gone))
            private = hashlib.sha256(exact(world.private)).digest()
            after = State(
                inputs.remembered, site.today, site.practice.time_zone, done.rows, private,
                tuple(done.warnings), state.number, noted=number, base=world.digest(),
            )  # fmt: skip
            _remember_texts(files, memory, place, known.marks, changed)
            memory.put("world", place, world)
            keep_changes(memory, place, state, after)
            memory.flush()
    count = sum(1 for path in done.rows if path.endswith(".html"))
    written = frozenset(path for path, one in done.made.items() if one.staged)
    held = inputs, state, files, site, known, holding, texts, plan, done
    return Built(tuple(done.warnings), count, done.changes, False, written, tuple(changed), held)


def _load_the_rest() -> None:
    """What is needed when all files are read; it takes a while."""
    for name in ("notes", "pages", "publish", "directory.data", *_VIEWS):
        import_module(f"sitegen.{name}")


_VIEWS = tuple(f"views.{name}" for name in ("article", "home", "page", "profile"))
"""Those of most pages, which else each of the processes that make these would load."""


@contextmanager
def _refusing(target: Publication, state: State) -> Iterator[None]:
    """Look for files that aren't ours; meanwhile, where they are many."""
    if not _many(state):
        target.refuse_foreign()
        yield
        return
    with beside(target.refuse_foreign) as refused:
        yield
        if refused() is not True:
            target.refuse_foreign()


def _many(state: State) -> bool:
    """Whether walking through the files takes longer than starting another process."""
    return len(state.rows) > 2000


def _remember_texts(
    files: Files, memory: Memory, place: str, former: Mapping[str, bytes], changed: Collection[str]
) -> None:
    """Keep what others see of each text that isn't as it was, or whose file isn't."""
    from sitegen import pages
    from sitegen.world import Outline, outline_name

    for kind, some in (("article", files.articles), ("page", files.pages)):
        for one in some:
            if one.seen == former.get(one.name) and one.name not in changed:
                continue
            title, path = (one.brief or one.model).title, pages.text_path(kind, one.slug)
            outline = Outline(one.front, title, one.anchors, one.minutes, path)
            memory.put("outline", outline_name(place, one.name), outline)


def _changed(inputs: Inputs, state: State) -> Sequence[str]:
    """The names whose content isn't what the last build read."""
    known = state.known
    return [
        at.partition(":")[2]
        for at, (_, digest) in inputs.remembered.items()
        if at not in known or known[at][1] != digest
    ]
