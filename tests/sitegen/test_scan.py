"""What has to be checked in a text is found with its place."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.scan import scan


def test_scan_finds_things_at_their_offset_but_not_in_code() -> None:
    body = "A [link](term:x) and `[code](term:y)`.\n\n```\n[z](term:z) <b>\n```\n\n## Heading\n"
    found = scan(body)
    assert [(link.target, body[link.offset]) for link in found.links] == [("term:x", "[")]
    assert [(heading.text, heading.level) for heading in found.headings] == [("Heading", 2)]
    assert found.outside == ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("![a](b.svg)", [("image", "a", "b.svg", 0)]),
        ("see ![a](b.svg)", [("image", "a", "b.svg", 4)]),
        ("[a](b)", [("link", "a", "b", 0)]),
        ("\\[a](b)", []),
        ("\\![a](b)", [("link", "a", "b", 2)]),
        ("!\\[a](b)", []),
        ("\\[a [c](b)", [("link", "c", "b", 4)]),
        ("[a [b] c](d)", [("link", "a [b] c", "d", 0)]),
    ],
)
def test_scan_tells_links_from_pictures_and_from_neither(body: str, found: list[Any]) -> None:
    scanned = scan(body)
    every = (*scanned.links, *scanned.images)
    assert [(one.kind, one.text, one.target, one.offset) for one in every] == found


@pytest.mark.parametrize(
    ("body", "levels"),
    [("A\n=\n", [1]), ("A\n--\n", [2]), ("A\n-\n", []), ("## A\n\nB\n===", [2, 1])],
)
def test_scan_finds_headings_of_both_kinds(body: str, levels: list[int]) -> None:
    assert [one.level for one in scan(body).headings] == levels


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("a <b>bold</b>", "html"),
        ("<!-- note -->", "html"),
        ("[x](term:a){onclick=b}", "attributes"),
    ],
)
def test_scan_finds_what_the_dialect_leaves_out(body: str, kind: str) -> None:
    assert kind in [item.kind for item in scan(body).outside]


@pytest.mark.parametrize("body", ["a < b and b > a", "1 <3 you", "<https://example.org>", "`<b>`"])
def test_scan_lets_harmless_signs_be(body: str) -> None:
    assert scan(body).outside == ()
