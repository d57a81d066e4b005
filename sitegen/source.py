"""The text of a practice's file: its places, and where its front matter ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.problems import Place, Problem, Severity, without_private


class SourceFile(NamedTuple):
    """A text file of the practice: its path relative to the root, and its text."""

    path: str
    text: str

    def lines(self) -> list[str]:
        """The text's lines without their ends."""
        return self.text.splitlines()

    def excerpt(self, line: int) -> str:
        """The line as it may be printed (without addresses)."""
        lines = self.lines()
        return without_private(lines[line - 1]) if 0 < line <= len(lines) else ""

    def place_of(self, offset: int) -> Place:
        """The place of a character of `text`."""
        before = self.text[:offset]
        return Place(self.path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)

    def problem(
        self,
        place: Place,
        message: str,
        *,
        allowed: str = "",
        hint: str = "",
        severity: Severity = "error",
    ) -> Problem:
        """A problem of this file, with the line it stands on."""
        return Problem(place, message, allowed, hint, self.excerpt(place.line), severity)


class Parts(NamedTuple):
    """A Markdown file: the YAML of its front matter, the body, where in the file it starts."""

    front: str
    body: str
    offset: int


def decoded(name: str, data: bytes) -> SourceFile | Problem:
    """The file's text with line ends made `\\n`, or the Problem that it isn't UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[line_start : error.start].decode("utf-8", "replace")) + 1
        return Problem(
            Place(name, data.count(b"\n", 0, error.start) + 1, column),
            "this character isn't UTF-8 text",
            hint='save the file with the encoding "UTF-8"',
        )
    return SourceFile(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def split(source: SourceFile) -> Parts | Problem:
    """Part a Markdown file into front matter (between two lines of `---`) and body."""
    text = source.text
    first = _FENCE.match(text)
    if first is None:
        message = "the file must start with its front matter: a line of ---, keys, a line of ---"
        return source.problem(Place(source.path), message)
    last = _FENCE_BELOW.search(text, first.end() - 1)
    if last is None:
        message = "the front matter is never closed"
        hint = "put a line of --- between the keys and the text"
        return source.problem(Place(source.path), message, hint=hint)
    return Parts(text[first.end() : last.start()], text[last.end() :], last.end())


_FENCE = re.compile(r"---[^\S\n]*(?:\n|\Z)")
_FENCE_BELOW = re.compile(r"\n---[^\S\n]*(?:\n|\Z)")
