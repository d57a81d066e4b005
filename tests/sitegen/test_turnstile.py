"""The option against programs on the built pages: off, no page asks anybody else for anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contact_lambda.turnstile import SITE
from sitegen import pipeline, reading, urls
from sitegen.package import write_private
from sitegen.serve import POLICY, Local
from sitegen.site import Site
from tests import practice

KEY = "0x4AAAAAAATESTKEY"
LOADED = re.compile(
    r'<(?:script|img|iframe|source|video|link rel="(?!canonical)[^"]*")[^>]*'
    r'(?:src|href)="(http[^"]+)"'
)


def written(folder: Path, key: str) -> Path:
    line = f'turnstile: "{key}"\n' if key else ""
    return practice.write(folder, {"content/site.yaml": practice.SITE + line})


def pages(folder: Path, key: str) -> dict[str, str]:
    """Every page of the built and checked site, and those that the function answers with."""
    root, out = written(folder / "practice", key), folder / "out"
    pipeline.build(root, out)
    site, assets, _ = reading.read_site(root)
    write_private(site, reading.renderer(root, site, assets), folder / "private")
    found = [*out.rglob("*.html"), *(folder / "private" / "pages").iterdir()]
    return {str(path.relative_to(folder)): path.read_text() for path in found}


def test_off_no_page_asks_another_site_for_anything(tmp_path: Path) -> None:
    for name, page in pages(tmp_path, "").items():
        assert LOADED.findall(page) == [], name
        assert "turnstile" not in page, name


def test_on_only_pages_with_the_form_load_it(tmp_path: Path) -> None:
    with_form = 0
    for name, page in pages(tmp_path, KEY).items():
        has_form = 'class="contact-form"' in page
        with_form += has_form
        assert LOADED.findall(page) == ([urls.TURNSTILE_SCRIPT] if has_form else []), name
        assert (f'data-sitekey="{KEY}"' in page) == has_form, name
    assert with_form >= 4  # the contact page, two profiles, and the form shown again


@pytest.mark.parametrize("key", ["", KEY])
def test_the_local_server_allows_what_the_pages_need(tmp_path: Path, key: str) -> None:
    site: Site = reading.read_site(written(tmp_path, key))[0]
    local = Local(tmp_path, tmp_path, None, "http://127.0.0.1:1", site=site)
    policy = dict(part.strip().split(" ", 1) for part in local.policy().split(";"))
    if key:
        assert policy["script-src"] == f"'self' {urls.TURNSTILE}"
        assert policy["frame-src"] == urls.TURNSTILE
    else:
        assert local.policy() == POLICY


def test_both_ends_mean_the_same_site() -> None:
    assert SITE == urls.TURNSTILE
