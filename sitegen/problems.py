"""A Problem: what is wrong, where, what is allowed, how to mend it; and how problems print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]

_PRIVATE_KEY = re.compile(
    r"^(\s*(?:-\s+)?[\"']?(?:email|e-mail|emial|mail)[\"']?\s*:\s*)(.*)$", re.I
)
_ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
_LONGEST_LIST = 12
_LONGEST_EXCERPT = 120


class Place(NamedTuple):
    """A spot in a file: path relative to the root, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One mistake, told so that somebody who doesn't program can mend it.

    `message` names the value and the rule; `allowed` says what would be right; `hint` how to
    mend it; `excerpt` is the offending line, without private values.
    """

    place: Place
    message: str
    allowed: str = ""
    hint: str = ""
    excerpt: str = ""
    severity: Severity = "error"


class MistakesFound(Exception):
    """The input can't become a site; `problems` says why, each with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


def without_private(line: str) -> str:
    """The line as it may be printed: the values of e-mail keys and every address become dots."""
    line = _PRIVATE_KEY.sub(r"\1•••••", line)
    return _ADDRESS.sub("•••••", line)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was probably meant, if one is near enough to suggest."""
    import difflib  # only when there is something to tell

    folded = {candidate.casefold(): candidate for candidate in candidates}
    word = word.casefold()
    match = difflib.get_close_matches(word, folded, n=1, cutoff=0.72)
    if not match and len(word) > 2:
        match = [candidate for candidate in folded if candidate.startswith(word)]
    return folded[match[0]] if match else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A suggestion for a near miss, or nothing."""
    match = nearest(word, candidates)
    return f'did you mean "{match}"?' if match else ""


def one_of(values: Sequence[str]) -> str:
    """The allowed values as a short list in words."""
    if not values:
        return "nothing yet: there is none"
    shown = ", ".join(values[:_LONGEST_LIST])
    more = len(values) - _LONGEST_LIST
    return f"one of {shown}" + (f" and {more} more" if more > 0 else "")


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    """In order, each once, and without any address, whichever part of a problem holds it."""
    masked = {_masked(problem) for problem in problems}
    return sorted(masked, key=lambda problem: (problem.place, problem.message))


def _masked(problem: Problem) -> Problem:
    def mask(text: str) -> str:
        return _ADDRESS.sub("•••••", text)

    return problem._replace(
        place=problem.place._replace(path=mask(problem.place.path)),
        message=mask(problem.message),
        allowed=mask(problem.allowed),
        hint=mask(problem.hint),
    )


def as_text(problems: Iterable[Problem]) -> str:
    """For a terminal: `path:line:column: severity: message`, the line, and the way out."""
    blocks = []
    for problem in _sorted(problems):
        lines = [f"{problem.place}: {problem.severity}: {problem.message}"]
        if problem.excerpt.strip():
            number = str(problem.place.line)
            lines.append(f"  {number} | {_shortened(problem.excerpt)}")
            if problem.place.column <= min(len(problem.excerpt), _LONGEST_EXCERPT):
                pad = " " * (problem.place.column - 1)
                lines.append(f"  {' ' * len(number)} | {pad}^")
        if problem.allowed:
            lines.append(f"  allowed: {problem.allowed}")
        if problem.hint:
            lines.append(f"  mend it: {problem.hint}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _shortened(excerpt: str) -> str:
    flat = excerpt.replace("\t", " ")
    return flat if len(flat) <= _LONGEST_EXCERPT else f"{flat[: _LONGEST_EXCERPT - 1]}…"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows at the line of the pull request.

    Source: GitHub's "Workflow commands for GitHub Actions", with its escaping of properties.
    """
    lines = []
    for problem in _sorted(problems):
        detail = [problem.message]
        detail += [f"Allowed: {problem.allowed}"] if problem.allowed else []
        detail += [f"Mend it: {problem.hint}"] if problem.hint else []
        lines.append(
            f"::{problem.severity} file={_escape_property(problem.place.path)}"
            f",line={problem.place.line},col={problem.place.column}::"
            f"{_escape_data(chr(10).join(detail))}"
        )
    return "\n".join(lines)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON array with an object a problem: path, line, column, severity, message and so on."""
    import json

    rows = []
    for problem in _sorted(problems):
        row = problem._asdict()
        rows.append(row.pop("place")._asdict() | row)
    return json.dumps(rows, ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "github": as_github, "json": as_json}


def tally(problems: Iterable[Problem]) -> str:
    """How many there are, in words."""
    found = _sorted(problems)
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    words = [f"{errors} mistake{'s' * (errors != 1)}"] if errors else []
    words += [f"{warnings} warning{'s' * (warnings != 1)}"] if warnings else []
    return " and ".join(words) or "no mistakes"
