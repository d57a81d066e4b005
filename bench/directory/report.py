"""Samples → the table in docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from bench.directory.measure import Sample

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- directory:start -->", "<!-- directory:end -->"
LABELS = {
    "floor": "floor (paints, finds nothing)",
    "ours": "**this directory**",
    "minisearch": "MiniSearch",
    "flexsearch": "FlexSearch",
    "lunr": "Lunr",
    "fuse": "Fuse.js",
    "itemsjs": "ItemsJS",
    "listjs": "List.js",
    "pagefind": "Pagefind",
    "hidden": "all cards, hidden by attribute",
}


@dataclass
class Results:
    """Every sample, by size, throttle and page."""

    versions: dict[str, str]
    browser: str = ""
    samples: dict[tuple[int, int, str], list[Sample | None]] = field(
        default_factory=lambda: defaultdict(list)
    )
    slow_line: dict[str, float | None] = field(default_factory=dict)

    def add(self, size: int, throttle: int, name: str, found: Sample | None) -> None:
        """Keep a sample."""
        self.samples[size, throttle, name].append(found)


def p95(values: list[float]) -> float:
    """The time that one in twenty exceeds."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else 0.0


def table(results: Results) -> str:
    """The whole section: what was measured, when, with what."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    peers = ", ".join(f"{LABELS[name]} {number}" for name, number in results.versions.items())
    parts = [
        f"Measured on {day} in headless Chromium {results.browser} ({platform.machine()}, "
        f"{os.cpu_count()} cores), all pages in one run: {peers}. "
        "Times are the 95th percentile, in milliseconds, from a key or a click to the paint that "
        "shows what it found, for typing / choosing; 4× is a CPU throttled four times. Bytes are "
        "brotli, in kB: until the filter works / after all interactions. Heap is MB of JavaScript "
        "after a garbage collection.",
    ]
    for size in sorted({size for size, _, _ in results.samples}):
        parts += [f"### {size:,} therapists", _size_table(results, size)]
    if results.slow_line:
        parts += ["### On a slow 4G line, largest size, CPU 4×", _slow_table(results)]
    return "\n\n".join(parts)


def _size_table(results: Results, size: int) -> str:
    lines = [
        "| page | 1×: type / choose | 4×: type / choose | kB: ready / after | heap | shift |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in LABELS:
        once = [one for one in results.samples.get((size, 1, name), []) if one]
        four = [one for one in results.samples.get((size, 4, name), []) if one]
        if once or four:
            some = (once or four)[0]
            lines.append(
                f"| {LABELS[name]} | {_times(once)} | {_times(four)} | "
                f"{some.ready_bytes / 1000:.1f} / {some.all_bytes / 1000:.1f} | "
                f"{some.heap / 1e6:.1f} | {max(one.shift for one in once + four):.3f} |"
            )
    return "\n".join(lines)


def _times(samples: list[Sample]) -> str:
    if not samples:
        return "not ready in 60 s"
    typed = [value for one in samples for value in one.type]
    chosen = [value for one in samples for value in one.choose]
    return f"{p95(typed):.1f} / {p95(chosen):.1f}"


def _slow_table(results: Results) -> str:
    lines = ["| page | filter works after, s |", "| --- | ---: |"]
    for name, seconds in results.slow_line.items():
        words = f"{seconds:.1f}" if seconds is not None else "more than 60"
        lines.append(f"| {LABELS[name]} | {words} |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the section between its marks; the rest of the document stays."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    empty = f"# Benchmarks\n\n## The directory\n\n{BEGIN}\n{END}\n"
    whole = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else empty
    if BEGIN not in whole:
        whole += f"\n## The directory\n\n{BEGIN}\n{END}\n"
    section = f"{BEGIN}\n{text}\n{END}"
    done = re.sub(f"{BEGIN}.*{END}", lambda _: section, whole, flags=re.S)
    DOCUMENT.write_text(done, encoding="utf-8")
