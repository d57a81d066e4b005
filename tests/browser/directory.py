"""What the directory's browser tests share: opening it on the day of the build, and reading it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Page, Route

from sitegen.reading import read_site
from sitegen.site import Site

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)


def sample() -> Site:
    """The sample practice, as the served site was built from it."""
    return read_site(ROOT, today=TODAY)[0]


FOUR = "shortlist=maya-lindqvist,ben-castellano,grace-kim,hannah-osei"
"""A fragment with as many people on the shortlist as it holds."""


class Directory:
    """The directory in a page."""

    def __init__(self, page: Page, site_url: str) -> None:
        self.page = page
        self.url = f"{site_url}/therapists/"

    def open(self, fragment: str = "", *, day: dt.date = TODAY) -> None:
        """Go there anew with this fragment, on this day, and wait until everything is loaded."""
        self.page.clock.set_fixed_time(f"{day.isoformat()}T20:00:00Z")
        self.page.goto("about:blank")
        self.page.goto(self.url + (f"#{fragment}" if fragment else ""))
        self.loaded()

    def shows_at_once(self, number: int) -> None:
        """From now on, pages come with this many people at once, as in a larger practice."""

        def fewer(route: Route) -> None:
            answer = route.fetch()
            page = re.sub(r'data-page-size="\d+"', f'data-page-size="{number}"', answer.text())
            before, *cards, model = re.split('(?=<li [^>]*class="therapist-card")', page)
            after = cards[-1].partition("</li>")[2]
            route.fulfill(response=answer, body="".join((before, *cards[:number], after, model)))

        self.page.route(self.url, fewer)

    def focused(self) -> str:
        """What has the focus: its class, or its tag without one."""
        return str(self.page.evaluate("(a => a.className || a.tagName)(document.activeElement)"))

    def loaded(self) -> None:
        """Until everything is loaded and works."""
        self.page.wait_for_selector('.directory[data-ready="all"]:not(:has([data-waits]:disabled))')
        self.rest()

    def back(self) -> None:
        """Go back, and wait until the page shows that state."""
        self.page.go_back()
        self.rest()

    def forward(self) -> None:
        """Go forward, and wait until the page shows that state."""
        self.page.go_forward()
        self.rest()

    def names(self) -> list[str]:
        """The names on the list of those who certainly fit."""
        return self._names(".directory-list")

    def maybes(self) -> list[str]:
        """The names of those whose record leaves something open."""
        return self._names(".directory-maybe-list")

    def _names(self, within: str) -> list[str]:
        self.rest()
        return self.page.locator(f"{within} .therapist-card-name").all_text_contents()

    def texts(self) -> list[str]:
        """What the cards on the list say, but for reasons; those too far to be rendered, too."""
        self.rest()
        words = """(all) => all.map((one) => [...one.children]
          .filter((part) => !part.matches(".therapist-card-why"))
          .map((part) => part.textContent).join("|"))"""
        return list(self.page.locator(".directory-list > *").evaluate_all(words))

    def rest(self) -> None:
        """Until the page shows all of the last choice: what follows the first paint, too.

        The mark is set in the event itself, so it can't be looked for too early.
        """
        self.page.wait_for_selector(".directory:not([data-busy])", state="attached")

    def reaches(self, fragment: str) -> None:
        """Wait until the address tells this state: it follows typing after a while."""
        self.page.wait_for_url(lambda url: unquote(url.partition("#")[2]) == fragment)

    def fragment(self) -> str:
        """The state in the address."""
        return str(self.page.evaluate("decodeURIComponent(location.hash.slice(1))"))

    def reveal(self, facet: str) -> None:
        """Open a facet's options."""
        panel = self.page.locator(".directory-panel")
        if panel.get_attribute("open") is None:
            panel.locator("> summary").click()
        box = self.page.locator(f'[data-facet="{facet}"]')
        if box.get_attribute("open") is None:
            box.locator("> summary").click()
        box.locator("input").first.wait_for()

    def choose(self, facet: str, slug: str) -> None:
        """Click an option."""
        self.reveal(facet)
        self.page.locator(f'[data-facet="{facet}"] input[value="{slug}"]').click()
        self.rest()

    def numbers(self, facet: str) -> dict[str, int]:
        """The number beside each option of a facet."""
        self.reveal(facet)
        lines = self.page.locator(f'[data-facet="{facet}"] .directory-option')
        return {
            str(line.locator("input").get_attribute("value")): int(
                line.locator(".directory-count").inner_text()
            )
            for line in lines.all()
        }

    def heading(self) -> int:
        """The number that the list's heading tells."""
        self.rest()
        found = re.match(r"[\d,]+", self.page.locator(".directory-number").inner_text())
        return int(found[0].replace(",", "")) if found else 0

    def search(self, words: str) -> None:
        """Type into the search box."""
        self.page.locator(".directory-q").fill(words)
        self.rest()
