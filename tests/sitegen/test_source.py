"""YAML 1.2 core with places, and documents parted into front matter and body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.parse import parse_yaml, split_document
from sitegen.problems import Problem
from sitegen.source import SourceFile, decoded

VALUES = [
    ("a: yes", "yes"),
    ("a: on", "on"),
    ("a: true", True),
    ("a: False", False),
    ("a: null", None),
    ("a: ~", None),
    ("a:", None),
    ("a: 12", 12),
    ("a: -3", -3),
    ("a: 012", "012"),
    ("a: 1.5", 1.5),
    ("a: 1_000", "1_000"),
    ("a: 2026-05-14", "2026-05-14"),
    ("a: 2026-13-02", "2026-13-02"),
    ('a: "12"', "12"),
    ("a: '12'", "12"),
    ("a: [1, two]", [1, "two"]),
    ("a: {b: 1}", {"b": 1}),
    ("a: |\n  one\n  two\n", "one\ntwo\n"),
]

BROKEN = [
    ('a: "x\nb: 1\n', (1, 4), "quotation mark"),
    ("a: b: c\n", (1, 5), "second colon"),
    ("b: 1\na: [1, 2\nc: 3\n", (2, 4), "never closed"),
    ("a: 1\nb: 2\na: 3\n", (3, 1), 'the key "a" stands here twice (first in line 1)'),
    ("x:\n  a: 1\n  a: 2\n", (3, 3), "twice"),
    ("a: @x\n", (1, 4), "can't start"),
    ("- 1\n", (1, 1), "keys and values"),
    ("just words\n", (1, 1), "keys and values"),
    ("", (1, 1), "nothing in it"),
    ("a: !x 1\n", (1, 4), "the tag !x"),
    ("a: 1\n\tb: 2", (2, 1), "tab"),
    ("a: b\x01c\n", (1, 5), "control character"),
    ("? [a, b]\n: 1\n", (1, 3), "a key must be a word"),
    ("a: " + "[" * 30 + "]" * 30, (1, 24), "nested too deep"),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values_are_read_as_the_core_schema_says(text: str, expected: object) -> None:
    parsed, problems = parse_yaml(SourceFile("f.yaml", text))
    assert problems == []
    assert parsed.data == {"a": expected}


@pytest.mark.parametrize(("text", "place", "words"), BROKEN)
def test_broken_yaml_is_told_at_its_place(text: str, place: tuple[int, int], words: str) -> None:
    _, problems = parse_yaml(SourceFile("f.yaml", text))
    assert words in problems[0].message
    assert (problems[0].place.line, problems[0].place.column) == place


def test_every_value_and_key_has_its_place() -> None:
    parsed, _ = parse_yaml(SourceFile("f.yaml", "a:\n  - b: 1\n    c: two\n"))
    assert str(parsed.place(("a", 0, "c"))) == "f.yaml:3:8"
    assert str(parsed.key_place(("a", 0, "c"))) == "f.yaml:3:5"
    assert str(parsed.place(("a", 0, "missing"))) == "f.yaml:2:5"


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    parsed, problems = parse_yaml(SourceFile("f.yaml", text))
    assert parsed.data or problems or text.strip()
    for problem in problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1


def test_document_is_front_matter_and_body() -> None:
    source = SourceFile("a.md", "---\ntitle: A\n---\nBody\n")
    document, problems = split_document(source)
    assert problems == []
    assert document is not None
    assert document.front.data == {"title": "A"}
    assert document.body == "Body\n"
    assert str(source.place_of(document.body_offset)) == "a.md:4:1"
    assert str(document.front.place(("title",))) == "a.md:2:8"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: A\n", "must start with its front matter"),
        ("---\ntitle: A\n", "never closed"),
        ("", "must start with its front matter"),
    ],
)
def test_document_without_front_matter_is_told(text: str, words: str) -> None:
    document, problems = split_document(SourceFile("a.md", text))
    assert document is None
    assert words in problems[0].message


def test_bytes_that_are_no_utf8_are_told_at_their_place() -> None:
    problem = decoded("a.yaml", "a: 1\nb: é".encode() + b"\xff")
    assert isinstance(problem, Problem)
    assert str(problem.place) == "a.yaml:2:5"


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    source = decoded("a.yaml", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert isinstance(source, SourceFile)
    assert source.text == "a: 1\nb: 2\n"
