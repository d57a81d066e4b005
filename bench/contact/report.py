"""Figures → the section of docs/benchmarks.md between its markers."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from pathlib import Path
from typing import Any

START, END = "<!-- contact:start -->", "<!-- contact:end -->"
Found = dict[str, Any]


def write(document: Path, found: Found) -> None:
    """Put the section where it stood, or at the end."""
    document.parent.mkdir(exist_ok=True)
    old = document.read_text("utf-8") if document.exists() else "# Benchmarks\n"
    section = f"{START}\n{_section(found)}\n{END}"
    pattern = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.S)
    if pattern.search(old):
        new = pattern.sub(lambda _: section, old)
    else:
        new = f"{old.rstrip()}\n\n{section}\n"
    document.write_text(new, "utf-8")


def _section(found: Found) -> str:
    cold, plain, faulty = found["cold"], found["plain"], found["faulty"]
    status, seconds = found["hang"]
    requests = sum(found["fuzz"].values())
    worst = max(found["fuzz"])
    rows = [
        ("Posts with faults in a quarter of all calls and workers killed",
         f"{len(faulty.promised) + faulty.refused + faulty.unanswered + faulty.unclear:,}"),
        ("… promised", f"{len(faulty.promised):,}"),
        ("… promised and lost", f"**{len(faulty.lost)}**"),
        ("… told that it failed, with every word", f"{faulty.refused:,}"),
        ("… without an answer, because the worker was killed", f"{faulty.unanswered:,}"),
        ("… with an answer that says neither", f"{faulty.unclear}"),
        ("… faults, ambiguous ones among them, workers killed",
         f"{faulty.faults:,}, {faulty.ambiguous:,}, {faulty.kills}"),
        ("… duplicates, each with the same reference", f"{faulty.duplicates:,}"),
        ("1,000 posts without faults, 50 at once: lost, duplicates",
         f"{len(plain.lost)}, {plain.duplicates}"),
        ("… all accepted after", f"{plain.accepted_in:.1f} s"),
        ("… all delivered after", f"{plain.delivered_in:.1f} s"),
        ("Of 200 posts at once from one client, allowed 5, passed", f"{found['passed']}"),
        ("Everything hangs: the answer with every word", f"{status} after {seconds:.1f} s"),
        ("Generated requests, the highest status", f"{requests:,}, {worst}"),
        ("Cold start, and of a handler that only sends",
         f"{cold['ours'] * 1000:.0f} ms, {cold['bare'] * 1000:.0f} ms "
         f"({cold['ours'] / cold['bare']:.2f} times)"),
        ("Our own work for a warm post (median)", f"{found['warm']:.2f} ms"),
        ("The package, zipped", f"{found['zip'] / 1000:.0f} kB"),
    ]  # fmt: skip
    day = dt.datetime.now(dt.UTC).date().isoformat()
    lines = [
        "## The contact path", "",
        f"Measured by `python -m bench.contact {found['options']}` on {day}, "
        f"Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores, against the local emulator over HTTP.",
        "", "| What | Figure |", "| --- | --- |",
    ]  # fmt: skip
    return "\n".join([*lines, *(f"| {what} | {figure} |" for what, figure in rows)])
