"""Nobody loses their place in the directory: what is shown, what is focused, where Back leads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.directory import FOUR, Directory


@pytest.fixture
def directory(page: Page, site_url: str) -> Directory:
    return Directory(page, site_url)


def test_who_is_shown_stays_when_somebody_is_shortlisted(directory: Directory, page: Page) -> None:
    directory.shows_at_once(6)
    directory.open("sort=name")
    page.locator(".directory-more").click()
    save = page.locator(".directory-list .therapist-card-save").nth(10)
    save.click()
    shown = directory.names()
    assert len(shown) == 12
    assert save.evaluate("(one) => one === document.activeElement")
    page.get_by_role("button", name="Look closer").click()
    page.get_by_role("dialog").wait_for()
    assert len(directory.names()) == 12


def test_show_more_outlasts_a_visit_to_a_profile_but_no_link_tells_it(
    directory: Directory, page: Page
) -> None:
    directory.shows_at_once(6)
    directory.open("sort=name")
    page.locator(".directory-more").click()
    shown = directory.names()
    assert len(shown) == 12
    assert directory.fragment() == "sort=name"
    page.locator(".directory-list a").nth(20).click()
    page.wait_for_url("**/therapists/*/**")
    page.go_back()
    directory.loaded()
    assert directory.names() == shown


def test_whoever_is_taken_out_of_the_shortlist_the_focus_stays_in_the_bar(
    directory: Directory, page: Page
) -> None:
    directory.open(FOUR)
    chips = page.locator(".directory-shortlist .directory-chip")
    chips.nth(1).click()
    directory.rest()
    assert "Grace Kim" in page.evaluate("document.activeElement.textContent")
    chips.last.click()
    directory.rest()
    assert page.evaluate("document.activeElement.textContent") == "Compare 2 people"
    chips.last.click()
    chips.last.click()
    directory.rest()
    assert directory.focused() == "directory-number"
    expect(page.locator(".directory-number")).to_be_in_viewport()


def test_a_rescue_leads_to_where_it_can_be_seen(directory: Directory, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    directory.open("issue=gambling")
    page.locator(".directory-rescue button").first.click()
    directory.rest()
    expect(page.locator(".directory-number")).to_be_in_viewport()


def test_the_heading_has_the_new_number_when_it_gets_the_focus_and_says_it_alone(
    directory: Directory, page: Page
) -> None:
    directory.open("issue=gambling")
    page.evaluate(
        "const one = document.querySelector('.directory-number');"
        "one.addEventListener('focus', () => (window.heard = one.textContent))"
    )
    page.locator(".directory-chosen .directory-chip").click()
    assert page.evaluate("window.heard") == "24 people"
    page.wait_for_timeout(1000)  # as long as the count would wait for rest
    expect(page.locator(".directory-status")).to_be_empty()


def test_comparing_from_a_shared_link_is_left_to_the_list(directory: Directory, page: Page) -> None:
    directory.open(FOUR + "&compare=1")
    before = page.evaluate("history.length")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    directory.reaches(FOUR)
    assert page.evaluate("document.activeElement.textContent") == "Compare 4 people"
    assert page.evaluate("history.length") == before


def test_comparing_is_left_by_going_back_after_a_reload_too(
    directory: Directory, page: Page
) -> None:
    directory.open("sort=name")
    page.locator(".directory-list .therapist-card-save").first.click()
    directory.rest()
    list_of_one = directory.fragment()
    before = page.evaluate("history.length")
    page.get_by_role("button", name="Look closer").click()
    page.get_by_role("dialog").wait_for()
    directory.rest()
    page.reload()
    directory.loaded()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    directory.reaches(list_of_one)
    assert page.evaluate("history.length") == before + 1  # forward leads to comparing
    directory.back()
    directory.reaches("sort=name")


def test_what_was_just_typed_is_there_again_on_the_way_back(
    directory: Directory, page: Page
) -> None:
    directory.open()
    directory.search("maya")
    page.locator(".directory-list a").first.click()
    page.wait_for_url("**/therapists/*/**")
    page.go_back()
    directory.loaded()
    assert page.locator(".directory-q").input_value() == "maya"
    assert directory.fragment() == "q=maya"


def test_far_cards_rest_without_moving_anything_when_somebody_comes_near(
    directory: Directory, page: Page
) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => (window.shift += entry.value))).observe({type: 'layout-shift', buffered: true})"
    )
    directory.open()
    last = page.locator(".directory-list .therapist-card").last
    rests = "(one) => !one.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"
    page.wait_for_function(rests, arg=last.element_handle())
    for _ in range(2):
        for name in page.locator(".directory-list .therapist-card-name a").all()[::3]:
            name.evaluate("(one) => one.focus()")
            page.wait_for_timeout(50)
            expect(name).to_be_in_viewport()
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        page.wait_for_timeout(100)
    assert page.evaluate("window.shift") == 0


def test_back_closes_the_guide_and_takes_its_answers_along(
    directory: Directory, page: Page
) -> None:
    directory.open("issue=grief")
    before = page.evaluate("history.length")
    guide = page.get_by_role("dialog", name="A few plain questions")
    page.get_by_role("button", name="Help me choose").click()
    guide.wait_for()
    page.keyboard.press("Escape")
    expect(guide).to_be_hidden()
    assert page.evaluate("history.length") == before
    page.get_by_role("button", name="Help me choose").click()
    guide.get_by_label("Anxiety").check()
    guide.get_by_label("Anger").check()
    directory.rest()
    assert page.evaluate("history.length") == before + 1
    directory.back()
    expect(guide).to_be_hidden()
    directory.reaches("issue=grief")
    assert directory.focused() == "directory-number"


def test_undoing_the_answers_of_the_guide_is_going_back(directory: Directory, page: Page) -> None:
    directory.open("issue=grief")
    everybody = directory.names()
    page.get_by_role("button", name="Help me choose").click()
    guide = page.get_by_role("dialog", name="A few plain questions")
    guide.get_by_label("Anxiety").check()
    guide.get_by_role("button", name="Undo my answers").click()
    expect(guide).to_be_hidden()
    directory.reaches("issue=grief")
    assert directory.names() == everybody


def test_turning_or_zooming_leaves_open_what_is_in_use(directory: Directory, page: Page) -> None:
    directory.open()
    box = page.locator('[data-facet="issue"] input').first
    box.focus()
    page.set_viewport_size({"width": 640, "height": 450})
    page.wait_for_timeout(300)
    expect(box).to_be_visible()
    assert box.evaluate("(one) => one === document.activeElement")
    page.locator(".directory-q").focus()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_viewport_size({"width": 640, "height": 450})
    expect(box).to_be_hidden()


AT_ONCE = """async ([selector, value, at]) => {
  const cards = () => [...document.querySelectorAll(".directory-list > *")];
  const name = (card) => card.querySelector(".therapist-card-name").textContent;
  cards()[at].scrollIntoView({ behavior: "instant" });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let i = 0; i < 3; i += 1) await frame();
  const before = cards().map(name);
  const control = document.querySelector(selector);
  control.value = value;
  for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  for (let i = 0; i < 5; i += 1) await null; // and no frame
  const seen = (card) => {
    const { top, bottom } = card.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const shown = cards().map((card, i) => [i, name(card), seen(card)]);
  return {
    shown: shown.filter(([, , seen]) => seen).map(([i, name]) => [i, name]),
    kept: shown.filter(([i, name, seen]) => !seen && name === before[i]).length,
  };
}"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("at", [0, 14])
@pytest.mark.parametrize(
    ("control", "value", "found"), [("sort", "name", 24), ("q", "couples", 12), ("q", "adaeze", 1)]
)
def test_whoever_is_on_the_screen_is_another_with_the_event_itself(
    directory: Directory, page: Page, width: int, at: int, control: str, value: str, found: int
) -> None:
    """Wherever somebody has scrolled to; cards that nobody sees follow after the paint."""
    page.set_viewport_size({"width": width, "height": 800})
    directory.open()
    at_once = page.evaluate(AT_ONCE, [f".directory-{control}", value, at])
    names = directory.names()
    assert len(names) == found
    assert [name for _, name in at_once["shown"]] == [names[at] for at, _ in at_once["shown"]]
    if found == 24:
        assert at_once["shown"]
        assert at_once["kept"]
