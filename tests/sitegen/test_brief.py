"""A record in brief says what the whole one does; whole ones are read when somebody asks."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from sitegen import brief
from sitegen.brief import Unread
from sitegen.directory.cards import format_words, next_label, sliding_words
from sitegen.directory.facets import affordable, licensed_in
from sitegen.directory.order import sort_key
from sitegen.reading import read_site
from sitegen.site import Site
from sitegen.words import fee
from tests.sitegen.test_pipeline import REPOSITORY

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def site() -> Site:
    return read_site(REPOSITORY, today=TODAY)[0]


def test_a_site_that_was_read_knows_all_in_brief(site: Site) -> None:
    assert isinstance(site.therapists, Unread)
    assert site.people == tuple(map(brief.person, site.therapists))
    for short, one in zip(site.writings, site.articles, strict=True):
        assert short == brief.article(one.slug, one.meta, one.minutes)


def test_a_brief_says_what_the_whole_says(site: Site) -> None:
    for short in site.people:
        whole = site.therapist(short.slug)
        assert short.terms() == whole.terms()
        assert site.openness(short) is site.openness(whole)
        assert licensed_in(short, site) == licensed_in(whole, site)
        assert (sort_key(short), next_label(short)) == (sort_key(whole), next_label(whole))
        assert (fee(short.fee), sliding_words(short)) == (fee(whole.fee), sliding_words(whole))
        assert format_words(short, site) == format_words(whole, site)
        for limit in (0, 60, 140, 2000):
            assert affordable(short.fee, limit) is affordable(whole.fee, limit)


def test_no_brief_prints_the_private_address(site: Site) -> None:
    short = site.people[0]
    address = short.email.get_secret_value()
    assert "@" in address
    assert address not in repr(short)


def test_records_are_read_once_and_only_when_asked_for() -> None:
    read: list[int] = []

    def double(number: int) -> int:
        read.append(number)
        return 2 * number

    records = Unread(range(5), double, ("in", "brief"))
    assert (len(records), read) == (5, [])
    assert (records[1], records[1], read) == (2, 2, [1])
    assert (records[2:4], list(records)) == ((4, 6), [0, 2, 4, 6, 8])
    assert sorted(read) == [0, 1, 2, 3, 4]
    assert pickle.loads(pickle.dumps(records)) == (0, 2, 4, 6, 8)


def test_models_come_back_from_pickles_as_they_were(site: Site) -> None:
    for whole in (*site.therapists, *(one.meta for one in site.articles), site.practice):
        again = pickle.loads(pickle.dumps(whole))
        assert again == whole
        assert again.model_dump() == whole.model_dump()
        assert hash(again) == hash(whole)
        assert pickle.dumps(again) == pickle.dumps(whole.model_copy())
