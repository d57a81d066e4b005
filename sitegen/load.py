"""Files → models and Problems, a file at a time; what they say of each other is `resolve`'s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from sitegen.explain import explain
from sitegen.fields import SLUG_PATTERN, Model
from sitegen.inputs import Inputs
from sitegen.memory import Memory
from sitegen.models import ArticleMeta, PageMeta, Practice, Term, Therapist
from sitegen.parse import Document, Parsed, parse_yaml, split_document
from sitegen.problems import Place, Problem, did_you_mean, one_of
from sitegen.source import SourceFile, decoded
from sitegen.terms import FOLDERS, SUFFIXES, Kind

M = TypeVar("M", bound=Model)

SITE = "content/site.yaml"
VOCABULARY = "content/vocabulary.yaml"
MODELS: dict[str, type[Model]] = {"therapist": Therapist, "article": ArticleMeta, "page": PageMeta}


@dataclass(frozen=True)
class Origin:
    """A file that was fine; it is read again when something about it has to be told."""

    inputs: Inputs
    path: str

    @cached_property
    def source(self) -> SourceFile:
        """Its text."""
        source = decoded(self.path, self.inputs.read(self.path))
        assert isinstance(source, SourceFile)
        return source

    @cached_property
    def document(self) -> Document:
        """Its front matter and body, if it is Markdown."""
        document, _ = split_document(self.source)
        assert document
        return document

    @cached_property
    def parsed(self) -> Parsed:
        """Its YAML, or that of its front matter, with the places of all values."""
        if self.path.endswith(".md"):
            return self.document.front
        return parse_yaml(self.source)[0]


class Record(NamedTuple, Generic[M]):
    """A valid model and where it came from."""

    slug: str
    model: M
    origin: Origin

    @property
    def parsed(self) -> Parsed:
        """The places of its values."""
        return self.origin.parsed


@dataclass
class Base:
    """What every file may refer to: the practice, the vocabulary, and which records exist.

    `slugs` names every record there is, readable or not, so that a broken one is reported once
    and not again by everything that refers to it.
    """

    practice: Record[Practice] | None = None
    terms: dict[str, Record[Term]] = field(default_factory=dict)
    slugs: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_base(inputs: Inputs, memory: Memory | None = None) -> Base:
    """Read what is there once: never raises for what an editor can get wrong."""
    base = (_remembered(inputs, memory) if memory else None) or _base(inputs)
    if memory and not base.problems:
        models = {slug: record.model for slug, record in base.terms.items()}
        practice = base.practice.model if base.practice else None
        memory.put("base", "", (inputs.digest(*_ONCE), practice, models))
    for kind, folder in FOLDERS.items():
        names = record_names(inputs, kind)
        base.slugs[kind] = {name.rsplit("/", 1)[1].rsplit(".", 1)[0] for name in names}
        for name in _named(inputs, folder, ".yml") if kind == "therapist" else ():
            stem = name.rsplit("/", 1)[1].removesuffix(".yml")
            hint = f"rename the file to {stem}.yaml"
            base.problems.append(Problem(Place(name), "records end in .yaml", hint=hint))
    return base


_ONCE = (SITE, VOCABULARY)


def _remembered(inputs: Inputs, memory: Memory) -> Base | None:
    found: tuple[bytes, Practice, dict[str, Term]] | None = memory.get("base", "")
    if found is None or found[0] != inputs.digest(*_ONCE):
        return None
    _, practice, terms = found
    vocabulary = Origin(inputs, VOCABULARY)
    return Base(
        Record("site", practice, Origin(inputs, SITE)),
        {slug: Record(slug, term, vocabulary) for slug, term in terms.items()},
        {"term": set(terms)},
    )


def _base(inputs: Inputs) -> Base:
    base = Base()
    _load_practice(inputs, base)
    _load_vocabulary(inputs, base)
    base.slugs["term"] = set(base.terms) | base.slugs.get("term", set())
    return base


def record_names(inputs: Inputs, kind: str) -> list[str]:
    """The files of a kind of records, in the order of their names."""
    return _named(inputs, FOLDERS[kind], SUFFIXES[kind])


def _named(inputs: Inputs, folder: str, suffix: str) -> list[str]:
    """Hidden files and the locks that editors leave (`~$name`) are nobody's content."""
    return [
        name
        for name in inputs.names(folder, suffix)
        if not name.rsplit("/", 1)[1].startswith((".", "~$"))
    ]


def _load_practice(inputs: Inputs, base: Base) -> None:
    origin = _required(inputs, SITE, base)
    parsed = _parsed(origin, base.problems) if origin else None
    if parsed and origin and (found := validated(Practice, parsed, {}, (), base.problems)):
        base.practice = Record("site", found, origin)


def _required(inputs: Inputs, name: str, base: Base) -> Origin | None:
    if name in inputs.digests:
        return Origin(inputs, name)
    hint = "copy the one of the sample practice and change it"
    base.problems.append(Problem(Place(name), "this file is missing", hint=hint))
    return None


def _parsed(origin: Origin, problems: list[Problem]) -> Parsed | None:
    source = decoded(origin.path, origin.inputs.read(origin.path))
    if isinstance(source, Problem):
        problems.append(source)
        return None
    parsed, found = parse_yaml(source)
    problems += found
    return parsed if parsed.data else None


def _load_vocabulary(inputs: Inputs, base: Base) -> None:
    origin = _required(inputs, VOCABULARY, base)
    parsed = _parsed(origin, base.problems) if origin else None
    if parsed is None or origin is None:
        return
    kinds = [kind.value for kind in Kind]
    names: dict[str, str] = {}
    for kind, terms in parsed.data.items():
        place = parsed.key_place((kind,))
        if kind not in kinds:
            base.slugs.setdefault("term", set()).update(terms if isinstance(terms, dict) else ())
            hint = did_you_mean(kind, kinds)
            message = f'"{kind}" is no kind of term'
            base.problems.append(
                parsed.source.problem(place, message, allowed=one_of(kinds), hint=hint)
            )
        elif not isinstance(terms, dict):
            message = f'"{kind}" should hold terms, each a slug with its label and description'
            base.problems.append(parsed.source.problem(place, message))
        else:
            for slug, entry in terms.items():
                _load_term(parsed, (kind, slug), entry, base, names, origin)


def _load_term(
    parsed: Parsed,
    where: tuple[str, str],
    entry: Any,
    base: Base,
    names: dict[str, str],
    origin: Origin,
) -> None:
    kind, slug = where
    place = parsed.key_place(where)
    base.slugs.setdefault("term", set()).add(slug)
    if not isinstance(entry, dict):
        message = f'the term "{slug}" needs a label and a description'
        base.problems.append(parsed.source.problem(place, message))
        return
    for key in ("slug", "kind"):
        if key in entry:
            base.problems.append(
                parsed.source.problem(
                    parsed.key_place((*where, key)),
                    f'a term has no key "{key}": its place in this file says it',
                    hint="delete the line",
                )
            )
    if slug in base.terms:
        first = parsed.key_place((base.terms[slug].model.kind, slug))
        message = f'the slug "{slug}" is taken already (line {first.line})'
        hint = "a slug names one term in the whole vocabulary: choose another"
        base.problems.append(parsed.source.problem(place, message, hint=hint))
        return
    term = validated(Term, parsed, {"slug": slug, "kind": kind}, where, base.problems)
    if term is None:
        return
    base.terms[slug] = Record(slug, term, origin)
    base.problems += _ambiguities(term, parsed, where, names)


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


def validated(
    model: type[M],
    parsed: Parsed,
    extra: dict[str, str],
    at: tuple[str, ...],
    problems: list[Problem],
) -> M | None:
    """The model of the values at `at`; None, with its mistakes told, when there are some."""
    data: Any = parsed.data
    for key in at:
        data = data[key]
    try:
        return model.model_validate({**data, **extra})
    except ValidationError as error:
        problems += explain(error, model, parsed, at)
        return None


def slug_of(name: str, source: SourceFile, problems: list[Problem]) -> str:
    """The slug that a file's name is; told when it can't be one."""
    stem, _, suffix = name.rsplit("/", 1)[1].rpartition(".")
    if not re.match(SLUG_PATTERN, stem):
        suggestion = re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "a-name"
        problems.append(
            source.problem(
                Place(source.path),
                f'"{stem}" can\'t be part of an address',
                allowed="lower-case letters and digits, with hyphens between words",
                hint=f"rename the file to {suggestion}.{suffix}",
            )
        )
    return stem


def load_record(inputs: Inputs, name: str) -> tuple[str, Therapist | None, list[Problem]]:
    """A therapist's file: slug, model, mistakes."""
    problems: list[Problem] = []
    parsed = _parsed(Origin(inputs, name), problems)
    if parsed is None:
        return name.rsplit("/", 1)[1].removesuffix(".yaml"), None, problems
    slug = slug_of(name, parsed.source, problems)
    if "slug" in parsed.data:
        message = 'a record has no key "slug": the file\'s name is the slug'
        place = parsed.key_place(("slug",))
        problems.append(parsed.source.problem(place, message, hint="delete the line"))
    return slug, validated(Therapist, parsed, {"slug": slug}, (), problems), problems


def load_text(
    inputs: Inputs, name: str, model: type[M]
) -> tuple[str, M | None, Document | None, list[Problem]]:
    """A Markdown file: slug, front matter, body, mistakes; a broken front keeps its body."""
    problems: list[Problem] = []
    source = decoded(name, inputs.read(name))
    if isinstance(source, Problem):
        return name.rsplit("/", 1)[1].removesuffix(".md"), None, None, [source]
    slug = slug_of(name, source, problems)
    document, found = split_document(source)
    problems += found
    meta = None
    if document and document.front.data:
        meta = validated(model, document.front, {}, (), problems)
    return slug, meta, document, problems
