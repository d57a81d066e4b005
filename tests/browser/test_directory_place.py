"""Nobody loses their place in the directory: what is shown, what is focused, where Back leads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.directory import Directory


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
