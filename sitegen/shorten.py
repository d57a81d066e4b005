"""Scripts as visitors' phones load them: without comments and spaces, names of their own short.

Names get shorter within a *unit*: a statement of the script, or a member of a class there. A name
that a script exports or imports, or that may stand for something outside it, stays as it is.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count, groupby, product
from string import ascii_letters
from typing import TYPE_CHECKING, NamedTuple

import tree_sitter_javascript
from tree_sitter import Language, Parser

from sitegen.problems import MistakesFound, Place, Problem, without_private

if TYPE_CHECKING:
    from tree_sitter import Node

_SHORTHAND = ("shorthand_property_identifier", "shorthand_property_identifier_pattern")
"""Names of an object's parts that are names of values, too."""
_NAMES = frozenset(("identifier", *_SHORTHAND))
_FUNCTIONS = ("arrow_function", "function_declaration", "function_expression", "method_definition",
              "generator_function", "generator_function_declaration")  # fmt: skip
_SCOPES = frozenset((
    "program", "statement_block", "for_statement", "for_in_statement", "catch_clause",
    "switch_body", "class_static_block", *_FUNCTIONS,
))  # fmt: skip
_DECLARING = ("variable_declarator", "import_specifier", "function_declaration",
              "generator_function_declaration", "class_declaration")  # fmt: skip
_MAY_DECLARE = frozenset((*_FUNCTIONS, *_DECLARING, "catch_clause", "for_in_statement"))
_LEFT = ("assignment_pattern", "object_assignment_pattern")
_LISTS = ("object_pattern", "array_pattern", "rest_pattern", "formal_parameters")
_ENDED = ("expression_statement", "lexical_declaration", "return_statement")
"""Statements that need no semicolon before a brace."""
_NO_BREAK_AFTER = (*"{([,;:?=+-*<>.", "=>", "&&", "||", "??", "?.", "...")
_NO_BREAK_BEFORE = (*"})],;:?=.", "&&", "||", "??", "?.")
_READER = Parser(Language(tree_sitter_javascript.language()))


def shortened(script: str, sources: Mapping[str, str]) -> str:
    """The script, shorter; it does the same.

    `sources` are the files that it was made of, by their paths below `assets/`. Raises
    MistakesFound when one of them is no JavaScript.
    """
    root = _root(script)
    if root.has_error:
        raise MistakesFound(
            [_mistake(name, text) for name, text in sources.items() if _root(text).has_error]
        )
    tree = _Tree.of(root)
    return _squeezed(tree, _short_names(tree))


class _Tree(NamedTuple):
    """The nodes of a script in its order, the root first; each one's kind, and its parent's place.

    To ask a node for these takes a while, and they are asked for often. `words` are the places of
    those with nothing in them.
    """

    nodes: list[Node]
    kinds: list[str]
    parents: list[int]
    words: list[int]

    @classmethod
    def of(cls, root: Node) -> _Tree:
        """The root and all in it."""
        nodes: list[Node] = []
        kinds: list[str] = []
        parents: list[int] = []
        words: list[int] = []
        waiting = [(root, 0)]
        while waiting:
            node, parent = waiting.pop()
            place = len(nodes)
            nodes.append(node)
            kinds.append(node.type)
            parents.append(parent)
            if children := node.children:
                waiting += [(one, place) for one in reversed(children)]
            else:
                words.append(place)
        return cls(nodes, kinds, parents, words)


def _root(script: str) -> Node:
    return _READER.parse(script.encode()).root_node


def _mistake(name: str, script: str) -> Problem:
    wrong = next(one for one in _Tree.of(_root(script)).nodes if one.is_error or one.is_missing)
    row, column = wrong.start_point
    before = script.encode().split(b"\n")[row][:column].decode()
    return Problem(
        Place(f"assets/{name}", row + 1, len(before) + 1),
        "the script can't be understood here",
        allowed="JavaScript",
        hint="look here and before for a bracket, quote or comma that lacks or is too many",
        excerpt=without_private(script.split("\n")[row]),
    )


def _short_names(tree: _Tree) -> dict[int, str]:
    """Where a name begins (in bytes) → what stands there instead."""
    root = tree.nodes[0]
    scopes = _declared(tree)
    places = [at for at, kind in enumerate(tree.kinds) if kind in _NAMES]
    uses = [(tree.nodes[at], _text(tree.nodes[at])) for at in places]
    kept = {*_passed_on(root), *_free(tree, scopes, places, [name for _, name in uses])}
    shared = scopes[0]
    elsewhere, everybodys = shared - kept, shared | kept
    taken = {name for _, name in uses} | {"as", "do", "if", "in", "of"}
    everywhere = _given(
        (name for _, name in uses if name in elsewhere),
        (f"${name}" for name in _fresh({name[1:] for name in taken if name[0] == "$"})),
    )
    starts = [unit.start_byte for unit in _units(root)]
    found: dict[int, str] = {}
    for _, unit in groupby(uses, lambda use: bisect(starts, use[0].start_byte)):
        there = list(unit)
        own = (name for _, name in there if name not in everybodys)
        names = everywhere | _given(own, _fresh(taken))
        for node, name in there:
            if new := names.get(name):
                found[node.start_byte] = f"{name}:{new}" if node.type in _SHORTHAND else new
    return found


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _units(root: Node) -> Iterator[Node]:
    """Parts of the script that share only what is declared for all of it; together they are it."""
    for statement in root.children:
        declared = statement.child_by_field_name("declaration") or statement
        members = declared.child_by_field_name("body")
        if declared.type == "class_declaration" and members:
            yield from (one for one in declared.children if one != members)
            yield from members.children
        else:
            yield statement


def _declared(tree: _Tree) -> dict[int, set[str]]:
    """Scope (its node's place) → the names that it declares."""
    scopes: dict[int, set[str]] = {0: set()}
    for at, kind in enumerate(tree.kinds):
        for inside, one in _declares(tree.nodes[at]) if kind in _MAY_DECLARE else ():
            scope = at if inside else tree.parents[at]
            while tree.kinds[scope] not in _SCOPES:
                scope = tree.parents[scope]
            scopes.setdefault(scope, set()).add(_text(one))
    return scopes


def _declares(node: Node) -> Iterator[tuple[bool, Node]]:
    """The names that a node declares, and whether for itself or for what is around it."""
    kind, field = node.type, node.child_by_field_name
    if kind in _FUNCTIONS or kind == "catch_clause":
        yield from ((True, one) for one in _bound(field("parameter") or field("parameters")))
    elif kind == "for_in_statement" and field("kind"):
        yield from ((True, one) for one in _bound(field("left")))
    if kind in _DECLARING:
        yield from ((False, one) for one in _bound(field("alias") or field("name")))


def _bound(pattern: Node | None) -> Iterator[Node]:
    """The names in a pattern that get a value."""
    if pattern is None:
        return
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield pattern
    elif pattern.type in _LEFT:
        yield from _bound(pattern.child_by_field_name("left"))
    elif pattern.type == "pair_pattern":
        yield from _bound(pattern.child_by_field_name("value"))
    elif pattern.type in _LISTS:
        for one in pattern.named_children:
            yield from _bound(one)


def _passed_on(root: Node) -> Iterator[str]:
    """Names that other scripts know."""
    for statement in root.children:
        if statement.type in ("import_statement", "export_statement"):
            declared = statement.child_by_field_name("declaration")
            known = declared or statement
            lists = [known, *known.named_children] if declared else _Tree.of(known).nodes
            for node in lists:
                yield from (_text(one) for inside, one in _declares(node) if not inside)
            if not declared:
                yield from (_text(one) for one in _Tree.of(statement).nodes if one.type in _NAMES)


def _free(
    tree: _Tree, scopes: Mapping[int, Collection[str]], places: Iterable[int], names: Iterable[str]
) -> Iterator[str]:
    """The names, at these places, that no scope around them declares."""
    around: list[int] = []  # for each node, the next scope that declares something
    for parent in tree.parents:
        around.append(parent if parent in scopes else around[parent])
    for at, name in zip(places, names, strict=True):
        scope = around[at]
        while scope and name not in scopes[scope]:
            scope = around[scope]
        if name not in scopes[scope]:
            yield name


def _given(uses: Iterable[str], names: Iterator[str]) -> dict[str, str]:
    """A new name for each that is used, in their order: parameters are mostly called alike then."""
    return {one: next(names) for one in dict.fromkeys(uses)}


def _fresh(taken: Collection[str]) -> Iterator[str]:
    """a, b … Z, aa, ab …, but none that is taken."""
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            if (name := "".join(letters)) not in taken:
                yield name


def _squeezed(tree: _Tree, names: Mapping[int, str]) -> str:
    """The script with no more space and signs between its words than they need."""
    script = tree.nodes[0].text or b""
    done: list[str] = []
    before, at, ended = "", 0, False
    for place in tree.words:
        node = tree.nodes[place]
        begin, end = node.start_byte, node.end_byte
        if begin == end or tree.kinds[place] == "comment":
            continue
        text = script[begin:end].decode()
        if ended and (text == "}" or _goes_on(node)):
            done.pop()
            text = text if text == "}" else ","
            before = ""
        done += _space(before, text, script[at:begin]), names.get(begin, text)
        before, at = text, end
        ended = text == ";" and tree.kinds[tree.parents[place]] in _ENDED
    return "".join(done) + "\n"


def _goes_on(node: Node) -> bool:
    """Whether a word declares more of what the statement before it declares, as a comma would."""
    one = node.parent
    if one is None or one.type != "lexical_declaration" or node != one.children[0]:
        return False
    other = one.prev_named_sibling
    while other is not None and other.type == "comment":
        other = other.prev_named_sibling
    return other is not None and other.type == one.type and _text(other.children[0]) == _text(node)


def _space(before: str, after: str, gap: bytes) -> str:
    if not gap or not before:
        return ""
    if b"\n" in gap and before not in _NO_BREAK_AFTER and after not in _NO_BREAK_BEFORE:
        return "\n"
    last, first = before[-1], after[0]
    if (last.isalnum() or last in "_$") and (first.isalnum() or first in "_$"):
        return " "
    signs = last + first in ("++", "--", "//") or (last.isdigit() and after == ".")
    return " " if signs else ""
