"""Smart quotes, dashes and ellipses in a text with tags; the same as Python-Markdown's.

The library tries eighteen patterns on each text between two tags. Here the plain cases go first, in
all texts at once; only where a quote is left do the library's patterns get their turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any

from sitegen.prose.tags import ESCAPE, MARK

_RIGHT, _LEFT, _OPENING, _CLOSING = "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3"
"""What stands for quotes that were made: patterns mustn't take them for ones that were written."""

_MADE = {_RIGHT: "’", _LEFT: "‘", _OPENING: "“", _CLOSING: "”"}

_PLAIN_SINGLE = (
    (re.compile(r"'(?<=[^\W\d_]')(?!s\b)(?=[^\W\d_])"), _RIGHT),
    (re.compile(r"'(?<=[^\W\d_]')s\b(?!['\"])"), f"{_RIGHT}s"),
    (re.compile(r"'(?<=[^\W_]')(?=[.,;:!?)\x00]|\Z|\s(?!['\"]))"), _RIGHT),
    (re.compile(r"'(?<=\x00.')s\b(?!['\"])"), f"{_RIGHT}s"),
    (re.compile(r"'(?<=\x00.')(?!s\b)(?=[^\W\d_])"), _LEFT),
    (re.compile(r"'(?<=[^\"'\s\ue000-\uf8ff]\s')(?=[^\W\d_])"), _LEFT),
)
_PLAIN_DOUBLE = (
    (re.compile(r'"(?<=[^"\'\s\ue000-\uf8ff]\s")(?=[^\W_])'), _OPENING),
    (re.compile(r'"(?<=\x00.")(?=[^\W_])'), _OPENING),
    (re.compile(r'"(?<=[^\W_]")(?<!\'s")(?=[\s.,;:!?)\x00]|\Z)'), _CLOSING),
    (re.compile(r'"(?<=[.,!?]")(?=[\s\x00]|\Z)'), _CLOSING),
)
"""Quotes that only one pattern can match, whatever else stands in the text: the apostrophe within
a word and after it, a word's opening quote, and the closing one of a word and of a sentence. Each
begins with the quote itself, as that is found soonest."""

_REST = re.compile("['\"]")
_DASHES = (
    (re.compile(r"---(?<!----)(?!-)"), "—"),
    (re.compile(r"--(?<!---)(?!-)"), "–"),
)
_ELLIPSIS = re.compile(r"\.\.\.(?<!\.{4})(?!\.)")

_STX, _ETX = "\x02", "\x03"
_HIDDEN = re.compile(f"{_STX}([0-9]+){_ETX}")
_TO_HIDE = re.compile(f"[{''.join(_MADE)}]|{ESCAPE}.")


def smart(text: str) -> str:
    """A text with tags in it, its punctuation as a printer sets it."""
    if "'" in text:
        for pattern, quote in _PLAIN_SINGLE:
            text = pattern.sub(quote, text)
    if '"' in text:
        for pattern, quote in _PLAIN_DOUBLE:
            text = pattern.sub(quote, text)
    if "'" in text or '"' in text:
        text = "".join(_with_others(text))
    if "--" in text:
        for pattern, dash in _DASHES:
            text = pattern.sub(dash, text)
    if "..." in text:
        text = _ELLIPSIS.sub("…", text)
    for sign, quote in _MADE.items():
        if sign in text:
            text = text.replace(sign, quote)
    return text


def _with_others(text: str) -> Sequence[str]:
    """The parts of a text, the library's patterns applied to those in which quotes are left."""
    parts: list[str] = []
    done = 0
    while found := _REST.search(text, done):
        begin = text.rfind(MARK, done, found.start())
        begin = done if begin < 0 else begin + 2
        end = text.find(MARK, found.start())
        end = len(text) if end < 0 else end
        parts += (text[done:begin], _by_patterns(text[begin:end]))
        done = end
    return [*parts, text[done:]]


def _by_patterns(text: str) -> str:
    """Each pattern in its turn; what was made before is hidden from later ones behind a mark."""
    hidden: list[str] = []

    def hide(made: str) -> str:
        """All that a pattern took, be it a space, is hidden, as the library does it."""
        hidden.append(made)
        return f"{_STX}{len(hidden) - 1}{_ETX}"

    text = _TO_HIDE.sub(lambda match: hide(match[0]), text)
    for pattern, parts, signs in _patterns():
        at = 0
        while all(sign in text for sign in signs) and (match := pattern.search(text, at)):
            words = (match[one] if isinstance(one, int) else unescape(one) for one in parts)
            made = hide("".join(words))
            text = text[: match.start()] + made + text[match.end() :]
            at = match.start() + len(made)
    return _HIDDEN.sub(lambda match: hidden[int(match[1])], text)


@cache
def _patterns() -> list[tuple[re.Pattern[str], Sequence[int | str], Sequence[str]]]:
    """The library's, in the order of their turns, each with signs without which it can't match."""
    from markdown.extensions.smarty import SmartyExtension, punctClass
    from markdown.util import Registry

    extension: Any = SmartyExtension()
    extension.inlinePatterns = Registry()
    for educate in (extension.educateEllipses, extension.educateQuotes, extension.educateDashes):
        educate(None)
    found: list[tuple[re.Pattern[str], Sequence[int | str], Sequence[str]]] = []
    for one in extension.inlinePatterns:
        signs = [sign for sign in "'\"" if sign in one.pattern.replace(punctClass, "")]
        other = "." if "." in one.pattern else "-"
        found.append((one.getCompiledRegExp(), one.replace, signs or [other]))
    return found
