"""The frame of every page, where only a browser can tell: menu, targets, focus, paper, modules."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route

PATHS = ["/", "/articles/harm-reduction-therapy/", "/therapists/maya-lindqvist/", "/crisis/"]

SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
"""What WCAG 2.2, 1.4.12 lets a visitor set."""

ADOPT = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}"""
"""As a browser extension would; the site's policy refuses style elements."""

SMALL = """() => [...document.querySelectorAll(
    "a.button, button, summary, .help-strip a, .site-header a, .site-footer a, " +
    "select, textarea, input:not([type=checkbox], [type=radio], [type=hidden])"
  )]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 100))"""

ALONE = """() => [...document.querySelectorAll("main a")]
  .filter(one => one.checkVisibility() && !(one.closest("p, .prose li, .prose dd, .sources") &&
    one.closest("p, li, dd").textContent.trim() !== one.textContent.trim()))
  .filter(one => one.getBoundingClientRect().height < 24)
  .map(one => one.outerHTML.slice(0, 100))"""
"""Links that no sentence surrounds."""

HIDDEN_FOCUS = """() => {
  const strip = document.querySelector(".help-strip").getBoundingClientRect();
  const focused = document.activeElement;
  if (!focused || focused.closest(".help-strip, .skip-link, [popover]")) return null;
  const box = focused.getBoundingClientRect();
  return box.height && box.bottom <= strip.bottom ? focused.outerHTML.slice(0, 100) : null;
}"""


def test_the_menu_needs_no_script(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(site_url)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Articles")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    link.click()
    page.wait_for_url("**/articles/")
    context.close()


def test_a_wide_screen_shows_the_links_and_no_button(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site_url)
    assert page.get_by_role("navigation", name="Main").get_by_role("link").first.is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_main_actions_are_big_enough_for_a_thumb(
    page: Page, site_url: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site_url + path)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [*PATHS, "/therapists/approach/", "/therapists/approach/cbt/"])
def test_a_link_that_stands_alone_can_be_hit(
    page: Page, site_url: str, path: str, width: int
) -> None:
    """WCAG 2.2, 2.5.8."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site_url + path)
    assert page.evaluate(ALONE) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_visitors_own_text_spacing_breaks_nothing(page: Page, site_url: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site_url + path)
    page.evaluate(ADOPT, SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_help_strip_never_hides_what_has_the_focus(page: Page, site_url: str) -> None:
    """WCAG 2.2, 2.4.11: walked backward, where a strip at the top would be in the way."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site_url}/articles/harm-reduction-therapy/")
    page.evaluate("document.querySelector('.site-footer a').focus()")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(HIDDEN_FOCUS) is None


def test_help_stays_in_reach_while_reading(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/articles/harm-reduction-therapy/")
    page.mouse.wheel(0, 4000)
    page.wait_for_function("scrollY > 1000")
    box = page.get_by_role("link", name="Get help now").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 60


def test_a_low_window_keeps_its_height_for_the_text(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{site_url}/articles/harm-reduction-therapy/")
    position = "getComputedStyle(document.querySelector('.help-strip')).position"
    assert page.evaluate(position) == "static"


@pytest.mark.parametrize(
    "path", ["/articles/harm-reduction-therapy/", "/therapists/maya-lindqvist/", "/contact/"]
)
def test_paper_shows_the_words_and_nothing_to_press(page: Page, site_url: str, path: str) -> None:
    page.goto(site_url + path)
    page.emulate_media(media="print")
    gone = (
        ".help-strip, .menu-button, nav, .contents, .reading-image, form, .talk, .article-card, "
        ".therapist-card-next, a.button:not(.crisis-button)"
    )
    assert page.locator(gone).locator("visible=true").count() == 0
    for selector in page.locator(".crisis-notice, .sources, .profile-facts").all():
        assert selector.is_visible()
    # Where the words are from, and how to reach us: each once.
    shown = page.locator("body").inner_text()
    assert shown.count(f"https://www.lanternfield.example{path}") == 1
    assert shown.count("(503) 555-0142") == 1
    assert shown.count("Monday to Thursday") == 1
    assert page.locator(".site-footer").inner_text().count("214 Harbor Street, Fernhollow") == 1


def test_a_screen_shows_nothing_meant_for_paper(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/articles/harm-reduction-therapy/")
    assert page.locator(".print-only").locator("visible=true").count() == 0


def test_motion_is_asked_for_only_where_it_is_welcome(page: Page, site_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(site_url)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    button = "getComputedStyle(document.querySelector('.button')).transitionDuration"
    assert {part.strip() for part in page.evaluate(button).split(",")} == {"0s"}


def test_one_modules_failure_never_stops_another(page: Page, site_url: str) -> None:
    page.goto(site_url)
    main = page.locator("script[type=module]").first.get_attribute("src")
    body = (
        '<!doctype html><title>Two</title><p data-module="contact-form"></p>'
        '<p data-module="unknown"></p><p data-module="directory"></p>'
        f'<script type="module" src="{main}"></script>'
    )

    def answer(script: str) -> object:
        return lambda route: route.fulfill(content_type="text/javascript", body=script)

    def two(route: Route) -> None:
        route.fulfill(content_type="text/html", body=body)

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route("**/two-modules", two)
    page.route("**/contact-form.*.js", answer("throw new Error('broken')"))  # type: ignore[arg-type]
    started = "export const start = (element) => { element.dataset.started = 'yes' }"
    page.route("**/directory/core.*.js", answer(started))  # type: ignore[arg-type]
    page.goto(f"{site_url}/two-modules")
    page.locator("[data-module=directory][data-started=yes]").wait_for(state="attached")
    assert any("broken" in text for text in said)
    assert any('"unknown"' in text for text in said)
