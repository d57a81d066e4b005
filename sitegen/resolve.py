"""Cross-record rules and references: what the files say of each other → one immutable Site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from sitegen.brief import Unread
from sitegen.bundles import Bundles
from sitegen.examine import Examined, examined, missing
from sitegen.inputs import Inputs
from sitegen.library import BUILT_IN_PAGES, Library, Pictures
from sitegen.load import Base, Origin, Record, load_base
from sitegen.memory import Memory
from sitegen.models import ArticleMeta, PageMeta, Therapist
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.progress import Progress
from sitegen.references import unknown
from sitegen.rules import rule_problems
from sitegen.site import Article, Page, Site
from sitegen.source import SourceFile
from sitegen.text_rules import anchor_problems

RESERVED_PAGES = (*BUILT_IN_PAGES, "api", "assets", "index", "404", "_outbox")
"""Addresses that the site itself answers."""

REQUIRED_PAGES = ("crisis", "privacy")
"""Pages that the templates link to from every other page."""


class Files(NamedTuple):
    """Everything that was read, each file by itself."""

    inputs: Inputs
    base: Base
    library: Library
    therapists: list[Examined[Therapist]]
    articles: list[Examined[ArticleMeta]]
    pages: list[Examined[PageMeta]]
    bundles: Bundles

    def remember(self) -> None:
        """Keep what was found in the files, as far as it isn't kept."""
        self.bundles.write()

    def all(self) -> Iterator[Examined[Any]]:
        """Each file."""
        yield from self.therapists
        yield from self.articles
        yield from self.pages

    def origin(self, one: Examined[Any]) -> Origin:
        """Where an examined file can be read again."""
        return Origin(self.inputs, one.name)


def read_files(
    inputs: Inputs, pictures: Pictures, memory: Memory, progress: Progress,
    here: Callable[[], object],
) -> Files:  # fmt: skip
    """Read and examine every file, as far as the memory doesn't know it already; `here` is done
    while other processes do."""
    base = load_base(inputs, memory)
    terms = {slug: record.model for slug, record in base.terms.items()}
    library = Library.of(
        {slug: term.kind for slug, term in terms.items()},
        {slug: (term.label, *term.synonyms) for slug, term in terms.items()},
        base.slugs,
        pictures,
    )
    state = library.digest(inputs.digest("assets/images/", "assets/portraits/"))
    bundles = Bundles(memory, "examined")

    found = examined(inputs, base, library, state, memory, bundles, progress, here)
    return Files(
        inputs, base, library, found["therapist"], found["article"], found["page"], bundles
    )


def resolve(files: Files, today: dt.date) -> tuple[Site, list[Problem]]:
    """The practice as one value, and the warnings about it.

    Raises MistakesFound with everything that is wrong in the files, when anything is.
    """
    base = files.base
    if not base.terms and base.problems:
        # Everything refers to the vocabulary: without it, only what can't be read is worth telling.
        found = [problem for one in files.all() if not one.record for problem in one.problems]
        raise MistakesFound([*base.problems, *found])
    problems = [*base.problems, *(problem for one in files.all() for problem in one.problems)]
    problems += _checks(files, today)
    site = _site(files, today) if base.practice else None
    if site:
        problems += _anchor_problems(files)
        problems += _promises(files, site)
    if site is None or any(problem.severity == "error" for problem in problems):
        raise MistakesFound(problems)
    return site, problems


def _checks(files: Files, today: dt.date) -> Iterator[Problem]:
    base = files.base
    yield from _practice_problems(files)
    for term in base.terms.values():
        for index, slug in enumerate(term.model.related):
            if slug not in base.slugs["term"]:
                path = (term.model.kind.value, term.slug, "related", index)
                yield unknown("term", slug, sorted(base.slugs["term"]), term.parsed, path)
    day = today.toordinal()
    for one in files.all():
        if one.record and not one.quiet[0] <= day <= one.quiet[1]:
            yield from rule_problems(Record(one.slug, one.model, files.origin(one)), today)
    yield from _shared_addresses(files)
    for page in files.pages:
        if page.slug in RESERVED_PAGES:
            yield files.origin(page).source.problem(
                Place(page.name),
                f"the address /{page.slug}/ is taken by a part of the site",
                hint="rename the file",
            )
    for slug in REQUIRED_PAGES:
        if slug not in base.slugs["page"]:
            yield missing(
                f"content/pages/{slug}.md", "this page is missing: every page links to it"
            )


def _shared_addresses(files: Files) -> Iterator[Problem]:
    """A copied record whose e-mail was forgotten would send messages to the wrong person."""
    owners: dict[str, str] = {}
    for one in files.therapists:
        if not one.record:
            continue
        address = one.brief.email.get_secret_value().casefold()
        if (owner := owners.setdefault(address, one.slug)) != one.slug:
            parsed = files.origin(one).parsed
            yield parsed.source.problem(
                parsed.place(("email",)),
                f"{owner} has the same e-mail, so their messages would mix",
                hint="write this person's own address",
            )


def _practice_problems(files: Files) -> Iterator[Problem]:
    practice = files.base.practice
    if practice is None:
        return
    known = files.library.known["page"]
    for part in ("header", "footer"):
        for index, slug in enumerate(getattr(practice.model.navigation, part)):
            if slug not in known:
                path = ("navigation", part, index)
                yield unknown("page", slug, list(known), practice.parsed, path)


def _site(files: Files, today: dt.date) -> Site:
    practice = files.base.practice
    assert practice
    people = [one for one in files.therapists if one.record]
    articles = [text for text in files.articles if text.record]
    articles.sort(key=lambda text: (-text.brief.published, text.slug))
    return Site(
        practice=practice.model,
        terms={slug: term.model for slug, term in files.base.terms.items()},
        therapists=Unread(people, attrgetter("model"), tuple(one.brief for one in people)),
        articles=Unread(articles, _article, tuple(text.brief for text in articles)),
        pages=tuple(Page(one.slug, one.model) for one in files.pages if one.record),
        today=today,
    )


def _article(text: Examined[ArticleMeta]) -> Article:
    return Article(text.slug, text.model, text.minutes)


def _anchor_problems(files: Files) -> Iterator[Problem]:
    """Links to a heading, in the same text or another, have to find it."""
    texts: list[tuple[str, Examined[Any]]] = [("article", text) for text in files.articles]
    texts += [("page", text) for text in files.pages]
    anchors = {(kind, text.slug): text.anchors for kind, text in texts}
    for kind, text in texts:
        if text.anchored:
            origin = partial(_text_origin, files, text)
            yield from anchor_problems(
                kind, text.slug, text.anchored, lambda *where: anchors.get(where), origin
            )


def _text_origin(files: Files, text: Examined[Any]) -> tuple[SourceFile, int]:
    return files.origin(text).source, text.at


def _promises(files: Files, site: Site) -> Iterator[Problem]:
    """An article promises that somebody here works with its topic: warn when nobody does."""
    held = {slug for slug, people in site.therapists_by_term.items() if people}
    for text in files.articles:
        for index, slug in enumerate(text.brief.topics if text.record else ()):
            if slug in site.terms and slug not in held:
                front = files.origin(text).parsed
                yield front.source.problem(
                    front.place(("topics", index)),
                    f'no therapist here has "{slug}" in their record',
                    hint="add it to the records it fits, or take the topic out",
                    severity="warning",
                )
