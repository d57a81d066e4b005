"""Figures → the section of docs/benchmarks.md between its markers."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from bench.contact.state import State

START, END = "<!-- contact:start -->", "<!-- contact:end -->"
SUMMED = ("posts", "promised", "lost", "refused", "unanswered", "unclear", "faults", "ambiguous",
          "kills", "blind_kills", "duplicates")  # fmt: skip
Row = tuple[str, str]


def write(document: Path, state: State) -> None:
    """Put the section where it stood, or at the end."""
    document.parent.mkdir(exist_ok=True)
    old = document.read_text("utf-8") if document.exists() else "# Benchmarks\n"
    section = f"{START}\n{_section(state)}\n{END}"
    pattern = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.S)
    if pattern.search(old):
        new = pattern.sub(lambda _: section, old)
    else:
        new = f"{old.rstrip()}\n\n{section}\n"
    document.write_text(new, "utf-8")


def _section(state: State) -> str:
    day = dt.datetime.now(dt.UTC).date().isoformat()
    options = " ".join(f"--{name} {value}" for name, value in state.options.items())
    tools = ", ".join(
        f"{name} {version(name)}" for name in ("ministack", "botocore", "awslambdaric")
    )
    head = [
        "## The contact path", "",
        f"Measured by `python -m bench.contact {options}` on {day}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores; {tools}. AWS is the local emulator, over HTTP, behind a proxy "
        f"that breaks calls on the wire. Of the function's code `{state.code}`.",
        "", "| What | Figure |", "| --- | --- |",
    ]  # fmt: skip
    rows = (*_faulty(state), *_plain(state), *_guards(state), *_fuzz(state), *_start(state))
    return "\n".join([*head, *(f"| {what} | {figure} |" for what, figure in rows), "", _MEANING])


_MEANING = """\
An ambiguous fault is a call that AWS carried out although it seemed to fail: a reply lost or cut
short after acceptance. A worker that SIGKILL ends between SES's acceptance and its own record of
it is the same, for SES has no idempotency token: the next worker can't know, and sends again. The
bench counts exactly these kills, and fails when there are more copies than ambiguous faults and
such kills together."""


def _faulty(state: State) -> Iterator[Row]:
    parts = state.all_of("faulty")
    if not parts:
        return
    all_ = {name: sum(part[name] for part in parts) for name in SUMMED}
    yield ("Posts, 50 at once, faults in a quarter of all calls, workers killed (in "
           f"{len(parts)} runs)", f"{all_['posts']:,}")  # fmt: skip
    yield "… promised", f"{all_['promised']:,}"
    yield "… promised and lost", f"**{all_['lost']}**"
    yield "… told that it failed, with every word", f"{all_['refused']:,}"
    yield "… without an answer, because the worker was killed", f"{all_['unanswered']:,}"
    yield "… with an answer that says neither", f"{all_['unclear']}"
    yield "… faults, ambiguous ones among them", f"{all_['faults']:,}, {all_['ambiguous']:,}"
    yield (
        "… workers killed, between acceptance and record",
        f"{all_['kills']}, {all_['blind_kills']}",
    )
    yield "… duplicates, each with the same reference", f"{all_['duplicates']:,}"


def _plain(state: State) -> Iterator[Row]:
    for part in state.all_of("plain"):
        yield ("1,000 posts without faults, 50 at once: promised, lost, duplicates",
               f"{part['promised']:,}, {part['lost']}, {part['duplicates']}")  # fmt: skip
        yield "… all accepted after", f"{part['accepted_in']:.1f} s"
        yield "… all delivered after", f"{part['delivered_in']:.1f} s"


def _guards(state: State) -> Iterator[Row]:
    for passed in state.all_of("limits"):
        yield "Of 200 posts at once from one client, allowed 5, passed", f"{passed}"
    for hang in state.all_of("hang"):
        told = f"{hang['status']} after {hang['seconds']:.1f} s"
        yield "Everything hangs: the answer with every word", told


def _fuzz(state: State) -> Iterator[Row]:
    for kind, what in (
        ("fuzz", "Generated requests: how many, the highest status, 5xx"),
        ("lists", "Known bad strings, addresses, headers and scripts in each field: likewise"),
    ):  # fmt: skip
        statuses: Counter[int] = Counter()
        for part in state.all_of(kind):
            statuses.update({int(status): count for status, count in part["statuses"].items()})
        if statuses:
            failed = sum(count for status, count in statuses.items() if status >= 500)
            yield what, f"{statuses.total():,}, {max(statuses)}, {failed}"


def _start(state: State) -> Iterator[Row]:
    for found in state.all_of("start"):
        ours, bare = found["ours"], found["bare"]
        yield ("Cold start, and of a handler that only sends",
               f"{ours * 1000:.0f} ms, {bare * 1000:.0f} ms ({ours / bare:.2f} times)")  # fmt: skip
        yield "Our own work for a warm post (median)", f"{found['warm']:.2f} ms"
        yield "The package, zipped", f"{found['zip'] / 1000:.0f} kB"
