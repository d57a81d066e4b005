"""How problems print, and what they never print."""

from __future__ import annotations

import json

import pytest

from sitegen.problems import (
    Place,
    Problem,
    as_github,
    as_json,
    as_text,
    did_you_mean,
    one_of,
    tally,
    without_private,
)

PROBLEM = Problem(
    Place("therapists/ana.yaml", 3, 9),
    'there is no term "cbtt"',
    allowed="one of cbt, dbt",
    hint='did you mean "cbt"?',
    excerpt="focus: [cbtt]",
)


def test_text_shows_place_line_caret_and_the_way_out() -> None:
    assert as_text([PROBLEM]) == (
        'therapists/ana.yaml:3:9: error: there is no term "cbtt"\n'
        "  3 | focus: [cbtt]\n"
        "    |         ^\n"
        "  allowed: one of cbt, dbt\n"
        '  mend it: did you mean "cbt"?'
    )


def test_github_annotations_escape_what_would_end_them() -> None:
    problem = Problem(Place("a,b.yaml", 1, 2), "100% wrong\nreally", severity="warning")
    assert as_github([problem]) == "::warning file=a%2Cb.yaml,line=1,col=2::100%25 wrong%0Areally"


def test_json_has_every_field() -> None:
    row = json.loads(as_json([PROBLEM]))[0]
    assert (row["path"], row["line"], row["column"]) == ("therapists/ana.yaml", 3, 9)
    assert row["severity"] == "error"
    assert row["allowed"] == "one of cbt, dbt"


def test_problems_are_sorted_by_place_and_told_once() -> None:
    later = Problem(Place("b.yaml", 2), "two")
    first = Problem(Place("b.yaml", 1), "one")
    text = as_text([later, first, later])
    assert text.index("one") < text.index("two")
    assert text.count("two") == 1


@pytest.mark.parametrize(
    "line",
    [
        "email: ana@secret.example",
        '  email: "ana.secret.example"',
        "emial: secret",
        "name: Ana <ana@secret.example>",
        "- email: secret",
    ],
)
def test_excerpts_hide_addresses_and_values_of_email_keys(line: str) -> None:
    assert "secret" not in without_private(line)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("harm-reducton", 'did you mean "harm-reduction"?'),
        ("CBT", 'did you mean "cbt"?'),
        ("x", ""),
    ],
)
def test_near_misses_are_suggested(word: str, expected: str) -> None:
    assert did_you_mean(word, ["cbt", "harm-reduction"]) == expected


def test_long_lists_are_cut() -> None:
    assert one_of([str(number) for number in range(20)]).endswith("11 and 8 more")


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ([], "no mistakes"),
        ([PROBLEM], "1 mistake"),
        ([PROBLEM, Problem(Place("x"), "y", severity="warning")], "1 mistake and 1 warning"),
    ],
)
def test_tally(problems: list[Problem], words: str) -> None:
    assert tally(problems) == words
