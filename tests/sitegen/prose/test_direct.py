"""Texts that are converted directly come out as Python-Markdown converts them.

What is compared has gone through nh3, as everything does that visitors see.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.prose import Renderer
from sitegen.prose.direct import converted
from sitegen.prose.library import Library
from sitegen.prose.tags import Unusual
from sitegen.site import Heading

ROOT = Path(__file__).parents[3]
SAMPLE = {
    **{
        path.stem: path.read_text("utf-8").split("---\n", 2)[2]
        for path in sorted((ROOT / "content").rglob("*.md"))
    },
    **{
        path.stem: yaml.safe_load(path.read_text("utf-8"))["biography"]
        for path in sorted((ROOT / "therapists").glob("*.yaml"))
    },
}


class Links:
    """A library that knows one term and one picture."""

    def url(self, target: str) -> str | None:
        return f"/there/{target[5:]}/" if target.startswith("page:") else None

    def term_url(self, words: str) -> str | None:
        return "/cbt/" if words.casefold() == "cbt" else None

    def image(self, file_name: str) -> tuple[str, int, int] | None:
        return ("/assets/a.1.svg", 12, 8) if file_name == "a.svg" else None


@cache
def library() -> Library:
    return Library()


def by_library(body: str) -> tuple[str, list[Heading], int]:
    html, headings = library().converted(body, Links())
    clean = RENDERER._cleaner.clean(html)
    words = re.sub(r"<[^>]+>", "", clean).replace("&nbsp;", " ").split()
    return clean.strip(), headings, len(words)


RENDERER = Renderer()


def assert_same(body: str) -> None:
    html, headings, words = converted(body, Links())
    clean, same_headings, counted = by_library(body)
    assert (RENDERER._cleaner.clean(html).strip(), headings) == (clean, same_headings)
    assert words in (counted, None)


@pytest.mark.parametrize("name", SAMPLE)
def test_every_text_of_the_sample_is_converted_directly_to_the_same(name: str) -> None:
    assert_same(SAMPLE[name])


def test_most_words_of_the_sample_are_counted_by_their_spaces() -> None:
    counted = [converted(text, Links())[2] is not None for text in SAMPLE.values()]
    assert sum(counted) > len(counted) * 0.8


USUAL = {
    "a heading and its text in one block": "## One\nTwo\n\nThree",
    "headings of all levels": "## A *b* `c`\n\n### D's & E\n\n#### F\n\n##### G\n\n###### H",
    "a footnote in a heading": "## A[^1]\n\nB\n\n[^1]: C",
    "a paragraph that begins with emphasis": "*Your* friend\n\n**Bold** _and_ __more__",
    "emphasis around other things": "**a [b](page:b) `c` _d_** and *e*f*g*.",
    "links": "[a](page:fees) [b](https://example.org/?a=1&b=2_3*4) [c](#d)",
    "an address": "<https://example.org/a_b?c=*&d=e>",
    "pictures": "![A \"b\" <c> & *d*](a.svg)\n\n![decorative](b.svg) [![a](a.svg)](page:c)",
    "code": "`a *b* <c> & \"d\"` and `e\nf`'s",
    "escapes": "\\*a\\* \\[b\\] \\'c\\' d\\e \\\\f 1\\. \\# g",
    "breaks": "a  \nb   \n  c  \n**d**",
    "a list": "- a\n- b\n  c\n- [d](page:e)",
    "a list whose items are paragraphs": "- a\n\n- b\n- c\n\n- d",
    "numbers": "1. a\n2. b\n\n3. c",
    "two lists": "- a\n- b\n\n1. c\n2. d",
    "terms": "- CBT: a\n- **B**: c\n- D e: f: g",
    "terms with blank lines": "- CBT: a\n\n- B: c\n\nd",
    "quotes": "> a\n> b\nc\n>\n> - d\n> - e\n\nf",
    "a table": "| a | b |\n|:--|--:|\n| *c* | [d](page:e) |\n|f|  |\n\ng",
    "a table in a quote": "> | a | b |\n> | --- | :-: |\n> | c | d |",
    "footnotes": "a[^1] b[^two]\n\n[^1]: *c* \"d\"\n[^two]: e\n\nf",
    "a footnote between items": "- a[^1]\n\n[^1]: b\n\n- c",
    "a rule": "a\n\n---\n\nb\n\n***\n\nc",
    "signs that mean nothing here": "a < b > c & d | e = f ~ g: -h +i #j (k) {l} 5 - 3",
    "a line that would begin a list": "a\n- b\n1. c",
    "blank lines": "\n\na\n \n\n\nb\n   \n",
    "spaces": "a  b\u00a0c \n d\u2003e ",
    "quotes and dashes": "\"A 'b' c,\" the '90s -- d---e...f 'tis \"*g*\" (\"h\") \"'i' j\" k'\"",
}  # fmt: skip


@pytest.mark.parametrize("body", USUAL.values(), ids=USUAL)
def test_what_is_usual_comes_out_the_same(body: str) -> None:
    assert_same(body)


UNUSUAL = {
    "nested items": "- a\n    - b",
    "items a little apart": "- a\n  - b",
    "an item of paragraphs": "- a\n\n    b",
    "indented code": "    a",
    "code of several signs": "``a ` b``",
    "an underlined heading": "a\n===",
    "a closed heading": "## a ##",
    "two headings of the same words": "## a\n\n## a",
    "the same footnote twice": "a[^1] b[^1]\n\n[^1]: c",
    "a footnote of several lines": "a[^1]\n\n[^1]: b\n    c",
    "a link by name": "[a][b]\n\n[b]: https://example.org",
    "a title": '[a](https://example.org "b")',
    "entities": "a&nbsp;b &#8211; c",
    "crossed emphasis": "*a _b* c_",
    "emphasis in a link's words": "*a [b*](c) d*",
    "three stars": "***a***",
    "snakes": "a_b_c",
    "a number that isn't one": "2. a\n3. b",
    "an address of mail": "<a@example.org>",
    "an underlined sign": ">\n---",
    "a line of a quote that only looks empty": "> a\n> \u00a0\n> b",
    "uneven rows": "| a | b |\n|---|---|\n| c |",
    "tabs": "a\tb",
    "characters of our own": "a\ue000b",
    "nothing": " \n",
}


@pytest.mark.parametrize("body", UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_is_left_to_the_library(body: str) -> None:
    with pytest.raises(Unusual):
        converted(body, Links())
    assert str(RENDERER.render(body, Links()).html).strip() == by_library(body)[0]


def assert_same_if_usual(body: str) -> None:
    with suppress(Unusual):
        assert_same(body)


PIECES = [
    "*", "**", "_", "__", "`", "``", "\\", "[", "]", "(", ")", "![", "](", "<", ">", "&", "&amp;",
    "'", '"', "'\"", "\"'", "--", "---", "...", "  \n", "\n", "\n\n", "[^1]", "[^1]: ", "- ", "## ",
    "| a |", "<https://a.example>", "[a](b)", "'90s", "a", "b c", "it's", " ", "x@y.example", "é",
    "&nbsp;", "&mdash;", "&#8211;", "–", "> ", "\n---\n", "[1]: b", "80s", "{", "===\n",
    "don't", ' "', '" ', 'a."', '",', '"a', "d'", "' ", "s ", "\n  \n", "\n   \n\n", "1. ",
    "***", "    ", "\u00a0", "1.", "#", "|", ": ",
    "é'é", "_'a", '1"', '?"', '")', '("', "\t", "[^1]:a\n\n    b", "\\*", "\\'", '\\"', "\u201c",
]  # fmt: skip

WORDS = [
    "word", "two words", "it's", '"quoted"', "*em*", "**strong**", "_under_", "__double__",
    "`code`", "`a  b`", "[link](page:x)", "![alt](a.svg)", "<https://a.example/x_y?a=1&b=2>", "--",
    "---", "...", "a & b", "\\*", "\\'", '\\"', "< ", ">", "\u2019", "é", "'90s", "(*par*)",
    '**"q"**', '"**q**"', "*'q'*", "'q'", "'tis", '"a *b* c"', "\u00a0", "a*b*c", "`x`'s", "1.",
    "[l](u)'s", '"[l](u)"', '"`c`"', "a\\b", "-", "+", "- x", "* y", "1. z", "CBT: one", "  ",
]  # fmt: skip
BETWEEN = [" ", " ", " ", "\n", ". ", ", ", "  \n", "! ", '" ', "' ", ""]

line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).flatmap(
    lambda words: st.lists(st.sampled_from(BETWEEN), min_size=len(words), max_size=len(words)).map(
        lambda gaps: "Word " + "".join(a + b for a, b in zip(words, gaps, strict=True))
    )
)
flat = line.map(lambda text: text.replace("\n", " "))
items = st.lists(line, min_size=1, max_size=4)
block = st.one_of(
    line,
    st.tuples(st.sampled_from(["## ", "### ", "#### "]), flat).map("".join),
    items.map(lambda texts: "\n".join(f"- {text}" for text in texts)),
    items.map(lambda texts: "\n".join(f"{at}. {text}" for at, text in enumerate(texts, 1))),
    items.map(lambda texts: "\n".join(f"- T {at}: {text}" for at, text in enumerate(texts))),
    st.lists(flat, min_size=1, max_size=3).map(lambda texts: "> " + "\n> ".join(texts)),
    st.tuples(flat, flat).map(
        lambda two: "| a | b |\n|---|:-:|\n| {} | {} |".format(*(x.replace("`", "") for x in two))
    ),
    flat.map(lambda text: f"[^1]: {text}"),
    st.sampled_from(["---", "Word[^1]", "> Word", "- Word", "1. Word", "text\n- item"]),
)
gap = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n \n", "\n"])


@given(st.lists(st.tuples(block, gap).map("".join), min_size=1, max_size=6).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_text_of_usual_blocks_comes_out_the_same(body: str) -> None:
    assert_same_if_usual(body)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_text_at_all_comes_out_the_same(body: str) -> None:
    assert_same_if_usual(body)
