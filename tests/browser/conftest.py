"""A real browser against the real local server, started as a person would start it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-gpu",
    "--disable-sync", "--no-first-run", "--no-sandbox",
]  # fmt: skip
TODAY = "2026-11-23"


def _browser_path() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = _browser_path()
    if path is None:
        words = (
            "no Chromium found, so the browser tests were skipped. Get it with your system's "
            "package manager (Debian, Ubuntu: apt install chromium) or name it in CHROMIUM=…"
        )
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    running = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample practice, served by `build.py serve`."""
    out = tmp_path_factory.mktemp("serve") / "site"
    command = [
        sys.executable,
        "build.py",
        "serve",
        "--port",
        "0",
        "--plain",
        "--out",
        str(out),
        "--today",
        TODAY,
    ]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout
        said = ""
        for line in server.stdout:
            said += line
            if match := re.search(r"The site:\s+(http://\S+)/", line):
                break
        else:
            pytest.fail(f"the local server did not start:\n{said}")
        # The function logs a line a request; a pipe that nobody reads would fill and stop it.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        yield match[1]
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile; what the page logs as an error fails the test."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors fail the test."""
    errors: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    assert errors == []


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The accessibility checker."""
    return Axe()
