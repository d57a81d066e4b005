"""The option against programs in a browser: asked for only on the form's pages, stopping nobody.

Cloudflare isn't asked: its script is a stand-in that does what the real one does to a form, and
the function has no secret to verify a token with; how it does is tested with the function.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests import practice
from tests.browser.conftest import REPOSITORY, TODAY
from tests.browser.test_contact import expect_mails, expect_receipt, fill_in, send

ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")
WIDGET = """
for (const place of document.querySelectorAll(".cf-turnstile")) {
  place.innerHTML = '<input type="hidden" name="cf-turnstile-response" value="a-token">';
}
"""


@pytest.fixture(scope="module")
def guarded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small practice that switched it on, served as a person would."""
    folder = tmp_path_factory.mktemp("guarded")
    site = practice.SITE + 'turnstile: "0x4AAAAAAATESTKEY"\n'
    root = practice.write(folder / "practice", {"content/site.yaml": site})
    command = [sys.executable, "build.py", "serve", "--root", str(root), "--port", "0",
               "--plain", "--out", str(folder / "site"), "--today", TODAY]  # fmt: skip
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    environment.pop("TURNSTILE_SECRET", None)
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout
        lines = iter(server.stdout.readline, "")
        found = next(match for line in lines if (match := re.search(r"(http://\S+)/$", line)))
        threading.Thread(target=server.stdout.read, daemon=True).start()
        yield found[1]
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the page asked other sites for; a stand-in answers."""
    found: list[str] = []

    def answer(route: Route, request: Request) -> None:
        found.append(request.url)
        route.fulfill(content_type="text/javascript", body=WIDGET)

    page.route(ELSEWHERE, answer)
    return found


def test_the_widgets_token_goes_with_the_message(
    page: Page, guarded_url: str, asked: list[str]
) -> None:
    page.goto(f"{guarded_url}/contact/")
    expect(page.locator("[name=cf-turnstile-response]")).to_have_value("a-token")
    assert asked == ["https://challenges.cloudflare.com/turnstile/v0/api.js"]
    fill_in(page)
    with page.expect_request(lambda one: one.method == "POST") as posted:
        send(page)
    assert "cf-turnstile-response=a-token" in str(posted.value.post_data)
    expect_mails(page, guarded_url, expect_receipt(page), 1)


def test_without_the_script_a_message_gets_through(page: Page, guarded_url: str) -> None:
    page.route(ELSEWHERE, lambda route: route.abort())
    page.goto(f"{guarded_url}/contact/")
    fill_in(page, "No widget came")
    send(page)
    expect_mails(page, guarded_url, expect_receipt(page), 1)


def test_pages_without_the_form_ask_nobody(page: Page, guarded_url: str, asked: list[str]) -> None:
    for path in ("/", "/crisis/", "/articles/"):
        page.goto(f"{guarded_url}{path}", wait_until="networkidle")
    assert asked == []


def test_off_no_page_asks_anybody(page: Page, site_url: str, asked: list[str]) -> None:
    for path in ("/", "/contact/", "/therapists/", "/therapists/maya-lindqvist/"):
        page.goto(f"{site_url}{path}", wait_until="networkidle")
    assert asked == []
