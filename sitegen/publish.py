"""Site → published files: each page made, checked and staged on every core, then all of them moved
into place. Pages that would come out the same are left alone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sitegen import check, urls
from sitegen.asked import Name
from sitegen.check import Facts, Private
from sitegen.make import FactsOf, Made, Maker
from sitegen.memory import Memory
from sitegen.notes import Notes
from sitegen.pages import Plan
from sitegen.problems import MistakesFound, Problem
from sitegen.progress import Progress
from sitegen.render import Renderer
from sitegen.site import Article, Site
from sitegen.state import Row, State
from sitegen.workers import spread
from sitegen.world import World, exact
from sitegen.write import Changes, Publication, RefusedOutput

if TYPE_CHECKING:
    from sitegen.assets import Assets
    from sitegen.facts import Task

FEW = 60
"""So few pages aren't worth a second process."""

_HIDDEN_FROM_SITEMAP = {urls.NOT_FOUND}
_MACHINE_FILES = (urls.SITEMAP, urls.FEED, urls.ROBOTS)


@dataclass(frozen=True)
class Published:
    """What an output folder holds now, all warnings, and what changed."""

    rows: dict[str, Row]
    warnings: list[Problem]
    changes: Changes
    made: Mapping[str, Made]
    notes: Notes

    def remember(self, memory: Memory, former: State) -> None:
        """Keep what the next build can use of the pages that were made."""
        for one in self.made.values():
            one.remember_facts(memory)
        gone = former.rows.keys() - self.made.keys()
        memory.forget("page", gone)
        memory.forget("facts", gone)


def publish(
    site: Site, plan: Plan, assets: Assets, world: World, texts: Mapping[str, bytes],
    memory: Memory, publication: Publication, state: State, progress: Progress,
    warnings: list[Problem], notes: Notes, former: Notes, changed: Collection[str],
) -> Published:  # fmt: skip
    """Bring the output folder to the site's state; `notes` lack the pages, `former` may hold still.

    `changed` are files, read and published ones, that aren't as the last build left them.

    Raises MistakesFound, and leaves the folder as it was, when the output has faults.
    """
    rows = {path: row for path, row in state.rows.items() if path not in changed}
    leaky = {path for path, row in rows.items() if row.addressed}
    keep = {path: row for path, row in rows.items() if path not in leaky}
    known = keep if _more_private(world, state) else rows
    beside = [*_MACHINE_FILES, *(f"/{file.path.as_posix()}" for file in plan.files)]
    maker = Maker(world, texts, memory, publication, known, beside)
    memory.flush()
    made: dict[str, Made] = {}
    planned: dict[str, tuple[Name, ...]] = {}
    todo: list[Task] = []
    with progress.stage("compare"):
        holding = former.holding(notes, site, changed)
        for task in plan.tasks:
            path = urls.output_name(task.address)
            if path in made:
                raise RefusedOutput(f"two pages have the same address: {path}")
            row = maker.keeps(path)
            if row and (still := holding.still(path, task)):
                made[path], planned[path] = Made(path, row), still
            else:
                made[path] = _PLANNED
                todo.append(task)
        answers = holding.differences.answers()
        names: dict[Name, Name] = {}  # what comes from other processes shares nothing by itself
        site.notebook.news()
    with progress.stage("pages", len(todo)) as step:
        for told in spread(maker.planned, todo, few=FEW, begin=memory.reopened):
            one = Made(told.made, known[told.made]) if isinstance(told.made, str) else told.made
            made[one.path] = one.remember_page(memory) if publication.keeps else one
            planned[one.path] = tuple(names.setdefault(name, name) for name in told.notes)
            answers |= told.answers
            step()
    notes = replace(notes, pages=planned, answers=answers)
    files = dict(_files(site, plan, assets, world, memory, publication, rows, made))
    made |= files
    found = [problem for one in made.values() for problem in one.problems]
    found += _whole_site(
        made, state, memory, publication, partial(_again, plan, maker, publication)
    )
    if any(problem.severity == "error" for problem in found):
        raise MistakesFound([*warnings, *found])
    changes = publication.commit((path for path, one in made.items() if one.staged), set(made))
    rows = {path: one.row for path, one in made.items()}
    return Published(rows, [*warnings, *found], changes, made, notes)


_PLANNED = Made("", Row(b"", b"", (0, 0, 0)))
"""In the place of a page that is still to be made."""


def _more_private(world: World, state: State) -> bool:
    return hashlib.sha256(exact(world.private)).digest() != state.private


def _files(
    site: Site, plan: Plan, assets: Assets, world: World, memory: Memory,
    publication: Publication, rows: Mapping[str, Row], made: Mapping[str, Made],
) -> Iterator[tuple[str, Made]]:  # fmt: skip
    """The files for machines, and the assets, which are only read when they are new."""
    private = Private(world.private)

    def file(path: str, key: bytes, data: bytes) -> Made:
        if path in made:
            raise RefusedOutput(f"two files have the same address: {path}")
        facts, problems = check.read(f"{publication.out.name}/{path}", data, private)
        before = rows.get(path)
        same = before is not None and before.key == key
        print_ = before.print if before and same else publication.stage(path, data)
        row = Row(key, key, print_, addressed=facts.addressed)
        return Made(path, row, problems=tuple(problems), staged=not same)

    texts = [*_machine_files(site, plan, Renderer(world.shell, world.templates, memory))]
    texts += [(output.path.as_posix(), output.data) for output in plan.files]
    for path, data in texts:
        yield path, file(path, hashlib.sha256(data).digest(), data)
    for asset in assets.outputs():
        path = urls.output_path(asset.url).as_posix()
        before = rows.get(path)
        # Pictures hold no addresses that anybody could read: only texts are looked through again.
        if before and before.key == asset.digest and not before.addressed:
            yield path, Made(path, before)
        else:
            yield path, file(path, asset.digest, asset.data)


def _machine_files(site: Site, plan: Plan, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    addresses = [task.address for task in plan.tasks]
    contexts: dict[str, dict[str, Any]] = {
        urls.SITEMAP: {
            "addresses": [one for one in addresses if one not in _HIDDEN_FROM_SITEMAP],
            "reviewed": {urls.article(a.slug): a.meta.last_reviewed for a in site.articles},
        },
        urls.FEED: {
            "entries": [_entry(site, article) for article in site.articles[:FEED_ENTRIES]],
            "today": site.today,
        },
        urls.ROBOTS: {},
    }
    for address, context in contexts.items():
        path = urls.output_path(address).as_posix()
        yield path, renderer.text(path, **context).encode()


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
        "author": site.therapist(meta.author).name,
        "published": moment(meta.published),
        "updated": moment(meta.last_reviewed),
    }


def _whole_site(
    made: Mapping[str, Made], state: State, memory: Memory, publication: Publication,
    text: Callable[[str], str],
) -> Iterator[Problem]:  # fmt: skip
    """What pages say of one another: dead links, equal titles. `text` gives a page's."""
    facts = FactsOf(made, memory, publication)
    suspects, good = _suspects(made, state, memory, facts)
    for path, target, wrong in check.dead_links(suspects, facts, made, good):
        yield check.link_problem(f"{publication.out.name}/{path}", text(path), target, wrong)
    titles = {path: one.row.title for path, one in made.items() if path.endswith(".html")}
    yield from check.same_titles(titles, publication.out.name)


def _again(plan: Plan, maker: Maker, publication: Publication, path: str) -> str:
    """A page with something wrong: what a check made in another process is made once more."""
    if not publication.newest(path):
        maker.make(next(t for t in plan.tasks if urls.output_name(t.address) == path).plan())
    return publication.newest(path).decode()


def _suspects(
    made: Mapping[str, Made], state: State, memory: Memory, facts: FactsOf
) -> tuple[Iterable[str], set[str]]:
    """The pages that may have dead links: those made anew, as is whatever names a file that is
    gone, or all when a page or a place on one is gone. And links that are known to be good."""
    pages = [path for path in made if path.endswith(".html")]
    fresh = {path: one.facts for path, one in made.items() if one.facts is not None}
    gone = state.rows.keys() - made.keys()
    if len(fresh) * 2 <= len(made) and not any(path.endswith(".html") for path in gone):
        former = _former(fresh, state, memory)
        if former is not None:
            return fresh, _still_good(former, made)
    if len(fresh) < len(pages):
        facts.load_all()
    return pages, set()


def _former(fresh: Mapping[str, Facts], state: State, memory: Memory) -> list[Facts] | None:
    """The facts of these pages before; None if a place may be gone that another page leads to."""
    found: list[Facts] = []
    for path, now in fresh.items():
        if before := state.rows.get(path):
            key, facts = memory.get("facts", path) or (b"", None)
            if key != before.key or facts is None or facts.ids - now.ids:
                return None
            found.append(facts)
    return found


def _still_good(former: Iterable[Facts], made: Mapping[str, Made]) -> set[str]:
    """The links of a good site to pages that are the same now."""
    links = {link for facts in former for link in facts.links if link.startswith("/")}
    there = {link: made.get(urls.output_name(link.partition("#")[0])) for link in links}
    return {link for link, page in there.items() if page and page.facts is None}
