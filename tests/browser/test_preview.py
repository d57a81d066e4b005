"""The live preview: what an editor sees while files are saved."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import REPOSITORY, TODAY
from tests.practice import write

HARM = "content/articles/harm-reduction.md"


class Editing:
    """A practice's folder and the address at which it is served."""

    def __init__(self, root: Path, url: str) -> None:
        self.root, self.url = root, url

    def swap(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[Editing]:
    root = write(tmp_path / "practice")
    command = [
        sys.executable, "-u", "build.py", "serve", "--port", "0", "--today", TODAY,
        "--root", str(root), "--out", str(tmp_path / "site"),
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        found = None
        while not found:
            found = re.search(r"The site:\s+(http://\S+)/", server.stdout.readline())
        yield Editing(root, found[1])
        server.terminate()
        server.communicate(timeout=20)


def follow(page: Page) -> None:
    """Until the page listens."""
    page.locator("link[href*=_preview]").wait_for(state="attached")


def test_a_saved_word_is_shown_where_the_reader_was(page: Page, editing: Editing) -> None:
    page.set_viewport_size({"width": 320, "height": 500})
    page.goto(f"{editing.url}/articles/harm-reduction/")
    follow(page)
    page.evaluate("scrollTo({top: 700, behavior: 'instant'})")
    editing.swap(HARM, "a way to look", "one way to look")
    expect(page.locator("main")).to_contain_text("one way to look")
    end = time.monotonic() + 10
    while page.evaluate("scrollY") != 700 and time.monotonic() < end:
        time.sleep(0.05)
    assert page.evaluate("scrollY") == 700


def test_another_page_is_left_alone(page: Page, editing: Editing) -> None:
    page.goto(f"{editing.url}/crisis/")
    follow(page)
    page.evaluate("document.title = 'untouched'")
    editing.swap(HARM, "a way to look", "one way to look")
    editing.swap("content/pages/privacy.md", "Words about", "More words about")
    time.sleep(1)
    assert page.title() == "untouched"


def test_a_style_comes_without_loading_the_page_again(page: Page, editing: Editing) -> None:
    page.goto(f"{editing.url}/crisis/")
    follow(page)
    page.evaluate("document.title = 'untouched'")
    style = editing.root / "assets" / "css" / "blocks" / "extra.css"
    style.parent.mkdir(parents=True)
    style.write_text("h1 { color: rgb(1, 2, 3) }")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    assert page.title() == "untouched"
    expect(page.locator('link[rel="stylesheet"][href^="/assets/"]')).to_have_count(1)


def test_a_mistake_lies_over_the_page_until_it_is_mended(page: Page, editing: Editing) -> None:
    page.goto(f"{editing.url}/articles/harm-reduction/")
    editing.swap(HARM, "therapist:ana-ruiz", "therapist:ana")
    overlay = page.locator("preview-mistakes")
    expect(overlay).to_contain_text(f'{HARM}:13:15: error: there is no therapist "ana"')
    expect(overlay).to_contain_text("ana-ruiz")
    page.reload()
    expect(overlay).to_contain_text("there is no therapist")
    editing.swap(HARM, "therapist:ana)", "therapist:ana-ruiz)")
    expect(overlay).to_be_hidden()


def test_whatever_stops_a_build_is_shown_and_the_next_change_is_followed(
    page: Page, editing: Editing
) -> None:
    page.goto(f"{editing.url}/articles/harm-reduction/")
    overlay = page.locator("preview-mistakes")
    template = editing.root / "templates" / "components" / "tags.html"
    template.parent.mkdir(parents=True)
    template.write_text('{% macro tags(a) %}{{ asset("nope.svg") }}{% endmacro %}')
    expect(overlay).to_contain_text("there is no asset nope.svg")
    template.unlink()
    expect(overlay).to_be_hidden()
    foreign = editing.root.parent / "site" / "notes.txt"
    foreign.write_text("mine")
    editing.swap("content/site.yaml", "A small practice", "A tiny practice")
    expect(overlay).to_contain_text("holds files that no build wrote: notes.txt")
    foreign.unlink()
    editing.swap(HARM, "a way to look", "one way to look")
    expect(overlay).to_be_hidden()
    expect(page.locator("main")).to_contain_text("one way to look")


def test_the_site_itself_knows_nothing_of_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/")
    assert "_preview" not in page.content()
