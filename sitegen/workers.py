"""The same work for many things, on every core where that pays."""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_HEAD = struct.Struct("!?qq")
"""Before each result: whether it is an exception, the number of the item, how long it is."""

_NUMBER = struct.Struct("!H")
_RUNS = 12
"""Into so many runs of neighbors each process's share is cut: what is left is shared out."""

_AT_ONCE = 1 << 20


def cores() -> int:
    """How many processes can run at once here; 1 where a process can't be copied."""
    if not hasattr(os, "fork"):
        return 1
    if threading.active_count() > 1:
        return 1  # a copy would have the other threads' locks, but not the threads
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def nothing() -> None:
    """Where nothing has to be done."""


def spread(
    work: Callable[[T], R],
    items: Sequence[T],
    *,
    few: int,
    begin: Callable[[], object] = nothing,
    here: Callable[[], object] = nothing,
) -> Iterator[R]:
    """The results as they are ready, in any order.

    Copies of this process share the work, so `work` may hold anything, while each result is
    pickled. Neighbors mostly go to the same copy, which knows by then what they have in common.
    `begin` runs first in each copy, and `here` in this process meanwhile. With at most `few` items
    all is done here. When `work` raises exceptions, the one of the first item is raised here, after
    all else is done.
    """
    processes = min(cores(), -(-len(items) // max(few, 1)))
    if processes < 2:
        here()
        with tidying(True):
            yield from map(work, items)
        return
    runs = _Runs(len(items), processes)

    def share(number: int, pipe: BinaryIO) -> None:
        begin()
        for index in runs.claimed(number):
            _answer(pipe, work, items[index], index)

    copies: list[tuple[int, int]] = []
    done = False
    try:
        with tidying(True):
            for number in range(processes):
                copies.append(_copy(share, number, [pipe for pipe, _ in copies]))
            here()
            failed: dict[int, Exception] = {}
            for answer in _answers([pipe for pipe, _ in copies], len(items)):
                if answer.error is None:
                    yield answer.value
                else:
                    failed[answer.number] = answer.error
        done = True
        if failed:
            raise failed[min(failed)]
    finally:
        runs.close()
        for pipe, child in copies:
            _end(pipe, child, done=done)


@contextmanager
def beside(work: Callable[[], R]) -> Iterator[Callable[[], R | None]]:
    """`work` is done by a copy of this process meanwhile: what is given waits for its result.

    None where there is no second core. An exception in `work` is raised by what is given.
    """
    if cores() < 2:
        yield lambda: None
        return
    pipe, child = _copy(lambda _, pipe: _answer(pipe, lambda _: work(), None, 0), 0, [])
    done = False

    def result() -> R:
        nonlocal done
        answer = next(_answers([pipe], 1))
        done = True
        if answer.error is not None:
            raise answer.error
        return answer.value  # type: ignore[no-any-return]

    try:
        yield result
    finally:
        _end(pipe, child, done=done)


@contextmanager
def meanwhile(work: Callable[[], R], *, much: bool) -> Iterator[Callable[[], R]]:
    """The same, but the result always comes: `work` that isn't much, or has no core of its own, is
    done when somebody asks for it."""
    if not much:
        yield work
        return
    with beside(work) as result:

        def get() -> R:
            found = result()
            return work() if found is None else found

        yield get


@contextmanager
def tidying(wanted: bool) -> Iterator[None]:
    """Whether to look for garbage meanwhile: only where pages are made there is much of it.

    Not in what is there already: a copy of this process would copy all of it to look.
    """
    before = gc.isenabled()
    if wanted:
        gc.freeze()
    (gc.enable if wanted else gc.disable)()
    try:
        yield
    finally:
        (gc.enable if before else gc.disable)()
        if wanted:
            gc.unfreeze()


class _Runs:
    """Runs of neighboring items, a queue of them for each process; who has none left helps others.

    A queue is a pipe: what one process reads from it, no other can.
    """

    def __init__(self, items: int, processes: int) -> None:
        self._items = items
        self._runs = min(items, processes * _RUNS)
        self._queues: list[int] = []
        for number in range(processes):
            reading, writing = os.pipe()
            first, end = (self._runs * one // processes for one in (number, number + 1))
            os.write(writing, b"".join(map(_NUMBER.pack, range(first, end))))
            os.close(writing)
            self._queues.append(reading)

    def claimed(self, process: int) -> Iterator[int]:
        """The numbers of the items that are a process's to do."""
        for queue in (*self._queues[process:], *self._queues[:process]):
            while found := os.read(queue, _NUMBER.size):
                run = _NUMBER.unpack(found)[0]
                yield from range(
                    self._items * run // self._runs, self._items * (run + 1) // self._runs
                )

    def close(self) -> None:
        """Let go of the queues."""
        for queue in self._queues:
            os.close(queue)


def _end(pipe: int, child: int, *, done: bool) -> None:
    """End a copy: one that isn't done by now works for nobody, and may still be at something.

    For a large one that is done, to give its memory back takes a while, which nobody waits for.
    """
    os.close(pipe)
    os.kill(child, signal.SIGKILL)
    _ENDING.append(child)
    _ENDING[:] = [one for one in _ENDING if not os.waitpid(one, os.WNOHANG if done else 0)[0]]


_ENDING: list[int] = []
"""Copies that may not be gone yet."""


def _pipe() -> tuple[int, int]:
    """One that holds what a copy has to tell until somebody has the time to listen."""
    import fcntl  # only where processes can be copied

    reading, writing = os.pipe()
    with suppress(AttributeError, OSError):  # what a system has is good, too
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _AT_ONCE)
    return reading, writing


def _copy(
    work: Callable[[int, BinaryIO], None], number: int, others: Iterable[int]
) -> tuple[int, int]:
    """Start a copy that does its work: where its results come from, and its number."""
    reading, writing = _pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return reading, child
    try:
        _ENDING.clear()
        for inherited in (reading, *others):
            os.close(inherited)
        with os.fdopen(writing, "wb", buffering=1 << 16) as pipe:
            work(number, pipe)
    except BrokenPipeError:
        pass
    finally:
        os._exit(0)


def _answer(pipe: BinaryIO, work: Callable[[T], R], item: T, number: int) -> None:
    failed = False
    try:
        data = pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        failed, data = True, pickle.dumps(error)
    pipe.write(_HEAD.pack(failed, number, len(data)) + data)


class _Answer(NamedTuple):
    """The result of an item, or the exception that came instead."""

    number: int
    value: Any
    error: Exception | None


def _answers(pipes: Iterable[int], count: int) -> Iterator[_Answer]:
    """So many answers, as they come."""
    with selectors.DefaultSelector() as ready:
        for pipe in pipes:
            ready.register(pipe, selectors.EVENT_READ, bytearray())
        while count:
            if not ready.get_map():
                raise RuntimeError("a part of the build was ended from outside; build again")
            for key, _ in ready.select():
                new = os.read(key.fd, _AT_ONCE)
                if not new:
                    ready.unregister(key.fd)
                key.data.extend(new)
                for answer in _complete(key.data):
                    count -= 1
                    yield answer


def _complete(data: bytearray) -> Iterator[_Answer]:
    """Take the answers off the front of `data` that have come whole."""
    at = 0
    while len(data) - at >= _HEAD.size:
        failed, number, length = _HEAD.unpack_from(data, at)
        begin, at = at + _HEAD.size, at + _HEAD.size + length
        if len(data) < at:
            at = begin - _HEAD.size
            break
        with memoryview(data)[begin:at] as part:
            value = pickle.loads(part)  # noqa: S301
        yield _Answer(number, None, value) if failed else _Answer(number, value, None)
    del data[:at]
