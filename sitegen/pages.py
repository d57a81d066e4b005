"""Site → its pages, each as something that can be made by itself, in any order or process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen import contact, urls, views
from sitegen.directory.listing import build
from sitegen.facts import Planned, Task, page_info
from sitegen.paging import paged
from sitegen.terms import FOLDERS

if TYPE_CHECKING:
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


def plan(site: Site, assets: Assets) -> Plan:
    """All pages of a site in the order of the sitemap."""
    listing = build(site, assets)
    return Plan((*_tasks(site), *listing.tasks), listing.files)


def text_name(kind: str, slug: str) -> str:
    """The file whose text a page shows, as `Planned.text` names it."""
    return f"{FOLDERS[kind]}/{slug}{'.yaml' if kind == 'therapist' else '.md'}"


def text_path(kind: str, slug: str) -> str:
    """The output file of the page that shows a text."""
    address = urls.article(slug) if kind == "article" else urls.page(slug)
    return urls.output_path(address).as_posix()


def _tasks(site: Site) -> Iterator[Task]:
    practice = site.practice

    def task(
        path: str, title: str, description: str, kind: str, view: Callable[[], Any],
        template: str = "", text: str = "",
    ) -> Task:  # fmt: skip
        def plan() -> Planned:
            info = page_info(site, title=title, description=description, path=path, kind=kind)
            return Planned(info, template or f"{kind}.html", view(), text)

        return Task(path, plan)

    yield task(
        urls.HOME, practice.tagline, practice.description, "home", partial(views.home_view, site)
    )
    articles = "What we know about what brings people here, and how we work, in plain words."
    for number in range(1, views.articles_pages(site) + 1):
        title = "Articles" + (f", page {number}" if number > 1 else "")
        list_view = partial(views.articles_view, site, number)
        yield task(paged(urls.ARTICLES, number), title, articles, "articles", list_view)
    for article in site.articles:
        meta, text = article.meta, text_name("article", article.slug)
        article_view = partial(views.article_view, site, article)
        path = urls.article(article.slug)
        yield task(path, meta.title, meta.summary, "article", article_view, text=text)
    for person in site.therapists:
        text = text_name("therapist", person.slug)
        profile_view = partial(views.profile_view, site, person)
        path = urls.therapist(person.slug)
        yield task(path, person.name, person.summary, "profile", profile_view, text=text)
    for page in site.pages:
        template = _TEMPLATES_OF_PAGES.get(page.slug, "page.html")
        text = text_name("page", page.slug)
        page_view = partial(views.page_view, site, page)
        path, about = urls.page(page.slug), page.meta
        yield task(path, about.title, about.summary, "page", page_view, template, text)
    words = f"Write to a therapist of {practice.name}, or to all of us."
    contact_view = partial(contact.contact_view, site)
    yield task(urls.CONTACT, "Contact us", words, "contact", contact_view)
    lost = "There is nothing at this address. From here you find everything."
    yield task(urls.NOT_FOUND, "This page isn’t here", lost, "not-found", lambda: None)
