"""Every generator that is measured: how it is told its content, how it is run, what it can't do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench.build import convert
from bench.build.articles import Article
from bench.build.convert import File
from bench.build.corpus import Corpus, Person
from bench.build.install import BIN, HUGO, MODULES, NODE
from bench.directory.corpus import ROOT

TODAY = "2026-11-23"
_OURS = [sys.executable, str(ROOT / "build.py")]
_QUIET = {
    "ASTRO_TELEMETRY_DISABLED": "1", "NO_UPDATE_NOTIFIER": "1", "HUGO_CACHEDIR": "/nonexistent",
    "PYTHONDONTWRITEBYTECODE": "",
}  # fmt: skip
"""Nothing asks the network; Hugo's cache of downloads has nowhere to be."""


@dataclass(frozen=True)
class Peer:
    """A generator. Its folder below `peers/` is copied, then content is written into it.

    `page` and `profile` are where the pages of an article and of a person come out; `kept` is
    what a clean build must not find; `again` is the command where a first build is there.
    """

    name: str
    label: str
    convert: Callable[[Article | Person], File]
    build: list[str]
    base: str
    out: str = "out"
    kept: tuple[str, ...] = ()
    again: list[str] | None = None
    serve: list[str] | None = None
    about: str = ""
    blind_to_templates: bool = False
    extra: Callable[[Corpus], Iterable[File]] = lambda _: ()
    environment: dict[str, str] = field(default_factory=lambda: _QUIET)

    @property
    def after(self) -> list[str]:
        """The command for a build after the first."""
        return self.again or self.build


def _ours(name: str, label: str, base: str, about: str) -> Peer:
    command = [*_OURS, "build", "--root", ".", "--out", "out", "--today", TODAY]
    serve = [*_OURS, "serve", "--root", ".", "--out", "out", "--today", TODAY, "--port", "{port}"]
    return Peer(name, label, convert.ours, command, base, kept=(".cache", "dist"),
                serve=serve, about=about)  # fmt: skip


_ELEVENTY = [NODE, str(MODULES / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet"]
_ASTRO = [NODE, str(MODULES / "astro" / "bin" / "astro.mjs")]

EVERY = {
    peer.name: peer
    for peer in (
        _ours(
            "ours",
            "**ours**, minimal templates",
            "templates/base.html",
            "Everything, and more than the peers: it validates every record and link, joins and "
            "fingerprints the assets, checks the built output (links, anchors, titles, leaked "
            "addresses), writes the directory's data for its script and pages its lists at 30.",
        ),
        _ours(
            "ours-real",
            "**ours**, the real templates",
            "templates/base.html",
            "The same with the templates that users get: a page has several times the HTML.",
        ),
        Peer(
            "hugo",
            "Hugo",
            convert.yaml_front("content"),
            [HUGO, "--quiet", "-d", "out"],
            "layouts/_default/baseof.html",
            kept=("resources", ".hugo_build.lock"),
            serve=[
                HUGO,
                "server",
                "--port",
                "{port}",
                "--bind",
                "127.0.0.1",
                "--disableLiveReload=false",
            ],
            about="Everything. A second build does all of the first again.",
        ),
        Peer(
            "eleventy",
            "Eleventy",
            convert.yaml_front("content"),
            _ELEVENTY,
            "_includes/base.njk",
            serve=[*_ELEVENTY, "--serve", "--port={port}"],
            about="Everything, with markdown-it, markdown-it-anchor, markdown-it-footnote; the "
            "table of contents is a filter over the headings. A second build does all of the "
            "first again.",
        ),
        Peer(
            "astro",
            "Astro",
            convert.yaml_front("content"),
            [*_ASTRO, "build"],
            "src/layouts/Base.astro",
            kept=(".astro", ".cached"),
            about="Everything, with its content collections, @astrojs/rss and @astrojs/sitemap; "
            "its content layer keeps unchanged entries' parsed text.",
        ),
        Peer(
            "pelican",
            "Pelican",
            convert.pelican,
            [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o", "out", "-q"],
            "theme/templates/base.html",
            kept=("cache",),
            about="Everything; people are articles of a category of their own, the sitemap is a "
            "template, the table of contents is Python-Markdown's. Its cache of read files is "
            "on; it writes every page each time.",
        ),
        Peer(
            "mkdocs",
            "MkDocs",
            convert.yaml_front("docs"),
            [str(BIN / "mkdocs"), "build", "-q", "-d", "out"],
            "theme/base.html",
            blind_to_templates=True,
            again=[str(BIN / "mkdocs"), "build", "-q", "-d", "out", "--dirty"],
            about="Articles with table of contents, profiles, the sitemap. Without plugins it has "
            "no directory made from records, no term pages and no feed. `--dirty` builds only "
            "files that are newer than their page: an edit of a template changes nothing, and "
            "neither do lists follow, so its template edit is a whole build.",
        ),
        Peer(
            "nikola",
            "Nikola",
            convert.nikola,
            [str(BIN / "nikola"), "build", "-q"],
            "themes/bench/templates/base.tmpl",
            kept=("cache", ".doit.db.bak", ".doit.db.dat", ".doit.db.dir"),
            about="Everything; term pages are its tags, and each has a feed of its own, too.",
        ),
        Peer(
            "lektor",
            "Lektor",
            convert.lektor,
            [str(BIN / "lektor"), "build", "-O", "out"],
            "templates/base.html",
            about="Articles, profiles, the directory, the sitemap as a template. Without plugins "
            "it has no table of contents, no typographic quotes, no term pages and no feed.",
        ),
    )
}
