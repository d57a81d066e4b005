"""An editor's mistakes, one at a time: each told once, at its place, with a way out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sitegen.problems import FORMATS, MistakesFound, Problem, as_text
from sitegen.reading import read_site
from tests.practice import ARTICLE, changed, files, write

TODAY = dt.date(2026, 11, 23)
ANA = "therapists/ana-ruiz.yaml"
BO = "therapists/bo-lind.yaml"
HARM = "content/articles/harm-reduction.md"
VOCABULARY = "content/vocabulary.yaml"
SITE = "content/site.yaml"

MISTAKES: list[tuple[str, str, str, str, str, str]] = [
    # file, what stood there, what the editor wrote, place, words of the message, words of the help
    (ANA, "focus: [", "focsu: [", "7:1", 'no key "focsu"', 'did you mean "focus"?'),
    (ANA, "email: ana", "emial: ana", "19:1", 'no key "emial"', 'did you mean "email"?'),
    (ANA, "role: therapist\n", "", "1:1", '"role" is missing', "role: …"),
    (ANA, "[cbt, harm", "[cbtt, harm", "9:14", 'no term "cbtt"', 'did you mean "cbt"?'),
    (ANA, "[cbt, harm", "[anxiety, harm", "9:14", "kind issue", "approach or philosophy"),
    (ANA, "status: accepting", "status: acepting", "17:21", "isn't known", 'mean "accepting"?'),
    (ANA, "amount: 150", "amount: $150", "13:15", "whole number", "currency"),
    (ANA, "2028-01-01", "2028-13-01", "5:45", "no date", "year-month-day"),
    (ANA, "2026-11-01", "2027-11-01", "17:43", "still to come", "last confirmed"),
    (ANA, "from: 60, to: 120", "from: 160, to: 120", "13:35", "lower amount", ""),
    (ANA, "locations: [main-street]\n", "", "14:10", "needs an office", "locations"),
    (ANA, "in-person, telehealth", "telehealth", "15:12", "no sessions in person", "in-person"),
    (ANA, "also_works_with: [anxiety]", "also_works_with: [alcohol-use]", "8:19", "focus already", ""),
    (ANA, "languages: [english]", "languages: english", "11:12", "should be a list", "brackets"),
    (ANA, "languages: [english]", "languages: [english, english]", "11:12", "more than once", ""),
    (ANA, "(article:harm-reduction)", "(article:harm)", "23:12", 'no article "harm"', "harm-reduction"),
    (ANA, "name: Ana Ruiz\n", "name: Ana Ruiz\nname: Ana\n", "2:1", "stands here twice", "keep one"),
    (ANA, "name: Ana Ruiz\n", "name: Ana: Ruiz\n", "1:10", "second colon", "double quotes"),
    (ANA, "name: Ana Ruiz\n", "name: Ana\nslug: ana\n", "2:1", 'no key "slug"', "delete"),
    (ANA, "name: Ana Ruiz\n", "name: Ana\nportrait: ana.jpg\n", "2:11", "assets/portraits", ""),
    (ANA, "contact_label:", "instead: bo\ncontact_label:", "18:10", 'no therapist "bo"', "bo-lind"),
    (ANA, "contact_label:", "instead: ana-ruiz\ncontact_label:", "18:10", "stands in for", "intake"),
    (ANA, "contact_label:", "away: [{first: 2027-01-09, last: 2027-01-01}]\ncontact_label:", "18:8", "first day away", ""),
    (HARM, "author: ana-ruiz", "author: ana-riuz", "5:9", 'no therapist "ana-riuz"', '"ana-ruiz"?'),
    (HARM, "reviewer: bo-lind", "reviewer: ana-ruiz", "6:11", "author can't be", "somebody else"),
    (HARM, "published: 2026-01-05", "published: 2027-01-05", "7:12", "still to come", "earlier"),
    (HARM, "2027-06-01", "2026-05-01", "9:14", "isn't after the last review", "correct"),
    (HARM, "topics: [harm", "topics: [ham", "4:10", 'no term "ham-reduction"', "harm-reduction"),
    (HARM, "summary: What", "sumary: What", "3:1", 'no key "sumary"', '"summary"?'),
    (HARM, "(therapist:ana-ruiz)", "(therapist:ana)", "13:15", 'no therapist "ana"', ""),
    (HARM, "(therapist:ana-ruiz)", "(http://x.example)", "13:15", "can't lead to", "https://"),
    (HARM, "(therapist:ana-ruiz)", "(/articles/small-step/)", "13:15", "no page", "small-steps"),
    (HARM, "(therapist:ana-ruiz)", "(javascript:alert(1))", "13:15", "can't lead to", "https://"),
    (HARM, "#what-it-is)", "#what-is-it)", "22:6", 'no heading "#what-is-it"', "what-it-is"),
    (HARM, "## Next steps", "## What it is", "20:1", "repeats the heading", "other words"),
    (HARM, "## Next steps", "## Harm reduction therapy", "20:1", "repeats the title", ""),
    (HARM, "## Next steps", "# Next steps", "20:1", "heading of level 1", "##"),
    (HARM, "## Next steps", "#### Next steps", "20:1", "skips a level", "### "),
    (HARM, "## Next steps", "##Next steps", "20:1", "no heading yet", "space"),
    (HARM, "## Next steps", "<b>Next</b>", "20:1", "HTML isn't used", "Markdown"),
    (HARM, "## Next steps", "| | a |\n| - | - |\n| b | c |", "20:1", "column without a heading", "say"),
    (HARM, "## Next steps", "Claim[^9].", "20:6", "footnote has no text", "[^1]:"),
    (HARM, "## Next steps", "[a] (page:crisis)", "20:3", "isn't one yet", "no space"),
    (HARM, "## Next steps", "[a](page:get help)", "20:3", "isn't one yet", "no space"),
    (ANA, "amount: 150", "amount: true", "13:15", "whole number", "digits"),
    (ANA, "name: Ana Ruiz", "name:", "1:6", "this is empty", "write a value"),
    (SITE, 'call: "988"', 'call: "nine"', "18:60", "isn't written as it should", "988"),
    (HARM, "## Next steps", "![](a.svg)", "20:1", "no words", "decorative"),
    (HARM, "## Next steps", "![A tree](a.svg)", "20:1", 'no picture "a.svg"', ""),
    (VOCABULARY, "philosophy:", "philosofy:", "16:1", "no kind of term", '"philosophy"?'),
    (VOCABULARY, "language:\n", "language:\n  cbt: {label: C, description: C.}\n", "23:3", "is taken", "another"),
    (VOCABULARY, "synonyms: [CBT]", "synonyms: [worry]", "15:16", "already names", "keep it"),
    (VOCABULARY, "    label: Anxiety\n", "", "2:3", '"label" is missing', "label: …"),
    (SITE, "[crisis, privacy]", "[crisis, privcy]", "21:20", 'no page "privcy"', '"privacy"?'),
    (SITE, "America/New_York", "Amerika/New_York", "6:12", "tz database", ""),
    (SITE, '"+1-212-555-0100"', '"212 555"', "8:17", "isn't written as it should", "+1-503"),
]  # fmt: skip


def problems_of(root: Path) -> list[Problem]:
    try:
        return read_site(root, today=TODAY)[2]
    except MistakesFound as found:
        return list(found.problems)


def test_the_practice_itself_has_no_mistakes(tmp_path: Path) -> None:
    assert as_text(problems_of(write(tmp_path))) == ""


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "words", "help_"),
    MISTAKES,
    ids=[f"{row[0].rsplit('/', 1)[-1]}:{row[2]}" for row in MISTAKES],
)
def test_mistake_is_told_at_its_place(
    tmp_path: Path, name: str, before: str, after: str, place: str, words: str, help_: str
) -> None:
    errors = problems_of(write(tmp_path, changed(name, before, after)))
    here = [p for p in errors if str(p.place) == f"{name}:{place}" and words in p.message]
    assert here, as_text(errors)
    assert help_ in f"{here[0].allowed} {here[0].hint} {here[0].message}", as_text(here)


def test_a_misspelled_key_is_one_mistake_and_not_two(tmp_path: Path) -> None:
    found = problems_of(write(tmp_path, changed(ANA, "focus: [", "focsu: [")))
    assert len(found) == 1, as_text(found)


def test_a_broken_record_is_not_reported_again_by_what_refers_to_it(tmp_path: Path) -> None:
    found = problems_of(write(tmp_path, changed(ANA, "role: therapist\n", "")))
    assert {p.place.path for p in found} == {ANA}


def test_all_mistakes_in_all_files_are_told_at_once(tmp_path: Path) -> None:
    changes = {}
    for name, before, after in [
        (ANA, "amount: 150", "amount: much"),
        (BO, "role: therapist", "role: terapist"),
        (HARM, "author: ana-ruiz", "author: nobody"),
        (VOCABULARY, "synonyms: [worry]", "synonym: [worry]"),
        (SITE, "hours:", "ours:"),
    ]:
        changes |= changed(name, before, after)
    assert {p.place.path for p in problems_of(write(tmp_path, changes))} == set(changes)


@pytest.mark.parametrize(
    "written", ["email: private.words", 'email: "private.words', "email: [private.words]"]
)
def test_private_input_is_never_repeated(tmp_path: Path, written: str) -> None:
    root = write(tmp_path, changed(ANA, "email: ana-private@two-doors.example", written))
    found = problems_of(root)
    assert found
    assert "private.words" not in as_text(found)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (ANA, "role: therapist", "role: ana-private@two-doors.example"),
        (ANA, "(article:harm-reduction)", "(ana-private@two-doors.example)"),
        (ANA, "slowly and kindly", "<a href='mailto:ana-private@two-doors.example'>"),
    ],
)
def test_an_address_in_the_wrong_place_is_never_repeated(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    found = problems_of(write(tmp_path, changed(name, before, after)))
    assert found
    for form in FORMATS.values():
        assert "ana-private" not in form(found)


def test_a_copied_address_is_told_without_the_address(tmp_path: Path) -> None:
    found = problems_of(write(tmp_path, changed(BO, "bo-private@", "ana-private@")))
    assert ["ana-ruiz has the same e-mail" in p.message for p in found] == [True]
    assert "private" not in as_text(found)


def test_without_the_vocabulary_only_that_is_told(tmp_path: Path) -> None:
    found = problems_of(write(tmp_path, {VOCABULARY: "issue: 'can't'\n"}))
    assert {p.place.path for p in found} == {VOCABULARY}


def test_what_is_no_record_is_let_be(tmp_path: Path) -> None:
    root = write(tmp_path, {"therapists/~$ana-ruiz.yaml": "x", "content/articles/.#x.md": "x"})
    (root / "therapists/folder.yaml").mkdir()
    (root / "therapists/gone.yaml").symlink_to("nowhere")
    assert as_text(problems_of(root)) == ""


@pytest.mark.parametrize("slug", ["therapists", "contact", "assets", "index"])
def test_a_page_cannot_take_an_address_of_the_site(tmp_path: Path, slug: str) -> None:
    page = "---\ntitle: T\nsummary: S.\n---\nWords.\n"
    found = problems_of(write(tmp_path, {f"content/pages/{slug}.md": page}))
    assert [p.hint for p in found] == ["rename the file"]


@pytest.mark.parametrize("slug", ["intake", "wait", "issue", "format", "page", "data"])
def test_a_therapist_cannot_take_a_name_with_a_meaning(tmp_path: Path, slug: str) -> None:
    record = files()[BO].replace("bo-private@", f"{slug}@")
    found = problems_of(write(tmp_path, {f"therapists/{slug}.yaml": record}))
    assert [p.hint for p in found] == ["rename the file, for example to the whole name"]


@pytest.mark.parametrize("name", [SITE, VOCABULARY, "content/pages/crisis.md"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    assert name in {p.place.path for p in problems_of(write(tmp_path, {name: None}))}


def test_a_file_name_that_is_no_slug_is_told(tmp_path: Path) -> None:
    text = ARTICLE.format(title="Other", other="small-steps")
    found = problems_of(write(tmp_path, {"content/articles/My Article.md": text}))
    assert any("rename the file to my-article.md" in p.hint for p in found)


@pytest.mark.parametrize(
    ("name", "before", "after", "words"),
    [
        (
            HARM,
            "2026-06-01\nnext_review: 2027-06-01",
            "2026-06-01\nnext_review: 2026-07-01",
            "overdue",
        ),
        (ANA, "2028-01-01", "2026-01-01", "expired"),
        (HARM, "alcohol-use]", "alcohol-use, new-topic]", "no therapist here"),
    ],
)
def test_warnings_do_not_stop_the_build(
    tmp_path: Path, name: str, before: str, after: str, words: str
) -> None:
    new_topic = changed(
        VOCABULARY, "issue:\n", "issue:\n  new-topic: {label: New, description: New.}\n"
    )
    site, _, warnings = read_site(
        write(tmp_path, new_topic | changed(name, before, after)), today=TODAY
    )
    assert len(site.articles) == 2
    assert [p.severity for p in warnings if words in p.message] == ["warning"]
