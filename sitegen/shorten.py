"""Scripts as visitors' phones load them: without comments and spaces, local names short.

No JavaScript parser: a scan that knows words, brackets, strings, templates and regular expressions,
and leaves as it is what it can't be sure of. Names are shortened within a *unit*, which is a whole
statement of the script or a member of a class. All that a name stands for there changes alike, so
that scopes inside a unit needn't be known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, count, product
from string import ascii_lowercase
from typing import NamedTuple

_TOKEN = re.compile(
    r"""/\*.*?\*/|//[^\n]*                                        # a comment
    |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'                      # a string
    |(?:(?<=[(,=:\[!&|?{};>])|(?<=return))\ ?                     # a regular expression
     /(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*
    |[A-Za-z_$][\w$]*|\d[\w.]*|\s+                                # a word, a number, a space
    |=>|\.\.\.|\?\.|[=!]==?|.                                     # a sign""",
    re.S | re.X,
)
_IN_TEMPLATE = re.compile(r"(?:\\.|[^`\\$]|\$(?!\{))*(?:\$\{|`|\Z)", re.S)
_WORD = re.compile(r"[A-Za-z_$][\w$]*\Z")
_NO_BREAK_AFTER = (*"{([,;:?=&|+-*<>.",)
_NO_BREAK_BEFORE = (*"})],;:?.&|=",)
_TAKES_A_HEAD = ("if", "for", "while", "switch", "catch", "with")
_DECLARE = (["export"], ["const"], ["let"], ["function"], ["class"])
_BEFORE_OBJECT = (*"(,=:?[", "return", "&&", "||", "??", "...", "const", "let")
_BEFORE_NAME = ("(", "[", "{", ",", "...", ":")
_AFTER_NAME = (",", ")", "]", "}", "=")
_RESERVED = frozenset({
    "arguments", "as", "async", "await", "break", "case", "catch", "class", "const", "continue",
    "default", "delete", "do", "else", "export", "extends", "false", "finally", "for", "from",
    "function", "get", "if", "import", "in", "instanceof", "let", "new", "null", "of", "return",
    "set", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined",
    "var", "void", "while", "with", "yield",
})  # fmt: skip
_GLOBAL = frozenset({
    "caches", "close", "closed", "crypto", "document", "event", "fetch", "find", "focus",
    "frames", "history", "innerWidth", "length", "location", "name", "navigator", "open",
    "origin", "parent", "performance", "print", "scheduler", "screen", "scroll", "self", "status",
    "stop", "top", "window",
})  # fmt: skip
"""What means something in browsers without being declared, and might be a name of ours, too."""


class _Part(NamedTuple):
    """A token that is no space or comment, where it stands, and the bracket around it.

    A brace around it that holds names with values, of an object or a pattern, is `{:`.
    """

    text: str
    at: int
    around: str


def shorten(script: str) -> str:
    """The script, shorter; it does the same."""
    units = list(_units(_tokens(script)))
    outside = set(chain.from_iterable(map(_declared_by, units)))
    return _squeezed([token for unit in units for token in _renamed(unit, outside)])


def _tokens(text: str) -> Iterator[str]:
    """Words, signs, spaces and so on in order; together they are the text."""
    at, templates = 0, [0]  # the last: how many braces are open in the innermost template's gap
    while at < len(text):
        ends = text[at] == "}" and templates[-1] == 0 and len(templates) > 1
        if ends or text[at] == "`":
            match = _IN_TEMPLATE.match(text, at + 1)
            if ends:
                templates.pop()
            if match and match[0].endswith("${"):
                templates.append(0)
        else:
            match = _TOKEN.match(text, at)
            templates[-1] += (text[at] == "{") - (text[at] == "}")
        end = match.end() if match else len(text)
        yield text[at:end]
        at = end


def _is_space(token: str) -> bool:
    return token.isspace() or token.startswith(("/*", "//"))


def _units(tokens: Iterator[str]) -> Iterator[list[str]]:
    """The script's statements, and the members of its classes."""
    unit: list[str] = []
    depth = level = 0
    last, broken = ";", True
    for token in tokens:
        if _is_space(token):
            broken = broken or "\n" in token
        else:
            if broken and depth == level and last in (";", "}", "{") and not token.startswith("}"):
                yield unit
                unit = []
            depth += _opens(token) - _closes(token)
            if depth < level or (depth == 1 and token.endswith("{")):
                level = int(depth == 1 and "class" in _words(unit)[:2])
            last, broken = token[-1], False
        unit.append(token)
    yield unit


def _words(unit: Sequence[str]) -> list[str]:
    return [token for token in unit if _WORD.match(token)]


def _opens(token: str) -> bool:
    return token in ("(", "[", "{") or (token.startswith(("`", "}")) and token.endswith("${"))


def _closes(token: str) -> bool:
    return token in (")", "]") or token.startswith("}")


def _declared_by(unit: Sequence[str]) -> set[str]:
    """What a unit declares for all of the script."""
    words = _words(unit)
    if words[:1] == ["import"]:
        return set(words)
    if words[:1] not in _DECLARE and words[:2] != ["async", "function"]:
        return set()
    return set(next(([one] for one in words if one not in _RESERVED), []))


def _parts(unit: Sequence[str]) -> list[_Part]:
    found: list[_Part] = []
    open_brackets = [""]
    for at, token in enumerate(unit):
        if _is_space(token):
            continue
        if _closes(token) and len(open_brackets) > 1:
            open_brackets.pop()
        found.append(_Part(token, at, open_brackets[-1]))
        if _opens(token):
            named = len(found) > 1 and found[-2].text in _BEFORE_OBJECT
            open_brackets.append("{:" if token[0] == "{" and named else token[-1])
    return found


def _renamed(unit: list[str], outside: Collection[str]) -> list[str]:
    """The unit with its own names short."""
    parts = [_Part("", -1, ""), *_parts(unit), _Part("", -1, "")]
    own, unsure = _own_names(parts), set[str]()
    uses: list[_Part] = []
    told: set[int] = set()  # names of an object that are their values' names, too
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        if part.text not in own or before.text in (".", "?."):
            continue
        if part.around.startswith("{") and before.text in ("{", ","):
            if after.text == ":":
                continue
            if after.text in (",", "}", "="):
                told.add(part.at) if part.around == "{:" else unsure.add(part.text)
        if part.around.startswith("{") and after.text == "(" and _may_name_a_method(before.text):
            unsure.add(part.text)
        uses.append(part)
    own -= unsure | _RESERVED | _GLOBAL | set(outside)
    often = Counter(part.text for part in uses if part.text in own)
    new = _short(_RESERVED | set(outside) | {part.text for part in parts})
    ranked = sorted(often, key=lambda one: (-often[one], one))
    names = {one: next(new) for one in ranked if len(one) > 1}
    done = list(unit)
    for part in uses:
        if part.text in names:
            done[part.at] = f"{part.text}:" * (part.at in told) + names[part.text]
    return done


def _may_name_a_method(before: str) -> bool:
    return before in ("", "{", "}", ";", ",", "get", "set", "async", "static", "*")


def _own_names(parts: Sequence[_Part]) -> set[str]:
    """Names that are parameters, or declared by `const` and `let`, one by one or in brackets."""
    found: set[str] = set()
    for at, part in enumerate(parts):
        if part.text in ("const", "let"):
            found |= _listed(parts, at + 1) if _opens(parts[at + 1].text) else {parts[at + 1].text}
        elif part.text == "=>" and _WORD.match(parts[at - 1].text):
            found.add(parts[at - 1].text)
        elif part.text == "(" and _takes_parameters(parts, at):
            found |= _listed(parts, at)
    return {one for one in found if _WORD.match(one)}


def _end(parts: Sequence[_Part], at: int) -> int:
    """Where the bracket that opens at a place is closed."""
    depth = 0
    for end in range(at, len(parts)):
        depth += _opens(parts[end].text) - _closes(parts[end].text)
        if depth == 0:
            return end
    return len(parts) - 1


def _takes_parameters(parts: Sequence[_Part], at: int) -> bool:
    after = parts[min(_end(parts, at) + 1, len(parts) - 1)].text
    return after == "=>" or (after == "{" and parts[at - 1].text not in _TAKES_A_HEAD)


def _listed(parts: Sequence[_Part], at: int) -> set[str]:
    """The names that parameters or a pattern declare; what they default to doesn't count."""
    found: set[str] = set()
    depth, default = 0, 0
    for place in range(at, _end(parts, at)):
        before, part, after = (one.text for one in parts[place - 1 : place + 2])
        if depth < default or (depth == default and part == ","):
            default = 0
        depth += _opens(part) - _closes(part)
        if part == "=":
            default = default or depth
        if not default and before in _BEFORE_NAME and after in _AFTER_NAME:
            found.add(part)
    return found


def _short(taken: Collection[str]) -> Iterator[str]:
    """a, b … z, aa, ab …, but none that is taken."""
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            if (name := "".join(letters)) not in taken:
                yield name


def _squeezed(tokens: Sequence[str]) -> str:
    """The tokens with no more space between them than they need."""
    done: list[str] = []
    space = ""
    for token in tokens:
        if _is_space(token):
            space = "\n" if "\n" in space + token else space or (" " if token.isspace() else "")
            continue
        if done and space:
            done.append(_space(done[-1][-1], token[0], space))
        done.append(token)
        space = ""
    return "".join(done) + "\n"


def _space(before: str, after: str, space: str) -> str:
    if space == "\n" and not (before in _NO_BREAK_AFTER or after in _NO_BREAK_BEFORE):
        return "\n"
    words = all(one.isalnum() or one in "_$" for one in (before, after))
    return " " if words or (before == after and before in "+-") else ""
