"""How the directory's times are judged."""

from __future__ import annotations

import pytest

from bench.directory.measure import Sample
from bench.directory.verdict import Samples, p95, span, table

LABELS = {"floor": "floor", "ours": "ours", "slow": "Slow", "quick": "Quick"}


def samples(**pages: tuple[float, float]) -> Samples:
    """A round of each page: twenty keys, the last of which takes longer."""
    return {
        (30, 4, name): [Sample(type=[usual] * 19 + [worst] * 2), None]
        for name, (usual, worst) in pages.items()
    }


def test_a_percentile_lies_within_its_span() -> None:
    values = [float(one % 37) for one in range(150)]
    low, high = span(values)
    assert min(values) < low <= p95(values) <= high <= max(values)
    assert span([5.0] * 30) == (5.0, 5.0)


@pytest.mark.parametrize(
    ("worst", "verdict"),
    [(13.0, "yes"), (13.5, "**no**"), (6.0, "yes")],
)
def test_ours_is_held_against_the_floor(worst: float, verdict: str) -> None:
    cells = table(samples(floor=(5.0, 10.0), ours=(5.0, worst)), LABELS).split("\n")[2].split(" | ")
    assert cells[0] == "| 30, 4×, typing"
    assert cells[4] == verdict


def test_a_frame_more_is_the_most_however_slow_the_floor() -> None:
    line = table(samples(floor=(50.0, 100.0), ours=(50.0, 117.0)), LABELS).split("\n")[2]
    assert "**no**" in line


def test_faster_peers_are_named() -> None:
    found = samples(floor=(1.0, 2.0), ours=(5.0, 10.0), slow=(6.0, 11.0), quick=(4.0, 12.0))
    line = table(found, LABELS).split("\n")[2]
    assert line.endswith("| – | Quick |")
    found = samples(floor=(1.0, 2.0), ours=(5.0, 10.0), slow=(6.0, 11.0), quick=(9.0, 9.0))
    assert table(found, LABELS).split("\n")[2].endswith("| Quick | – |")
    assert table(samples(ours=(1.0, 2.0)), LABELS).count("\n") == 1
