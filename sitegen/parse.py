"""Files, YAML and front matter as plain values, each with its line and column.

YAML here is the 1.2 core schema: `yes` and `on` are words, dates stay text for pydantic to read,
a key may stand once. Stock PyYAML would take `yes` for True, keep the last of two equal keys and
lose every position, so the nodes are composed by its C parser and turned into values here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from sitegen.problems import Place, Problem
from sitegen.source import SourceFile, split

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Path_: TypeAlias = "tuple[str | int, ...]"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"^(?:null|Null|NULL|~|)$")
_BOOL = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_INT = re.compile(r"^[-+]?[0-9]+$")
_FLOAT = re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
_DEEPEST = 20
"""Nobody nests deeper by hand; a file that does is a mistake or an attack on the stack."""


@dataclass(frozen=True)
class Parsed:
    """A YAML mapping, and where each of its keys and values stands."""

    source: SourceFile
    data: dict[str, Value]
    keys: dict[Path_, Place] = field(default_factory=dict)
    values: dict[Path_, Place] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """The place of the value at `path`, or of the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place(self.source.path))

    def key_place(self, path: Path_) -> Place:
        """The place of the key at `path`, or of its value where it has none (a list's item)."""
        return self.keys.get(path) or self.place(path)


@dataclass(frozen=True)
class Document:
    """A Markdown file: front matter, and the body with its offset in the file's text."""

    source: SourceFile
    front: Parsed
    body: str
    body_offset: int


def parse_yaml(
    source: SourceFile, text: str | None = None, *, first_line: int = 1
) -> tuple[Parsed, list[Problem]]:
    """Read one YAML mapping; problems are syntax, repeated keys, aliases and tags.

    `text` is the part of the file that starts at `first_line`; the default is all of it.
    """
    builder = _Builder(source, first_line)
    try:
        node = yaml.compose(source.text if text is None else text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return Parsed(source, {}), [builder.syntax_problem(error)]
    except yaml.reader.ReaderError as error:
        place = source.place_of(error.position) if text is None else Place(source.path, first_line)
        message = "this file holds a control character that no text should have"
        return Parsed(source, {}), [source.problem(place, message, hint="delete it")]
    parsed = builder.parsed
    if node is None:
        return parsed, [source.problem(Place(source.path, first_line), "there is nothing in it")]
    if not isinstance(node, yaml.MappingNode):
        builder.report(node, "this should be a list of keys and values, such as `name: …`")
    else:
        value = builder.value(node, ())
        assert isinstance(value, dict)
        parsed.data.update(value)
    return parsed, builder.problems


class _Builder:
    """Turns composed nodes into values while it notes places and problems."""

    def __init__(self, source: SourceFile, first_line: int) -> None:
        self.parsed = Parsed(source, {})
        self.problems: list[Problem] = []
        self._first_line = first_line

    def _place(self, mark: yaml.Mark) -> Place:
        return Place(self.parsed.source.path, mark.line + self._first_line, mark.column + 1)

    def report(self, node: yaml.Node, message: str, hint: str = "") -> None:
        place = self._place(node.start_mark)
        self.problems.append(self.parsed.source.problem(place, message, hint=hint))

    def syntax_problem(self, error: yaml.MarkedYAMLError) -> Problem:
        """For what is left open (a quote, a bracket, a key) the useful place is where it began."""
        context = error.context or ""
        opened = any(part in context for part in _CONTEXT_WORDS)
        mark = error.context_mark if opened and error.context_mark else error.problem_mark
        place = self._place(mark) if mark else Place(self.parsed.source.path, self._first_line)
        message = _SYNTAX_WORDS.get(error.problem or "", f"this isn't YAML: {error.problem}")
        for part, words in _CONTEXT_WORDS.items():
            if part in context:
                message = words
        return self.parsed.source.problem(place, message, hint=_syntax_hint(message))

    def value(self, node: yaml.Node, path: Path_) -> Value:
        self.parsed.values[path] = self._place(node.start_mark)
        if len(path) > _DEEPEST:
            self.report(node, "this is nested too deep")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: Path_) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(key_node, "a key must be a word", "put the key before a colon")
                continue
            key = key_node.value
            where = (*path, key)
            if key in result:
                first = self.parsed.keys[where]
                self.report(
                    key_node, f'the key "{key}" stands here twice (first in line {first.line})',
                    "keep one of the two",
                )  # fmt: skip
                continue
            self.parsed.keys[where] = self._place(key_node.start_mark)
            result[key] = self.value(value_node, where)
        return result

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        text: str = node.value
        if node.tag.startswith("!"):
            self.report(node, f"the tag {node.tag} isn't used here", "delete it")
        if node.style:
            return text
        if _NULL.match(text):
            return None
        if _BOOL.match(text):
            return text.lower() == "true"
        if _INT.match(text) and len(text) < 19 and not re.match(r"^[-+]?0[0-9]", text):
            return int(text)
        if _FLOAT.match(text) and not _INT.match(text):
            return float(text)
        return text


_SYNTAX_WORDS = {
    "mapping values are not allowed here": "a second colon makes this line unreadable",
    "mapping values are not allowed in this context": "a second colon makes this line unreadable",
    "found character that cannot start any token": "a value can't start with this character",
    "found unknown escape character": "this backslash sequence means nothing here",
    "did not find expected key": "a key is expected here, at the indentation of its neighbors",
    "did not find expected '-' indicator": "this line should start with a hyphen, as its neighbors",
    "could not find expected ':'": "a colon is missing after this key",
}
_CONTEXT_WORDS = {
    "quoted scalar": "this quotation mark is never closed, or closed too early",
    "flow sequence": "this [ is never closed",
    "flow mapping": "this { is never closed",
    "simple key": "a colon is missing after this key",
}


def _syntax_hint(message: str) -> str:
    if "second colon" in message:
        return 'put the value in double quotes (key: "a: b"), or check the spaces before the key'
    if "start with" in message or "backslash" in message:
        return "put the whole value in single quotes"
    if "indentation" in message:
        return "check the spaces at the start of this line and the lines above it"
    return ""


def split_document(source: SourceFile) -> tuple[Document | None, list[Problem]]:
    """Part a Markdown file into front matter (between two lines of `---`) and body."""
    parts = split(source)
    if isinstance(parts, Problem):
        return None, [parts]
    front, problems = parse_yaml(source, parts.front, first_line=2)
    return Document(source, front, parts.body, parts.offset), problems
