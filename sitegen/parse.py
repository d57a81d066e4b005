"""Files, YAML and front matter as plain values, each with its line and column.

YAML here is the 1.2 core schema: `yes` and `on` are words, dates stay text for pydantic to read,
a key may stand once. Stock PyYAML would take `yes` for True, keep the last of two equal keys and
lose every position, so the nodes are composed by its C parser and turned into values here.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

import yaml

from sitegen.problems import Place, Problem
from sitegen.source import SourceFile, split

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Path_: TypeAlias = "tuple[str | int, ...]"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Composes nodes without a thought of what YAML 1.1 would take their words for."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: object) -> str:
        """No tag where none is written."""
        return ""

    def descend_resolver(self, node: yaml.Node | None, index: object) -> None:
        """Nothing depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing depends on where a node stands."""


_NULL = re.compile(r"^(?:null|Null|NULL|~|)$")
_BOOL = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_INT = re.compile(r"^[-+]?[0-9]+$")
_FLOAT = re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
_DEEPEST = 20
"""Nobody nests deeper by hand; a file that does is a mistake or an attack on the stack."""


class Parsed(NamedTuple):
    """A YAML mapping; each of its keys and values knows where it stands in the file."""

    source: SourceFile
    data: dict[str, Value]
    root: yaml.Node | None = None
    first_line: int = 1

    def place(self, path: Path_) -> Place:
        """The place of the value at `path`, or of the nearest value around it."""
        if self.root is None:
            return Place(self.source.path)
        node = self.root
        for part in path:
            found = _child(node, part)
            if found is None:
                break
            node = found[1]
        return self.at(node.start_mark)

    def key_place(self, path: Path_) -> Place:
        """The place of the key at `path`, or of its value where it has none (a list's item)."""
        node = self.root
        for part in path[:-1]:
            found = _child(node, part)
            node = found[1] if found else None
        found = _child(node, path[-1]) if path else None
        return self.at(found[0].start_mark) if found and found[0] else self.place(path)

    def at(self, mark: yaml.Mark) -> Place:
        """The place of one of YAML's marks."""
        return Place(self.source.path, mark.line + self.first_line, mark.column + 1)


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key (of a list's item, none) and the value below a node, if there is such a one."""
    if isinstance(node, yaml.MappingNode):
        return next((pair for pair in node.value if pair[0].value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


class Document(NamedTuple):
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
    try:
        node = yaml.compose(source.text if text is None else text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return Parsed(source, {}), [_syntax_problem(error, Parsed(source, {}, None, first_line))]
    except yaml.reader.ReaderError as error:
        place = source.place_of(error.position) if text is None else Place(source.path, first_line)
        message = "this file holds a control character that no text should have"
        return Parsed(source, {}), [source.problem(place, message, hint="delete it")]
    if node is None:
        empty = Parsed(source, {})
        return empty, [source.problem(Place(source.path, first_line), "there is nothing in it")]
    parsed = Parsed(source, {}, node, first_line)
    builder = _Builder(parsed)
    if not isinstance(node, yaml.MappingNode):
        builder.report(node, "this should be a list of keys and values, such as `name: …`")
    else:
        parsed.data.update(builder.mapping(node, 0))
    return parsed, builder.problems


def _syntax_problem(error: yaml.MarkedYAMLError, parsed: Parsed) -> Problem:
    """For what is left open (a quote, a bracket, a key) the useful place is where it began."""
    context = error.context or ""
    opened = any(part in context for part in _CONTEXT_WORDS)
    mark = error.context_mark if opened and error.context_mark else error.problem_mark
    place = parsed.at(mark) if mark else Place(parsed.source.path, parsed.first_line)
    message = _SYNTAX_WORDS.get(error.problem or "", f"this isn't YAML: {error.problem}")
    for part, words in _CONTEXT_WORDS.items():
        if part in context:
            message = words
    return parsed.source.problem(place, message, hint=_syntax_hint(message))


class _Builder:
    """Turns composed nodes into values and notes what is wrong with them."""

    def __init__(self, parsed: Parsed) -> None:
        self.problems: list[Problem] = []
        self._parsed = parsed

    def report(self, node: yaml.Node, message: str, hint: str = "") -> None:
        place = self._parsed.at(node.start_mark)
        self.problems.append(self._parsed.source.problem(place, message, hint=hint))

    def mapping(self, node: yaml.Node, depth: int) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(key_node, "a key must be a word", "put the key before a colon")
                continue
            key = key_node.value
            if key in result:
                first = _child(node, key)
                line = self._parsed.at(first[0].start_mark).line if first and first[0] else 0
                self.report(
                    key_node, f'the key "{key}" stands here twice (first in line {line})',
                    "keep one of the two",
                )  # fmt: skip
                continue
            result[key] = self._value(value_node, depth + 1)
        return result

    def _value(self, node: yaml.Node, depth: int) -> Value:
        if depth > _DEEPEST:
            self.report(node, "this is nested too deep")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, depth + 1) for item in node.value]
        return self.mapping(node, depth)

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        text: str = node.value
        if node.tag.startswith("!"):
            self.report(node, f"the tag {node.tag} isn't used here", "delete it")
        if node.style or (text[:1].isalpha() and text.lower() not in _WORDS):
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


_WORDS = ("null", "true", "false")
"""The only ones that begin with a letter and mean something."""

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
