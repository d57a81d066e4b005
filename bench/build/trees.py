"""One command and everything it starts: how long it takes, how much of the processors, how much
memory.

Memory is the sum of the proportional set sizes (PSS) of all processes of the tree, so that pages
that forked processes share count once. It is sampled: asking a large process costs it some time,
so there is a rest of fifty times that between two looks, and the disturbance stays below 2 %.
What a short process had between two looks is told by the system: the highest resident set of the
largest process counts where it is more.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

LEAST_REST = 0.01


class Failed(Exception):
    """A command that ended with an error, and what it said."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of processor (user and system), bytes at the highest."""

    wall: float
    cpu: float
    peak: int


def measure(command: Sequence[str], folder: Path, more: Mapping[str, str]) -> Cost:
    """Run to the end. Raises Failed."""
    with (folder / "bench.log").open("wb") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **more}, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
    if process.returncode != 0:
        said = (folder / "bench.log").read_text("utf-8", "replace")[-2000:]
        raise Failed(f"{' '.join(command)} in {folder} ended with {process.returncode}:\n{said}")
    peak = max(watch.peak, used.ru_maxrss * 1024)
    return Cost(wall, used.ru_utime + used.ru_stime, peak)


@contextmanager
def running(command: Sequence[str], folder: Path, more: Mapping[str, str]) -> Iterator[None]:
    """A server, ended with all that it started."""
    with (folder / "bench.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **more}, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


class _Watch(threading.Thread):
    """Looks at the tree's memory until told to end."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.peak = 0
        self._over = threading.Event()

    def run(self) -> None:
        rest = LEAST_REST
        while not self._over.wait(rest):
            begin = time.perf_counter()
            self.peak = max(self.peak, sum(map(_memory, _tree(self.root))))
            rest = max(LEAST_REST, 50 * (time.perf_counter() - begin))

    def end(self) -> None:
        self._over.set()
        self.join()


def _tree(root: int) -> Iterator[int]:
    yield root
    for path in Path(f"/proc/{root}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                yield from _tree(int(child))


def _memory(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
