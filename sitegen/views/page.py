"""The view of a page of `content/pages/`."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from sitegen.facts import HOME, Link
from sitegen.site import Page, Site
from sitegen.views.article import ContentsEntry, contents

CONTENTS_FROM = 4
"""A table of contents pays from this many headings on."""


@dataclass(frozen=True)
class PageView:
    """A page; `contents` is empty when the text is short."""

    title: str
    summary: str
    html: Markup
    contents: tuple[ContentsEntry, ...]
    breadcrumbs: tuple[Link, ...]


def page_view(site: Site, page: Page) -> PageView:
    """Everything that a page shows."""
    entries = contents(page.prose.headings)
    return PageView(
        title=page.meta.title,
        summary=page.meta.summary,
        html=page.prose.html,
        contents=entries if len(entries) >= CONTENTS_FROM else (),
        breadcrumbs=(HOME,),
    )
