"""Work spread over processes gives what it gives in one."""

from __future__ import annotations

import gc
import os
import struct
import threading
import time

import pytest

from sitegen import workers
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.workers import beside, meanwhile, spread, tidying


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def slowly(number: int) -> tuple[int, int]:
    time.sleep(0.01)
    return square(number)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 23, 24, 25, 101])
def test_each_thing_is_done_once(count: int) -> None:
    found = sorted(value for value, _ in spread(square, range(count), few=1))
    assert found == [number * number for number in range(count)]


def test_every_process_has_its_share() -> None:
    assert len({process for _, process in spread(slowly, range(40), few=1)}) == 2


def test_neighbors_are_done_by_one_process() -> None:
    found = dict(spread(lambda number: (number, slowly(number)[1]), range(240), few=1))
    changes = sum(found[number] != found[number + 1] for number in range(239))
    assert changes <= 3  # where the shares meet, and where the last run is shared out


def test_who_is_done_helps_others() -> None:
    def work(number: int) -> tuple[int, int]:
        time.sleep(0.02 if number < 60 else 0)
        return number, os.getpid()

    found = dict(spread(work, range(120), few=1))
    assert len({found[number] for number in range(60)}) == 2


def test_little_work_stays_here() -> None:
    assert {process for _, process in spread(square, range(20), few=20)} == {os.getpid()}


@pytest.mark.parametrize("few", [1, 20])
def test_what_is_to_be_done_here_is_done_once(few: int) -> None:
    done: list[int] = []
    found = list(spread(square, range(20), few=few, here=lambda: done.append(os.getpid())))
    assert (len(found), done) == (20, [os.getpid()])


def test_copies_work_while_something_is_done_here() -> None:
    reading, writing = os.pipe()

    def work(number: int) -> int:
        os.write(writing, b".")
        return number

    def here() -> None:  # would wait forever if they began afterwards
        assert os.read(reading, 1) == b"."

    assert len(list(spread(work, range(20), few=1, here=here))) == 20


def test_a_mistake_here_ends_the_copies() -> None:
    reading, writing = os.pipe()
    begun: list[int] = []

    def work(number: int) -> None:
        os.write(writing, struct.pack("!i", os.getpid()))
        time.sleep(60)

    def here() -> None:
        begun.append(struct.unpack("!i", os.read(reading, 4))[0])
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        list(spread(work, range(40), few=1, here=here))
    with pytest.raises(ProcessLookupError):
        os.kill(begun[0], 0)


def test_large_results_come_whole() -> None:
    found = list(spread(lambda number: "x" * number, [3_000_000, 1, 2_000_000], few=1))
    assert sorted(len(one) for one in found) == [1, 2_000_000, 3_000_000]


def test_the_first_mistake_in_a_copy_is_raised_here() -> None:
    def fail(number: int) -> int:
        if number in (7, 15):
            time.sleep((15 - number) / 100)
            raise MistakesFound([Problem(Place(f"{number}.md"), "wrong")])
        return number

    with pytest.raises(MistakesFound) as caught:
        list(spread(fail, range(20), few=1))
    assert caught.value.problems == (Problem(Place("7.md"), "wrong"),)


def test_a_copy_that_is_killed_is_told() -> None:
    def die(number: int) -> int:
        if number == 5:
            os.kill(os.getpid(), 9)
        return number

    with pytest.raises(RuntimeError, match="ended from outside"):
        list(spread(die, range(20), few=1))


def test_nobody_is_left_behind_when_the_rest_is_not_wanted() -> None:
    results = spread(lambda _: (b"x" * 100_000, os.getpid()), range(100_000), few=1)
    processes: set[int] = set()
    while len(processes) < 2:
        processes.add(next(results)[1])
    results.close()  # type: ignore[attr-defined]
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert workers.cores() == 1
    stop.set()
    thread.join()


def test_work_is_done_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    with beside(lambda: square(12)) as result:
        value, process = result() or (0, 0)
    assert value == 144
    assert process != os.getpid()
    with pytest.raises(ZeroDivisionError), beside(lambda: 1 // 0) as result:
        result()
    monkeypatch.setattr(workers, "cores", lambda: 1)
    with beside(lambda: square(12)) as result:
        assert result() is None


def test_nobody_waits_for_work_beside_that_is_not_asked_for() -> None:
    started = time.monotonic()
    with beside(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("much", [True, False])
def test_what_is_done_meanwhile_always_comes(much: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in (2, 1):
        monkeypatch.setattr("sitegen.workers.cores", lambda count=count: count)
        with meanwhile(lambda: [os.getpid()], much=much) as found:
            assert (found() == [os.getpid()]) is not (much and count > 1)


def test_garbage_is_looked_for_where_results_are_made_and_as_before_afterwards() -> None:
    with tidying(False):
        assert not gc.isenabled()
        assert all(spread(lambda _: gc.isenabled(), range(20), few=20))
        assert all(spread(lambda _: gc.isenabled(), range(20), few=1))
        assert not gc.isenabled()
    assert gc.isenabled()
