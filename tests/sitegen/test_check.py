"""Faults in a built site: each is found in the output alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.check import check

HEAD = (
    '<!doctype html><html lang="en"><head><title>{}</title>'
    '<meta name="description" content="x"></head>'
)
GOOD = (
    HEAD.format("Home") + '<body><h1 id="top">Home</h1><a href="/other/#here">x</a>{}</body></html>'
)
OTHER = (
    HEAD.format("Other")
    + '<body><h1>Other</h1><p id="here"><a href="../#top">x</a></p></body></html>'
)


def problems(folder: Path, index: str, **more: str) -> list[str]:
    (folder / "other").mkdir()
    (folder / "index.html").write_text(index)
    (folder / "other/index.html").write_text(OTHER)
    for name, text in more.items():
        (folder / name).write_text(text)
    found = check(folder, private=["Ana@secret.example"], shown_as="site")
    return [f"{problem.place}: {problem.message}" for problem in found]


def test_a_good_site_has_no_faults(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD.format("")) == []


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        ('<a href="/nowhere/">x</a>', "/nowhere/ leads nowhere"),
        ('<a href="/other">x</a>', "/other leads nowhere"),
        ('<a href="/other/#gone">x</a>', "leads to no place"),
        ('<a href="#gone">x</a>', "leads to no place"),
        ('<img src="/a.png" alt="">', "/a.png leads nowhere"),
        ('<img src="/other/index.html">', "without alt"),
        ('<script src="https://cdn.example/x.js"></script>', "from another host"),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', "from another host"),
        ("<h1>Second</h1>", "2 headings of level 1"),
        ("<h3>Deep</h3>", "level 3 follows one of level 1"),
        ('<p id="top">x</p>', 'id "top" stands on this page twice'),
        ("<p>ana@secret.example</p>", "private address"),
        ("<p>ANA&#64;secret.example</p>", "private address"),
        ('<a href="mailto:ana%40secret.example">x</a>', "private address"),
        ("<p>&#97;na@secret.example</p>", "private address"),
    ],
)
def test_faults_are_found(tmp_path: Path, faulty: str, words: str) -> None:
    found = problems(tmp_path, GOOD.format(faulty))
    assert any(words in text for text in found), found
    assert not any("secret" in text for text in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<title>Home</title>", "", "no title"),
        ("<title>Home</title>", "<title>Other</title>", "also the title of"),
        (' lang="en"', "", "language"),
        ('content="x"', 'content=""', "description"),
        ('<h1 id="top">Home</h1>', '<h2 id="top">Home</h2>', "0 headings of level 1"),
    ],
)
def test_pages_say_what_they_are(tmp_path: Path, old: str, new: str, words: str) -> None:
    found = problems(tmp_path, GOOD.format("").replace(old, new))
    assert any(words in text for text in found), found


def test_addresses_in_files_that_are_no_pages_are_found(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD.format(""), **{"data.json": '["ana@secret.example"]'}) == [
        "site/data.json:1:1: a private address is in this file"
    ]


@pytest.mark.parametrize(
    "fine",
    [
        '<a href="https://example.org/x">x</a>',
        '<a href="tel:+1-503-555-0100">x</a>',
        '<a href="/other/#approach=cbt">x</a>',
        '<form action="/api/contact"></form>',
        "<svg><title>Icon</title></svg>",
    ],
)
def test_what_is_fine_is_let_be(tmp_path: Path, fine: str) -> None:
    assert problems(tmp_path, GOOD.format(fine)) == []
