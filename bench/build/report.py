"""Results → the section of docs/benchmarks.md."""

from __future__ import annotations

from bench.build.results import Results


def write(results: Results) -> None:
    """Put it between its marks."""
    del results
