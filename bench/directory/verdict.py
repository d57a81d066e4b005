"""Samples → whether ours is fast enough beside the floor and the peers, and how sure that is."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator, Mapping

from bench.directory.measure import Sample

Samples = Mapping[tuple[int, int, str], list[Sample | None]]
KINDS = {"type": "typing", "choose": "choosing"}
FRAME = 1000 / 60
DRAWS = 1000


def p95(values: list[float]) -> float:
    """The time that one in twenty exceeds."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else 0.0


def span(values: list[float]) -> tuple[float, float]:
    """Between which values the 95th percentile would be nine times in ten, were it measured anew:
    of samples drawn from what was measured."""
    chance = random.Random(len(values))
    drawn = sorted(p95(chance.choices(values, k=len(values))) for _ in range(DRAWS))
    return drawn[DRAWS // 20], drawn[-DRAWS // 20]


def table(samples: Samples, labels: Mapping[str, str]) -> str:
    """A line for each size, throttle and kind of event that floor and ours have."""
    lines = [
        "| people, CPU, event | floor | ours | ours to floor | at most 1.3× and a frame "
        "| faster 95th percentile | faster median |",
        "| --- | ---: | ---: | ---: | --- | --- | --- |",
    ]
    for size, throttle in sorted({key[:2] for key in samples}):
        for kind in KINDS:
            times = dict(_times(samples, size, throttle, kind))
            if {"floor", "ours"} <= times.keys():
                cell = f"{size:,}, {throttle}×, {KINDS[kind]}"
                lines.append(f"| {cell} | {_line(times, labels)} |")
    return "\n".join(lines)


def _times(
    samples: Samples, size: int, throttle: int, kind: str
) -> Iterator[tuple[str, list[float]]]:
    for (size_, throttle_, name), found in samples.items():
        every = [value for one in found if one for value in getattr(one, kind)]
        if (size_, throttle_) == (size, throttle) and every:
            yield name, every


def _line(times: Mapping[str, list[float]], labels: Mapping[str, str]) -> str:
    floor, ours = p95(times["floor"]), p95(times["ours"])
    held = ours <= 1.3 * floor and ours - floor <= FRAME
    peers = [name for name in times if name not in ("floor", "ours")]
    faster = ", ".join(labels[name] for name in peers if p95(times[name]) < ours)
    middle = statistics.median(times["ours"])
    quicker = ", ".join(labels[name] for name in peers if statistics.median(times[name]) < middle)
    return " | ".join((
        _spanned(times["floor"]), _spanned(times["ours"]), f"{ours / floor:.2f}×",
        "yes" if held else "**no**", faster or "–", quicker or "–",
    ))  # fmt: skip


def _spanned(values: list[float]) -> str:
    low, high = span(values)
    return f"{p95(values):.1f} ({low:.0f}–{high:.0f})"
