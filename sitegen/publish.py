"""Site → published files: each page made, checked and staged on every core, then all of them moved
into place. Pages that would come out the same are left alone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sitegen import check, urls
from sitegen.asked import Answer, Name
from sitegen.leaks import Private
from sitegen.links import whole_site
from sitegen.make import Made, Maker
from sitegen.memory import Memory
from sitegen.pages import Plan
from sitegen.parts import sweep
from sitegen.problems import MistakesFound, Problem
from sitegen.progress import Progress
from sitegen.render import Renderer
from sitegen.site import Article, Site
from sitegen.state import Row, State
from sitegen.workers import meanwhile, spread
from sitegen.world import World, exact
from sitegen.write import Changes, Publication, RefusedOutput

if TYPE_CHECKING:
    from sitegen.assets import Assets
    from sitegen.facts import Task

Noted = Sequence[tuple[str, bytes]]
"""Entries for the memory, by kind."""

FEW = 60
"""So few pages aren't worth a second process."""

MANY = 2000
"""Of so many, putting in order what was noted is worth another."""

_HIDDEN_FROM_SITEMAP = {urls.NOT_FOUND}
_MACHINE_FILES = (urls.SITEMAP, urls.FEED, urls.ROBOTS)


class Published(NamedTuple):
    """What an output folder holds now, all warnings, and what changed; `noted` is to be kept."""

    rows: dict[str, Row]
    warnings: list[Problem]
    changes: Changes
    made: Mapping[str, Made]
    noted: Noted = ()

    def remember(self, memory: Memory, former: State) -> None:
        """Keep what the next build can use of the pages that were made."""
        for one in self.made.values():
            if one.path in former.rows:
                one.remember_facts(memory)
        gone = former.rows.keys() - self.rows.keys()
        memory.forget("page", gone)
        memory.forget("facts", gone)
        sweep(memory)


def publish(
    site: Site, plan: Plan, assets: Assets, world: World, texts: Mapping[str, bytes],
    memory: Memory, publication: Publication, state: State, progress: Progress,
    warnings: list[Problem], holding: Collection[Name], changed: Collection[str],
    noted: Callable[[Mapping[Name, Answer]], Noted],
) -> Published:  # fmt: skip
    """Bring the output folder to the site's state.

    `holding` are the pages that would be planned to the same, `changed` the published files that
    aren't as the last build left them. `noted` packs what was noted of the pages and questions.

    Raises MistakesFound, and leaves the folder as it was, when the output has faults.
    """
    former = {path: row for path, row in state.rows.items() if path not in changed}
    kept = former
    if _more_private(world, state):
        kept = {path: row for path, row in former.items() if not row.addressed}
    beside = [*_MACHINE_FILES, *(f"/{file.path.as_posix()}" for file in plan.files)]
    maker = Maker(world, texts, memory, publication, kept, beside, holding)
    rows, todo = _compared(plan, maker, holding if maker.base == state.base else ())
    things = dict(site.notebook.answers)
    site.notebook.news()
    made: dict[str, Made] = {}

    def other_files() -> None:
        memory.flush()
        for one in _files(
            site, plan, assets, world, memory, publication, former, kept, rows, maker.private
        ):
            rows[one.path] = one.row
            if one.row is not kept.get(one.path):
                made[one.path] = one

    with progress.stage("pages", len(todo)) as step:
        for one in _planned(maker, todo, memory, things, other_files):
            if isinstance(one, str):
                rows[one] = kept[one]
            else:
                fresh = one.path not in state.rows  # so nobody asks what its facts were before
                made[one.path] = one.remembered(memory, facts=fresh) if publication.keeps else one
                rows[one.path] = one.row
            step()
    with meanwhile(partial(noted, things), much=publication.keeps and len(todo) > MANY) as packed:
        found = [problem for one in made.values() for problem in one.problems]
        again = partial(_again, plan, maker, publication)
        found += whole_site(made, rows, state, memory, publication, again)
        if any(problem.severity == "error" for problem in found):
            raise MistakesFound([*warnings, *found])
        changes = publication.commit((path for path, one in made.items() if one.staged), set(rows))
        done = Published(rows, [*warnings, *found], changes, made)
        if not publication.keeps:
            return done
        done.remember(memory, state)
        return done._replace(noted=packed())


def _compared(
    plan: Plan, maker: Maker, holding: Collection[Name]
) -> tuple[dict[str, Row], list[Task]]:
    """The rows of all pages, and the tasks of those that have to be made for it.

    `holding` names those that would be planned to the same.
    """
    rows: dict[str, Row] = {}
    todo: list[Task] = []
    for task, name in zip(plan.tasks, plan.names, strict=True):
        path = urls.output_name(task.address)
        if path in rows:
            raise RefusedOutput(f"two pages have the same address: {path}")
        row = maker.keeps(path)
        if row and name in holding and maker.shows(row, task.text):
            rows[path] = row
        else:
            rows[path] = _PLANNED
            todo.append(task)
    return rows, todo


def _planned(
    maker: Maker, todo: Sequence[Task], memory: Memory, things: dict[Name, Answer],
    here: Callable[[], None],
) -> Iterator[Made | str]:  # fmt: skip
    """What comes of each task; what is noted meanwhile is added to the `things`, and parts of pages
    are remembered. `here` is done while others make pages."""
    for told in spread(maker.planned, todo, few=FEW, begin=memory.reopened, here=here):
        things.update(told.things)
        for hashed, data in told.parts:
            memory.put("part", hashed.hex(), data)
        made = told.made
        yield made if isinstance(made, str) else made._replace(row=made.row.sharing())


_PLANNED = Row(b"", b"", (0, 0, 0))
"""In the place of a page that is still to be made."""


def _more_private(world: World, state: State) -> bool:
    return hashlib.sha256(exact(world.private)).digest() != state.private


def _files(
    site: Site, plan: Plan, assets: Assets, world: World, memory: Memory,
    publication: Publication, former: Mapping[str, Row], kept: Mapping[str, Row],
    taken: Collection[str], private: Private,
) -> Iterator[Made]:  # fmt: skip
    """The files for machines, and the assets: made, or only read, where the key is another."""

    def file(path: str, key: bytes, make: Callable[[], bytes]) -> Made:
        if path in taken:
            raise RefusedOutput(f"two files have the same address: {path}")
        if path in kept and kept[path].key == key:
            return Made(path, kept[path])
        data, before = make(), former.get(path)
        digest = hashlib.sha256(data).digest()
        facts, problems = check.read(f"{publication.out.name}/{path}", data, private)
        same = before is not None and before.digest == digest
        print_ = before.print if before and same else publication.stage(path, data)
        row = Row(key, digest, print_, addressed=facts.addressed)
        return Made(path, row, problems=tuple(problems), staged=not same)

    for path, key, text in _machine_files(site, plan, world, memory):
        yield file(path, key, text)
    for output in plan.files:
        key = hashlib.sha256(output.data).digest()
        yield file(output.path.as_posix(), key, partial(bytes, output.data))
    for asset in assets.outputs():
        path = urls.output_path(asset.url).as_posix()
        yield file(path, asset.digest, partial(getattr, asset, "data"))


def _machine_files(
    site: Site, plan: Plan, world: World, memory: Memory
) -> Iterator[tuple[str, bytes, Callable[[], bytes]]]:
    """The path of each, the hash of all that it is made from, and what makes it."""
    addresses = [task.address for task in plan.tasks]
    contexts: dict[str, dict[str, Any]] = {
        urls.SITEMAP: {
            "addresses": [one for one in addresses if one not in _HIDDEN_FROM_SITEMAP],
            "reviewed": {
                urls.article(one.slug): dt.date.fromordinal(one.last_reviewed).isoformat()
                for one in site.writings
            },
        },
        urls.FEED: {
            "entries": [_entry(site, article) for article in site.articles[:FEED_ENTRIES]],
            "today": site.today,
        },
        urls.ROBOTS: {},
    }
    frame = world.digest() + exact(sorted(world.shell.assets.items()))

    def text(path: str, context: Mapping[str, Any]) -> bytes:
        return Renderer(world.shell, world.templates, memory).text(path, **context).encode()

    for address, context in contexts.items():
        path = urls.output_path(address).as_posix()
        key = hashlib.sha256(frame + exact(context)).digest()
        yield path, key, partial(text, path, context)


FEED_ENTRIES = 50
"""As many as a reader asks for that was away for a while; the site keeps the rest."""


def _entry(site: Site, article: Article) -> dict[str, Any]:
    """An entry of the Atom feed (RFC 4287): times are midnight where the practice is."""
    meta = article.meta
    zone = ZoneInfo(site.practice.time_zone)

    def moment(day: dt.date) -> str:
        return dt.datetime.combine(day, dt.time(), zone).isoformat()

    return {
        "title": meta.title,
        "summary": meta.summary,
        "url": site.practice.url.rstrip("/") + urls.article(article.slug),
        "author": site.person(meta.author).name,
        "published": moment(meta.published),
        "updated": moment(meta.last_reviewed),
    }


def _again(plan: Plan, maker: Maker, publication: Publication, path: str) -> str:
    """A page with something wrong: what a check made in another process is made once more."""
    if not publication.newest(path):
        maker.make(next(t for t in plan.tasks if urls.output_name(t.address) == path).plan())
    return publication.newest(path).decode()
