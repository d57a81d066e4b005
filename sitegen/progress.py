"""What a long build is doing and how long it will take; said on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_QUIET_SECONDS = 0.7
"""Shorter work says nothing: a line that flashes by only unsettles."""
_EVERY_SECONDS = 0.1


class Progress:
    """Notes how long each stage took; `stream` gets a line that is overwritten."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._stream = stream

    @classmethod
    def on_terminal(cls) -> Progress:
        """One that shows itself if somebody watches."""
        return cls(sys.stderr if sys.stderr.isatty() else None)

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Callable[[], None]]:
        """A stage of the work; call what this gives after each of its `total` steps."""
        begun = time.perf_counter()
        done, said = 0, begun

        def step() -> None:
            nonlocal done, said
            done += 1
            now = time.perf_counter()
            if self._stream and now - begun > _QUIET_SECONDS and now - said > _EVERY_SECONDS:
                said = now
                self._say(name, done, total, now - begun)

        try:
            yield step
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - begun
            if self._stream and said > begun:
                self._stream.write("\r\033[K")
                self._stream.flush()

    def _say(self, name: str, done: int, total: int, seconds: float) -> None:
        left = seconds / done * (total - done)
        assert self._stream
        self._stream.write(f"\r\033[K{name}: {done:,} of {total:,}, {left:.0f} s left")
        self._stream.flush()
