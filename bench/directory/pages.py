"""The pages to measure: ours as the build makes it, and the same page around each peer."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.directory.corpus import ROOT, practice
from sitegen import urls
from sitegen.assets import Assets
from sitegen.directory.cards import card_for
from sitegen.directory.data import data as loaded
from sitegen.directory.listing import build
from sitegen.directory.order import in_order
from sitegen.reading import renderer
from sitegen.scripts import joined
from sitegen.shorten import shortened
from sitegen.site import Site
from sitegen.terms import Kind
from sitegen.words import DOT
from tests.js.node import node

HERE = Path(__file__).parent
INSTALLED = HERE / ".peers" / "node_modules"
PEERS = {
    "minisearch": ("minisearch", "dist/es/index.js"),
    "flexsearch": ("flexsearch", "dist/flexsearch.bundle.module.min.js"),
    "lunr": ("lunr", "lunr.min.js"),
    "fuse": ("fuse.js", "dist/fuse.min.mjs"),
    "itemsjs": ("itemsjs", "dist/index.umd.js"),
    "listjs": ("list.js", "dist/list.min.js"),
    "pagefind": ("pagefind", ""),
}
VENDORED = {"listjs": "list", "fuse": "fuse"}
CLASSIC = ("lunr", "itemsjs", "listjs")
"""Peers that are no modules."""

EVERY = ("floor", "ours", *PEERS, "hidden")


def install() -> dict[str, str]:
    """The peers from npm, once; name → version. Needs npm on the path and the network."""
    if not INSTALLED.is_dir():
        INSTALLED.parent.mkdir(exist_ok=True)
        shutil.copy(HERE / "package.json", INSTALLED.parent)
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit"]
        subprocess.run(command, cwd=INSTALLED.parent, check=True)
    return {
        name: json.loads((INSTALLED / package / "package.json").read_text())["version"]
        for name, (package, _) in PEERS.items()
    }


def write(size: int, out: Path) -> None:
    """Every page for a practice of this size, below `out`; brotli files beside all of them."""
    site = practice(size, today=dt.datetime.now(dt.UTC).date())
    assets = Assets.of(ROOT / "assets")
    built = build(site, loaded(site, assets))
    html = renderer(ROOT, site, assets).page(built.tasks[0].plan()).html
    files: dict[str, bytes] = {urls.output_path(x.url).as_posix(): x.data for x in assets.outputs()}
    files |= {file.path.as_posix(): file.data for file in built.files}
    people = [_record(one, site) for one in in_order(site.therapists, site)]
    files["bench/records.json"] = _json({"terms": _terms(site), "people": people})
    files["bench/few.json"] = _json({"people": people[:90]})
    files |= {f"bench/{path.name}": path.read_bytes() for path in (HERE / "peers").glob("*.js")}
    files["bench/cards.js"] = _cards(assets).encode()
    for name, (package, file) in PEERS.items():
        if file:
            vendored = f"bench/vendor/{VENDORED.get(name, name)}.js"
            files[vendored] = (INSTALLED / package / file).read_bytes()
    files["ours/index.html"] = html.encode()
    for name in EVERY:
        if name != "ours":
            files[f"{name}/index.html"] = _around(html, name, people, site).encode()
    for name, data in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _pagefind(people, out)
    _compress(out)


def _cards(assets: Assets) -> str:
    """Our cards and no more, for the floor."""
    making, joint = (f"js/directory/{name}.js" for name in ("making", "cards"))
    parts = ("bits", "facts", "card", "filters", "making")
    sources = dict(assets.sources)
    sources[making] = sources[making].replace(b'"./core.js"', b'"./card.js"')
    sources[joint] = "".join(f'export * from "./{part}.js";\n' for part in parts).encode()
    return shortened(joined(joint, sources), {})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _terms(site: Site) -> dict[str, Any]:
    return {
        slug: {
            "label": term.label,
            "kind": term.kind.value,
            "words": " ".join((term.label, *term.synonyms)),
        }
        for slug, term in site.terms.items()
    }


def _record(one: Any, site: Site) -> dict[str, Any]:
    card = card_for(one, site)
    return {
        "slug": card.slug,
        "name": card.name,
        "url": card.url,
        "initials": card.initials,
        "title": DOT.join(filter(None, (card.credentials, card.role, card.pronouns))),
        "availability": card.availability,
        "tone": card.tone,
        "since": f"as of {card.confirmed.words}",
        "cost": DOT.join(filter(None, (card.fee, card.sliding, card.insurance))),
        "place": card.formats,
        "works": DOT.join(link.label for link in card.specialties),
        "summary": card.summary,
        "next": card.next_label,
        "terms": list(one.terms()),
    }


def _around(html: str, name: str, people: list[dict[str, Any]], site: Site) -> str:
    """Our page with a peer's script in the place of ours."""
    html = re.sub(r'\s*<link rel="(?:modulepreload|preload)"[^>]*>', "", html)
    html = re.sub(r' data-module="directory"[^>]*', "", html)
    data = "few.json" if name == "floor" else "records.json"
    head = f'<script type="module" src="/bench/{name}.js"></script>'
    if name in CLASSIC:
        vendored = VENDORED.get(name, name)
        head = f'<script defer src="/bench/vendor/{vendored}.js"></script>{head}'
    if name == "floor":
        head += '<link rel="modulepreload" href="/bench/cards.js">'
    if name == "hidden":
        html = _all_cards(html, people, site)
    else:
        head += f'<link rel="preload" as="fetch" crossorigin href="/bench/{data}">'
    return html.replace("</head>", f"{head}</head>")


def _all_cards(html: str, people: list[dict[str, Any]], site: Site) -> str:
    """The page with everybody in it, and the filters in HTML, too."""
    start = html.index("<li", html.index("directory-list"))
    end = html.index("</ul>", start)
    model = html[start : html.index("</li>", start) + 5]
    cards = "".join(_card(model, one) for one in people)
    options = "".join(
        '<label class="directory-option">'
        f'<input type="checkbox" value="{slug}">{term.label}</label>'
        for slug, term in site.terms.items()
        if term.kind is Kind.ISSUE
    )
    fieldset = f'<fieldset class="directory-options">{options}</fieldset>'
    closed, opened = '<details class="directory-panel">', '<details class="directory-panel" open>'
    return (html[:start] + cards + html[end:]).replace(closed, opened + fieldset)


def _card(model: str, one: dict[str, Any]) -> str:
    text = re.sub(
        r'data-slug="[^"]*"',
        f'data-slug="{one["slug"]}" data-terms="{" ".join(one["terms"])}"',
        model,
    )
    for part in ("title", "cost", "place", "works", "summary"):
        text = re.sub(
            rf'(class="therapist-card-{part}">)[^<]*', lambda m, p=part: m[1] + one[p], text
        )
    return re.sub(r"(<h3[^>]*><a[^>]*>)[^<]*", lambda m: m[1] + one["name"], text)


def _pagefind(people: list[dict[str, Any]], out: Path) -> None:
    """Pagefind reads pages: one for each person."""
    folder = out / "people"
    for one in people:
        path = folder / one["slug"] / "index.html"
        path.parent.mkdir(parents=True)
        filters = "".join(f'<i data-pagefind-filter="term">{slug}</i>' for slug in one["terms"])
        path.write_text(
            f'<!doctype html><html lang="en"><title>{one["name"]}</title><body data-pagefind-body>'
            f'<h1>{one["name"]}</h1><p data-pagefind-meta="slug">{one["slug"]}</p>'
            f"<p>{one['summary']}</p>{filters}"
        )
    script = INSTALLED / "pagefind" / "lib" / "runner" / "bin.cjs"
    command = [
        node(),
        str(script),
        "--site",
        str(folder),
        "--output-path",
        str(out / "bench/pagefind"),
        "--silent",
    ]
    subprocess.run(command, check=True, capture_output=True)
    shutil.rmtree(folder)


def _compress(out: Path) -> None:
    """A brotli file beside each, as a good server has them."""
    script = (
        "const{brotliCompressSync:b,constants:c}=require('zlib'),f=require('fs');"
        "for(const n of f.readFileSync(0,'utf8').split('\\n').filter(Boolean))"
        "f.writeFileSync(n+'.br',b(f.readFileSync(n),{params:{[c.BROTLI_PARAM_QUALITY]:f.statSync(n).size<9e5?11:9}}))"
    )
    names = [str(path) for path in out.rglob("*") if path.is_file() and path.suffix != ".br"]
    subprocess.run([node(), "-e", script], input="\n".join(names), text=True, check=True)
