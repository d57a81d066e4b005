"""The contact form as a visitor meets it, with script and without, and what comes of it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

WORDS = "I drink more than I’d like.\n\n“Could we talk” <b>soon</b>? 你好"
PATIENT = 3.2
"""Seconds: whoever sends faster is taken for a program, and intake reads the message first."""


def fill_in(page: Page, words: str = WORDS) -> None:
    page.get_by_label("Your name").fill("Jo Park")
    page.get_by_label("Email", exact=True).fill("jo@example.org")
    page.get_by_label("Your message").fill(words)
    page.get_by_label("You may use what I write").check()


def send(page: Page) -> None:
    page.locator(".contact-send button").click()


def expect_receipt(page: Page) -> str:
    """The receipt's reference."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Your message is on its way")
    expect(page.get_by_text(re.compile(r"\w+day, \w+ \d+")).first).to_be_visible()
    reference = page.locator(".contact-reference").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", reference)
    return reference


def expect_mails(page: Page, site_url: str, reference: str, count: int) -> list[str]:
    """The texts of exactly `count` mails with this reference; waits for them to be delivered."""
    mails = page.locator(".mail", has_text=reference)
    for _ in range(40):
        page.goto(f"{site_url}/_outbox/")
        if mails.count() >= count:
            break
        page.wait_for_timeout(250)
    expect(mails).to_have_count(count)
    return mails.all_inner_texts()


def test_a_message_from_a_profile_reaches_that_therapist(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/therapists/maya-lindqvist/")
    expect(page.locator("[name=recipient]")).to_have_value("maya-lindqvist")
    fill_in(page)
    page.wait_for_timeout(PATIENT * 1000)
    send(page)
    reference = expect_receipt(page)
    expect(page.locator("main")).to_contain_text("Maya Lindqvist")
    (mail,) = expect_mails(page, site_url, reference, 1)
    assert "maya.lindqvist@example.org" in mail
    assert "Reply to\njo@example.org" in mail
    assert "“Could we talk” <b>soon</b>? 你好" in mail


def test_it_works_without_script(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/contact/")
    fill_in(page, "No script here")
    page.locator(".contact-extras summary").click()
    page.get_by_label("Send me a short email").check()
    send(page)
    reference = expect_receipt(page)
    page.reload()
    assert expect_receipt(page) == reference
    mails = expect_mails(page, site_url, reference, 2)
    (acknowledgment,) = (mail for mail in mails if "To\njo@example.org" in mail)
    assert "No script here" not in acknowledgment
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_errors_are_told_and_every_word_is_kept(
    browser: Browser, site_url: str, axe: Axe, script: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{site_url}/contact/")
    page.get_by_label("Who would you like").select_option("tomas-herrera")
    page.get_by_label("Your message").fill("\nKeep </textarea> “this”\n")
    page.get_by_label("Email", exact=True).fill("not an address")
    send(page)
    summary = page.locator(".contact-summary")
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(page.get_by_label("Your message")).to_have_value(
        re.compile("Keep </textarea> “this”", re.MULTILINE)
    )
    expect(page.get_by_label("Email", exact=True)).to_have_value("not an address")
    expect(page.get_by_label("Email", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=recipient]")).to_have_value("tomas-herrera")
    if script:
        expect(summary).to_be_focused()
        results = axe.run(page)
        assert results.violations_count == 0, results.generate_report()
    else:
        expect(page).to_have_title(re.compile("^Error: "))
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Your name")).to_be_focused()
    context.close()


@pytest.mark.parametrize("failure", ["cut", 503, 429])
def test_when_sending_fails_the_words_stay_and_a_retry_arrives_once(
    page: Page, site_url: str, failure: str | int
) -> None:
    page.goto(f"{site_url}/contact/")
    fill_in(page, f"Try me again after {failure}")

    def fail(route: Route) -> None:
        if failure == "cut":
            # It arrives, but its answer gets lost.
            route.fetch()
            route.abort()
        else:
            outcome = "limited" if failure == 429 else "failed"
            route.fulfill(status=int(failure), json={"outcome": outcome})

    page.route("**/api/contact", fail)
    send(page)
    expect(page.locator(".contact-summary")).to_be_focused()
    call = page.locator(".contact-summary").get_by_role("link", name="(503) 555-0142")
    expect(call).to_have_attribute("href", "tel:+1-503-555-0142")
    expect(page.get_by_label("Your message")).to_have_value(f"Try me again after {failure}")
    page.unroute("**/api/contact")
    page.wait_for_timeout(PATIENT * 1000)
    send(page)
    reference = expect_receipt(page)
    expect_mails(page, site_url, reference, 1)
    page.wait_for_timeout(500)
    expect_mails(page, site_url, reference, 1)


def test_a_double_click_sends_one_message(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/contact/")
    fill_in(page, "Click, click")
    page.locator(".contact-send button").dblclick()
    reference = expect_receipt(page)
    page.wait_for_timeout(500)
    expect_mails(page, site_url, reference, 1)


def test_a_slow_answer_is_waited_for_in_plain_sight(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/therapists/maya-lindqvist/")
    button, status = page.locator(".contact-send button"), page.locator("form [role=status]")
    idle = button.evaluate("button => getComputedStyle(button).backgroundColor")
    held: list[Route] = []
    page.route("**/api/contact", lambda route: held.append(route))
    fill_in(page, "Slowly")
    button.dblclick()
    expect(button).to_have_text("Sending…")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    expect(status).to_have_text("Sending your message…")
    expect(button).not_to_have_css("background-color", idle)
    button.press("Enter")
    page.wait_for_timeout(300)
    (one,) = held
    one.fulfill(status=503, json={"outcome": "failed"})
    expect(page.locator(".contact-summary")).to_be_focused()
    expect(button).to_have_text("Write to Maya")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("form")).not_to_have_attribute("aria-busy", "true")
    expect(status).to_be_empty()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_link_to_an_error_shows_the_whole_field(page: Page, site_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site_url}/contact/")
    send(page)
    links = page.locator(".contact-summary a")
    expect(links).to_have_count(4)
    for link in links.all():
        link.click()
        control = page.locator(str(link.get_attribute("href")))
        expect(control).to_be_focused()
        top, bottom = control.evaluate(
            """control => [
              control.closest(".contact-field").getBoundingClientRect().top,
              control.getBoundingClientRect().bottom,
            ]"""
        )
        strip = page.locator(".help-strip").evaluate("one => one.getBoundingClientRect().bottom")
        assert strip <= top < bottom <= 800


def test_a_mended_field_loses_its_error_and_the_next_click_still_sends(
    page: Page, site_url: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 1600})  # nothing scrolls
    page.goto(f"{site_url}/contact/")
    fill_in(page, "Mended")
    name, email = page.get_by_label("Your name"), page.get_by_label("Email", exact=True)
    name.fill("")
    email.fill("not an address")
    send(page)
    expect(page.locator(".contact-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: Contact us"))
    email.fill("still not one")
    name.fill(" ")
    page.keyboard.press("Tab")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_attribute("aria-invalid", "true")
    name.fill("Jo Park")
    expect(name).to_have_attribute("aria-invalid", "true")  # not while it is being written
    email.fill("jo@example.org")
    expect(name).not_to_have_attribute("aria-invalid", "true")
    expect(name).not_to_have_attribute("aria-describedby", re.compile("error"))
    expect(page.locator("#contact-name-error")).to_be_hidden()
    expect(page.locator("#contact-email-error")).to_be_visible()
    # From within the field: it loses the focus, and its error, between press and release.
    page.wait_for_timeout(PATIENT * 1000)
    send(page)
    expect_receipt(page)


def test_the_title_tells_of_errors_until_the_next_try(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/contact/")
    for _ in range(2):
        send(page)
        expect(page).to_have_title(re.compile("^Error: Contact us"))
    page.route("**/api/contact", lambda route: route.abort())
    send(page)
    expect(page.locator(".contact-summary")).to_contain_text("could not be sent")
    expect(page).to_have_title(re.compile("^Contact us"))


def test_words_handed_over_in_the_address_fill_an_empty_message(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/contact/#message=Somebody%20for%20evenings")
    expect(page.get_by_label("Your message")).to_have_value("Somebody for evenings")
    expect(page.locator("[name=recipient]")).to_have_value("intake")


def test_everybody_can_be_picked_in_the_group_that_fits(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/contact/")
    groups = page.locator("[name=recipient] optgroup").evaluate_all(
        "groups => groups.map(group => [group.label, group.children.length])"
    )
    assert sum(count for _, count in groups) == 24
    assert groups[0][0] == "Taking new people"
    assert page.locator("[name=recipient] > option").count() == 1
    expect(page.locator(".contact-crisis")).to_contain_text("988")


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_the_answers_fit_any_screen_and_axe_finds_nothing(
    browser: Browser, site_url: str, axe: Axe, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site_url}/contact/")
    # The plain post, as without script, so that the function's page is what is looked at.
    page.evaluate("HTMLFormElement.prototype.submit.call(document.forms[0])")
    expect(page).to_have_title(re.compile("^Error: "))
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        results = axe.run(page)
        assert results.violations_count == 0, results.generate_report()
        if page.locator(".contact-reference").count():
            break
        fill_in(page, f"At {width}")
        send(page)
        expect_receipt(page)
    context.close()
