"""Room in the directory: bars that hide nothing, answers that can be read, letters set wide."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.directory import FOUR, Directory

PHONE: Any = {"width": 320, "height": 640}


@pytest.fixture
def directory(page: Page, site_url: str) -> Directory:
    page.emulate_media(reduced_motion="reduce")  # scrolled at once
    return Directory(page, site_url)


SEEN = """() => {
  const one = document.activeElement;
  const { x, y, width, height } = one.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  return there && (one.contains(there) || there.contains(one)) ? "" : one.outerHTML.slice(0, 80);
}"""


def hidden_while_tabbing(page: Page, steps: int) -> list[str]:
    """What has the focus but can't be seen."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(str(page.evaluate(SEEN)))
    return [one for one in found if one]


def test_the_focus_is_never_under_the_shortlist(directory: Directory, page: Page) -> None:
    directory.open(FOUR)
    page.locator(".directory-q").focus()
    assert hidden_while_tabbing(page, 60) == []


@pytest.mark.parametrize("fragment", ["", FOUR])
def test_the_focus_is_never_under_a_bar_on_a_phone(
    directory: Directory, page: Page, fragment: str
) -> None:
    page.set_viewport_size(PHONE)
    directory.open(fragment)
    directory.reveal("issue")
    page.locator(".directory-panel > summary").focus()
    assert hidden_while_tabbing(page, 60) == []


def test_the_shortlist_leaves_most_of_a_phone_to_the_list(directory: Directory, page: Page) -> None:
    page.set_viewport_size(PHONE)
    directory.open(FOUR)
    assert page.locator(".directory-shortlist").evaluate("(one) => one.offsetHeight") < 130


def test_the_refusal_of_a_fifth_is_seen_on_a_phone_on_its_side(
    directory: Directory, page: Page
) -> None:
    page.set_viewport_size({"width": 640, "height": 320})
    directory.open(FOUR)
    page.get_by_role("button", name="Compare 4 people").wait_for()
    page.locator('.therapist-card-save[aria-pressed="false"]').first.click()
    words = page.locator(".directory-full")
    expect(words).to_contain_text("holds 4")
    expect(words).to_be_in_viewport(ratio=1)
    assert hidden_while_tabbing(page, 12) == []
    directory.search("anxiety")
    expect(words).to_be_empty()


def test_every_answer_can_be_read_on_a_phone(directory: Directory, page: Page) -> None:
    page.set_viewport_size(PHONE)
    directory.open(FOUR + "&compare=1")
    table = page.get_by_role("dialog").get_by_role("table")
    expect(table.get_by_role("rowheader", name="Fee")).to_be_visible()
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("row").filter(has_text="Focuses on")).not_to_contain_text("Not stated")
    for answer in table.get_by_role("cell").all()[:8]:
        answer.evaluate("(one) => one.scrollIntoView({ block: 'nearest', inline: 'nearest' })")
        seen = """(one) => {
          const all = document.createRange();
          all.selectNodeContents(one);
          const frame = one.closest(".directory-compare-table").getBoundingClientRect();
          return [...all.getClientRects()].every(({ left, right, top, height }) =>
            left >= frame.left - 1 && right <= frame.right + 1
            && [left + 1, right - 1].every((x) =>
              one.contains(document.elementFromPoint(x, top + height / 2))));
        }"""
        assert answer.evaluate(seen), answer.inner_text()


def test_letters_set_wide_are_not_cut_off(directory: Directory, page: Page) -> None:
    page.set_viewport_size(PHONE)
    directory.open()
    page.evaluate(
        "const wide = new CSSStyleSheet();"
        "wide.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
        " word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');"
        "document.adoptedStyleSheets = [wide];"
    )
    room = "(one) => one.closest('.directory-chosen').getBoundingClientRect().bottom"
    end = "(one) => one.getBoundingClientRect().bottom"
    words = page.locator(".directory-nothing")
    words.evaluate("(one) => (one.textContent += ' Some more words, as others would write.')")
    assert words.evaluate(end) <= words.evaluate(room)


def test_what_comes_later_is_told_where_somebody_reads_already(
    directory: Directory, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/texts*.json", lambda route: held.append(route))
    page.set_viewport_size(PHONE)
    directory.open(FOUR + "&compare=1")
    dialog = page.get_by_role("dialog")
    focuses = dialog.get_by_role("row").filter(has_text="Focuses on")
    expect(focuses.get_by_role("cell").first).to_have_text("Not stated")
    dialog.get_by_role("columnheader").last.get_by_role("link").first.focus()
    frame = page.locator(".directory-compare-table")
    was = frame.evaluate("(one) => [one.scrollLeft, document.activeElement.textContent]")
    assert held
    for one in held:
        one.continue_()
    expect(focuses.get_by_role("cell").first).not_to_have_text("Not stated")
    assert frame.evaluate("(one) => [one.scrollLeft, document.activeElement.textContent]") == was
