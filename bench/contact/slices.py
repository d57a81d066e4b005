"""The bench cut into pieces of minutes, each of which gives plain figures."""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from bench.contact import fuzz, start
from sitegen.package import package
from sitegen.reading import read_site, renderer
from tests.contact_lambda.load import Outcome, faults, run
from tests.contact_lambda.practice import write_private
from tests.contact_lambda.proxy import HANG, Fault, Plan, Proxy
from tests.contact_lambda.world import GOOD, World, emulator, new_world, post_event

ROOT = Path(__file__).resolve().parents[2]
A_YEAR = 31_536_000
POSTS, REQUESTS = 2_500, 250_000
"""Of one slice; together they are as many as asked."""

MANY = 16
"""Workers that deliver while calls fail: they mostly wait for another attempt."""


class Slice(NamedTuple):
    """A name, its first word the kind, and what gives the figures."""

    name: str
    run: Callable[[], Any]


def slices(posts: int, requests: int) -> Iterator[Slice]:
    """Everything there is to measure."""
    yield Slice("start", _start)
    yield Slice("limits", lambda: _in_world(_limits))
    yield Slice("hang", lambda: _in_world(_hang))
    yield Slice("plain", lambda: _load(1_000))
    yield Slice("lists", fuzz.lists)
    first = 0
    for number, count in enumerate(_parts(requests, REQUESTS), 1):
        yield Slice(f"fuzz {number}", lambda count=count, first=first: fuzz.mutants(count, first))
        first += count
    for number, count in enumerate(_parts(posts, POSTS), 1):
        yield Slice(
            f"faulty {number}",
            lambda count=count, number=number: _load(
                count, plan=faults(0.25, seed=number), kill_every=4, faulty_for=180, seed=number
            ),
        )


def _parts(whole: int, size: int) -> list[int]:
    return [min(size, whole - done) for done in range(0, whole, size)]


def _in_world(measure: Callable[[World], Any]) -> Any:
    with tempfile.TemporaryDirectory() as name, emulator() as url:
        return measure(new_world(url, write_private(Path(name) / "private")))


def _load(
    posts: int, *, plan: Plan | None = None, kill_every: float = 0, faulty_for: float = 0,
    seed: int = 0,
) -> dict[str, Any]:  # fmt: skip
    with tempfile.TemporaryDirectory() as name, emulator() as url:
        private = write_private(Path(name) / "private")
        proxy = Proxy(int(url.rpartition(":")[2]))
        outcome = run(
            new_world(url, private), proxy, posts=posts, log=Path(name) / "log", plan=plan,
            kill_every=kill_every, faulty_for=faulty_for, deadline=600, seed=seed,
            delivering=MANY if plan else 2,
        )  # fmt: skip
        proxy.stop()
    return _figures(posts, outcome)


def _figures(posts: int, outcome: Outcome) -> dict[str, Any]:
    found = {
        "posts": posts, "promised": len(outcome.promised), "lost": len(outcome.lost),
        "duplicates": outcome.duplicates,
    }  # fmt: skip
    for name in ("refused", "unanswered", "unclear", "faults", "ambiguous", "kills",
                 "blind_kills", "accepted_in", "delivered_in"):  # fmt: skip
        found[name] = getattr(outcome, name)
    if outcome.duplicates > outcome.ambiguous + outcome.blind_kills:
        raise AssertionError(f"more copies than ambiguous faults: {found}")
    if outcome.mixed:
        raise AssertionError(f"{outcome.mixed} references stand on more than one message")
    return found


def _start() -> dict[str, Any]:
    def measure(world: World) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as name:
            site, assets, _ = read_site(ROOT)
            folder = Path(name) / "function"
            archive = package(site, renderer(ROOT, site, assets), folder)
            found: dict[str, Any] = {"zip": archive.stat().st_size, **start.cold(folder, world)}
        with contextlib.redirect_stdout(io.StringIO()):
            found["warm"] = start.warm()
        return found

    return dict(_in_world(measure))


def _limits(world: World) -> int:
    function = world.function(client_limit=5, client_window=A_YEAR)

    def post(number: int) -> int:
        return int(function.handle(post_event(GOOD | {"name": f"N {number}"}))["statusCode"])

    with contextlib.redirect_stdout(io.StringIO()), ThreadPoolExecutor(50) as pool:
        return list(pool.map(post, range(200))).count(303)


def _hang(world: World) -> dict[str, float]:
    proxy = Proxy(int(world.url.rpartition(":")[2]))
    proxy.plan = lambda service, operation: Fault(HANG)
    function = world.function(proxy.url, client_limit=5, recipient_limit=5)
    begin = time.monotonic()
    with contextlib.redirect_stdout(io.StringIO()):
        status = function.handle(post_event(GOOD))["statusCode"]
    took = time.monotonic() - begin
    proxy.stop()
    return {"status": status, "seconds": took}
