"""Quotes and dashes as Python-Markdown sets them."""

from __future__ import annotations

import html
import random

import markdown

from sitegen.prose.punctuation import smart

STOCK = markdown.Markdown(extensions=["smarty"])

QUOTED = [
    "'", '"', "a", "s", " ", "  ", ".", ",", "!", "?", "-", "--", "---", "...", "(", ")", "]",
    "1", "80s", "é", "\u00a0", "–", "—", "…", "“", "word", "it's", "don't", ' "a', "s ", "'s", "/",
    ";", ":",
]  # fmt: skip


def test_same_quotes_for_many_short_texts() -> None:
    """Where quotes meet, the patterns' order matters: so these are tried by the thousand."""
    draw = random.Random(7)
    for _ in range(10_000):
        text = "x " + "".join(draw.choices(QUOTED, k=draw.randint(1, 9)))
        stock = html.unescape(STOCK.reset().convert(text)).removeprefix("<p>").removesuffix("</p>")
        assert smart(text) == stock.removesuffix("\n"), repr(text)


def test_what_was_set_is_no_quote_for_later_patterns() -> None:
    assert smart("a '\"b\"'") == html.unescape(STOCK.convert("a '\"b\"'"))[3:-4]
