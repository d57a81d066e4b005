"""Every slug that a record names has to exist, with a kind that fits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from pydantic import BaseModel

from sitegen.library import Asking
from sitegen.load import Origin
from sitegen.models import References
from sitegen.parse import Parsed, Path_
from sitegen.problems import Problem, did_you_mean, one_of


def unknown(what: str, slug: str, known: list[str], parsed: Parsed, path: Path_) -> Problem:
    """The problem that a slug names nothing, with what is near."""
    return parsed.source.problem(
        parsed.place(path),
        f'there is no {what} "{slug}"',
        allowed=one_of(known),
        hint=did_you_mean(slug, known),
    )


def reference_problems(
    model: BaseModel, origin: Origin, at: Path_, library: Asking, broken: Collection[str]
) -> Iterator[Problem]:
    """Every slug that a field marked with References names has to exist, with a fitting kind."""
    for name, key, rule in _fields(type(model)):
        value = getattr(model, name)
        path = (*at, key)
        if rule is None:
            children = value if isinstance(value, tuple) else (value,)
            for index, child in enumerate(children):
                if isinstance(child, BaseModel):
                    inner = (*path, index) if isinstance(value, tuple) else path
                    yield from reference_problems(child, origin, inner, library, broken)
        elif isinstance(value, tuple):
            for index, slug in enumerate(value):
                yield from _reference_problem(slug, rule, origin, (*path, index), library, broken)
        elif value is not None:
            yield from _reference_problem(value, rule, origin, path, library, broken)


@cache
def _fields(model: type[BaseModel]) -> list[tuple[str, str, References | None]]:
    """A model's fields, the keys that stand for them, and what they refer to."""
    return [
        (name, info.alias or name, next(filter(_refers, info.metadata), None))
        for name, info in model.model_fields.items()
    ]


def _refers(item: object) -> bool:
    return isinstance(item, References)


def _reference_problem(
    slug: str,
    rule: References,
    origin: Origin,
    path: Path_,
    library: Asking,
    broken: Collection[str],
) -> Iterator[Problem]:
    everything = library.library
    if rule.target == "therapist":
        if slug not in rule.also and not library.has("therapist", slug):
            known = [*everything.known["therapist"], *rule.also]
            yield unknown("therapist", slug, known, origin.parsed, path)
    elif rule.target in ("image", "portrait"):
        folder = "images" if rule.target == "image" else "portraits"
        if not library.has_picture(folder, slug):
            names = list(everything.pictures.names(folder))
            what = f"picture in assets/{folder}/ named"
            yield unknown(what, slug, names, origin.parsed, path)
    elif (kind := library.kind_of(slug)) in rule.kinds:
        return
    elif kind:
        message = f'"{slug}" is a term of the kind {kind}, which doesn\'t fit here'
        allowed = "terms of the kind " + " or ".join(kind.value for kind in rule.kinds)
        parsed = origin.parsed
        yield parsed.source.problem(parsed.place(path), message, allowed=allowed)
    elif slug not in broken:  # a broken term is reported where it stands
        known = [term for term, kind in everything.kinds.items() if kind in rule.kinds]
        yield unknown("term", slug, known, origin.parsed, path)
