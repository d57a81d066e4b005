"""A line chart with logarithmic axes, as SVG that suits a light and a dark page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 24, 48
GAP = 17
"""Least distance between two labels at the right."""

COLORS = ("#0f8a6d", "#5fb49c", "#d2527f", "#d98c1f", "#8a63d2", "#3f83c9", "#b0564a", "#7d8c2f",
          "#7f7f7f")  # fmt: skip
"""Each stands out from white and from black."""

STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#444}.grid{stroke:#8886;stroke-width:1}"
    "polyline{fill:none;stroke-width:2.5}"
    "@media (prefers-color-scheme: dark){text{fill:#ccc}}"
)


def chart(lines: Mapping[str, Mapping[int, float]]) -> str:
    """Label → size → seconds, as a picture."""
    sizes = sorted({size for line in lines.values() for size in line}) or [1]
    seconds = [value for line in lines.values() for value in line.values()] or [1.0]
    low = math.floor(math.log10(min(seconds)))
    high = max(math.ceil(math.log10(max(seconds))), low + 1)
    span = math.log10(sizes[-1] / sizes[0]) or 1

    def across(size: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log10(size / sizes[0]) / span

    def down(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(value)) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="Seconds of a clean build by number of articles and therapists">',
        f"<style>{STYLE}</style>",
    ]
    for power in range(low, high + 1):
        y = down(10.0**power)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{10.0**power:,g} s", "end"))
    low_line = HEIGHT - BOTTOM + 22
    parts += [_text(across(size), low_line, f"{size:,}", "middle") for size in sizes]
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - 6, "articles, and therapists", "middle"))
    ends = []
    for (label, line), color in zip(lines.items(), COLORS, strict=False):
        points = [(across(size), down(value)) for size, value in sorted(line.items())]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{drawn}" stroke="{color}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in points]
        ends.append((points[-1], label, color))
    parts += _labels(ends)
    return "\n".join([*parts, "</svg>", ""])


def _labels(ends: Iterable[tuple[tuple[float, float], str, str]]) -> Iterable[str]:
    """Names beside the lines' ends, moved down where they would overlap."""
    last = 0.0
    for (x, y), label, color in sorted(ends, key=lambda end: end[0][1]):
        last = max(y + 4, last + GAP)
        yield (
            f'<path d="M{x + 4:.1f} {y:.1f}L{WIDTH - RIGHT + 18} {last - 4:.1f}" '
            f'stroke="{color}" opacity=".5"/>'
        )
        yield _text(WIDTH - RIGHT + 22, last, label, "start")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
