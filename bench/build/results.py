"""What was measured so far, in one file, so that a long bench can be run in slices.

A slice's costs are kept under the time at which it began, because only what one slice measured,
taking turns, may be compared as a ratio.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
from typing import Any

from bench.build.install import CACHE, versions
from bench.build.trees import Cost

FILE = CACHE / "results.json"


class Results:
    """Costs by size, generator and scenario."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {"versions": {}, "costs": {}}
        if FILE.exists():
            self.data = json.loads(FILE.read_text("utf-8"))
        self.run = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.data["versions"] = versions()

    def add(self, size: int, peer: str, what: str, cost: Cost) -> None:
        """Keep one cost, and write the file."""
        runs = self.data["costs"].setdefault(f"{size} {peer} {what}", {})
        figures = [round(cost.wall, 4), round(cost.cpu, 4), cost.peak]
        runs.setdefault(self.run, []).append(figures)
        self._save()

    def note(self, key: str, value: Any) -> None:
        """Keep something else that a slice found out."""
        self.data[key] = value
        self._save()

    def _save(self) -> None:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(json.dumps(self.data, indent=1), "utf-8")

    def cost(self, size: int, peer: str, what: str) -> Cost | None:
        """The medians of the last slice that measured it; of memory the highest."""
        runs = self._runs(size, peer, what)
        return _median(runs[max(runs)]) if runs else None

    def ratio(self, size: int, peer: str, what: str, to: str) -> float | None:
        """How many times the wall time of another, in the last slice that measured both."""
        mine, theirs = self._runs(size, peer, what), self._runs(size, to, what)
        both = mine.keys() & theirs.keys()
        if not both:
            return None
        run = max(both)
        return _median(mine[run]).wall / _median(theirs[run]).wall

    def rounds(self, size: int, peer: str, what: str) -> int:
        """How often the last slice measured it."""
        runs = self._runs(size, peer, what)
        return len(runs[max(runs)]) if runs else 0

    def sizes(self) -> list[int]:
        """Every size that anything was measured at."""
        return sorted({int(key.split()[0]) for key in self.data["costs"]})

    def days(self) -> list[str]:
        """The days of the slices, first and last."""
        days = {run[:10] for runs in self.data["costs"].values() for run in runs}
        return sorted({min(days), max(days)}) if days else []

    def _runs(self, size: int, peer: str, what: str) -> dict[str, list[list[float]]]:
        found: dict[str, list[list[float]]] = self.data["costs"].get(f"{size} {peer} {what}", {})
        return found


def _median(costs: list[list[float]]) -> Cost:
    walls, cpus, peaks = zip(*costs, strict=True)
    return Cost(statistics.median(walls), statistics.median(cpus), int(max(peaks)))
