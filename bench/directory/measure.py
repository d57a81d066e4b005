"""One page in one browser: how long from a key or a click to the paint that shows what it found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright
from playwright.sync_api import TimeoutError as TooLong

from bench.directory.server import Server

METER = Path(__file__).parent / "peers" / "meter.js"
FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-gpu",
         "--disable-sync", "--no-first-run", "--no-sandbox", "--disable-frame-rate-limit",
         "--disable-gpu-vsync", "--enable-precise-memory-info",
         "--js-flags=--expose-gc"]  # fmt: skip
WORDS = ("anxiety", "drinking", "mei", "depresion")
CHOICES = 20
OPTIONS = 5
PAUSE = 120
"""Milliseconds between interactions: eight keys a second."""

ANSWERED = 400
ANSWERED_LATE = {"pagefind": 3000}
"""Milliseconds in which an interaction changes the list, or is taken to change nothing: those who
ask a server answer later than the handler returns."""

READY = 60_000
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
"""What Lighthouse calls slow 4G."""


MEMORY = ("usedSize", "embedderHeapUsedSize", "backingStorageSize")
"""What scripts hold, what the browser holds for the page's nodes and styles, and buffers."""


@dataclass
class Sample:
    """What one page did: times in milliseconds, bytes of bodies, memory in bytes.

    `type` and `choose` are times to the paint, `typed` and `chosen` those to the page's change.
    """

    type: list[float] = field(default_factory=list)
    choose: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    chosen: list[float] = field(default_factory=list)
    ready_bytes: int = 0
    all_bytes: int = 0
    memory: int = 0
    shift: float = 0.0


def launch(playwright: Playwright) -> Browser:
    """Headless Chromium that doesn't wait for a screen's 60 frames a second."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)))
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@contextmanager
def _page(browser: Browser, throttle: float) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(path=METER)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.set_default_timeout(READY)
    try:
        yield page
    finally:
        context.close()


def sample(browser: Browser, server: Server, name: str, throttle: float) -> Sample | None:
    """Load a page, type four words and choose options; None when it isn't ready in a minute."""
    server.taken()
    with _page(browser, throttle) as page:
        page.goto(f"{server.url}/{name}/", wait_until="commit")
        try:
            page.wait_for_selector(".directory[data-ready]", state="attached")
        except TooLong:
            return None
        found = Sample()
        _quiet(page)
        page.wait_for_timeout(200)
        answered = ANSWERED_LATE.get(name, ANSWERED)
        _type(page, answered)
        _choose(page, answered)
        page.wait_for_timeout(400)
        _quiet(page)
        told = page.evaluate("gc(), measured")
        used = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")
    found.type, found.choose = told["type"], told["choose"]
    found.typed, found.chosen = told["typed"], told["chosen"]
    found.memory = sum(used[part] for part in MEMORY)
    found.shift = told["shift"]
    found.ready_bytes, found.all_bytes = told["ready"], server.taken()
    return found


def _quiet(page: Page) -> None:
    """Until nothing loads any more, or five seconds: a busy page may never be quiet."""
    with suppress(TooLong):
        page.wait_for_load_state("networkidle", timeout=5000)


def _type(page: Page, answered: float) -> None:
    page.focus(".directory-q")
    for word in WORDS:
        for letter in word:
            page.keyboard.press(letter)
            _settle(page, answered)
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        _settle(page, answered)


def _choose(page: Page, answered: float) -> None:
    inputs = page.locator(".directory-option input")
    for at in range(CHOICES):
        box = inputs.nth(at % OPTIONS).bounding_box()
        assert box
        page.mouse.click(box["x"] + 5, box["y"] + 5)
        _settle(page, answered)


def _settle(page: Page, answered: float) -> None:
    page.evaluate(f"measured.settled({answered}, {PAUSE})")


def time_to_filter(browser: Browser, server: Server, name: str) -> float | None:
    """Seconds from navigation to a working filter on a slow 4G line, CPU throttled 4×.

    The page tells: whoever asks it from outside does so every half second.
    """
    with _page(browser, 4) as page:
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", SLOW_4G)
        page.goto(f"{server.url}/{name}/", wait_until="commit")
        try:
            took = page.wait_for_function("measured.works").json_value()
        except TooLong:
            return None
        return float(took) / 1000
