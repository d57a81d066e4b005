"""Files → models and Problems, one record at a time; what they say of each other is `resolve`'s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from sitegen.explain import explain
from sitegen.fields import SLUG_PATTERN, Model
from sitegen.models import ArticleMeta, Kind, PageMeta, Practice, Term, Therapist
from sitegen.problems import Place, Problem, did_you_mean, one_of
from sitegen.source import (
    Document,
    Parsed,
    SourceFile,
    files,
    parse_yaml,
    read,
    split_document,
)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Record(Generic[M]):
    """A valid model, and the places of its values."""

    slug: str
    model: M
    parsed: Parsed


@dataclass(frozen=True)
class Text(Generic[M]):
    """A Markdown file; its front matter may be broken (`meta` None) while its body is read."""

    slug: str
    meta: M | None
    document: Document


@dataclass
class Loaded:
    """What the files say. `slugs` names every record that exists, readable or not, so that a
    broken record is reported once and not again by everything that refers to it."""

    practice: Record[Practice] | None = None
    terms: dict[str, Record[Term]] = field(default_factory=dict)
    therapists: list[Record[Therapist]] = field(default_factory=list)
    articles: list[Text[ArticleMeta]] = field(default_factory=list)
    pages: list[Text[PageMeta]] = field(default_factory=list)
    slugs: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(root: Path) -> Loaded:
    """Read a practice's folder.

    `root` holds `content/` and `therapists/`. Never raises for what an editor can get wrong:
    every mistake is in the result's `problems`.
    """
    loaded = Loaded()
    _load_practice(root, loaded)
    _load_vocabulary(root, loaded)
    loaded.therapists += _records(root, "therapists", Therapist, loaded)
    loaded.articles += _texts(root, "content/articles", ArticleMeta, loaded)
    loaded.pages += _texts(root, "content/pages", PageMeta, loaded)
    loaded.slugs["term"] = set(loaded.terms) | loaded.slugs.get("term", set())
    return loaded


def _load_practice(root: Path, loaded: Loaded) -> None:
    parsed = _required_yaml(root, "content/site.yaml", loaded)
    if parsed and (practice := _validated(Practice, parsed, {}, (), loaded)):
        loaded.practice = Record("site", practice, parsed)


def _required_yaml(root: Path, name: str, loaded: Loaded) -> Parsed | None:
    path = root / name
    if not path.is_file():
        hint = "copy the one of the sample practice and change it"
        loaded.problems.append(Problem(Place(name), "this file is missing", hint=hint))
        return None
    return _parsed(root, path, loaded)


def _parsed(root: Path, path: Path, loaded: Loaded) -> Parsed | None:
    source = read(root, path)
    if isinstance(source, Problem):
        loaded.problems.append(source)
        return None
    parsed, problems = parse_yaml(source)
    loaded.problems += problems
    return parsed if parsed.data else None


def _load_vocabulary(root: Path, loaded: Loaded) -> None:
    parsed = _required_yaml(root, "content/vocabulary.yaml", loaded)
    if parsed is None:
        return
    kinds = [kind.value for kind in Kind]
    names: dict[str, str] = {}
    for kind, terms in parsed.data.items():
        place = parsed.key_place((kind,))
        if kind not in kinds:
            loaded.slugs.setdefault("term", set()).update(terms if isinstance(terms, dict) else ())
            hint = did_you_mean(kind, kinds)
            message = f'"{kind}" is no kind of term'
            loaded.problems.append(
                parsed.source.problem(place, message, allowed=one_of(kinds), hint=hint)
            )
        elif not isinstance(terms, dict):
            message = f'"{kind}" should hold terms, each a slug with its label and description'
            loaded.problems.append(parsed.source.problem(place, message))
        else:
            for slug, entry in terms.items():
                _load_term(parsed, kind, slug, entry, loaded, names)


def _load_term(
    parsed: Parsed, kind: str, slug: str, entry: Any, loaded: Loaded, names: dict[str, str]
) -> None:
    where = (kind, slug)
    place = parsed.key_place(where)
    loaded.slugs.setdefault("term", set()).add(slug)
    if not isinstance(entry, dict):
        message = f'the term "{slug}" needs a label and a description'
        loaded.problems.append(parsed.source.problem(place, message))
        return
    for key in ("slug", "kind"):
        if key in entry:
            loaded.problems.append(
                parsed.source.problem(
                    parsed.key_place((*where, key)),
                    f'a term has no key "{key}": its place in this file says it',
                    hint="delete the line",
                )
            )
    if slug in loaded.terms:
        first = loaded.terms[slug].parsed.key_place((loaded.terms[slug].model.kind, slug))
        message = f'the slug "{slug}" is taken already (line {first.line})'
        hint = "a slug names one term in the whole vocabulary: choose another"
        loaded.problems.append(parsed.source.problem(place, message, hint=hint))
        return
    term = _validated(Term, parsed, {"slug": slug, "kind": kind}, where, loaded)
    if term is None:
        return
    loaded.terms[slug] = Record(slug, term, parsed)
    loaded.problems += _ambiguities(term, parsed, where, names)


def _ambiguities(
    term: Term, parsed: Parsed, where: tuple[str, str], names: dict[str, str]
) -> Iterator[Problem]:
    """A label or synonym must lead to one term only, or links and search would have to guess."""
    spots = [(term.label, (*where, "label"))]
    spots += [(word, (*where, "synonyms", index)) for index, word in enumerate(term.synonyms)]  # type: ignore[misc]
    for word, path in spots:
        owner = names.setdefault(word.casefold(), term.slug)
        if owner != term.slug:
            message = f'"{word}" already names the term "{owner}"'
            hint = "a label or synonym belongs to one term: keep it where it fits best"
            yield parsed.source.problem(parsed.place(path), message, hint=hint)


def _validated(
    model: type[M], parsed: Parsed, extra: dict[str, str], at: tuple[str, ...], loaded: Loaded
) -> M | None:
    data: Any = parsed.data
    for key in at:
        data = data[key]
    try:
        return model.model_validate({**data, **extra})
    except ValidationError as error:
        loaded.problems += explain(error, model, parsed, at)
        return None


def _slug_of(source: SourceFile, path: Path, loaded: Loaded) -> str:
    if not re.match(SLUG_PATTERN, path.stem):
        suggestion = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "a-name"
        loaded.problems.append(
            source.problem(
                Place(source.path),
                f'"{path.stem}" can\'t be part of an address',
                allowed="lower-case letters and digits, with hyphens between words",
                hint=f"rename the file to {suggestion}{path.suffix}",
            )
        )
    return path.stem


def _records(root: Path, folder: str, model: type[M], loaded: Loaded) -> Iterator[Record[M]]:
    for path in files(root, folder, ".yml"):
        place = Place(path.relative_to(root).as_posix())
        loaded.problems.append(
            Problem(place, "records end in .yaml", hint=f"rename the file to {path.stem}.yaml")
        )
    slugs = loaded.slugs.setdefault("therapist", set())
    for path in files(root, folder, ".yaml"):
        slugs.add(path.stem)
        parsed = _parsed(root, path, loaded)
        if parsed is None:
            continue
        slug = _slug_of(parsed.source, path, loaded)
        if "slug" in parsed.data:
            message = 'a record has no key "slug": the file\'s name is the slug'
            place = parsed.key_place(("slug",))
            loaded.problems.append(parsed.source.problem(place, message, hint="delete the line"))
        if found := _validated(model, parsed, {"slug": slug}, (), loaded):
            yield Record(slug, found, parsed)


def _texts(root: Path, folder: str, model: type[M], loaded: Loaded) -> Iterator[Text[M]]:
    slugs = loaded.slugs.setdefault(folder.rsplit("/", 1)[-1].removesuffix("s"), set())
    for path in files(root, folder, ".md"):
        slugs.add(path.stem)
        source = read(root, path)
        if isinstance(source, Problem):
            loaded.problems.append(source)
            continue
        slug = _slug_of(source, path, loaded)
        document, problems = split_document(source)
        loaded.problems += problems
        if document is None:
            continue
        meta = None
        if document.front.data:
            meta = _validated(model, document.front, {}, (), loaded)
        yield Text(slug, meta, document)
