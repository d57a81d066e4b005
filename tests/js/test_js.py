"""Runs the scripts' tests in Node, which comes with Playwright: nothing else has to be installed.

The directory's tests read practices that the build's own code made, so that what Python packs and
what JavaScript unpacks are tested against each other.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bench.directory.corpus import ROOT, practice
from sitegen.assets import Assets
from sitegen.directory.data import data
from sitegen.directory.facets import affordable, licensed_in, office_state
from sitegen.directory.order import in_order
from sitegen.models import Therapist
from sitegen.scripts import joined
from sitegen.shorten import shortened
from sitegen.site import Site
from sitegen.terms import Kind
from tests.js.node import node

HERE = Path(__file__).parent
SIZES = (0, 1, 5, 33, 300)


@pytest.fixture(scope="module")
def practices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practices")
    for size in SIZES:
        (folder / f"{size}.json").write_text(json.dumps(dump(practice(size))), encoding="utf-8")
    return folder


def dump(site: Site) -> dict[str, Any]:
    """What the browser gets, and the same people told plainly for the tests' naive model."""
    files = data(site, Assets.of(ROOT / "assets")).files
    facts, *others = [json.loads(file.data) for file in files]
    later, texts = (others[0], others[1:]) if "later" in facts else (None, others)
    return {
        "facts": facts,
        "later": later,
        "texts": texts,
        "people": [told(one, site) for one in site.therapists],
        "order": [one.slug for one in in_order(site.therapists, site)],
        "limits": {one["slug"]: one.get("limit") for one in facts["fees"]},
    }


def told(one: Therapist, site: Site) -> dict[str, Any]:
    """A person in plain words, without bits and columns."""
    kinds: dict[str, list[str]] = {kind.value: [] for kind in Kind}
    for slug in one.terms():
        kinds[site.terms[slug].kind.value].append(slug)
    return kinds | {
        "slug": one.slug,
        "name": one.name,
        "summary": one.summary,
        "approach": kinds["approach"] + kinds["philosophy"],
        "state": sorted(licensed_in(one, site)),
        "officeStates": [office_state(slug, site) for slug in kinds["location"]],
        "openness": site.openness(one).value,
        "affordable": [limit for limit in range(301) if affordable(one.fee, limit)][:1],
        "sliding": one.fee.sliding_scale is not None,
        "licenses": [[x.state, x.expires.isoformat()] for x in one.licenses],
    }


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_scripts(script: str, practices: Path) -> None:
    passes(HERE / script, practices)


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_scripts_as_published(script: str, practices: Path, tmp_path: Path) -> None:
    """The same tests with the shortened file in the place of each module that is in it."""
    sources = Assets.of(ROOT / "assets").sources
    folder, tests = tmp_path / "assets/js/directory", tmp_path / "tests/js"
    for one in (folder, tests):
        one.mkdir(parents=True)
    for name in ("core", "more"):
        joint = f"js/directory/{name}.js"
        (folder / f"{name}.js").write_text(shortened(joined(joint, sources), {}), encoding="utf-8")
        for part in re.findall(r'"\./(\S+)";', sources[joint].decode()):
            (folder / part).write_text(f'export * from "./{name}.js";\n')
    for path in HERE.glob("*.mjs"):
        (tests / path.name).write_bytes(path.read_bytes())
    passes(tests / script, practices)


def passes(script: Path, practices: Path) -> None:
    result = subprocess.run(
        [node(), "--test", "--test-reporter=spec", str(script)],
        capture_output=True,
        text=True,
        timeout=150,
        env=os.environ | {"PRACTICES": str(practices)},
        check=False,
    )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
