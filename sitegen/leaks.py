"""Private addresses that an output file must not hold, however they are written."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from sitegen.problems import Place, Problem

_MARKUP_OR_SPACE = re.compile(r"<[^<>]*>|\s+")


class Private:
    """The addresses that no output may hold; messages never repeat them."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._names: dict[str, dict[int, set[str]]] = {}
        for address in addresses:
            name, _, domain = address.casefold().rpartition("@")
            self._names.setdefault(domain, {}).setdefault(len(name), set()).add(name)

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in a text, whatever stands before and after it."""
        at = text.find("@")
        while at >= 0:
            for domain, by_length in self._names.items():
                if text.startswith(domain, at + 1) and any(
                    text[max(at - length, 0) : at] in names for length, names in by_length.items()
                ):
                    return True
            at = text.find("@", at + 1)
        return False


def leaks(path: str, data: bytes, private: Private) -> tuple[bool, list[Problem]]:
    """No output file may hold a private address, plain, as entities or percent-encoded.

    Whether the file holds an @ in some form, and the problem, where an address is in it; `path` is
    how that names the file.
    """
    signs = any(sign[:1] in data and sign in data for sign in _AT)  # one byte is found far sooner
    if not signs and not _REFERENCE.search(data):
        return False, []
    text = data.decode("utf-8", "replace").casefold()
    readings = [text, unicodedata.normalize("NFKC", _MARKUP_OR_SPACE.sub("", text))]
    readings += [html.unescape(text), unquote(text), unquote(html.unescape(text))]
    if not any(private.are_in(reading) for reading in readings):
        return any("@" in reading for reading in readings), []
    hint = "find out which template or text prints it; nothing was published"
    return True, [Problem(Place(path), "a private address is in this file", hint=hint)]


_AT = (b"@", b"%40", "\N{FULLWIDTH COMMERCIAL AT}".encode(),
       "\N{SMALL COMMERCIAL AT}".encode())  # fmt: skip
_REFERENCE = re.compile(b"&(?:commat;|#(?!34;|39;))")
"""An @ by its name, or a character by its number, but the two quotes that templates write so."""
