"""What people type, made safe to show and to mail without changing what they meant."""

from __future__ import annotations

import re
import unicodedata

_NEWLINES = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Bidirectional overrides, embeddings and isolates: phones wrap copied numbers in them, and they
can make a text read otherwise than it is. The marks that Arabic, Hebrew and Persian need
(LRM, RLM, ALM, ZWJ, ZWNJ) stay."""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]")


def lines(text: str) -> str:
    """Many lines: one kind of line end, no reordering, control characters made visible."""
    text = _REORDERING.sub("", _NEWLINES.sub("\n", text))
    return "".join(map(_visible, text)).strip()


def one_line(text: str) -> str:
    """One line, without what can't be seen; line ends stay, so that validation can refuse them."""
    return " ".join(_INVISIBLE.sub("", lines(text)).split(" ")).strip()


def _visible(sign: str) -> str:
    """A control character as its picture (U+2400 and on), a noncharacter as U+FFFD."""
    code = ord(sign)
    if sign in "\n\t":
        return sign
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    noncharacter = (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    control = 0x80 <= code < 0xA0 or 0xD800 <= code <= 0xDFFF
    return "\ufffd" if noncharacter or control else sign


def has_control(text: str) -> bool:
    """Whether a one-line value holds a line end or another control character."""
    return any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") for sign in text)
