"""Cross-record rules and references: what the files say of each other → one immutable Site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sitegen.load import Loaded, Record, Text
from sitegen.models import ArticleMeta, PageMeta, References, Therapist
from sitegen.problems import MistakesFound, Place, Problem, did_you_mean, one_of
from sitegen.prose import Renderer
from sitegen.references import Library, Pictures, text_problems
from sitegen.rules import article_problems, therapist_problems
from sitegen.scan import scan
from sitegen.site import Article, Page, Prose, Site
from sitegen.source import Parsed, Path_

BUILT_IN_PAGES = ("therapists", "articles", "contact")
"""Sections that navigation and links may name as if they were pages."""

RESERVED_PAGES = (*BUILT_IN_PAGES, "api", "assets", "index", "404", "_outbox")
"""Addresses that the site itself answers."""

REQUIRED_PAGES = ("crisis", "privacy")
"""Pages that the templates link to from every other page."""


def resolve(loaded: Loaded, pictures: Pictures, today: dt.date) -> tuple[Site, list[Problem]]:
    """The practice as one value, and the warnings about it.

    `pictures` tells which portraits and images exist. Raises MistakesFound with everything that
    is wrong in the files, when anything is.
    """
    if not loaded.terms and loaded.problems:
        # Everything refers to the vocabulary: without it, only what can't be read is worth telling.
        raise MistakesFound(loaded.problems)
    library = Library.of(loaded, pictures, BUILT_IN_PAGES)
    problems = [*loaded.problems, *_checks(loaded, library, today)]
    site = _site(loaded, library, today) if loaded.practice else None
    if site:
        problems += _anchor_problems(loaded, site)
        problems += _promises(loaded, site)
    errors = any(problem.severity == "error" for problem in problems)
    if errors or site is None:
        raise MistakesFound(problems)
    return site, problems


def _checks(loaded: Loaded, library: Library, today: dt.date) -> Iterator[Problem]:
    yield from _practice_problems(loaded, library)
    for term in loaded.terms.values():
        for index, slug in enumerate(term.model.related):
            path = (term.model.kind.value, term.slug, "related", index)
            yield from _unknown("term", slug, sorted(loaded.slugs["term"]), term.parsed, path)
    for record in loaded.therapists:
        yield from _reference_problems(record.model, record.parsed, (), loaded, library)
        yield from therapist_problems(record, today)
        yield from text_problems(record.model.biography, *_biography_place(record), "", library)
    texts: list[Text[ArticleMeta] | Text[PageMeta]] = [*loaded.articles, *loaded.pages]
    for text in texts:
        meta, document = text.meta, text.document
        if meta is not None:
            yield from _reference_problems(meta, document.front, (), loaded, library)
        if isinstance(meta, ArticleMeta):
            yield from article_problems(meta, document.front, today)
        title = meta.title if meta else ""
        if not document.body.strip():
            place = document.source.place_of(document.body_offset)
            hint = "write the text below the second line of ---"
            yield document.source.problem(place, "there is no text here", hint=hint)
        yield from text_problems(
            document.body, document.source, document.body_offset, title, library
        )
    yield from _shared_addresses(loaded)
    for page in loaded.pages:
        if page.slug in RESERVED_PAGES:
            yield page.document.source.problem(
                Place(page.document.source.path),
                f"the address /{page.slug}/ is taken by a part of the site",
                hint="rename the file",
            )
    for slug in REQUIRED_PAGES:
        if slug not in loaded.slugs.get("page", set()):
            place = Place(f"content/pages/{slug}.md")
            hint = "copy the one of the sample practice and change it"
            yield Problem(place, "this page is missing: every page links to it", hint=hint)


def _shared_addresses(loaded: Loaded) -> Iterator[Problem]:
    """A copied record whose e-mail was forgotten would send messages to the wrong person."""
    owners: dict[str, str] = {}
    for record in loaded.therapists:
        address = record.model.email.get_secret_value().casefold()
        if (owner := owners.setdefault(address, record.slug)) != record.slug:
            parsed = record.parsed
            yield parsed.source.problem(
                parsed.place(("email",)),
                f"{owner} has the same e-mail, so their messages would mix",
                hint="write this person's own address",
            )


def _practice_problems(loaded: Loaded, library: Library) -> Iterator[Problem]:
    if loaded.practice is None:
        return
    parsed = loaded.practice.parsed
    for part in ("header", "footer"):
        for index, slug in enumerate(getattr(loaded.practice.model.navigation, part)):
            path = ("navigation", part, index)
            yield from _unknown("page", slug, library.pages, parsed, path)


def _unknown(
    what: str, slug: str, known: list[str], parsed: Parsed, path: Path_
) -> Iterator[Problem]:
    if slug not in known:
        message = f'there is no {what} "{slug}"'
        yield parsed.source.problem(
            parsed.place(path), message, allowed=one_of(known), hint=did_you_mean(slug, known)
        )


def _reference_problems(
    model: BaseModel, parsed: Parsed, at: Path_, loaded: Loaded, library: Library
) -> Iterator[Problem]:
    """Every slug that a field marked with References names has to exist, with a fitting kind."""
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        path = (*at, info.alias or name)
        rule = next((item for item in info.metadata if isinstance(item, References)), None)
        if rule is None:
            children = value if isinstance(value, tuple) else (value,)
            for index, child in enumerate(children):
                if isinstance(child, BaseModel):
                    inner = (*path, index) if isinstance(value, tuple) else path
                    yield from _reference_problems(child, parsed, inner, loaded, library)
        elif isinstance(value, tuple):
            for index, slug in enumerate(value):
                yield from _reference_problem(slug, rule, parsed, (*path, index), loaded, library)
        elif value is not None:
            yield from _reference_problem(value, rule, parsed, path, loaded, library)


def _reference_problem(
    slug: str, rule: References, parsed: Parsed, path: Path_, loaded: Loaded, library: Library
) -> Iterator[Problem]:
    if rule.target == "therapist":
        known = [*sorted(loaded.slugs["therapist"]), *rule.also]
        yield from _unknown("therapist", slug, known, parsed, path)
    elif rule.target in ("image", "portrait"):
        folder = "images" if rule.target == "image" else "portraits"
        names = library.pictures.names(folder)
        yield from _unknown(f"picture in assets/{folder}/ named", slug, names, parsed, path)
    elif slug not in loaded.terms and slug in loaded.slugs["term"]:
        return  # the term itself is broken and reported where it stands
    else:
        kinds = rule.kinds
        known = [term.slug for term in loaded.terms.values() if term.model.kind in kinds]
        other = loaded.terms.get(slug)
        if other and slug not in known:
            message = f'"{slug}" is a term of the kind {other.model.kind}, which doesn\'t fit here'
            allowed = "terms of the kind " + " or ".join(kind.value for kind in kinds)
            yield parsed.source.problem(parsed.place(path), message, allowed=allowed)
        else:
            yield from _unknown("term", slug, known, parsed, path)


def _biography_place(record: Record[Therapist]) -> tuple[Any, int]:
    """The source, and the offset of the biography's text in it (its block's first line)."""
    source = record.parsed.source
    first = record.model.biography.split("\n", 1)[0]
    start = source.text.find("biography:")
    return source, max(source.text.find(first, start + len("biography:")), 0)


def _site(loaded: Loaded, library: Library, today: dt.date) -> Site:
    assert loaded.practice
    renderer = Renderer()

    def prose(body: str) -> Prose:
        return renderer.render(body, library)

    articles = [
        Article(text.slug, text.meta, prose(text.document.body))
        for text in loaded.articles
        if text.meta is not None
    ]
    return Site(
        practice=loaded.practice.model,
        terms={slug: term.model for slug, term in loaded.terms.items()},
        therapists=tuple(record.model for record in loaded.therapists),
        biographies={r.slug: prose(r.model.biography) for r in loaded.therapists},
        articles=tuple(sorted(articles, key=lambda a: (-a.meta.published.toordinal(), a.slug))),
        pages=tuple(
            Page(text.slug, text.meta, prose(text.document.body))
            for text in loaded.pages
            if text.meta is not None
        ),
        today=today,
    )


def _anchor_problems(loaded: Loaded, site: Site) -> Iterator[Problem]:
    """Links to a heading, in the same text or another, have to find it."""
    anchors: dict[tuple[str, str], list[str]] = {}
    for kind, items in (("article", site.articles), ("page", site.pages)):
        for item in items:
            anchors[kind, item.slug] = [heading.id for heading in item.prose.headings]
    texts: list[tuple[str, Text[ArticleMeta] | Text[PageMeta]]] = []
    texts += [("article", text) for text in loaded.articles]
    texts += [("page", text) for text in loaded.pages]
    for kind, text in texts:
        for link in scan(text.document.body).links:
            target, hash_mark, fragment = link.target.partition("#")
            name, _, slug = target.partition(":")
            known = anchors.get((name, slug) if target else (kind, text.slug))
            if hash_mark and known is not None and fragment not in known:
                place = text.document.source.place_of(text.document.body_offset + link.offset)
                yield text.document.source.problem(
                    place,
                    f'there is no heading "#{fragment}" in {target or "this text"}',
                    allowed=one_of(known) if known else "this text has no headings",
                    hint=did_you_mean(fragment, known),
                )


def _promises(loaded: Loaded, site: Site) -> Iterator[Problem]:
    """An article promises that somebody here works with its topic: warn when nobody does."""
    for text in loaded.articles:
        for index, slug in enumerate(text.meta.topics if text.meta else ()):
            if slug in site.terms and not site.therapists_by_term[slug]:
                front = text.document.front
                yield front.source.problem(
                    front.place(("topics", index)),
                    f'no therapist here has "{slug}" in their record',
                    hint="add it to the records it fits, or take the topic out",
                    severity="warning",
                )
