"""Samples → the table in docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import statistics
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.directory import verdict
from bench.directory.measure import Sample
from bench.directory.verdict import p95

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
KEPT = Path(__file__).parent / ".peers" / "results.json"
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
    """Every sample, by size, throttle and page; None where a page wasn't ready in time."""

    versions: dict[str, str] = field(default_factory=dict)
    browser: str = ""
    days: set[str] = field(default_factory=set)
    samples: dict[tuple[int, int, str], list[Sample | None]] = field(
        default_factory=lambda: defaultdict(list)
    )
    slow_line: dict[str, list[float | None]] = field(default_factory=dict)

    def add(self, size: int, throttle: int, name: str, found: Sample | None) -> None:
        """Keep a sample."""
        self.days.add(dt.datetime.now(dt.UTC).date().isoformat())
        self.samples[size, throttle, name].append(found)

    def rounds(self, size: int, throttle: int) -> int:
        """How many rounds of a cell are complete."""
        cells = [found for key, found in self.samples.items() if key[:2] == (size, throttle)]
        return min(map(len, cells), default=0)

    def write(self) -> None:
        """Keep everything for the next slice."""
        samples = [
            [*key, [one and asdict(one) for one in found]] for key, found in self.samples.items()
        ]
        kept = {"days": sorted(self.days), "samples": samples, "slow_line": self.slow_line}
        KEPT.write_text(json.dumps(kept), encoding="utf-8")

    @classmethod
    def read(cls) -> Results:
        """What earlier slices measured."""
        if not KEPT.exists():
            return cls()
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        found = cls(days=set(kept["days"]), slow_line=kept["slow_line"])
        for size, throttle, name, samples in kept["samples"]:
            found.samples[size, throttle, name] = [one and Sample(**one) for one in samples]
        return found


def table(results: Results) -> str:
    """The whole section: what was measured, when, with what."""
    days = " and ".join(sorted({min(results.days), max(results.days)})) if results.days else "never"
    peers = ", ".join(f"{LABELS[name]} {number}" for name, number in results.versions.items())
    parts = [
        f"Measured on {days} in headless Chromium {results.browser} ({platform.machine()}, "
        f"{os.cpu_count()} cores), the pages in turn: {peers}. Times are the 95th percentile and, "
        "in parentheses, the median, in milliseconds, from a key or a click to the end of the "
        "first frame that shows what it found, for typing / choosing; eight keys a second; 4× is a "
        "CPU throttled four times. A frame takes 7 to 13 ms here whatever is in it, so that "
        "differences of a few milliseconds mean nothing. “Of it scripts” is what the page's own "
        "code takes of that: from the event until the list has its first cards; the rest is the "
        "browser's layout and painting of cards. Ours and the floor change the cards on the screen "
        "and one more with the event, three here, and all others after that frame; around a peer, "
        "eight change with the event and all others after that frame, where its own examples "
        "change all at once. A page around the quickest peers that changed three, too, would be "
        "as quick as ours to within a frame's scatter: little of these times is search. Bytes "
        "are brotli, in kB: until the filter works / after all interactions. Memory is MB of "
        "scripts' objects and code, of the browser's nodes and styles, and of buffers, after a "
        "garbage collection; ours leaves cards that are far from the screen unrendered. A round is "
        "31 keys and 20 choices on each page, the pages in another order.",
    ]
    for size in sorted({size for size, _, _ in results.samples}):
        parts += [f"### {size:,} therapists", _size_table(results, size)]
    parts += ["### Ours beside the floor and the peers", _beside(results)]
    if results.slow_line:
        parts += ["### On a slow 4G line, largest size, CPU 4×", _slow_table(results)]
    return "\n\n".join(parts)


def _size_table(results: Results, size: int) -> str:
    lines = [
        "| page (rounds at 1×, 4×) | 1×: type / choose | 4×: type / choose | 1×: of it scripts "
        "| 4×: of it scripts | kB: ready / after | memory | shift |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in LABELS:
        once, four = (results.samples.get((size, throttle, name), []) for throttle in (1, 4))
        found = [one for one in (*once, *four) if one]
        if found:
            lines.append(
                f"| {LABELS[name]} ({len(once)}, {len(four)}) | {_times(once)} | {_times(four)} | "
                f"{_times(once, 'typed', 'chosen')} | {_times(four, 'typed', 'chosen')} | "
                f"{_middle(found, 'ready_bytes') / 1000:.1f} / "
                f"{max(one.all_bytes for one in found) / 1000:.1f} | "
                f"{_middle(found, 'memory') / 1e6:.1f} | {max(one.shift for one in found):.3f} |"
            )
    return "\n".join(lines)


def _beside(results: Results) -> str:
    words = (
        "95th percentiles in milliseconds; in parentheses, where they would be nine times in ten "
        "if all was measured anew. A peer whose percentile or median is lower than ours is named."
    )
    return f"{words}\n\n{verdict.table(results.samples, LABELS)}"


def _middle(found: list[Sample], name: str) -> float:
    return statistics.median(getattr(one, name) for one in found)


def _times(samples: list[Sample | None], typing: str = "type", choosing: str = "choose") -> str:
    if not samples:
        return "–"
    there = [one for one in samples if one]
    if not there:
        return "not ready in 60 s"
    typed, chosen = (
        [value for one in there for value in getattr(one, name)] for name in (typing, choosing)
    )
    return f"{_p95_words(typed)} / {_p95_words(chosen)}"


def _p95_words(values: list[float]) -> str:
    """Without a single change of the list there is nothing to tell."""
    return f"{p95(values):.1f} ({statistics.median(values):.1f})" if values else "no change in 3 s"


def _slow_table(results: Results) -> str:
    lines = ["| page | filter works after, s |", "| --- | ---: |"]
    for name in filter(results.slow_line.get, LABELS):
        there = [one for one in results.slow_line[name] if one is not None]
        words = f"{statistics.median(there):.2f}" if there else "more than 60"
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
