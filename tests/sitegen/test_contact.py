"""The form, the recipients contract and the function's package, from one small practice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.directory.corpus import practice as large_practice
from sitegen import pipeline, reading
from sitegen.contact import MANY, choices, contact_form, contact_view
from sitegen.package import PAGES, package
from sitegen.recipients import recipients, to_json, zone_data
from sitegen.render import Renderer
from sitegen.site import Site
from tests import practice

MARK = re.compile("[\ue000\ue001]")


@pytest.fixture(scope="module")
def site_and_renderer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Renderer]:
    root = practice.write(tmp_path_factory.mktemp("practice"))
    site, assets, _ = reading.read_site(root)
    return site, reading.renderer(root, site, assets)


@pytest.fixture(scope="module")
def site(site_and_renderer: tuple[Site, Renderer]) -> Site:
    return site_and_renderer[0]


def test_everybody_is_in_the_group_of_their_openness(site: Site) -> None:
    form = contact_form(choices(site), selected=None)
    groups = {group.label: [one.value for one in group.options] for group in form.groups}
    assert groups == {"Taking new people": ["ana-ruiz"], "Not taking new people": ["bo-lind"]}


@pytest.mark.parametrize(("selected", "picked"), [(None, "intake"), ("bo-lind", "bo-lind")])
def test_one_choice_is_picked(site: Site, selected: str | None, picked: str) -> None:
    form = contact_form(choices(site), selected=selected)
    every = [form.anybody, *(one for group in form.groups for one in group.options)]
    assert [one.value for one in every if one.chosen] == [picked]


def test_a_contact_label_is_on_the_button(site: Site) -> None:
    assert (
        contact_form(choices(site), selected="ana-ruiz", label="Write to Ana").button
        == "Write to Ana"
    )


def test_the_contract_has_who_gets_mail_and_nothing_else_private(site: Site) -> None:
    contract = recipients(site)
    assert contract["version"] == 1
    assert contract["intake"]["email"] == "intake@two-doors.example"
    assert contract["recipients"]["bo-lind"] == {
        "name": "Bo Lind",
        "email": "bo-private@two-doors.example",
        "status": "not-now",
    }
    assert contract["holidays"] == ["2026-12-25"]
    assert contract["hours"] == [{"days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "17:00"}]


def test_the_contract_is_ascii_and_the_same_twice(site: Site) -> None:
    text = to_json(recipients(site))
    assert text.isascii()
    assert text == to_json(recipients(site))
    assert json.loads(text) == recipients(site)


def test_the_zone_is_a_zone_file() -> None:
    assert zone_data("America/New_York").startswith(b"TZif")


def test_the_package_has_all_that_runs_and_pages_with_holes(
    site_and_renderer: tuple[Site, Renderer], tmp_path: Path
) -> None:
    package(*site_and_renderer, tmp_path)
    private = tmp_path / "contact_lambda" / "private"
    assert (tmp_path / "contact_lambda" / "handler.py").is_file()
    assert (tmp_path / "email_validator" / "__init__.py").is_file()
    assert not list(tmp_path.rglob("__pycache__"))
    assert json.loads((private / "recipients.json").read_text())["version"] == 1
    assert {path.stem for path in (private / "pages").iterdir()} == set(PAGES)
    for path in (private / "pages").iterdir():
        assert MARK.search(path.read_text()), path.name
        assert "private@" not in path.read_text()


def test_the_package_is_small_and_the_same_twice(
    site_and_renderer: tuple[Site, Renderer], tmp_path: Path
) -> None:
    one = package(*site_and_renderer, tmp_path / "one").read_bytes()
    leftover = tmp_path / "one" / "contact_lambda" / "old.py"
    leftover.touch()
    again = package(*site_and_renderer, tmp_path / "one").read_bytes()
    two = package(*site_and_renderer, tmp_path / "two").read_bytes()
    assert not leftover.exists()
    assert one == again == two
    assert len(one) < 1_000_000


def test_the_package_runs_from_itself_alone(
    site_and_renderer: tuple[Site, Renderer], tmp_path: Path
) -> None:
    """In a process that finds nothing of ours but the package, and boto3 as on Lambda."""
    package(*site_and_renderer, tmp_path)
    check = (
        "import sys, importlib.abc\n"
        "class Missing(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name.split('.')[0] in ('dns', 'pydantic', 'sitegen', 'jinja2'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "import contact_lambda.handler, email_validator\n"
        "assert contact_lambda.__file__.startswith(sys.argv[1])\n"
        "assert email_validator.__file__.startswith(sys.argv[1])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", check, str(tmp_path)],
        env={"PYTHONPATH": str(tmp_path)}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_the_function_understands_the_package(
    site_and_renderer: tuple[Site, Renderer], tmp_path: Path
) -> None:
    """The contract's other end: what the build wrote, the function reads."""
    from contact_lambda.aws import Clients
    from contact_lambda.handler import Function
    from contact_lambda.settings import Settings

    package(*site_and_renderer, tmp_path)
    settings = Settings.read(
        dict.fromkeys(("QUEUE_URL", "QUARANTINE_URL", "DEAD_LETTER_URL", "TABLE_NAME"), "x")
        | {"HASH_KEY": "k", "PRIVATE_FOLDER": str(tmp_path / "contact_lambda" / "private")}
    )
    event = {
        "requestContext": {"http": {"method": "POST", "sourceIp": "203.0.113.1"}},
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "body": "recipient=ana-ruiz&message=%3Cb%3Ekept%3C%2Fb%3E",
    }
    answer = Function(settings, Clients()).handle(event)
    assert answer["statusCode"] == 422
    assert "&lt;b&gt;kept&lt;/b&gt;</textarea>" in answer["body"]
    assert '<option value="ana-ruiz" selected>' in answer["body"]
    assert not MARK.search(answer["body"])


def test_no_hole_and_no_address_is_in_a_static_page(tmp_path: Path) -> None:
    pipeline.build(practice.write(tmp_path / "practice"), tmp_path / "site")
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text()
        assert not MARK.search(text), page
        assert "private@" not in text, page


def test_a_large_practice_names_everybody_on_the_contact_page_only() -> None:
    site = large_practice(MANY + 1)
    assert sum(len(group.options) for group in contact_view(site).form.groups) == MANY + 1
    short = choices(site)
    form = contact_form(short, selected=None)
    assert (form.groups, form.whole) == ((), False)
    form = contact_form(short, selected="ana-ruiz", who="Ana Ruiz, LCSW")
    options = [option for group in form.groups for option in group.options]
    assert [(one.value, one.label, bool(one.chosen)) for one in options] == [
        ("ana-ruiz", "Ana Ruiz, LCSW", True)
    ]
