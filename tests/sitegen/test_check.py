"""Faults in a built site: each is found in the output alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.check import link_problem, read
from sitegen.leaks import Private
from sitegen.links import dead_links, same_titles

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


def problems(index: str, **more: str) -> list[str]:
    private = Private(["Ana@secret.example", "o'neil@secret.example"])
    files = {"index.html": index, "other/index.html": OTHER} | more
    read_ = {name: read(f"site/{name}", text.encode(), private) for name, text in files.items()}
    facts = {name: one for name, (one, _) in read_.items()}
    pages = [name for name in facts if name.endswith(".html")]
    found = [problem for _, some in read_.values() for problem in some]
    for name, target, wrong in dead_links(pages, facts.__getitem__, facts):
        found.append(link_problem(f"site/{name}", files[name], target, wrong))
    found += same_titles({name: facts[name].title for name in pages}, "site")
    return [f"{problem.place}: {problem.message}" for problem in found]


def test_a_good_site_has_no_faults() -> None:
    assert problems(GOOD.format("")) == []


@pytest.mark.parametrize(
    "harmless",
    [
        '<p title="<a href=/nowhere/>">x</p>',
        "<p title='1 > <a href=\"/nowhere/\">'>x</p>",
        '<!-- <p id="top"> <a href="/nowhere/"> -->',
        '<script type="text/plain"><a href="/nowhere/"></script>',
        "<p>1 > 0 and &lt;a href=/nowhere/&gt;</p>",
        "<p>it&#39;s</p>",
    ],
)
def test_what_only_looks_like_a_tag_is_none(harmless: str) -> None:
    assert problems(GOOD.format(harmless)) == []


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
        ('<p title="1 > 0" id="top">x</p>', 'id "top" stands on this page twice'),
        ("<p title='1 > 0'><a href=\"/nowhere/\">x</a></p>", "/nowhere/ leads nowhere"),
        ('<!-- <p id="top"> --><a href="/nowhere/">x</a>', "/nowhere/ leads nowhere"),
        ("<p>ana@secret.example</p>", "private address"),
        ("<p>ANA&#64;secret.example</p>", "private address"),
        ('<a href="mailto:ana%40secret.example">x</a>', "private address"),
        ("<p>&#97;na@secret.example</p>", "private address"),
        ("<p>o&#39;neil@secret.example</p>", "private address"),
        ("<p>ana&#x40;secret.example</p>", "private address"),
        ("<p>ana\N{FULLWIDTH COMMERCIAL AT}secret.example</p>", "private address"),
    ],
)
def test_faults_are_found(faulty: str, words: str) -> None:
    found = problems(GOOD.format(faulty))
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
def test_pages_say_what_they_are(old: str, new: str, words: str) -> None:
    found = problems(GOOD.format("").replace(old, new))
    assert any(words in text for text in found), found


def test_addresses_in_files_that_are_no_pages_are_found() -> None:
    assert problems(GOOD.format(""), **{"data.json": '["ana@secret.example"]'}) == [
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
def test_what_is_fine_is_let_be(fine: str) -> None:
    assert problems(GOOD.format(fine)) == []


@given(
    st.text("ab.@<> \n&", max_size=40),
    st.lists(st.from_regex(r"[ab.]{1,3}@[ab]{1,2}\.a", fullmatch=True), min_size=1, max_size=4),
)
def test_an_address_is_found_wherever_it_stands(text: str, addresses: list[str]) -> None:
    assert Private(addresses).are_in(text) == any(one in text for one in addresses)
    for one in addresses:
        assert Private(addresses).are_in(f"{text}{one}{text}")
