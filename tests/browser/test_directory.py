"""The directory, as somebody uses it: choosing, searching, finding, never stuck."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from sitegen.directory.facets import licensed_in, may_see
from sitegen.models import Therapist
from sitegen.site import Site
from tests.browser.directory import Directory, sample


@pytest.fixture(scope="module")
def site() -> Site:
    return sample()


@pytest.fixture
def directory(page: Page, site_url: str) -> Directory:
    return Directory(page, site_url)


def names(people: list[Therapist]) -> list[str]:
    return sorted(one.name for one in people)


def test_the_built_list_stays_untouched_until_something_is_chosen(
    directory: Directory, site: Site
) -> None:
    directory.open()
    assert sorted(directory.names()) == names(list(site.therapists))
    assert directory.heading() == len(site.therapists)


CARDS = ".directory-list .therapist-card"
OTHER_THAN = """(built) => {
  const page = new DOMParser().parseFromString(`<ul>${built.join("")}</ul>`, "text/html");
  return [...document.querySelectorAll(".directory-list > *")].filter((one) => {
    const wanted = page.querySelector(`[data-slug="${one.dataset.slug}"]`);
    for (const card of [one, wanted]) {
      for (const name of ["data-room", "id"]) card.removeAttribute(name);
    }
    one.normalize();
    return !one.isEqualNode(wanted);
  }).map((one) => one.dataset.slug);
}"""


@pytest.mark.parametrize("at_once", [24, 6])
def test_whoever_a_card_shows_it_is_the_builds(
    directory: Directory, page: Page, site: Site, at_once: int
) -> None:
    """Cards show one person after another, with and without a picture, and take nothing along."""
    directory.open()
    built = page.locator(CARDS).evaluate_all("(all) => all.map((one) => one.outerHTML)")
    assert len(built) == len(site.therapists)
    if at_once < len(built):
        directory.shows_at_once(at_once)
    directory.open()
    for one in site.therapists[:5]:
        directory.search(one.name)
        directory.search("")
    for order in ("name", "fee", ""):
        page.locator(".directory-sort").select_option(order)
        directory.rest()
        while page.locator(".directory-more").is_visible():
            page.locator(".directory-more").click()
        assert len(directory.names()) == len(built)
        assert page.evaluate(OTHER_THAN, built) == []


def test_facts_in_a_line_are_parted_where_no_line_begins_with_a_dot(
    directory: Directory, page: Page
) -> None:
    directory.open()
    works = page.locator(".directory-list .therapist-card-works").all_text_contents()
    assert any("\u00a0· " in text for text in works)
    assert not any(" · " in text for text in works)


def test_a_page_that_shows_everybody_asks_for_no_texts(
    directory: Directory, page: Page, site: Site
) -> None:
    """What the cards say is searched all the same."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    directory.open()
    for one in site.therapists:
        directory.search(max(one.summary.split(), key=len).strip(".,:;"))
        assert one.name in directory.names()
    assert not any("/texts." in one or "/more." in one for one in seen)


def test_what_the_cards_say_that_the_page_lacks_is_searched_and_shown_as_built(
    directory: Directory, page: Page, site: Site
) -> None:
    directory.open()
    built = dict(zip(directory.names(), directory.texts(), strict=True))
    directory.shows_at_once(6)
    directory.open()
    there = directory.names()
    assert len(there) == 6
    for one in site.therapists:
        longest = sorted(re.findall(r"[\w’]+", one.summary), key=len)[-4:]
        directory.search(" ".join(longest))
        found = directory.names()
        assert one.name in found
        assert directory.texts()[found.index(one.name)] == built[one.name]


FACETS = "issue approach insurance fee format state availability accepting population".split()  # noqa: SIM905


@pytest.mark.parametrize("facet", FACETS)
def test_every_option_leaves_as_many_as_it_says(directory: Directory, facet: str) -> None:
    directory.open("issue=anxiety")
    for slug, number in list(directory.numbers(facet).items())[:4]:
        directory.open(f"issue=anxiety&{facet}={slug}" if facet != "issue" else f"issue={slug}")
        assert directory.heading() == number, slug
        assert len(directory.names()) == number, slug


def test_or_within_a_facet_and_across(directory: Directory, site: Site) -> None:
    directory.open()
    directory.choose("issue", "anxiety")
    directory.choose("issue", "ocd")
    directory.choose("insurance", "medicaid")
    fit = [
        one
        for one in site.therapists
        if {"anxiety", "ocd"} & set(one.terms()) and "medicaid" in one.insurance
    ]
    assert sorted(directory.names()) == names(fit)
    assert directory.fragment() == "issue=anxiety,ocd&insurance=medicaid"


def test_a_state_shows_only_who_may_see_people_there(directory: Directory, site: Site) -> None:
    directory.open("state=washington&format=telehealth")
    fit = [
        one
        for one in site.therapists
        if "washington" in licensed_in(one, site) and "telehealth" in one.formats
    ]
    assert sorted(directory.names()) == names(fit)
    directory.open("state=washington")
    assert sorted(directory.names()) == names(
        [one for one in site.therapists if may_see(one, "washington", site)]
    )


def test_search_knows_synonyms_forgives_a_slip_and_says_what_it_understood(
    directory: Directory, site: Site
) -> None:
    directory.open()
    directory.search("drinking")
    fit = [one.name for one in site.therapists if "alcohol-use" in one.terms()]
    assert set(fit) <= set(directory.names())
    assert "Alcohol use" in directory.page.locator(".directory-heard").inner_text()
    assert "drinking" in directory.page.locator(".therapist-card-why").first.inner_text()
    directory.search("anxeity")
    assert directory.heading() > 0
    assert "read as" in directory.page.locator(".directory-heard").inner_text()
    directory.search("LINDQVIST")
    assert directory.names()[0] == "Maya Lindqvist"


def test_cards_say_what_they_meet_and_what_is_unknown(directory: Directory) -> None:
    directory.open("issue=anxiety&identity=black")
    for why in directory.page.locator(".directory-list .therapist-card-why").all_inner_texts():
        assert "Anxiety" in why
        assert "Black" in why
    maybes = directory.page.locator(".directory-maybe-list .therapist-card-why").all_inner_texts()
    assert maybes
    assert all("Unknown:" in why and "Fits: Anxiety" in why for why in maybes)


def test_unknown_never_counts_as_no(directory: Directory, site: Site) -> None:
    directory.open("availability=weekends")
    silent = [one for one in site.therapists if not one.availability]
    assert sorted(directory.maybes()) == names(silent)


def test_a_dead_end_offers_single_steps_neighbors_and_people(
    directory: Directory, page: Page
) -> None:
    directory.open("issue=gambling&language=korean&availability=weekends")
    assert directory.heading() <= 3
    steps = page.locator(".directory-rescue button")
    words = steps.first.inner_text()
    number = int(words.rsplit(":", 1)[1].split()[0])
    assert page.locator(".directory-rescue a.tag").count() > 0
    steps.first.click()
    assert directory.heading() == number
    assert page.evaluate("document.activeElement.className") == "directory-number"


def test_writing_to_the_practice_carries_the_choice_where_it_can_be_edited(
    directory: Directory, page: Page
) -> None:
    directory.open("issue=gambling&language=spanish&q=patient")
    href = unquote(page.locator(".directory-intake-link").get_attribute("href") or "")
    assert href.startswith("/contact/#message=")
    assert "What brings you: Gambling" in href
    assert "Language: Spanish" in href
    assert "patient" in href


def test_back_and_forward_restore_and_typing_leaves_one_entry(
    directory: Directory, page: Page
) -> None:
    directory.open()
    everybody = directory.names()
    before = page.evaluate("history.length")
    directory.choose("issue", "grief")
    grief = directory.names()
    page.locator(".directory-q").press_sequentially("maya", delay=20)
    directory.reaches("issue=grief&q=maya")
    assert page.evaluate("history.length") == before + 1
    directory.choose("format", "telehealth")
    directory.back()
    assert directory.fragment() == "issue=grief&q=maya"
    directory.back()
    assert directory.names() == everybody
    assert page.locator(".directory-q").input_value() == ""
    directory.forward()
    assert set(directory.names()) <= set(grief)


def test_a_reload_and_a_shared_link_keep_everything(directory: Directory, page: Page) -> None:
    fragment = "issue=anxiety&format=telehealth&q=cbt&sort=fee&shortlist=maya-lindqvist"
    directory.open(fragment)
    shown = directory.names()
    page.reload()
    directory.loaded()
    assert directory.names() == shown
    assert directory.fragment() == fragment
    assert page.locator('[data-facet="issue"] input[value="anxiety"]').is_checked()


def test_shortlist_and_comparing_live_in_the_address(directory: Directory, page: Page) -> None:
    directory.open()
    for at in range(2):
        page.locator(".directory-list .therapist-card-save").nth(at).click()
    directory.rest()
    first, second = directory.fragment().removeprefix("shortlist=").split(",")
    page.get_by_role("button", name="Compare 2 people").click()
    dialog = page.get_by_role("dialog", name="Side by side")
    expect(dialog.locator(f"thead a[href='/therapists/{first}/']")).to_be_visible()
    assert directory.fragment() == f"shortlist={first},{second}&compare=1"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # The dialog's close event follows in a task of its own.
    page.wait_for_url(lambda url: "compare" not in url)
    directory.back()
    expect(dialog).to_be_hidden()
    assert directory.fragment() == f"shortlist={first}"


def test_the_shortlist_holds_four_and_says_so(directory: Directory, page: Page) -> None:
    directory.open()
    for at in range(5):
        page.locator(".directory-list .therapist-card-save").nth(at).click()
        directory.rest()
    assert directory.fragment().count(",") == 3
    words = page.locator(".directory-shortlist").get_by_role("status")
    expect(words).to_contain_text("holds 4")
    expect(words).to_be_in_viewport()
    said = "window.said = 0; new MutationObserver(() => window.said++).observe("
    words.evaluate(f"(one) => {{ {said} one, {{childList: true}}) }}")
    page.locator(".directory-list .therapist-card-save").nth(4).click()
    expect(words).to_contain_text("holds 4")
    assert page.evaluate("window.said") == 2  # cleared, and told again
    page.locator(".directory-shortlist .directory-chip").first.click()
    expect(words).to_be_empty()


def test_the_guide_only_sets_filters_shows_which_and_can_be_left(
    directory: Directory, page: Page
) -> None:
    directory.open()
    page.get_by_role("button", name="Help me choose").click()
    guide = page.get_by_role("dialog", name="A few plain questions")
    assert "of 5" in guide.locator(".directory-guide-step").inner_text()
    guide.get_by_label("Anxiety").check()
    expect(guide.locator(".directory-guide-set")).to_have_text("Filters set: Anxiety.")
    guide.get_by_role("button", name="Next question").click()
    assert guide.locator("legend").evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Escape")
    directory.rest()
    assert directory.fragment() == "issue=anxiety"
    page.get_by_role("button", name="Help me choose").click()
    guide.get_by_role("button", name="Undo my answers").click()
    assert directory.fragment() == "issue=anxiety"
    directory.back()
    directory.rest()


def test_sorting(directory: Directory, page: Page, site: Site) -> None:
    directory.open()
    page.locator(".directory-sort").select_option("name")
    assert directory.names() == sorted(one.name for one in site.therapists)
    page.locator(".directory-sort").select_option("fee")
    lowest = {
        one.name: min(
            one.fee.amount, one.fee.sliding_scale.from_ if one.fee.sliding_scale else 10_000
        )
        for one in site.therapists
    }
    fees = [lowest[name] for name in directory.names()]
    assert fees == sorted(fees)


def test_accepting_has_a_shelf_life_in_the_browser_too(directory: Directory, page: Page) -> None:
    directory.open(day=dt.date(2027, 9, 1))
    assert "Accepting new people" not in page.locator(".directory-list").inner_text()
    assert "Ask about openings" in page.locator(".directory-list").inner_text()
    assert directory.numbers("accepting")["now"] == 0


def test_the_order_changes_with_the_day_and_only_with_it(directory: Directory) -> None:
    directory.open()
    first = directory.names()
    directory.open()
    assert directory.names() == first
    directory.open(day=dt.date(2026, 11, 24))
    assert directory.names() != first
    assert sorted(directory.names()) == sorted(first)
