"""The directory as the build makes it: who is where, in which order, and what leaves the house."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.directory.corpus import ROOT, practice
from sitegen import urls
from sitegen.assets import Assets
from sitegen.directory.cards import card_for
from sitegen.directory.columns import DIGITS, bits, column, names
from sitegen.directory.data import data, own_slug
from sitegen.directory.facets import (
    affordable,
    facets,
    licensed_in,
    may_see,
    office_state,
    people_by_term,
)
from sitegen.directory.listing import DirectoryOutput, build, useful_pairs
from sitegen.directory.order import day_hash, in_order
from sitegen.directory.similar import handover, similar
from sitegen.directory.views import PAGE_SIZE
from sitegen.facts import Planned
from sitegen.models import Fee, Kind, SlidingScale, Status, Therapist
from sitegen.site import Openness, Site

ASSETS = Assets.of(ROOT / "assets")


@pytest.fixture(scope="module")
def site() -> Site:
    return practice(80)


@pytest.fixture(scope="module")
def built(site: Site) -> DirectoryOutput:
    return build(site, partial(data, site, ASSETS))


def pages(built: DirectoryOutput) -> list[Planned]:
    found = [task.plan() for task in built.tasks]
    assert [page.info.path for page in found] == [task.address for task in built.tasks]
    return found


def views(built: DirectoryOutput, kind: str) -> dict[str, Any]:
    return {page.info.path: page.view for page in pages(built) if page.info.kind == kind}


def changed(one: Therapist, **more: Any) -> Therapist:
    return one.model_copy(update=more)


def test_the_same_site_gives_the_same_bytes(site: Site, built: DirectoryOutput) -> None:
    again = build(practice(80), partial(data, practice(80), ASSETS))
    assert again.files == built.files
    assert pages(again) == pages(built)


def test_no_private_address_is_in_anything(site: Site, built: DirectoryOutput) -> None:
    whole = b"".join(file.data for file in built.files).decode() + repr(pages(built))
    for one in site.therapists:
        assert one.email.get_secret_value() not in whole


def test_every_page_of_the_list_together_shows_everybody_once(
    site: Site, built: DirectoryOutput
) -> None:
    pages = views(built, "directory")
    assert list(pages) == ["/therapists/", "/therapists/page/2/", "/therapists/page/3/"]
    shown = [card.slug for view in pages.values() for card in view.cards]
    assert shown == [one.slug for one in in_order(site.therapists, site)]
    assert all(len(view.cards) <= PAGE_SIZE for view in pages.values())
    assert pages["/therapists/"].paging.next == "/therapists/page/2/"
    assert pages["/therapists/page/3/"].paging.next is None


def test_every_term_has_a_page_with_exactly_whom_it_fits(
    site: Site, built: DirectoryOutput
) -> None:
    pages, people = views(built, "term"), people_by_term(site)
    for term in (term for term in site.terms.values() if term.facet):
        address = urls.term(term.facet or "", term.slug)
        shown = [
            card.slug
            for path, view in pages.items()
            if path == address or path.startswith(f"{address}page/")
            for card in view.cards
        ]
        assert sorted(shown) == sorted(people[term.slug]), term.slug


def test_pairs_narrow_and_leave_a_choice(site: Site) -> None:
    people = people_by_term(site)
    pairs = useful_pairs(site)
    assert pairs
    for first, second in pairs:
        both = people[first.slug] & people[second.slug]
        assert 2 <= len(both) < min(len(people[first.slug]), len(people[second.slug]))


def test_openings_come_first_and_nobody_is_favored_for_long(site: Site) -> None:
    order = [site.openness(one) for one in in_order(site.therapists, site)]
    ranks = [list(Openness).index(one) for one in order]
    assert ranks == sorted(ranks)
    ten = [one for one in site.therapists if site.openness(one) is Openness.ACCEPTING][:10]
    first = Counter(
        min(ten, key=lambda one: day_hash(site.today + dt.timedelta(days=day), one.slug)).slug
        for day in range(1000)
    )
    assert all(60 < first[one.slug] < 145 for one in ten), first


def test_the_order_is_the_same_all_day_and_another_tomorrow(site: Site) -> None:
    def slugs(day: Site) -> list[str]:
        return [one.slug for one in in_order(reversed(day.therapists), day)]

    assert slugs(site) == slugs(practice(80))
    assert slugs(site) != slugs(replace(site, today=site.today + dt.timedelta(days=1)))


def test_a_card_says_ask_once_the_confirmation_is_old(site: Site) -> None:
    one = next(x for x in site.therapists if site.openness(x) is Openness.ACCEPTING)
    days = site.practice.accepting_valid_days
    last = one.accepting.confirmed + dt.timedelta(days=days)
    assert card_for(one, replace(site, today=last)).tone == "good"
    later = replace(site, today=last + dt.timedelta(days=1))
    assert card_for(one, later).availability == "Ask about openings"
    accepting = next(facet for facet in facets(later) if facet.key == "accepting")
    assert one.slug in accepting.unknown


def test_a_state_counts_only_with_a_running_license_and_a_way_to_meet(site: Site) -> None:
    here = "oregon"
    assert office_state("harbor-street", site) == here
    assert office_state("northgate", site) == "washington"
    one = next(x for x in site.therapists if here in licensed_in(x, site))
    remote = changed(one, formats=("telehealth",), locations=())
    assert may_see(remote, here, site)
    assert not may_see(changed(one, formats=("in-person",), locations=("northgate",)), here, site)
    assert may_see(changed(one, formats=("in-person",), locations=("harbor-street",)), here, site)
    years = replace(site, today=site.today + dt.timedelta(days=2000))
    assert not may_see(remote, here, years)


def test_a_sliding_scale_counts_towards_what_somebody_can_pay() -> None:
    scale = SlidingScale.model_validate({"from": 60, "to": 120})
    assert affordable(Fee(amount=150, sliding_scale=scale), 60)
    assert not affordable(Fee(amount=150, sliding_scale=scale), 59)
    assert not affordable(Fee(amount=150), 140)
    assert affordable(Fee(amount=40), 60)


def test_who_is_full_hands_over_to_colleagues_who_can_take_over(site: Site) -> None:
    full = [x for x in site.therapists if site.openness(x) is Openness.NOT_NOW]
    assert full
    for one in full:
        offered = handover(one, site)
        assert offered is not None
        assert len(offered.people) <= 3
        for colleague in offered.people:
            other = site.therapist(colleague.card.slug)
            assert site.openness(other) is Openness.ACCEPTING
            assert licensed_in(other, site) & licensed_in(one, site)
            assert colleague.reasons


def test_who_is_open_or_to_be_asked_hands_nobody_over(site: Site) -> None:
    for one in site.therapists:
        if site.openness(one) in (Openness.ACCEPTING, Openness.ASK):
            assert handover(one, site) is None


def test_a_twin_is_the_most_similar_and_shared_terms_are_the_reason(site: Site) -> None:
    one = next(x for x in site.therapists if site.openness(x) is Openness.NOT_NOW)
    free = next(x for x in site.therapists if site.openness(x) is Openness.ACCEPTING)
    twin = changed(one, slug="twin", name="Twin Person", accepting=free.accepting)
    family = replace(site, therapists=(*site.therapists, twin))
    (first, reasons), *_ = similar(family, one.slug)
    assert first == "twin"
    labels = [family.terms[slug].label.lower() for slug in one.terms()]
    assert sum(label in reasons.lower() for label in labels) >= 2


def test_colleagues_are_those_whom_adding_up_one_by_one_finds(site: Site) -> None:
    holders = Counter(slug for one in site.therapists for slug in one.terms())
    weights = {Kind.ISSUE: 3.0, Kind.LANGUAGE: 2.0, Kind.IDENTITY: 1.0, Kind.LOCATION: 1.0,
               Kind.FORMAT: 0.5, Kind.AVAILABILITY: 0.5} | dict.fromkeys(
        (Kind.APPROACH, Kind.PHILOSOPHY, Kind.POPULATION, Kind.INSURANCE), 1.5
    )  # fmt: skip

    def score(one: Therapist, other: Therapist) -> int:
        shared = set(one.terms()) & set(other.terms())
        rarity = {slug: math.log(len(site.therapists) / holders[slug]) for slug in shared}
        every = ((weights.get(site.terms[slug].kind, 0), rarity[slug]) for slug in shared)
        return sum(round(10 * weight * rare) for weight, rare in every)

    for one in site.therapists:
        free = [
            other
            for other in in_order(site.therapists, site)
            if other is not one
            and site.openness(other) is Openness.ACCEPTING
            and licensed_in(other, site) & licensed_in(one, site)
        ]
        free.sort(key=lambda other, one=one: -score(one, other))  # type: ignore[misc]
        wanted = [other.slug for other in free if score(one, other) > 0][:3]
        assert [other for other, _ in similar(site, one.slug)] == wanted


def test_where_nobody_accepts_there_is_only_intake(site: Site) -> None:
    closed = tuple(
        changed(one, accepting=one.accepting.model_copy(update={"status": Status.NOT_NOW}))
        for one in site.therapists
    )
    offered = handover(closed[0], replace(site, therapists=closed))
    assert offered is not None
    assert offered.people == ()


def test_the_page_preloads_every_script_that_it_starts_with(
    built: DirectoryOutput,
) -> None:
    def scripts(built: DirectoryOutput) -> tuple[str, ...]:
        return views(built, "directory")["/therapists/"].scripts  # type: ignore[no-any-return]

    assert scripts(built) == ("core.js", "more.js")
    assert scripts(build(practice(PAGE_SIZE), partial(data, practice(PAGE_SIZE), ASSETS))) == (
        "core.js",
    )
    for name in scripts(built):
        url = ASSETS.url(f"js/directory/{name}")
        script = next(one.data for one in ASSETS.outputs() if one.url == url).decode()
        imported = re.findall(r'^import.*?"\./([\w-]+)\.\w+\.js"', script, re.M)
        assert imported == (["core"] if name == "more.js" else [])


def test_facts_hold_no_summary_and_texts_everybody(built: DirectoryOutput) -> None:
    facts, *texts = [json.loads(file.data) for file in built.files]
    rows = len(facts["names"]["given"].split("\n"))
    assert rows == sum(len(one["summary"]) for one in texts) == 80
    assert facts["texts"] == ["/" + file.path.as_posix() for file in built.files[1:]]
    assert "summary" not in facts


def test_terms_bring_every_word_of_their_synonyms_once(site: Site, built: DirectoryOutput) -> None:
    terms = json.loads(built.files[0].data)["terms"]
    for term, also in zip(site.terms.values(), terms["also"].split("\n"), strict=True):
        told = f"{term.label} {also}".casefold().split()
        assert set(told) == set(" ".join((term.label, *term.synonyms)).casefold().split())
        assert len(also.split()) == len(set(also.casefold().split()))


def test_who_needs_no_texts_gets_what_they_tell_with_the_facts() -> None:
    small = practice(PAGE_SIZE)
    terms = json.loads(data(small, ASSETS).files[0].data)["terms"]
    people = people_by_term(small)
    for term, packed in zip(small.terms.values(), terms["bits"], strict=True):
        if term.kind in (Kind.ROLE, Kind.CREDENTIAL):
            has = sum(bin(DIGITS.index(digit)).count("1") for digit in packed)
            assert has == len(people[term.slug])


def test_a_large_practice_leaves_closed_facets_for_a_second_file() -> None:
    large = practice(300)
    facts, later, *texts = [json.loads(file.data) for file in data(large, ASSETS).files]
    assert len(facts["texts"]) == len(texts) == 2
    bits = dict(zip(large.terms, facts["terms"]["bits"], strict=True))
    for term in large.terms.values():
        late = bits[term.slug] == "+"
        assert late == (term.slug in later["terms"])
        assert not late or term.facet not in ("issue", "state", "format", "location")
    assert len(later["terms"]) > 50
    assert later["expires"]
    assert facts["expires"] == []
    assert later["confirmed"]
    assert facts["confirmed"] is None
    assert later["fee"]
    assert facts["fee"] is None


@given(st.lists(st.booleans(), max_size=200))
def test_packed_sets_hold_what_was_packed(values: list[bool]) -> None:
    text = bits([row for row, value in enumerate(values) if value], len(values))
    unpacked = [DIGITS.index(text[row // 6]) >> (row % 6) & 1 for row in range(len(values))]
    assert unpacked == [int(value) for value in values]
    assert len(text) == -(-len(values) // 6)


@pytest.mark.parametrize(
    ("name", "slug", "told"),
    [
        ("Ana Cruz", "ana-cruz", ""),
        ("Ana Cruz", "ana-cruz-2", "-2"),
        ("Trauma and PTSD", "trauma", "+1"),
        ("Chronic illness & pain", "chronic-illness", "+2"),
        ("Couples", "coup", "coup"),
        ("伟", "wei", "wei"),
    ],
)
def test_a_slug_of_its_own_is_told_short(name: str, slug: str, told: str) -> None:
    assert own_slug(name, slug) == told


WORDS = st.lists(st.sampled_from(["Ana", "ana", "Björn", "de", "Cruz", "O’Neil"]), min_size=1)


@given(st.lists(WORDS.map(" ".join), max_size=90), st.booleans())
def test_names_hold_what_was_packed(every: list[str], in_order: bool) -> None:
    every = sorted(every) if in_order else every
    packed = names(every)
    rows = len(every)
    lasts = packed["last"].split("\n")
    planes = len(packed["steps"]) // rows if rows else 0
    given, at, found = "", 0, []
    for row, one in enumerate(packed["given"].split("\n")[:rows]):
        step = [DIGITS.index(packed["steps"][plane * rows + row]) for plane in range(planes)]
        at = (at + sum(digit << (6 * plane) for plane, digit in enumerate(step))) % len(lasts)
        given = one or given
        found.append(f"{given} {lasts[at]}".strip())
    assert found == every


@given(st.lists(st.integers(0, 9000), max_size=300))
def test_columns_hold_what_was_packed(values: list[int]) -> None:
    distinct, digits = column(values, lambda value: value)  # type: ignore[arg-type]
    rows = len(values)
    planes = [digits[start : start + rows] for start in range(0, len(digits), rows or 1)]
    found = [
        distinct[sum(DIGITS.index(plane[row]) << (6 * at) for at, plane in enumerate(planes))]
        for row in range(rows)
    ]
    assert found == values
    assert all(a != b for a, b in pairwise(distinct))
