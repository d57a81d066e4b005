"""pydantic's errors in an editor's words, at the file, line and column where they were made."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sitegen.fields import Model
from sitegen.parse import Parsed, Path_
from sitegen.problems import Problem, nearest

_PRIVATE = {"email", "sender"}
"""Keys whose values are never repeated in a message."""


def explain(
    error: ValidationError, model: type[Model], parsed: Parsed, at: tuple[str, ...]
) -> Iterator[Problem]:
    """A Problem for every mistake; a misspelled key is one, not an unknown and a missing one.

    `at` is where in the file the model's mapping stands.
    """
    errors = error.errors(include_input=False, include_url=False)
    missing = {_path(e, at) for e in errors if e["type"] == "missing"}
    renamed: set[Path_] = set()
    for entry in errors:
        if entry["type"] == "extra_forbidden":
            path = _path(entry, at)
            if path[-1] in ("slug", "kind") and path[:-1] == at:
                continue  # told by load, which knows why
            yield _unknown_key(path, model, parsed, at, missing, renamed)
    for entry in errors:
        path = _path(entry, at)
        if entry["type"] == "missing" and path not in renamed:
            yield _missing_key(path, parsed)
        elif path[-1:] == ("slug",) and path[:-1] == at:
            continue  # the file's name, which load has told already
        elif entry["type"] in ("missing", "extra_forbidden") or _told_inside(entry, path, parsed):
            continue
        else:
            yield _wrong_value(entry, path, parsed)


def _path(entry: Any, at: tuple[str, ...]) -> Path_:
    return (*at, *entry["loc"])


def _told_inside(entry: Any, path: Path_, parsed: Parsed) -> bool:
    """A list whose only items are wrong isn't empty, too."""
    return entry["type"] == "too_short" and bool(_value(parsed, path))


def _unknown_key(
    path: Path_, model: type[Model], parsed: Parsed, at: tuple[str, ...],
    missing: set[Path_], renamed: set[Path_],
) -> Problem:  # fmt: skip
    key = str(path[-1])
    known = _keys(model, path[len(at) : -1])
    siblings = {str(other[-1]) for other in missing if other[:-1] == path[:-1]}
    match = nearest(key, siblings) or nearest(key, known)
    if match:
        renamed.add((*path[:-1], match))
    return parsed.source.problem(
        parsed.key_place(path),
        f'there is no key "{key}" here',
        allowed=", ".join(known),
        hint=f'did you mean "{match}"?' if match else "delete the line or choose one of these keys",
    )


def _missing_key(path: Path_, parsed: Parsed) -> Problem:
    around = str(path[-2]) if len(path) > 1 else "this file"
    return parsed.source.problem(
        parsed.key_place(path[:-1]),
        f'the key "{path[-1]}" is missing from {around}',
        hint=f"add a line: {path[-1]}: …",
    )


def _wrong_value(entry: Any, path: Path_, parsed: Parsed) -> Problem:
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "this")
    value = _value(parsed, path)
    hidden = bool(_PRIVATE & set(path)) or value is None or isinstance(value, (dict, list))
    shown = "" if hidden else f" ({value!s:.60})"
    message, allowed, hint = _words(entry["type"], entry.get("ctx", {}), entry["msg"], value)
    return parsed.source.problem(
        parsed.place(path), f"{name}{shown}: {message}", allowed=allowed, hint=hint
    )


def _value(parsed: Parsed, path: Path_) -> Any:
    value: Any = parsed.data
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _words(kind: str, ctx: dict[str, Any], message: str, value: Any) -> tuple[str, str, str]:
    """What is wrong, what is allowed, how to mend it."""
    if value is None:
        return "this is empty", "", "write a value after the colon, or delete the line"
    if kind in _FIXED:
        return _FIXED[kind]
    if kind.startswith("date_"):
        return "this is no date", "a day that exists, as year-month-day: 2026-05-14", ""
    if kind in ("enum", "literal_error"):
        allowed = str(ctx["expected"]).replace("'", "").replace(" or ", ", ")
        match = nearest(str(value), allowed.split(", "))
        return "this value isn't known here", allowed, f'did you mean "{match}"?' if match else ""
    if kind in ("string_too_long", "too_long"):
        limit, unit = ctx["max_length"], "characters" if isinstance(value, str) else "values"
        length = len(value) if isinstance(value, (str, list)) else "more"
        return f"{length} {unit} are too many", f"at most {limit}", "shorten it"
    if kind in ("string_too_short", "too_short"):
        return "this is empty", "at least one value", "write something here or delete the key"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = "at least" if "ge" in ctx else "at most"
        return "this number is out of range", f"{bound} {ctx.get('ge', ctx.get('le'))}", ""
    if kind == "string_pattern_mismatch":
        return "this isn't written as it should be", _pattern_words(ctx["pattern"]), ""
    if kind == "value_error":
        reason = str(ctx.get("error", message)).removeprefix("value is not a valid email address: ")
        return reason, "", ""
    return message.removeprefix("Input should be ").lower(), "", ""


def _pattern_words(pattern: str) -> str:
    return {
        r"^[^\r\n]*$": "a single line",
        r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "a slug: lower-case letters and digits, with hyphens",
        r"^([01]\d|2[0-3]):[0-5]\d$": 'a time in quotes, as "09:00" or "17:30"',
        r"^\+?[0-9][0-9-]*$": 'a number in quotes, digits and hyphens, as "988"',
        r"^\+[1-9][0-9-]{6,18}$": 'an international number in quotes, as "+1-503-555-0142"',
    }.get(pattern, f"text that matches {pattern}")


_FIXED = {
    "string_type": ("this should be text", "words; put a number or a date in quotes", ""),
    "int_type": ("this should be a whole number", "digits only, as 150", "no currency sign"),
    "int_parsing": ("this should be a whole number", "digits only, as 150", "no currency sign"),
    "int_from_float": ("this should be a whole number", "digits only, as 150", "round it"),
    "bool_type": ("this should be true or false", "true, false", ""),
    "bool_parsing": ("this should be true or false", "true, false", ""),
    "tuple_type": (
        "this should be a list", "values in brackets, as [one, two]", "put it in brackets",
    ),
    "model_type": ("this should hold keys and values", "keys and values, as key: value", ""),
    "model_attributes_type": ("this should hold keys and values", "keys and values", ""),
}  # fmt: skip


def _keys(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys that the mapping at `path` inside `model` may have."""
    for part in path:
        if isinstance(part, str) and (found := _field(model, part)):
            model = found
    hidden = {"slug", "kind"}
    names = [info.alias or name for name, info in model.model_fields.items()]
    return [name for name in names if name not in hidden]


def _field(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            return _model_in(info.annotation)
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, types.UnionType, tuple):
        return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
    return None
