"""What was measured so far, in one file, so that a long bench can be run in slices.

A slice replaces what an earlier one said of the same generator, size and scenario.
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
        self.data: dict[str, Any] = {"versions": {}, "slices": {}}
        if FILE.exists():
            self.data = json.loads(FILE.read_text("utf-8"))
        self.run = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.data["versions"] = versions()

    def add(self, size: int, peer: str, what: str, cost: Cost) -> None:
        """Keep one cost, and write the file."""
        key = f"{size} {peer} {what}"
        found = self.data["slices"].get(key)
        if found is None or found["run"] != self.run:
            found = self.data["slices"][key] = {"run": self.run, "costs": []}
        found["costs"].append([round(cost.wall, 4), round(cost.cpu, 4), cost.peak])
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(json.dumps(self.data, indent=1), "utf-8")

    def cost(self, size: int, peer: str, what: str) -> Cost | None:
        """The median of each figure; the highest memory."""
        found = self.data["slices"].get(f"{size} {peer} {what}")
        if not found:
            return None
        walls, cpus, peaks = zip(*found["costs"], strict=True)
        return Cost(statistics.median(walls), statistics.median(cpus), max(peaks))

    def note(self, key: str, value: Any) -> None:
        """Keep something else that a slice found out."""
        self.data[key] = value
        FILE.write_text(json.dumps(self.data, indent=1), "utf-8")

    def sizes(self) -> list[int]:
        """Every size that anything was measured at."""
        return sorted({int(key.split()[0]) for key in self.data["slices"]})

    def days(self) -> list[str]:
        """The days of the slices, first and last."""
        days = sorted({one["run"][:10] for one in self.data["slices"].values()})
        return sorted({days[0], days[-1]}) if days else []
