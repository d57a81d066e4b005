"""The quickened inline step gives the very output of the stock library."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import quick_markdown, quick_smarty
from sitegen.quick_markdown import QuickInline, quicken
from sitegen.quick_smarty import QuickSmarty

EXTENSIONS = ["toc", "tables", "footnotes", "smarty", "sane_lists"]
ARTICLES = sorted((Path(__file__).parents[2] / "content").rglob("*.md"))

OPTIONS = {"toc": {"marker": ""}}

STOCK = markdown.Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)
QUICK = markdown.Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)
quicken(QUICK)

PIECES = [
    "*", "**", "_", "__", "`", "``", "\\", "[", "]", "(", ")", "![", "](", "<", ">", "&", "&amp;",
    "'", '"', "'\"", "\"'", "--", "---", "...", "  \n", "\n", "\n\n", "[^1]", "[^1]: ", "- ", "## ",
    "| a |", "<https://a.example>", "[a](b)", "'90s", "a", "b c", "it's", " ", "x@y.example", "é",
    "&nbsp;", "&mdash;", "&#8211;", "–", "> ", "\n---\n", "[1]: b", "80s", "{", "===\n",
    "don't", ' "', '" ', 'a."', '",', '"a', "d'", "' ", "s ", "\n  \n", "\n   \n\n", "1. ",
    "***", "    ",
    "é'é", "_'a", '1"', '?"', '")', '("', "\t", "[^1]:a\n\n    b", "\\*", "\\'", '\\"', "\u201c",
]  # fmt: skip


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_same_output_for_the_sample_texts(path: Path) -> None:
    text = path.read_text()
    assert QUICK.reset().convert(text) == STOCK.reset().convert(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
def test_same_output_for_any_text(text: str) -> None:
    assert QUICK.reset().convert(text) == STOCK.reset().convert(text)


QUOTED = [
    "'", '"', "a", "s", " ", "  ", ".", ",", "!", "?", "-", "--", "---", "...", "(", ")", "[", "]",
    "1", "80s", "é", "_", "*", "\n", "\t", "\u00a0", "&nbsp;", "&#8211;", "&mdash;", "–", "—", "…",
    "“", "word", "it's", "don't", ' "a', "s ", "'s", "/", ";", ":",
]  # fmt: skip


def test_same_quotes_for_many_short_texts() -> None:
    """Where quotes meet, the patterns' order matters: so these are tried by the thousand."""
    draw = random.Random(7)
    for _ in range(20_000):
        text = "".join(draw.choices(QUOTED, k=draw.randint(1, 9)))
        assert QUICK.reset().convert(text) == STOCK.reset().convert(text), repr(text)


def test_every_other_pattern_is_known() -> None:
    unknown = []
    for step, module in STEPS:
        registry = STOCK.treeprocessors[step].inlinePatterns  # type: ignore[attr-defined]
        unknown += [item.name for item in registry._priority if not module.needs(item.name)]
    assert unknown == ["em_strong"]


STEPS: list[tuple[str, Any]] = [("inline", quick_markdown), ("smarty", quick_smarty)]


@pytest.mark.parametrize(("step", "quick"), [("inline", QuickInline), ("smarty", QuickSmarty)])
def test_a_text_is_only_passed_over_when_no_pattern_could_match(step: str, quick: Any) -> None:
    registry = STOCK.treeprocessors[step].inlinePatterns  # type: ignore[attr-defined]
    module: Any = dict(STEPS)[step]
    every = [module.needs(item.name) for item in registry._priority] + [
        "*" if step == "inline" else "'"
    ]
    # A link's end is only ever looked for behind its beginning.
    signs = ["[" if need == "](" else need for need in every if need]
    assert all(quick.ANY_NEED.search(f"a{sign}b") for sign in signs)
