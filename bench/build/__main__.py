"""Measure the build and its peers, and write the section of docs/benchmarks.md.

Needs: `make setup-dev`; npm and the network for the first run (the peers go into `.cache/`). All
of it takes about two hours; `--sizes`, `--peers` and `--only` run slices, whose results add up:

    python -m bench.build --sizes 100 --peers hugo eleventy ours --rounds 3 --only clean
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench.build import report
from bench.build.corpus import corpus
from bench.build.install import install
from bench.build.peers import EVERY
from bench.build.project import ASIDE, Project, sweep
from bench.build.results import Results
from bench.build.scenarios import SCENARIOS, save_to_visible
from bench.build.timings import stages
from bench.build.trees import Cost
from bench.directory.corpus import ROOT

SIZES = (100, 1_000, 10_000)
SLOW = ("astro", "pelican", "mkdocs", "nikola", "lektor")
"""Measured once at the largest size, where each of their builds takes minutes."""

MORE = ("serve", "floor", "stages")


def main() -> None:
    """Read the options, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.build", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--peers", nargs="+", choices=EVERY, default=list(EVERY))
    parser.add_argument("--rounds", type=int, default=3)
    every = [*SCENARIOS, *MORE]
    parser.add_argument("--only", nargs="+", choices=every, default=every)
    parser.add_argument("--report", action="store_true", help="measure nothing, write the section")
    options = parser.parse_args()
    if not options.report:
        install()
        try:
            _measure(options)
        finally:
            sweep()
    report.write(Results())


def _measure(options: argparse.Namespace) -> None:
    results = Results()
    for size in options.sizes:
        invented = corpus(size)
        projects = [Project(EVERY[name], invented) for name in options.peers]
        for round_ in range(options.rounds):
            for project in projects:
                if round_ == 0 or size < SIZES[-1] or project.peer.name not in SLOW:
                    _round(results, project, size, options.only)
        for project in projects:
            _more(results, project, size, options)


def _round(results: Results, project: Project, size: int, only: list[str]) -> None:
    """One generator's turn. Edits need an output to begin with."""
    name = project.peer.name
    if "clean" not in only and not (project.folder / project.peer.out).exists():
        SCENARIOS["clean"](project)
    for what, scenario in SCENARIOS.items():
        if what in only:
            cost = scenario(project)
            results.add(size, name, what, cost)
            _say(size, name, what, cost)


def _more(results: Results, project: Project, size: int, options: argparse.Namespace) -> None:
    name = project.peer.name
    if "serve" in options.only and project.peer.serve:
        for cost in save_to_visible(project):
            results.add(size, name, "serve", cost)
            _say(size, name, "serve", cost)
    if name == "ours" and "floor" in options.only:
        for round_ in range(options.rounds):
            cost = _floor(project, round_)
            results.add(size, "floor", "clean", cost)
            _say(size, "floor", "clean", cost)
    if name == "ours" and "stages" in options.only and (found := stages(project)):
        results.note(f"stages {size}", found)


def _floor(project: Project, number: int) -> Cost:
    ASIDE.mkdir(parents=True, exist_ok=True)
    new = ASIDE / f"floor-{project.folder.name}-{number}"
    folders = [project.folder, project.folder / "out", new]
    command = [sys.executable, "-m", "bench.build.floor", *map(str, folders)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Cost(float(said.stdout), 0.0, 0)


def _say(size: int, name: str, what: str, cost: Cost) -> None:
    figures = f"{cost.wall:.2f} s, {cost.cpu:.2f} s of processor, {cost.peak / 1e6:.0f} MB"
    print(f"{size} {name} {what}: {figures}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
