"""A practice's folder → its Site: what every command begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sitegen.inputs import RECORDS, Inputs, Known, code_version
from sitegen.memory import Memory
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.progress import Progress
from sitegen.workers import nothing

if TYPE_CHECKING:
    from sitegen.assets import Assets
    from sitegen.render import Renderer
    from sitegen.resolve import Files
    from sitegen.site import Site
    from sitegen.world import Shell

MEMORY = ".cache/build"
"""Below the practice's folder; it may be deleted at any time, and CI can keep it as it is."""


def opened(root: Path, cache: Path | None = None) -> closing[Memory]:
    """What this practice's builds remember, by default in its own folder."""
    return closing(Memory(cache or root / MEMORY, code_version()))


def scanned(root: Path, known: Known | None = None, seen: Inputs | None = None) -> Inputs:
    """What the practice's files hold: `seen`, if somebody looked already; `known` is what they held
    before.

    Raises MistakesFound where this is no practice's folder.
    """
    for folder in RECORDS:
        if not (root / folder).is_dir():
            hint = "name the folder that holds content/ and therapists/ with --root"
            place = Place(f"{root.name}/{folder}/")
            raise MistakesFound([Problem(place, "there is no such folder", hint=hint)])
    return seen or Inputs.scan(root, known)


def read_site(root: Path, *, today: dt.date | None = None) -> tuple[Site, Assets, list[Problem]]:
    """Load and resolve: the site as a value, the assets, and the warnings.

    `today` is by default the day it is now where the practice is. Raises MistakesFound.
    """
    from sitegen.assets import Assets

    root = root.resolve()
    with opened(root) as memory:
        inputs = scanned(root)
        assets = Assets.of_inputs(inputs, memory)
        with read(inputs, assets, today, memory, Progress()) as (_, site, warnings):
            assets.addresses()  # which are known from now on, without the memory
    return site, assets, warnings


@contextmanager
def read(
    inputs: Inputs, assets: Assets, today: dt.date | None, memory: Memory, progress: Progress,
    here: Callable[[], object] = nothing,
) -> Iterator[tuple[Files, Site, list[Problem]]]:  # fmt: skip
    """Read every file, and resolve what they say of each other, for a day. Raises MistakesFound.

    `here` is done while other processes examine files. What was found in the files is remembered in
    the end, whatever comes of them; or before, by whoever has the time.
    """
    from sitegen.resolve import read_files, resolve

    files = read_files(inputs, assets.pictures(), memory, progress, here)
    try:
        with progress.stage("resolve"):
            if today is None:
                practice = files.base.practice
                zone = practice.model.time_zone if practice else "UTC"
                today = dt.datetime.now(ZoneInfo(zone)).date()
            site, warnings = resolve(files, today)
        yield files, site, warnings
    finally:
        files.remember()


def shell(site: Site, assets: Assets) -> Shell:
    """What every page of a site shows around its view."""
    from sitegen.contact import choices
    from sitegen.views.practice import practice_view
    from sitegen.world import Shell

    return Shell(practice_view(site), choices(site), assets.addresses())


def renderer(root: Path, site: Site, assets: Assets) -> Renderer:
    """What turns pages into HTML, with the practice's own templates in place of ours."""
    from sitegen.render import Renderer
    from sitegen.templates import templates

    return Renderer(shell(site, assets), templates(Inputs.scan(root.resolve())))


def private_addresses(site: Site) -> tuple[str, ...]:
    """The addresses that no output may hold."""
    people = [one.email.get_secret_value() for one in site.people]
    return (*people, site.practice.intake.email.get_secret_value())
