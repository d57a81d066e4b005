"""Results → the section of docs/benchmarks.md, and the picture of how time grows."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

from bench.build.chart import chart
from bench.build.peers import EVERY
from bench.build.results import Results
from bench.directory.corpus import ROOT

DOCUMENT = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "build-times.svg"
START, END = "<!-- build:start -->", "<!-- build:end -->"
COLUMNS = {
    "clean": "clean",
    "edit-article": "edit an article",
    "edit-therapist": "edit a therapist",
    "edit-template": "edit the base template",
    "nothing": "nothing changed",
    "serve": "save to visible",
}


def write(results: Results) -> None:
    """Put the section between its marks, or at the end; the rest of the document stays."""
    old = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else "# Benchmarks\n"
    DOCUMENT.write_text(placed(old, section(results)), "utf-8")
    lines = {
        EVERY[name].label.replace("*", ""): {
            size: cost.wall for size in results.sizes() if (cost := results.cost(size, name, what))
        }
        for name, what in [(name, "clean") for name in EVERY]
    }
    PICTURE.write_text(chart({label: line for label, line in lines.items() if line}), "utf-8")


def placed(document: str, text: str) -> str:
    """The document with this section in its place."""
    whole = f"{START}\n{text}\n{END}"
    pattern = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.S)
    if pattern.search(document):
        return pattern.sub(lambda _: whole, document)
    return f"{document.rstrip()}\n\n{whole}\n"


def section(results: Results) -> str:
    """What was measured, when, with what; a table for each size."""
    versions = ", ".join(f"{name} {one}" for name, one in results.data["versions"].items())
    days = " to ".join(results.days())
    parts = [
        "## The build",
        f"Measured by `python -m bench.build` on {days} ({platform.machine()}, "
        f"{os.cpu_count()} cores, {_memory()}, Python {platform.python_version()}): {versions}. "
        "N articles of 9 to 13 kB and N therapists, made by `python -m bench.build.corpus N DIR`; "
        "peers that make lists make all that ours does: of everybody, of each term, and of the "
        "pairs of terms that have a page. Medians of wall seconds; the generators take turns; "
        "where a figure has a ratio in brackets, that is to Hugo's in the same run. Before a clean "
        "build, output and caches are moved aside (deleting them then would make creating files "
        "slower). After every edit the page is looked at: a build that doesn't show the edit isn't "
        "counted. Memory is the highest sum of all processes' proportional set sizes, sampled, or "
        "the largest process's own maximum where that is more.",
        f"![How the time of a clean build grows with N]({PICTURE.name})",
    ]
    for size in results.sizes():
        parts += [f"### {size:,} articles and {size:,} therapists", _table(results, size)]
        if stages := results.data.get(f"stages {size}"):
            parts += ["Where our own clean build's time goes:", f"```\n{stages}\n```"]
    parts += ["### What each of them does", "\n".join(_abouts(results))]
    return "\n\n".join(parts)


def _memory() -> str:
    with Path("/proc/meminfo").open() as told:
        return f"{int(told.readline().split()[1]) / 1e6:.0f} GB"


def _table(results: Results, size: int) -> str:
    head = " | ".join(COLUMNS.values())
    lines = [
        f"| | {head} | processor, clean | memory, clean | rounds |",
        f"| --- |{' ---: |' * (len(COLUMNS) + 3)}",
    ]
    if floor := results.cost(size, "floor", "clean"):
        lines.append(f"| floor: read our input, write our output | {floor.wall:.2f} |"
                     f"{' |' * (len(COLUMNS) + 2)}")  # fmt: skip
    for name, peer in EVERY.items():
        cells = [_cell(results, size, name, what) for what in COLUMNS]
        if not any(cells):
            continue
        clean = results.cost(size, name, "clean")
        cost = (f"{clean.cpu:.2f}", f"{clean.peak / 1e6:,.0f} MB") if clean else ("", "")
        rounds = max(results.rounds(size, name, what) for what in COLUMNS if what != "serve")
        lines.append(f"| {peer.label} | {' | '.join([*cells, *cost, str(rounds)])} |")
    return "\n".join(lines)


def _cell(results: Results, size: int, name: str, what: str) -> str:
    cost = results.cost(size, name, what)
    if cost is None:
        return ""
    ratio = results.ratio(size, name, what, "hugo") if name != "hugo" else None
    return f"{cost.wall:.2f}" + (f" ({ratio:.2f}×)" if ratio else "")


def _abouts(results: Results) -> list[str]:
    measured = {key.split()[1] for key in results.data["costs"]}
    return [f"- {peer.label}: {peer.about}" for name, peer in EVERY.items() if name in measured]
