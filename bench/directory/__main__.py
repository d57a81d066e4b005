"""Measure the directory and its peers in one run, and write the table into docs/benchmarks.md.

Needs: `make setup-dev`, Chromium, npm with the network for the first run (the peers go into an
ignored folder), and about half an hour in which the machine does nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.directory import measure, pages, report
from bench.directory.server import Server

SIZES = (30, 300, 1000, 10_000)
THROTTLES = (1, 4)


def main() -> None:
    """Read the options, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", choices=pages.EVERY, default=pages.EVERY)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--print", action="store_true", help="print the table, write no file")
    options = parser.parse_args()
    versions = pages.install()
    results = report.Results(versions)
    with sync_playwright() as playwright:
        browser = measure.launch(playwright)
        results.browser = browser.version
        for size in options.sizes:
            with tempfile.TemporaryDirectory() as folder:
                pages.write(size, Path(folder))
                with Server(Path(folder)) as server:
                    _measure(results, browser, server, size, options)
            if not options.print:
                report.write(report.table(results))
        browser.close()
    if options.print:
        print(report.table(results))


def _measure(
    results: report.Results,
    browser: measure.Browser,
    server: Server,
    size: int,
    options: argparse.Namespace,
) -> None:
    for throttle in THROTTLES:
        for round_ in range(options.rounds):
            for name in options.only:
                found = measure.sample(browser, server, name, throttle)
                results.add(size, throttle, name, found)
                print(f"{size} {throttle}x round {round_ + 1} {name}", file=sys.stderr)
    if size == max(options.sizes):
        for name in options.only:
            results.slow_line[name] = measure.time_to_filter(browser, server, name)


main()
