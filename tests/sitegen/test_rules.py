"""On its quiet days, and on no other, the rules have nothing to say of a record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.inputs import Inputs
from sitegen.load import Origin, Record
from sitegen.models import ArticleMeta, Therapist
from sitegen.reading import read_site
from sitegen.rules import ALWAYS, quiet_days, rule_problems
from sitegen.terms import record_name
from tests.practice import write

TODAY = dt.date(2026, 11, 23)
DAYS = st.integers(-3, 3).map(lambda number: TODAY + dt.timedelta(days=number))


class Practice:
    """Records as they were read, with the files that a rule's problem points into."""

    def __init__(self, root: Path) -> None:
        self._inputs = Inputs.scan(write(root))
        site, _, _ = read_site(root, today=TODAY)
        self.person: Therapist = site.therapist("ana-ruiz")
        self.article: ArticleMeta = site.article("harm-reduction").meta
        self.page = site.page("privacy").meta

    def record(self, kind: str, slug: str, model: Any) -> Record[Any]:
        return Record(slug, model, Origin(self._inputs, record_name(kind, slug)))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return Practice(tmp_path_factory.mktemp("rules"))


def agree(record: Record[Any], day: dt.date) -> None:
    first, last = quiet_days(record)
    assert (first <= day.toordinal() <= last) is (not list(rule_problems(record, day)))


@given(DAYS, DAYS, DAYS, st.sampled_from([(), ("main-street",)]))
def test_a_therapist(
    practice: Practice, confirmed: dt.date, expires: dt.date, day: dt.date, places: tuple[str, ...]
) -> None:
    whole = practice.person
    changes = {
        "accepting": whole.accepting.model_copy(update={"confirmed": confirmed}),
        "licenses": (whole.licenses[0].model_copy(update={"expires": expires}),),
        "locations": places,
    }
    agree(practice.record("therapist", whole.slug, whole.model_copy(update=changes)), day)


DATES = st.fixed_dictionaries(dict.fromkeys(("published", "last_reviewed", "next_review"), DAYS))


@given(DATES, DAYS, st.sampled_from(["ana-ruiz", "bo-lind"]))
def test_an_article(
    practice: Practice, dates: dict[str, dt.date], day: dt.date, author: str
) -> None:
    meta = practice.article.model_copy(update={**dates, "author": author})
    agree(practice.record("article", "harm-reduction", meta), day)


def test_a_page_has_no_rules(practice: Practice) -> None:
    record = practice.record("page", "privacy", practice.page)
    assert quiet_days(record) == ALWAYS
    agree(record, TODAY)
