"""The view of a page of `content/pages/`."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from sitegen.facts import HOME, Link
from sitegen.site import Page, Prose, Site
from sitegen.views.article import ContentsEntry, contents

CONTENTS_FROM = 4
"""A table of contents pays from this many headings on."""


class PageView(NamedTuple):
    """A page; `contents` is empty when the text is short."""

    title: str
    summary: str
    html: Markup
    contents: tuple[ContentsEntry, ...]
    breadcrumbs: tuple[Link, ...]

    def filled(self, prose: Prose) -> PageView:
        """With the text in place."""
        entries = contents(prose.headings)
        shown = entries if len(entries) >= CONTENTS_FROM else ()
        return self._replace(html=prose.html, contents=shown)


def page_view(site: Site, page: Page) -> PageView:
    """Everything that a page shows but its text, which `filled` puts in."""
    return PageView(
        title=page.meta.title,
        summary=page.meta.summary,
        html=Markup(),
        contents=(),
        breadcrumbs=(HOME,),
    )
