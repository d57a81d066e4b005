"""Every page type as visitors meet it: wide and narrow, light and dark, without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = {
    "home": "/",
    "articles": "/articles/",
    "article": "/articles/harm-reduction-therapy/",
    "directory": "/therapists/",
    "facet": "/therapists/approach/",
    "term": "/therapists/approach/harm-reduction/",
    "profile": "/therapists/maya-lindqvist/",
    "profile without portrait": "/therapists/noor-aziz/",
    "contact": "/contact/",
    "crisis": "/crisis/",
    "about": "/about/",
    "fees": "/fees/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "not found": "/no/such/page/",
    "outbox": "/_outbox/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(page: Page, site_url: str, axe: Axe, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(site_url + path)
    results = axe.run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 768, 1920])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_scrolls_sideways(page: Page, site_url: str, path: str, width: int) -> None:
    """WCAG 2.2, 1.4.10: no scrolling in two dimensions at 320 CSS pixels."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(site_url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_asked_of_another_host_and_nothing_is_stored(
    page: Page, site_url: str, path: str
) -> None:
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    page.goto(site_url + path, wait_until="networkidle")
    assert [url for url in asked if not url.startswith((site_url, "data:"))] == []
    assert [text for text in refused if "Content Security Policy" in text] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_an_article_does_what_it_promises(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/articles/harm-reduction-therapy/")
    main = page.locator("main")
    assert page.locator("h1").inner_text() == "Harm reduction therapy"
    for link in page.locator("nav[aria-label='On this page'] a, .contents a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f"[id='{target}']").count() == 1
    assert main.locator("a[href='/therapists/#approach=harm-reduction']").count() >= 1
    assert main.locator("a[href='tel:+1-503-555-0142']").count() >= 1
    assert main.locator("form[action='/api/contact']").count() == 1
    assert main.locator(".therapist-card").count() >= 1
    assert main.locator("dt a[href='/therapists/approach/cbt/']").count() >= 1
    assert main.locator("time").count() >= 3
    assert "988" in main.inner_text()


def test_the_call_to_action_opens_the_directory_filtered(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/articles/harm-reduction-therapy/")
    page.locator("main a[href='/therapists/#approach=harm-reduction']").first.click()
    page.wait_for_url("**/therapists/#approach=harm-reduction")
    box = page.locator("input[value='harm-reduction']")
    box.wait_for(state="attached")
    assert box.is_checked()


def test_the_keyboard_reaches_the_content_first(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_everything_can_be_read_without_script(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site_url}/therapists/")
    assert page.locator(".therapist-card").count() == 24
    page.goto(f"{site_url}/therapists/approach/harm-reduction/")
    assert 5 <= page.locator("main .therapist-card").count() < 24
    page.goto(f"{site_url}/contact/")
    assert page.locator("select[name=recipient] option").count() >= 25
    context.close()
