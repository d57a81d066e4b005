"""Site → its pages, each as something that can be made by itself, in any order or process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sitegen import contact, urls, views
from sitegen.directory.data import Data, data
from sitegen.directory.listing import build
from sitegen.facts import Planned, Task, page_info
from sitegen.paging import paged
from sitegen.terms import record_name

if TYPE_CHECKING:
    from sitegen.asked import Name
    from sitegen.assets import Assets
    from sitegen.site import Site
    from sitegen.write import Output

_TEMPLATES_OF_PAGES = {"crisis": "crisis.html"}
"""Pages whose template shows more than their text."""


@dataclass(frozen=True)
class Plan:
    """Every page, and the files that need no template."""

    tasks: tuple[Task, ...]
    files: tuple[Output, ...]

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The tasks' names, in their order."""
        return tuple(task.name for task in self.tasks)


def plan(site: Site, assets: Assets, loaded: Callable[[], Data] | None = None) -> Plan:
    """All pages of a site in the order of the sitemap; `loaded` waits for the directory's data."""
    tasks = tuple(_tasks(site))
    listing = build(site, loaded or partial(data, site, assets))
    return Plan((*tasks, *listing.tasks), listing.files)


def text_path(kind: str, slug: str) -> str:
    """The output file of the page that shows a text."""
    return urls.output_path(_ADDRESSES[kind](slug)).as_posix()


def _tasks(site: Site) -> Iterator[Task]:
    yield Task(urls.HOME, site, _home_page)
    for number in range(1, views.articles_pages(site) + 1):
        yield Task(paged(urls.ARTICLES, number), site, _articles_page, (number,))
    for article in site.writings:
        yield _of_text("article", article.slug, site, _article_page)
    for person in site.people:
        yield _of_text("therapist", person.slug, site, _profile_page)
    for page in site.pages:
        yield _of_text("page", page.slug, site, _page)
    yield Task(urls.CONTACT, site, _contact_page)
    yield Task(urls.NOT_FOUND, site, _not_found_page)


def _of_text(kind: str, slug: str, site: Site, view: Callable[[Site, str], Planned]) -> Task:
    """The page that shows a text."""
    return Task(_ADDRESSES[kind](slug), site, view, (slug,), record_name(kind, slug))


_ADDRESSES = {"article": urls.article, "therapist": urls.therapist, "page": urls.page}


def _home_page(site: Site) -> Planned:
    words = site.practice
    info = page_info(
        site, title=words.tagline, description=words.description, path=urls.HOME, kind="home"
    )
    return Planned(info, "home.html", views.home_view(site))


def _articles_page(site: Site, number: int) -> Planned:
    about = "What we know about what brings people here, and how we work, in plain words."
    title = "Articles" + (f", page {number}" if number > 1 else "")
    path = paged(urls.ARTICLES, number)
    info = page_info(site, title=title, description=about, path=path, kind="articles")
    return Planned(info, "articles.html", views.articles_view(site, number))


def _article_page(site: Site, slug: str) -> Planned:
    article = site.article(slug)
    title, about = article.meta.title, article.meta.summary
    info = page_info(site, title=title, description=about, path=urls.article(slug), kind="article")
    view = views.article_view(site, article)
    return Planned(info, "article.html", view)


def _profile_page(site: Site, slug: str) -> Planned:
    person = site.therapist(slug)
    path, about = urls.therapist(slug), person.summary
    info = page_info(site, title=person.name, description=about, path=path, kind="profile")
    view = views.profile_view(site, person)
    return Planned(info, "profile.html", view)


def _page(site: Site, slug: str) -> Planned:
    page = site.page(slug)
    title, about = page.meta.title, page.meta.summary
    info = page_info(site, title=title, description=about, path=urls.page(slug), kind="page")
    template = _TEMPLATES_OF_PAGES.get(slug, "page.html")
    return Planned(info, template, views.page_view(site, page))


def _contact_page(site: Site) -> Planned:
    words = f"Write to a therapist of {site.practice.name}, or to all of us."
    info = page_info(site, title="Contact us", description=words, path=urls.CONTACT, kind="contact")
    return Planned(info, "contact.html", contact.contact_view(site))


def _not_found_page(site: Site) -> Planned:
    lost = "There is nothing at this address. From here you find everything."
    info = page_info(
        site, title="This page isn’t here", description=lost, path=urls.NOT_FOUND,
        kind="not-found",
    )  # fmt: skip
    return Planned(info, "not-found.html", None)
