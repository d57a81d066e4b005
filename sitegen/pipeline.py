"""load → validate → resolve → render → write → check, as one step for every command."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.assets import Assets
from sitegen.check import check as check_output
from sitegen.load import load
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.render import Renderer
from sitegen.resolve import resolve
from sitegen.site import Site
from sitegen.write import Changes, Staged, staged

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Built:
    """What a build did: the warnings, the number of pages, the changes in the output folder."""

    site: Site
    problems: tuple[Problem, ...]
    pages: int
    changes: Changes


def build(root: Path, out: Path, *, today: dt.date | None = None) -> Built:
    """Build the practice in `root` into `out`.

    Raises MistakesFound, and leaves `out` as it was, when anything is wrong in the input or the
    output; RefusedOutput when `out` holds something else than a site.
    """
    with _staged(root, out, today) as (site, warnings, stage):
        pages = sum(1 for _ in stage.folder.rglob("*.html"))
        return Built(site, tuple(warnings), pages, stage.commit())


def check(root: Path, *, today: dt.date | None = None) -> list[Problem]:
    """Everything wrong in the practice's files and in the site they would become."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with _staged(root, Path(folder) / "site", today) as (_, warnings, _stage):
                return warnings
        except MistakesFound as found:
            return list(found.problems)


def read_site(root: Path, *, today: dt.date | None = None) -> tuple[Site, Assets, list[Problem]]:
    """Load and resolve: the site as a value, the assets, and the warnings.

    `today` is by default the day it is now where the practice is. Raises MistakesFound.
    """
    root = root.resolve()
    for folder in ("content", "therapists"):
        if not (root / folder).is_dir():
            hint = "name the folder that holds content/ and therapists/ with --root"
            place = Place(f"{root.name}/{folder}/")
            raise MistakesFound([Problem(place, "there is no such folder", hint=hint)])
    assets = assets_of(root)
    loaded = load(root)
    if today is None:
        zone = loaded.practice.model.time_zone if loaded.practice else "UTC"
        today = dt.datetime.now(ZoneInfo(zone)).date()
    site, warnings = resolve(loaded, assets, today)
    return site, assets, warnings


def assets_of(root: Path) -> Assets:
    """The practice's own assets over ours."""
    return Assets.of(*_overlay(root.resolve(), "assets"))


def renderer(root: Path, site: Site, assets: Assets) -> Renderer:
    """What turns this site into pages, with the practice's own templates before ours."""
    return Renderer(site, assets, list(reversed(_overlay(root.resolve(), "templates"))))


def private_addresses(site: Site) -> list[str]:
    """The addresses that no output may hold."""
    people = [therapist.email.get_secret_value() for therapist in site.therapists]
    return [*people, site.practice.intake.email.get_secret_value()]


def _overlay(root: Path, name: str) -> list[Path]:
    return [folder for folder in dict.fromkeys((HERE / name, root / name)) if folder.is_dir()]


@contextmanager
def _staged(
    root: Path, out: Path, today: dt.date | None
) -> Iterator[tuple[Site, list[Problem], Staged]]:
    site, assets, warnings = read_site(root, today=today)
    with staged(renderer(root, site, assets).outputs(), out) as stage:
        found = check_output(stage.folder, private=private_addresses(site), shown_as=out.name)
        if any(problem.severity == "error" for problem in found):
            raise MistakesFound([*warnings, *found])
        yield site, [*warnings, *found], stage
