"""One page: rendered, read by the check, staged; and what is known of pages that were kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sitegen import check, urls
from sitegen.asked import Answer, Name
from sitegen.check import Leads
from sitegen.leaks import Private
from sitegen.memory import LostText, Memory, packed
from sitegen.parts import LostPart, Parts
from sitegen.problems import Problem
from sitegen.render import Renderer
from sitegen.state import Row
from sitegen.world import World
from sitegen.write import Publication

if TYPE_CHECKING:
    from sitegen.facts import Planned, Task
    from sitegen.site import Prose


class Made(NamedTuple):
    """A file that was made anew.

    `page` is what it was made from, but its text, as bytes; empty for one without a text, and where
    it is kept already. So are its `facts`, what the check found in a page, for others' checks.
    `leads` are its links that the check of the site has to follow, and that weren't told before.
    """

    path: str
    row: Row
    page: bytes = b""
    facts: bytes = b""
    leads: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    staged: bool = False

    def remember_facts(self, memory: Memory) -> None:
        """Keep what other pages' checks ask of it."""
        if self.facts:
            memory.put_packed("facts", self.path, self.facts)

    def remembered(self, memory: Memory, *, facts: bool) -> Made:
        """The same, but what is kept from now on: what it was made from, and perhaps its facts."""
        if self.page:
            memory.put("page", self.path, self.page)
        if facts:
            self.remember_facts(memory)
        return self._replace(page=b"", facts=b"" if facts else self.facts)


class Planning(NamedTuple):
    """What came of a task; `things` are what was noted of it, and the answers not told before.

    `made` is the path alone, which is quickly told, of a page that would be the same. `parts` are
    those that it is made from and that weren't told before: a hash each, and bytes.
    """

    made: Made | str
    things: tuple[tuple[Name, Answer], ...] = ()
    parts: tuple[tuple[bytes, bytes], ...] = ()


class Maker:
    """Makes pages: rendered, read by the check, staged."""

    def __init__(
        self, world: World, texts: Mapping[str, bytes], memory: Memory,
        publication: Publication, rows: Mapping[str, Row], files: Iterable[str] = (),
        holding: Collection[Name] = (),
    ) -> None:  # fmt: skip
        """`texts` are the hashes of the prose by file name, `rows` what may be kept.

        `files` are the addresses of the site's files, but pages and assets; `holding` names the
        pages that would be planned to the same.
        """
        self._renderer = Renderer(world.shell, world.templates, memory)
        self.private = Private(world.private)
        self._texts, self._memory = texts, memory
        self._publication, self._rows = publication, rows
        self.base = world.digest()
        self._holding = holding
        self._leads = Leads()
        self._files = frozenset((*world.shell.assets.values(), *files))

    @cached_property
    def _parts(self) -> Parts:
        from sitegen.directory.cards import Card
        from sitegen.facts import ArticleCard, TermLink
        from sitegen.views.proof import Proof

        return Parts(self._memory, Card, ArticleCard, TermLink, Proof)

    def keeps(self, path: str) -> Row | None:
        """The page that was published, if nobody touched it and all files that it names are there.

        It is kept if it was made from the same.
        """
        before = self._rows.get(path)
        return before if before and before.files <= self._files else None

    def shows(self, row: Row, text: str) -> bool:
        """Whether a page of a text, planned to the same, was published with the text as it is."""
        return not text or row.key == self._key(row.view, text)

    def planned(self, task: Task) -> Planning:
        """Plan one page, noting what is read of the site, and make it; or make it of what was
        planned for it before, if that holds."""
        if task.name in self._holding and (made := self.again(urls.output_name(task.address))):
            return Planning(made)
        page, notes = task.site.notebook.noted(task.plan)
        noted = task.name, Answer(b"", tuple(notes))
        new = self.make(page)
        parts = self._parts.news() if self._publication.keeps else ()
        return Planning(new, (noted, *task.site.notebook.news()), parts)

    def make(self, page: Planned) -> Made | str:
        """One page of the plan; the path alone if it would be the same."""
        path = urls.output_path(page.info.path).as_posix()
        data = self._parts.packed(page)
        view = hashlib.sha256(data).digest()
        before = self.keeps(path)
        if before and before.key == self._key(view, page.text):
            return path
        if not page.text:
            return self.finished(path, view, page)
        return self.finished(path, view, page, self._prose(page), data)

    def again(self, path: str, prose: Prose | None = None) -> Made | None:
        """The page as it was planned before, with another text or its own; None if what was planned
        isn't known."""
        row = self._rows.get(path)
        data: bytes | None = self._memory.get("page", path)
        if row is None or data is None or hashlib.sha256(data).digest() != row.view:
            return None
        try:
            page: Planned = self._parts.unpacked(data)
        except LostPart:
            return None
        return self.finished(path, row.view, page, prose or self._prose(page))

    def _prose(self, page: Planned) -> Prose:
        kept: tuple[bytes, Prose] | None = self._memory.get("prose", page.text)
        if kept is None or kept[0] != self._texts.get(page.text):
            raise LostText(page.text)
        return kept[1]

    def _key(self, view: bytes, text: str) -> bytes:
        """The hash of all that a page is made from, but the assets that it will ask for."""
        return hashlib.sha256(self.base + self._texts.get(text, b"") + view).digest()

    def finished(
        self, path: str, view: bytes, page: Planned, prose: Prose | None = None, kept: bytes = b""
    ) -> Made:
        """Put in the text, render, check and stage; `kept` is what the page was before."""
        key = self._key(view, page.text)
        page = page.filled(prose) if prose else page
        rendered = self._renderer.page(page)
        data = rendered.html.encode()
        shown = f"{self._publication.out.name}/{path}"
        facts, problems = check.read(shown, data, self.private, rendered.html)
        before, digest = self._rows.get(path), hashlib.sha256(data).digest()
        same = before is not None and before.digest == digest
        print_ = before.print if before and same else self._publication.stage(path, data)
        files = rendered.assets | set(filter(_names_a_file, facts.links))
        row = Row(key, digest, print_, facts.title, files, facts.addressed, view)
        leads = self._leads.new(facts)
        return Made(path, row, kept, packed((key, facts)), leads, tuple(problems), not same)


@lru_cache(maxsize=100_000)
def _names_a_file(link: str) -> bool:
    return link[:1] == "/" and "." in link[link.rfind("/") :]
