"""Site → output files. Pure: the same Site gives the same bytes. Only this knows Jinja."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from sitegen import contact, directory, urls, views
from sitegen.assets import Assets
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.site import Article, Site
from sitegen.views import Planned
from sitegen.write import Output

_TEMPLATES_OF_PAGES = {"crisis": "crisis.html"}
"""Pages whose template shows more than their text."""

_HIDDEN_FROM_SITEMAP = {"not-found"}


class Renderer:
    """Renders one site; `outputs` gives every file of it.

    `templates` are searched in their order, so that a practice's own come before ours.
    """

    def __init__(self, site: Site, assets: Assets, templates: list[Path]) -> None:
        self.site = site
        self.assets = assets
        self.jinja = _environment(site, assets, templates)

    def outputs(self) -> Iterator[Output]:
        """Every file of the site: pages, the files for machines, the assets."""
        listing = directory.build(self.site, self.assets)
        pages = [*self._pages(), *listing.pages]
        for page in pages:
            yield _file(page.info.path, self.page(page))
        yield from self._machine_files(pages)
        yield from listing.files
        for asset in self.assets.outputs():
            yield Output(urls.output_path(asset.url), asset.data)

    def page(self, page: Planned) -> str:
        """The HTML of one page."""
        try:
            return self.jinja.get_template(page.template).render(page=page.info, view=page.view)
        except TemplateError as error:
            raise MistakesFound([_template_problem(error, page.template)]) from error

    def _pages(self) -> Iterator[Planned]:
        site = self.site
        plan = partial(_plan, site)
        practice = site.practice
        yield plan(urls.HOME, practice.tagline, practice.description, "home", views.home_view(site))
        articles = "What we know about what brings people here, and how we work, in plain words."
        yield plan(urls.ARTICLES, "Articles", articles, "articles", views.articles_view(site))
        for article in site.articles:
            meta, view = article.meta, views.article_view(site, article)
            yield plan(urls.article(article.slug), meta.title, meta.summary, "article", view)
        for person in site.therapists:
            view_of = views.profile_view(site, person)
            yield plan(urls.therapist(person.slug), person.name, person.summary, "profile", view_of)
        for page in site.pages:
            template = _TEMPLATES_OF_PAGES.get(page.slug, "page.html")
            view_of_page = views.page_view(site, page)
            path, meta_of = urls.page(page.slug), page.meta
            yield plan(path, meta_of.title, meta_of.summary, "page", view_of_page, template)
        words = f"Write to a therapist of {practice.name}, or to all of us."
        yield plan(urls.CONTACT, "Contact us", words, "contact", contact.contact_view(site))
        lost = "There is nothing at this address. From here you find everything."
        yield plan(urls.NOT_FOUND, "This page isn’t here", lost, "not-found", None)

    def _machine_files(self, pages: list[Planned]) -> Iterator[Output]:
        site = self.site
        listed = [page for page in pages if page.info.kind not in _HIDDEN_FROM_SITEMAP]
        reviewed = {urls.article(a.slug): a.meta.last_reviewed for a in site.articles}
        files: list[tuple[str, dict[str, Any]]] = [
            (urls.SITEMAP, {"pages": listed, "reviewed": reviewed}),
            (urls.FEED, {"entries": [_entry(site, article) for article in site.articles]}),
            (urls.ROBOTS, {}),
        ]
        for address, context in files:
            name = urls.output_path(address).as_posix()
            yield _file(address, self.jinja.get_template(name).render(**context))


def _environment(site: Site, assets: Assets, folders: list[Path]) -> Environment:
    """Jinja in which every value is escaped, and a name that doesn't exist is an error."""
    jinja = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.globals.update(
        practice=views.practice_view(site),
        asset=assets.url,
        urls=urls,
        today=site.today,
        contact_form_for=partial(contact.contact_form, site),
    )
    return jinja


def _template_problem(error: TemplateError, template: str) -> Problem:
    """Where in a template the mistake is: a syntax error knows, another left its trace."""
    name, line = getattr(error, "name", None) or template, getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace and line is None:
        if trace.tb_frame.f_code.co_filename.endswith((".html", ".xml", ".txt")):
            path = Path(trace.tb_frame.f_code.co_filename)
            name, found = path.name, trace.tb_lineno
            line = found if trace.tb_next is None else None
            if trace.tb_next and "jinja2" in trace.tb_next.tb_frame.f_code.co_filename:
                line = found
        trace = trace.tb_next
    return Problem(Place(f"templates/{name}", line or 1), f"this template doesn't work: {error}")


def _plan(
    site: Site, path: str, title: str, description: str, kind: str, view: Any, template: str = ""
) -> Planned:
    info = views.page_info(site, title=title, description=description, path=path, kind=kind)
    return Planned(info, template or f"{kind}.html", view)


def _file(address: str, text: str) -> Output:
    return Output(urls.output_path(address), text.encode())


def _entry(site: Site, article: Article) -> dict[str, Any]:
    """An entry of the Atom feed (RFC 4287): times are midnight where the practice is."""
    meta = article.meta
    zone = ZoneInfo(site.practice.time_zone)

    def moment(day: dt.date) -> str:
        return dt.datetime.combine(day, dt.time(), zone).isoformat()

    return {
        "title": meta.title,
        "summary": meta.summary,
        "url": site.practice.url.rstrip("/") + urls.article(article.slug),
        "author": site.therapist_by_slug[meta.author].name,
        "published": moment(meta.published),
        "updated": moment(meta.last_reviewed),
    }
