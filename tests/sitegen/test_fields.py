"""The kinds of values that records hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import EmailStr, TypeAdapter, ValidationError

from sitegen.fields import Email, known_time_zone

OURS, LIBRARY = TypeAdapter(Email), TypeAdapter(EmailStr)
LABEL = st.text("aZ09-_.é", max_size=66)


def judged(by: TypeAdapter[str], written: str) -> tuple[str, str]:
    try:
        return by.validate_python(written), ""
    except ValidationError as refused:
        return "", refused.errors()[0]["msg"]


def agree(written: str) -> None:
    assert judged(OURS, written) == judged(LIBRARY, written)


@pytest.mark.parametrize(
    "written",
    ["ana@Two-Doors.Example", "a.b+c@x.ORG", "a@b.test", "a..b@c.org", "A <a@b.org>", "a@b",
     "é@x.fr", f"{'a' * 64}@b.org", f"{'a' * 65}@b.org", "", "a@b.org\n"],
)  # fmt: skip
def test_addresses_are_judged_as_the_library_does(written: str) -> None:
    agree(written)


@given(
    st.text("aZ09_+-.\"' ", max_size=70),
    st.lists(LABEL, max_size=4),
    st.sampled_from(["com", "org", "uk", "xx", "test", "invalid", "local", "arpa", "c", "example"]),
)
def test_any_address_is_judged_as_the_library_does(
    local: str, labels: list[str], ending: str
) -> None:
    agree(f"{local}@{'.'.join([*labels, ending])}")


def test_plain_addresses_need_no_library() -> None:
    code = (
        "import sys; from pydantic import TypeAdapter; from sitegen.fields import Email; "
        "TypeAdapter(Email).validate_python('a@b.org'); assert 'email_validator' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_every_zone_of_the_database_is_known() -> None:
    assert all(known_time_zone(name) == name for name in available_timezones())


@pytest.mark.parametrize(
    "name",
    ["", "america/new_york", "America", "America/", "America/New York", "America/New_York/",
     "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC", "posix/UTC", "right/UTC", "posixrules",
     "zone.tab", "tzdata.zi", "Mars/Base", "America.Indiana/Knox", "UTC\0"],
)  # fmt: skip
def test_other_names_are_no_zones(name: str) -> None:
    assert name not in available_timezones()
    with pytest.raises(ValueError, match="tz database"):
        known_time_zone(name)
