"""The words and rules of the views: what templates are told about a practice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import views, words
from sitegen.models import Fee, OpeningHours, SlidingScale, Term
from sitegen.reading import read_site
from sitegen.site import Heading, Site
from sitegen.terms import Kind
from sitegen.views import article as article_module
from sitegen.views.article import add_scores, best_scores
from sitegen.views.practical import first_name
from tests.practice import changed, files, write

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return _site(tmp_path)


def _site(root: Path, changes: dict[str, str | None] | None = None, today: dt.date = TODAY) -> Site:
    return read_site(write(root, changes), today=today)[0]


def _term(kind: Kind, label: str = "Adults") -> Term:
    return Term(kind=kind, slug="it", label=label, description="It.")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (words.day(dt.date(2026, 9, 4)).words, "September 4, 2026"),
        (words.day(dt.date(2026, 9, 4)).iso, "2026-09-04"),
        (words.number(0), "no"),
        (words.number(9), "nine"),
        (words.number(10), "10"),
        (words.number(1200), "1,200"),
        (words.plural(1, "person", "people"), "one person"),
        (words.plural(2, "person", "people"), "two people"),
        (words.plural(0, "person", "people"), "no people"),
        (words.capital("mcDonald"), "McDonald"),
        (words.capital(""), ""),
        (words.joined([]), ""),
        (words.joined(["a"]), "a"),
        (words.joined(["a", "b"]), "a and b"),
        (words.joined(["a", "b", "c"], last="or"), "a, b, or c"),
        (words.clock("00:05"), "12:05\u202fam"),
        (words.clock("08:00"), "8\u202fam"),
        (words.clock("12:00"), "12\u202fpm"),
        (words.clock("19:30"), "7:30\u202fpm"),
        (words.weekdays(["mon", "tue", "wed", "thu"]), "Monday to Thursday"),
        (words.weekdays(["sat", "sun"]), "Saturday and Sunday"),
        (words.weekdays(["fri", "mon"]), "Monday and Friday"),
        (words.weekdays(["mon", "tue", "wed", "fri"]), "Monday to Wednesday and Friday"),
        (words.money(1500), "$1,500"),
        (words.initials("Maya Lindqvist"), "ML"),
        (words.initials("Minh Anh Tran"), "MT"),
        (words.initials("Cher"), "C"),
        (words.reading_minutes(0), 1),
        (words.reading_minutes(1100), 5),
    ],
)
def test_words(found: object, expected: object) -> None:
    assert found == expected


def test_a_line_of_opening_hours() -> None:
    hours = OpeningHours(days=("mon", "tue", "wed"), opens="08:00", closes="17:30")
    assert words.opening(hours) == ("Monday to Wednesday", "8\u202fam to 5:30\u202fpm")


@pytest.mark.parametrize(
    ("fee", "full", "scale"),
    [
        (Fee(amount=150), "$150 for 50 minutes", None),
        (Fee(amount=0, minutes=30), "Free, for 30 minutes", None),
        (
            Fee(amount=150, sliding_scale=SlidingScale.model_validate({"from": 60, "to": 120})),
            "$150 for 50 minutes",
            "From $60 to $120 when money is tight",
        ),
        (
            Fee(amount=150, sliding_scale=SlidingScale.model_validate({"from": 60, "to": 60})),
            "$150 for 50 minutes",
            "$60 when money is tight",
        ),
    ],
)
def test_fees(fee: Fee, full: str, scale: str | None) -> None:
    assert (words.fee(fee), words.sliding_scale(fee)) == (full, scale)


@pytest.mark.parametrize(
    ("kind", "count", "accepting", "sentence"),
    [
        (Kind.APPROACH, 7, 5, "Seven people here work this way; five are accepting"),
        (Kind.PHILOSOPHY, 7, 1, "Seven people here work this way; one is accepting"),
        (Kind.ISSUE, 12, 11, "12 people here work with this; 11 are accepting"),
        (Kind.ISSUE, 3, 3, "Three people here work with this; all of them are accepting"),
        (Kind.ISSUE, 2, 2, "Two people here work with this; both are accepting"),
        (Kind.ISSUE, 4, 0, "Four people here work with this; nobody is accepting"),
        (Kind.ISSUE, 1, 1, "One person here works with this, and is accepting"),
        (Kind.LANGUAGE, 1, 0, "One person here fits this, and is not accepting"),
        (Kind.POPULATION, 2, 1, "Two people here work with Adults; one is accepting"),
    ],
)
def test_the_proof_in_one_sentence(kind: Kind, count: int, accepting: int, sentence: str) -> None:
    found = views.proof_sentence(_term(kind), count, accepting)
    assert found == f"{sentence} new people now."


def test_the_proof_says_so_when_nobody_fits() -> None:
    sentence = views.proof_sentence(_term(Kind.APPROACH), 0, 0)
    assert sentence.startswith("Nobody here works this way right now. Write to us")


def test_the_proof_counts_the_records_and_shows_the_open_first(site: Site) -> None:
    proof = views.proof_of(site, "harm-reduction")
    assert (proof.people, proof.accepting) == (2, 1)
    assert [card.name for card in proof.cards] == ["Ana Ruiz", "Bo Lind"]
    assert proof.all_url == "/therapists/approach/harm-reduction/"


def test_a_promise_that_nobody_confirmed_for_long_is_not_counted(tmp_path: Path) -> None:
    later = _site(tmp_path, today=dt.date(2027, 1, 15))
    assert views.proof_of(later, "harm-reduction").accepting == 0
    status = views.profile_view(later, later.therapist("ana-ruiz")).status
    assert (status.tone, status.label) == ("wait", "Ask about openings")


def test_the_frame_of_every_page(site: Site) -> None:
    practice = views.practice_view(site)
    assert practice.hours == (("Monday to Friday", "9\u202fam to 5\u202fpm"),)
    assert practice.phone_href == "tel:+1-212-555-0100"
    assert practice.reply_words == "We answer every message within two business days."
    assert practice.crisis_lead == "Call or text 988: 988 Lifeline."
    assert [link.url for link in practice.header_nav] == ["/therapists/", "/articles/", "/contact/"]
    assert [link.label for link in practice.footer_nav] == ["Get help now", "Privacy"]


def test_paper_names_a_few_offices_but_not_dozens(tmp_path: Path) -> None:
    few = changed("content/vocabulary.yaml", "[1 Main Street]", "[1 Main Street, Fernhollow]")
    assert views.practice_view(_site(tmp_path / "few", few)).addresses == (
        "1 Main Street, Fernhollow",
    )
    office = "  {0}: {{label: {0}, description: A house., address: [{0} 1]}}\n"
    old = "location:\n"
    new = old + "".join(office.format(f"street-{one}") for one in "abcd")
    many = changed("content/vocabulary.yaml", old, new)
    assert views.practice_view(_site(tmp_path / "many", many)).addresses == ()


def test_what_visitors_read_has_a_printers_apostrophes(tmp_path: Path) -> None:
    site = _site(tmp_path, changed("content/site.yaml", "Christmas Day", "New Year's Eve"))
    assert {one.name for one in site.practice.holidays} == {"New Year’s Eve"}


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (dt.date(2026, 12, 4), ["Christmas Day"]),
        (dt.date(2026, 12, 25), ["Christmas Day"]),
        (dt.date(2026, 12, 26), []),
        (dt.date(2026, 12, 3), []),
    ],
)
def test_holidays_show_a_while_ahead(tmp_path: Path, today: dt.date, names: list[str]) -> None:
    practice = views.practice_view(_site(tmp_path, today=today))
    assert [closure.name for closure in practice.closures] == names


@pytest.mark.parametrize(
    ("line", "call", "text"),
    [
        ('call: "988"', "tel:988", None),
        ('call: "1-800-273-8255"', "tel:+18002738255", None),
        ('text: {to: "741741", words: HOME}', None, "sms:741741?body=HOME"),
        ('text: {to: "741741", words: "HELP ME"}', None, "sms:741741?body=HELP%20ME"),
        ('text: {to: "988"}', None, "sms:988"),
    ],
)
def test_crisis_lines_are_dialed(
    tmp_path: Path, line: str, call: str | None, text: str | None
) -> None:
    old = 'call: "988", text: {to: "988"}'
    site = _site(tmp_path, changed("content/site.yaml", old, line))
    view = views.practice_view(site).crisis_lines[0]
    assert (view.call_href, view.text_href) == (call, text)


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ('call: "988"', "Call 988: 988 Lifeline."),
        ('call: "911", text: {to: "988"}', "Call 911 or text 988: 988 Lifeline."),
        ('call: "88", text: {to: "88", words: HI}', "Call 88 or text HI to 88: 988 Lifeline."),
        ("url: https://988lifeline.org", "988 Lifeline: Somebody to talk to"),
    ],
)
def test_the_first_crisis_line_in_one_sentence(tmp_path: Path, line: str, lead: str) -> None:
    old = 'call: "988", text: {to: "988"}'
    site = _site(tmp_path, changed("content/site.yaml", old, line))
    assert views.practice_view(site).crisis_lead == lead


def test_the_words_to_text_are_on_the_label(tmp_path: Path) -> None:
    old, new = 'call: "988", text: {to: "988"}', 'text: {to: "741741", words: HOME}'
    view = views.practice_view(_site(tmp_path, changed("content/site.yaml", old, new)))
    assert view.crisis_lines[0].text_label == "Text HOME to 741741"
    assert view.crisis_lines[0].call_label is None


def test_an_article(site: Site) -> None:
    view = views.article_view(site, site.articles[0])
    assert view.find.url == "/therapists/#approach=harm-reduction"
    assert (view.author.name, view.author.credentials) == ("Ana Ruiz", "LCSW")
    assert view.reviewer.url == "/therapists/bo-lind/"
    assert view.last_reviewed.words == "June 1, 2026"
    assert [topic.label for topic in view.topics] == ["Harm reduction", "Alcohol use"]
    assert [card.title for card in view.related] == ["Small steps"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("topics:", "topics:", True),
        ("[harm-reduction, alcohol-use]", "[harm-reduction]", False),
        ("topics: [harm", "crisis_notice: false\ntopics: [harm", False),
        ("topics: [harm-reduction, alcohol-use]", "crisis_notice: true\ntopics: [cbt]", True),
    ],
)  # fmt: skip
def test_which_articles_show_the_crisis_notice(
    tmp_path: Path, old: str, new: str, expected: bool
) -> None:
    site = _site(tmp_path, changed("content/articles/small-steps.md", old, new))
    article = next(one for one in site.articles if one.slug == "small-steps")
    assert views.article_view(site, article).crisis is expected


def test_articles_without_a_common_topic_are_not_related(tmp_path: Path) -> None:
    change = changed(
        "content/articles/small-steps.md", "[harm-reduction, alcohol-use]", "[anxiety]"
    )
    site = _site(tmp_path, change)
    assert all(views.article_view(site, one).related == () for one in site.articles)


@given(
    st.lists(st.tuples(st.integers(0, 2**12 - 1), st.integers(1, 9)), max_size=6),
    st.integers(0, 11),
    st.integers(0, 5),
)
def test_scores_in_binary_digits_rank_as_plain_numbers_do(
    sets: list[tuple[int, int]], without: int, most: int
) -> None:
    digits: list[int] = []
    plain: Counter[int] = Counter()
    for members, weight in sets:
        add_scores(digits, members, weight)
        plain.update({place: weight for place in range(12) if members >> place & 1})
    del plain[without]
    ranked = sorted(plain, key=lambda place: (-plain[place], place))[:most]
    assert list(best_scores(digits, most, without=without)) == ranked


def test_articles_are_grouped_by_what_their_main_topic_is(tmp_path: Path) -> None:
    change = changed(
        "content/articles/small-steps.md", "[harm-reduction, alcohol-use]", "[anxiety]"
    )
    groups = views.articles_view(_site(tmp_path, change)).groups
    assert {group.title: [card.title for card in group.articles] for group in groups} == {
        "What people come with": ["Small steps"],
        "How we work": ["Harm reduction therapy"],
    }


def test_contents_nest_by_level() -> None:
    headings = [
        Heading("a", "A", 3),
        Heading("b", "B", 2),
        Heading("c", "C", 3),
        Heading("d", "D", 3),
    ]
    entries = article_module.contents(headings)
    assert [(one.id, [part.id for part in one.parts]) for one in entries] == [
        ("a", []),
        ("b", ["c", "d"]),
    ]


def test_a_profile_tells_everything_but_the_address(site: Site) -> None:
    view = views.profile_view(site, site.therapist("ana-ruiz"))
    assert view.fee == "$150 for 50 minutes"
    assert view.sliding_scale == "From $60 to $120 when money is tight"
    assert view.offices[0].address == ("1 Main Street",)
    assert [term.url for term in view.approaches] == [
        "/therapists/approach/cbt/",
        "/therapists/approach/harm-reduction/",
    ]
    assert [term.url for term in view.credentials] == [None]
    assert view.handover is None
    assert "ana-private" not in repr(view)


def test_every_view_keeps_private_addresses_to_itself(site: Site) -> None:
    told = [
        views.practice_view(site),
        views.home_view(site),
        views.articles_view(site),
        *(views.article_view(site, one) for one in site.articles),
        *(views.profile_view(site, one) for one in site.therapists),
        *(views.page_view(site, one) for one in site.pages),
    ]
    assert "-private@" not in repr(told)
    assert "intake@" not in repr(told)
    assert all(isinstance(view, tuple) for view in told)


def test_an_expired_license_is_not_shown(tmp_path: Path) -> None:
    name = "therapists/ana-ruiz.yaml"
    both = "expires: 2028-01-01}\n  - {state: new-york, number: L-OLD, expires: 2026-11-22}"
    site = _site(tmp_path, changed(name, "expires: 2028-01-01}", both))
    view = views.profile_view(site, site.therapist("ana-ruiz"))
    assert [one.number for one in view.licenses] == ["L-1"]


def test_a_license_counts_on_its_last_day(tmp_path: Path) -> None:
    name = "therapists/ana-ruiz.yaml"
    site = _site(tmp_path, changed(name, "expires: 2028-01-01", "expires: 2026-11-23"))
    view = views.profile_view(site, site.therapist("ana-ruiz"))
    assert [one.expires.words for one in view.licenses] == ["November 23, 2026"]


def test_somebody_who_is_full_hands_over(site: Site) -> None:
    view = views.profile_view(site, site.therapist("bo-lind"))
    assert (view.status.tone, view.accepting) == ("rest", False)
    assert view.handover is not None


def test_what_a_page_cannot_tell_depends_on_the_record(tmp_path: Path) -> None:
    name = "therapists/ana-ruiz.yaml"
    text = (
        files()[name].replace("[medicaid]", "[]").replace("[in-person, telehealth]", "[in-person]")
    )
    site = _site(tmp_path, {name: text})
    unknowns = " ".join(views.profile_view(site, site.therapist("ana-ruiz")).unknowns)
    assert "out-of-network" in unknowns
    assert "online sessions" not in unknowns


def test_where_somebody_may_be_is_said_by_the_licenses(site: Site) -> None:
    unknowns = views.profile_view(site, site.therapist("ana-ruiz")).unknowns
    assert "For online sessions the law asks that you are in New York." in unknowns[-1]


def test_titles_are_no_first_names(site: Site) -> None:
    ana = site.therapist("ana-ruiz")
    assert first_name(ana) == "Ana"
    assert first_name(ana.model_copy(update={"name": "Dr. Ana Ruiz"})) == "Ana"


def test_the_home_page(site: Site) -> None:
    view = views.home_view(site)
    assert view.accepting_words == "One of us is accepting new people now."
    assert [(topic.label, topic.count_words) for topic in view.topics] == [
        ("Anxiety", "2 therapists"),
        ("Alcohol use", "2 therapists"),
    ]
    assert [card.name for card in view.cards] == ["Ana Ruiz"]
    assert view.us_words == "We are two therapists."
    assert view.all_people.label == "Meet all two"


def test_the_home_page_counts_languages_when_there_are_several(tmp_path: Path) -> None:
    old, new = "  english:", "  spanish: {label: Spanish, description: Spanish.}\n  english:"
    changes = changed("content/vocabulary.yaml", old, new)
    changes |= changed("therapists/bo-lind.yaml", "[english]", "[english, spanish]")
    view = views.home_view(_site(tmp_path, changes))
    assert view.us_words == "We are two therapists, and speak two languages."


def test_the_home_page_when_everybody_is_full(tmp_path: Path) -> None:
    change = changed("therapists/ana-ruiz.yaml", "status: accepting", "status: waitlist")
    view = views.home_view(_site(tmp_path, change))
    assert view.accepting_words.startswith("Nobody is accepting")
    assert view.cards == ()


def test_canonical_addresses_stand_on_the_practices_host(site: Site) -> None:
    info = views.page_info(site, title="A", description="B", path="/articles/", kind="articles")
    assert info.canonical == "https://two-doors.example/articles/"


def test_short_pages_have_no_contents(site: Site) -> None:
    assert all(views.page_view(site, page).contents == () for page in site.pages)
