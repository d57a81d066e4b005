"""Measure the directory and its peers in one run, and write the table into docs/benchmarks.md.

Needs: `make setup-dev`, Chromium, npm with the network for the first run (the peers go into an
ignored folder), and two hours in which the machine does nothing else. Or slices of two minutes,
one after the other, whenever it rests: the first empties what was measured, all add to it.

    python -m bench.directory --fresh --sizes 30 --throttles 1 --rounds 1
    python -m bench.directory --sizes 30 --throttles 4 --rounds 1
    python -m bench.directory --sizes --slow-line

Without a size and the slow line, nothing is measured: the table is written of what is kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.directory import measure, pages, report
from bench.directory.server import Server

SIZES = (30, 300, 1000, 10_000)
THROTTLES = (1, 4)


def main() -> None:
    """Read the options, measure, write."""
    options = _options()
    results = report.Results() if options.fresh else report.Results.read()
    results.versions = pages.install()
    with sync_playwright() as playwright:
        browser = measure.launch(playwright)
        results.browser = browser.version
        for size in options.sizes:
            with tempfile.TemporaryDirectory() as folder:
                pages.write(size, Path(folder))
                with Server(Path(folder)) as server:
                    _measure(results, browser, server, size, options)
            _keep(results, options)
        if options.slow_line:
            _slow_line(results, browser, options)
            _keep(results, options)
        browser.close()
    if not options.sizes and not options.slow_line:
        _keep(results, options)
    if options.print:
        print(report.table(results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=None)
    parser.add_argument("--throttles", type=int, nargs="+", default=THROTTLES)
    parser.add_argument("--only", nargs="+", choices=pages.EVERY, default=pages.EVERY)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fresh", action="store_true", help="forget what earlier slices measured")
    parser.add_argument("--slow-line", action="store_true", help="the largest size on slow 4G, too")
    parser.add_argument("--print", action="store_true", help="print the table, write no document")
    options = parser.parse_args()
    if options.sizes is None:  # everything
        options.sizes, options.fresh, options.slow_line = SIZES, True, True
    return options


def _measure(
    results: report.Results,
    browser: Browser,
    server: Server,
    size: int,
    options: argparse.Namespace,
) -> None:
    """Rounds of every page in turn, each round beginning with another, every second one backwards:
    what disturbs the machine for a while, or comes of the page before, doesn't always meet the same
    one."""
    for throttle in options.throttles:
        for round_ in range(options.rounds):
            done = results.rounds(size, throttle)
            turn = done * 3 % len(options.only)
            names = [*options.only[turn:], *options.only[:turn]]
            for name in reversed(names) if done % 2 else names:
                found = measure.sample(browser, server, name, throttle)
                results.add(size, throttle, name, found)
                print(f"{size} {throttle}x round {round_ + 1} {name}", file=sys.stderr)


def _slow_line(results: report.Results, browser: Browser, options: argparse.Namespace) -> None:
    """Three times each; the median counts."""
    with tempfile.TemporaryDirectory() as folder:
        pages.write(max(SIZES), Path(folder))
        with Server(Path(folder)) as server:
            for _ in range(3):
                for name in options.only:
                    took = measure.time_to_filter(browser, server, name)
                    results.slow_line.setdefault(name, []).append(took)
                    print(f"slow line {name} {took}", file=sys.stderr)


def _keep(results: report.Results, options: argparse.Namespace) -> None:
    results.write()
    if not options.print:
        report.write(report.table(results))


if __name__ == "__main__":
    main()
