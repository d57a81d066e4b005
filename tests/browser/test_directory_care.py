"""The directory for everybody: without scripts, with a keyboard, on a small screen, unwatched."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, expect

from sitegen.site import Openness
from tests.browser.directory import Directory, sample


@pytest.fixture
def directory(page: Page, site_url: str) -> Directory:
    return Directory(page, site_url)


@pytest.fixture
def plain(browser: Browser, site_url: str) -> Any:
    """A page without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site_url}/therapists/")
    yield page
    context.close()


def test_without_scripts_everybody_is_listed_and_terms_have_pages(plain: Page) -> None:
    listed = plain.locator(".therapist-card-name").all_inner_texts()
    assert sorted(listed) == sorted(one.name for one in sample().therapists)
    expect(plain.locator(".directory-search")).to_be_hidden()
    expect(plain.locator(".therapist-card-save").first).to_be_hidden()
    plain.locator(".directory-panel > summary").click()
    plain.get_by_role("link", name="Way of working").click()
    plain.get_by_role("link", name="Harm reduction", exact=True).click()
    expect(plain.locator("h1")).to_have_text("Therapists who offer harm reduction")
    assert plain.locator(".therapist-card").count() > 0


def test_without_scripts_a_full_therapist_hands_over(plain: Page, site_url: str) -> None:
    site = sample()
    for one in site.therapists:
        plain.goto(f"{site_url}/therapists/{one.slug}/")
        offered = plain.locator(".directory-handover")
        if site.openness(one) in (Openness.WAITLIST, Openness.NOT_NOW):
            assert 1 <= offered.locator(".therapist-card").count() <= 3, one.slug
            assert "In common: " in offered.locator(".directory-reasons").first.inner_text()
            assert offered.get_by_role("link", name="write to us").count() == 1
        else:
            assert offered.count() == 0, one.slug


STATES = ["", "issue=anxiety&identity=black", "issue=gambling&language=korean&format=phone",
          "q=drinking&sort=fee", "shortlist=maya-lindqvist,ben-castellano&compare=1"]  # fmt: skip


@pytest.mark.parametrize("fragment", STATES)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_any_state(
    directory: Directory, page: Page, axe: Axe, fragment: str, width: int, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    directory.open(fragment)
    if not fragment.startswith("shortlist"):
        directory.reveal("issue")
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_in_the_guide_and_on_static_pages(
    directory: Directory, page: Page, axe: Axe, site_url: str
) -> None:
    directory.open()
    page.get_by_role("button", name="Help me choose").click()
    page.get_by_role("dialog").wait_for()
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    for path in ("/therapists/issue/", "/therapists/issue/anxiety/"):
        page.goto(site_url + path)
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("fragment", STATES[:4])
def test_nothing_is_cut_off_or_scrolls_sideways_at_320(
    directory: Directory, page: Page, fragment: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    directory.open(fragment)
    directory.reveal("issue")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("fragment", STATES)
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_moves_while_it_loads(
    directory: Directory, page: Page, fragment: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => (window.shift += entry.value))).observe({type: 'layout-shift', buffered: true})"
    )
    directory.open(fragment)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") == 0


def test_the_count_is_spoken_once_and_only_when_typing_rests(
    directory: Directory, page: Page
) -> None:
    directory.open()
    page.evaluate(
        "window.said = []; new MutationObserver(() => window.said.push("
        "document.querySelector('.directory-status').textContent)).observe("
        "document.querySelector('.directory-status'), {childList: true, characterData: true, "
        "subtree: true})"
    )
    # All in one task: however busy the machine is, nobody rests between two letters.
    page.evaluate(
        "const box = document.querySelector('.directory-q');"
        "for (const letter of 'anxiety') {"
        "  box.value += letter; box.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(page.locator(".directory-status")).not_to_be_empty()
    page.wait_for_timeout(1000)  # nothing more is said
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert said[0].startswith(str(directory.heading()))
    live = page.locator("[aria-live], [role=status]")
    assert live.evaluate_all("(all) => all.filter((one) => one.textContent.trim()).length") == 1


def test_a_keyboard_is_enough_and_focus_is_never_lost(directory: Directory, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    directory.open()
    page.locator(".directory-panel > summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    directory.rest()
    assert directory.fragment().startswith("issue=")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.locator(".directory-done").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "directory-number"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "directory-chip" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    directory.rest()
    assert directory.fragment() == ""
    assert page.evaluate("document.activeElement.className") == "directory-number"


def test_the_skip_link_leaves_the_choice_alone(directory: Directory, page: Page) -> None:
    directory.open("issue=anxiety")
    before = directory.names()
    page.locator(".skip-link").focus()
    page.keyboard.press("Enter")
    directory.rest()
    assert directory.names() == before
    assert directory.fragment() == "issue=anxiety"


def test_what_somebody_looks_for_leaves_no_trace(
    directory: Directory, page: Page, site_url: str
) -> None:
    """The same requests whatever is chosen, no query, nothing stored, no fragment in a referrer."""

    seen: list[Request] = []

    def keep(request: Request) -> None:
        seen.append(request)

    page.on("request", keep)

    def requests(fragment: str) -> list[str]:
        seen.clear()
        directory.open(fragment)
        directory.search("drinking")
        directory.choose("identity", "black")
        page.wait_for_timeout(300)
        assert all("?" not in one.url for one in seen)
        assert all("#" not in one.headers.get("referer", "") for one in seen)
        return sorted({one.url.partition("#")[0] for one in seen if "/portraits/" not in one.url})

    assert requests("issue=alcohol-use") == requests("issue=anxiety&format=telehealth")
    stored = "[localStorage.length, sessionStorage.length, document.cookie, history.state]"
    assert page.evaluate(stored) == [0, 0, "", None]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_what_did_not_come_the_first_time_is_asked_for_again(
    page: Page, directory: Directory
) -> None:
    """A tunnel, a lift: a part of the script is lost once, and the shortlist works later."""
    asked: list[str] = []

    def lose_once(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()
        else:
            route.abort()

    page.route("**/js/directory/shortlist.*.js*", lose_once)
    directory.open()
    page.locator(".directory-list .therapist-card-save").first.click()
    page.get_by_role("button", name="Look closer").wait_for()
    assert len(set(asked)) == 2  # some browsers never ask again for what didn't come


def test_facts_that_stay_away_are_told_and_asked_for_until_they_come(
    page: Page, directory: Directory
) -> None:
    away = [True]
    page.route("**/facts.*.json", lambda route: route.abort() if away[0] else route.continue_())
    page.goto(directory.url)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The list below works without them")
    assert page.locator(".therapist-card").count() == 24
    away.clear()
    away.append(False)
    directory.loaded()
    expect(told).to_be_hidden()
    directory.search("cbt")
    assert 0 < directory.heading() < 24


def test_cards_that_the_page_lacks_are_asked_for_until_they_can_be_made(
    page: Page, directory: Directory
) -> None:
    directory.shows_at_once(6)
    asked: list[str] = []

    def lose_twice(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 2:
            route.continue_()
        else:
            route.abort()

    page.route("**/js/directory/more.*.js*", lose_twice)
    page.goto(directory.url)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The list below works without them")
    assert page.locator(".therapist-card").count() == 6
    directory.loaded()
    expect(told).to_be_hidden()
    assert len(set(asked)) == 3
    directory.choose("issue", "anxiety")
    assert set(directory.names()) - {""}


def test_a_line_of_facts_never_begins_with_its_dot(directory: Directory, page: Page) -> None:
    """As built, and as the script fills it in: the same text."""
    directory.open()
    card = page.locator(".directory-list .therapist-card").first
    built = card.all_inner_texts()
    assert "\u00a0·" in built[0]
    assert " ·" not in page.locator(".directory-list").inner_text()
    directory.open(day=dt.date(2026, 11, 24))  # another day's cards are filled again
    for text in page.locator(".directory-list .therapist-card p").all_inner_texts():
        assert " ·" not in text
