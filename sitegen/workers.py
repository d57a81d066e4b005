"""The same work for many things, on every core where that pays."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_LENGTH = struct.Struct("!q")
_FAILED = -1


def cores() -> int:
    """How many processes can run at once here; 1 where a process can't be copied."""
    if not hasattr(os, "fork"):
        return 1
    if threading.active_count() > 1:
        return 1  # a copy would have the other threads' locks, but not the threads
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[[T], R],
    items: Sequence[T],
    *,
    few: int,
    begin: Callable[[], object] = lambda: None,
) -> Iterator[R]:
    """The results in the order of the items, in pieces, as they are ready.

    Copies of this process share the work, so `work` may hold anything, while each result is
    pickled. `begin` runs first in each copy. With at most `few` items all is done here. An
    exception in `work` is raised here.
    """
    processes = min(cores(), -(-len(items) // max(few, 1)))
    if processes < 2:
        yield from map(work, items)
        return
    pipes: list[tuple[BinaryIO, int]] = []
    gc.freeze()  # no copy looks for garbage in what it shares: that would copy all of it
    for start in range(processes):
        pipes.append(_copy(work, items[start::processes], begin, pipes))
    try:
        for index in range(len(items)):
            yield _next(pipes[index % processes][0])
    finally:
        gc.unfreeze()
        for pipe, child in pipes:
            _end(pipe, child)


@contextmanager
def beside(work: Callable[[], R]) -> Iterator[Callable[[], R | None]]:
    """`work` is done by a copy of this process meanwhile: what is given waits for its result.

    None where there is no second core. An exception in `work` is raised by what is given.
    """
    if cores() < 2:
        yield lambda: None
        return
    pipe, child = _copy(lambda _: work(), [None], lambda: None, [])
    try:
        yield lambda: _next(pipe)
    finally:
        _end(pipe, child)


def _end(pipe: BinaryIO, child: int) -> None:
    """End a copy: one that isn't done by now works for nobody."""
    pipe.close()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _copy(
    work: Callable[[T], R],
    items: Sequence[T],
    begin: Callable[[], object],
    others: Sequence[tuple[BinaryIO, int]],
) -> tuple[BinaryIO, int]:
    """Start a copy that works through `items`: where its results come from, and its number."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return os.fdopen(reading, "rb", buffering=1 << 20), child
    try:
        os.close(reading)
        for pipe, _ in others:
            pipe.close()
        with os.fdopen(writing, "wb", buffering=1 << 16) as pipe:
            begin()
            for item in items:
                _answer(pipe, work, item)
    except BrokenPipeError:
        pass
    finally:
        os._exit(0)


def _answer(pipe: BinaryIO, work: Callable[[T], R], item: T) -> None:
    length = 1
    try:
        data = pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        data, length = pickle.dumps(error), _FAILED
    pipe.write(_LENGTH.pack(length * len(data)) + data)


def _next(pipe: BinaryIO) -> R:  # type: ignore[type-var]
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise RuntimeError("a part of the build was ended from outside; build again")
    length = _LENGTH.unpack(head)[0]
    value = pickle.loads(pipe.read(abs(length)))  # noqa: S301
    if length < 0:
        raise value
    return value  # type: ignore[no-any-return]
