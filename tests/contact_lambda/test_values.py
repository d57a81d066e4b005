"""The plain modules in tables: what goes in, what comes out."""

from __future__ import annotations

import datetime as dt
import io
import json
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact_lambda import address, job, keys, log, promise, receipt, screening, text
from contact_lambda.compose import compose
from contact_lambda.job import MESSAGE, Job
from contact_lambda.routing import Contract
from contact_lambda.settings import Settings
from contact_lambda.shells import Shell, token
from contact_lambda.submission import LONGEST_MESSAGE, Invalid, Submission, typed, validate
from tests.contact_lambda.practice import CONTRACT
from tests.contact_lambda.world import GOOD

PACIFIC = dt.timezone(dt.timedelta(hours=-8))
MADE = Contract(CONTRACT, PACIFIC)
SLUGS = MADE.slugs
ONE = Submission("maya", "Ada", "ada@example.net", "ada@example.net", "Hello")


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ({"name": "  Ada   Lovelace "}, "name", "Ada   Lovelace"),
        ({"name": "Zoe\u0308"}, "name", "Zoë"),
        ({"name": "李小龍"}, "name", "李小龍"),
        ({"name": "محمد‌رضا"}, "name", "محمد‌رضا"),
        ({"name": "\u202eadA\u202c"}, "name", "adA"),
        ({"email": " ada@example.net "}, "email", "ada@example.net"),
        ({"email": "ada@EXAMPLE.net"}, "email", "ada@example.net"),
        ({"email": "ada+tag@sub.example.net"}, "reply_to", "ada+tag@sub.example.net"),
        ({"email": "ada@bücher.example"}, "reply_to", "ada@xn--bcher-kva.example"),
        ({"email": "ada@bücher.example"}, "email", "ada@bücher.example"),
        ({"email": "用户@example.net"}, "reply_to", ""),
        ({"email": "=?utf-8?q?a=0D=0Ab?=@example.net"}, "reply_to", ""),
        ({"message": "a\r\nb\rc"}, "message", "a\nb\nc"),
        ({"message": "bell\x07 nul\x00 del\x7f"}, "message", "bell␇ nul␀ del␡"),
        ({"message": "\ufffe\ufdd0\x80"}, "message", "\ufffd\ufffd\ufffd"),
        ({"message": "x" * LONGEST_MESSAGE}, "message", "x" * LONGEST_MESSAGE),
        ({"phone": "\u202a+1 (503) 555-0199\u202c"}, "phone", "+1 (503) 555-0199"),
        ({"phone": "٠١٢٣٤٥٦", "reach": "phone"}, "phone", "٠١٢٣٤٥٦"),
        ({"voicemail": "no"}, "voicemail", "no"),
        ({"acknowledge": "yes"}, "acknowledge", True),
    ],
)
def test_good_fields(fields: dict[str, str], attribute: str, value: object) -> None:
    assert getattr(validate(GOOD | fields, SLUGS), attribute) == value


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"recipient": ""}, {"recipient"}),
        ({"recipient": "nobody"}, {"recipient"}),
        ({"recipient": "maya@example.org"}, {"recipient"}),
        ({"recipient": "maya\nbcc"}, {"recipient"}),
        ({"name": ""}, {"name"}),
        ({"name": " \u200b\u2060 "}, {"name"}),
        ({"name": "Ada\nBcc: eve@example.net"}, {"name"}),
        ({"name": "Ada\rEve"}, {"name"}),
        ({"name": "x" * 101}, {"name"}),
        ({"email": ""}, {"email"}),
        ({"email": "ada"}, {"email"}),
        ({"email": "ada@localhost"}, {"email"}),
        ({"email": "Eve <ada@example.net>"}, {"email"}),
        ({"email": "ada@example.net, eve@example.net"}, {"email"}),
        ({"email": "ada@example.net\nBcc: eve@example.net"}, {"email"}),
        ({"email": "ada@example.net\r\n"}, set()),
        ({"email": "=?utf-8?q?a=0D=0ABcc:_x@y.z?=@example.net"}, {"email"}),
        ({"email": '"quoted local"@example.net'}, {"email"}),
        ({"email": "ada@[127.0.0.1]"}, {"email"}),
        ({"email": "a" * 65 + "@example.net"}, {"email"}),
        ({"email": "ada@example..net"}, {"email"}),
        ({"message": " \n\t "}, {"message"}),
        ({"message": "x" * (LONGEST_MESSAGE + 1)}, {"message"}),
        ({"phone": "call me"}, {"phone"}),
        ({"reach": "text"}, {"phone"}),
        ({"reach": "pigeon"}, {"reach"}),
        ({"voicemail": "maybe"}, {"voicemail"}),
        ({"consent": ""}, {"consent"}),
        ({"name": "", "email": "", "message": "", "consent": ""},
         {"name", "email", "message", "consent"}),
    ],
)  # fmt: skip
def test_wrong_fields(fields: dict[str, str], wrong: set[str]) -> None:
    if not wrong:
        validate(GOOD | fields, SLUGS)
        return
    with pytest.raises(Invalid) as caught:
        validate(GOOD | fields, SLUGS)
    assert set(caught.value.errors) == wrong
    assert all(words and words[0].isupper() for words in caught.value.errors.values())


@given(st.text(max_size=60))
def test_what_validation_returns_for_a_header_is_plain(value: str) -> None:
    try:
        _, reply_to = address.read(text.one_line(value))
    except ValueError:
        return
    assert reply_to.isascii()
    assert reply_to.isprintable()
    assert not set(reply_to) & set(' <>,;:"()[]\\')
    assert reply_to == "" or reply_to.count("@") == 1


_LABEL = st.text("aZ09-_.", max_size=66)


@given(
    st.text("aZ09_+-.\"' ", max_size=70),
    st.lists(_LABEL, max_size=5),
    st.sampled_from(["com", "org", "uk", "xx", "test", "invalid", "local", "arpa", "c", "co m"]),
)
def test_the_short_way_to_an_address_agrees_with_the_library(
    local: str, labels: list[str], ending: str
) -> None:
    written = f"{local}@{'.'.join([*labels, ending])}"
    try:
        short = address.read(written)
    except ValueError:
        with pytest.raises(ValueError, match="no bare address"):
            address._judged(written)
        return
    assert short == address._judged(written)


@given(st.text(max_size=200))
def test_cleaning_is_done_once(value: str) -> None:
    once = text.lines(value)
    assert text.lines(once) == once
    assert not any(text.has_control(sign) for sign in once if sign not in "\n\t")


@given(st.dictionaries(st.sampled_from(["name", "email", "message", "recipient"]), st.text()))
def test_shown_back_is_stable(fields: dict[str, str]) -> None:
    """What an answer shows and is sent again unchanged is the same message."""
    shown = typed(fields)
    assert {name: typed(shown)[name] for name in fields} == {name: shown[name] for name in fields}


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-11-09 10:00", "2026-11-11"),  # Monday morning
        ("2026-11-09 19:00", "2026-11-12"),  # Monday, just closed: as if on Tuesday
        ("2026-11-12 10:00", "2026-11-16"),  # Thursday, over the weekend
        ("2026-11-13 16:59", "2026-11-17"),
        ("2026-11-13 17:00", "2026-11-18"),  # Friday, closed: as if on Monday
        ("2026-11-14 10:00", "2026-11-18"),  # Saturday is open, but no business day
        ("2026-11-15 10:00", "2026-11-18"),
        ("2026-11-24 10:00", "2026-11-30"),  # Thanksgiving and the day after
        ("2026-11-26 10:00", "2026-12-02"),  # on a holiday: as if on the next business day
        ("2026-12-24 10:00", "2026-12-29"),
    ],
)
def test_the_day_of_the_answer(now: str, by: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=PACIFIC)
    assert promise.reply_by(moment, MADE.practice).isoformat() == by


def test_the_day_of_the_answer_of_somebody_away() -> None:
    moment = dt.datetime(2026, 11, 9, 10, tzinfo=PACIFIC)
    assert promise.reply_by(moment, MADE.practice, dt.date(2026, 11, 21)) == dt.date(2026, 11, 25)


def test_days_in_words() -> None:
    today = dt.date(2026, 11, 9)
    assert promise.in_words(dt.date(2026, 5, 14), today) == "Thursday, May 14"
    assert promise.in_words(dt.date(2027, 1, 4), today) == "Monday, January 4, 2027"


def test_receipts_can_be_read_and_not_made_up() -> None:
    made = receipt.Receipt("7KQF-2M9D", dt.date(2026, 5, 14), None, "away", "sofia", "intake")
    query = receipt.address(b"key", made).partition("?")[2]
    assert receipt.read(b"key", query, SLUGS) == made
    assert "sofia" not in query
    assert receipt.read(b"other", query, SLUGS) is None
    assert receipt.read(b"key", query.replace("20260514", "20260515"), SLUGS) is None
    gone = receipt.read(b"key", query, ["intake"])
    assert gone
    assert (gone.asked, gone.to) == ("intake", "intake")
    for wrong in ("", "receipt=", query + "0", query[:-1], query + "\n", query.upper()):
        assert receipt.read(b"key", wrong, SLUGS) is None


def test_a_message_id_is_the_words_and_nothing_else() -> None:
    first = keys.message_id(b"k", ONE, "")
    assert keys.message_id(b"k", ONE, "") == first
    assert keys.message_id(b"k", ONE, "again") != first
    assert keys.message_id(b"other", ONE, "") != first
    assert len(keys.reference(first)) == 9
    assert not set(keys.reference(first)) & set("ILOU")


def test_jobs_survive_the_queue_as_ascii() -> None:
    hard = Submission("maya", "Zoë", "z@example.net", "z@example.net", "\x00\x0b\ufffe\U0001f49a«»")
    made = Job(MESSAGE, "0" * 32, "maya", marks=("too-fast",), submission=hard)
    assert made.dump().isascii()
    assert made.dump().isprintable()
    assert job.load(made.dump()) == made


@pytest.mark.parametrize("private", [ONE, Job(MESSAGE, "0", "maya", submission=ONE),
                                     MADE.recipients["maya"]])  # fmt: skip
def test_what_is_private_does_not_print(private: object) -> None:
    for value in ("Ada", "ada@example.net", "Hello", "maya@example.org"):
        assert value not in repr(private)


HARD = '<script>alert(1)</script> & "quotes" \'\n=?utf-8?q?x?=\nBcc: eve@example.net'


@pytest.mark.parametrize("why", ["", "not-now", "left", "away", "bounced", "crowded", "refused",
                                 "returned", "delayed", "suspected", "never-heard-of"])  # fmt: skip
def test_no_words_of_a_visitor_in_any_header(why: str) -> None:
    mine = Submission("maya", "Evil <Name>", "eve@example.net", "eve@example.net", HARD)
    mail = compose(Job(MESSAGE, "0" * 32, "intake", "maya", why, ("honeypot",), "", "", mine), MADE)
    headers = f"{mail.sender}{mail.to}{mail.subject}{mail.tags}"
    assert "Evil" not in headers
    assert "eve@" not in headers
    assert mail.reply_to in ("eve@example.net", "")
    assert mail.to == "intake@example.org"
    assert "\n" not in headers
    assert "<script" not in mail.html
    assert "Evil &lt;Name&gt;" in mail.html
    assert HARD in mail.text


def test_a_homograph_address_is_shown_in_plain_letters_too() -> None:
    mine = Submission("maya", "A", "a@аpple.example", "a@xn--pple-43d.example", "Hi")
    mail = compose(Job(MESSAGE, "0" * 32, "maya", "maya", submission=mine), MADE)
    assert "xn--pple-43d.example" in mail.text


def test_an_address_that_no_header_carries_is_answered_by_hand() -> None:
    mail = compose(
        Job(MESSAGE, "0" * 32, "maya", "maya",
            submission=Submission("maya", "A", "用户@example.net", "", "Hi")), MADE,
    )  # fmt: skip
    assert mail.reply_to == ""
    assert "by hand" in mail.text
    assert "用户@example.net" in mail.text


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://own.example"}, False),
        ({"origin": "https://own.example"}, True),
        ({"origin": "https://own.example.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"referer": "https://own.example/contact/"}, True),
        ({"referer": "https://["}, False),
        ({}, False),
    ],
)
def test_own_page(headers: dict[str, str], own: bool) -> None:
    found = screening.signals({}, headers, ("https://own.example",))
    assert ("foreign-page" not in found) == own


@pytest.mark.parametrize("seconds", ["", "abc", "-1", "nan", "9" * 40, "1e-9", "3.0", "٣"])
def test_only_a_plain_small_number_is_too_fast(seconds: str) -> None:
    headers = {"sec-fetch-site": "same-origin"}
    assert screening.signals({"seconds": seconds}, headers, ()) == ()


def test_holes_are_filled_once() -> None:
    page = Shell(f"[{token('=', 'a')}][{token('?', 'p')}x{token('=', 'b')}{token('/', 'p')}]")
    assert page.fill({"a": token("=", "b") + "<", "b": "B"}) == f"[{token('=', 'b')}&lt;][]"
    assert page.fill({"b": '"'}, {"p"}) == "[][x&quot;]"


def test_a_line_of_the_log_is_a_metric() -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        log.begin("request-1")
        log.tell("Sent", reference="7KQF-2M9D")
    line: dict[str, Any] = json.loads(out.getvalue())
    names = [one["Name"] for one in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]]
    assert names == ["Sent", "Milliseconds"]
    assert line["Sent"] == 1
    assert line["request"] == "request-1"
    with pytest.raises(ValueError, match="no metric"):
        log.tell("Something")


def test_settings_name_what_is_missing_and_hide_the_key() -> None:
    environment = {"QUEUE_URL": "q", "QUARANTINE_URL": "a", "DEAD_LETTER_URL": "d",
                   "TABLE_NAME": "t", "HASH_KEY": "secret"}  # fmt: skip
    read = Settings.read(environment)
    assert (read.client_limit, read.origins) == (5, ())
    assert "secret" not in repr(read)
    with pytest.raises(KeyError, match="HASH_KEY"):
        Settings.read({name: value for name, value in environment.items() if name != "HASH_KEY"})


def test_a_contract_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 2"):
        Contract(CONTRACT | {"version": 2}, PACIFIC)
