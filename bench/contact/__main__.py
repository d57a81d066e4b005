"""`python -m bench.contact [--posts 10000] [--requests 1000000]`."""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.contact import fuzz, report, start
from sitegen.package import package
from sitegen.pipeline import read_site, renderer
from tests.contact_lambda.load import faults, run
from tests.contact_lambda.practice import write_private
from tests.contact_lambda.proxy import HANG, Fault, Proxy
from tests.contact_lambda.world import GOOD, World, emulator, new_world, post_event

ROOT = Path(__file__).resolve().parents[2]
A_YEAR = 31_536_000


def main() -> None:
    """Measure everything, in one run, and write the section."""
    options = argparse.ArgumentParser(prog="python -m bench.contact")
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--requests", type=int, default=1_000_000)
    chosen = options.parse_args()
    asked = f"--posts {chosen.posts} --requests {chosen.requests}"
    found: report.Found = {"options": asked}
    with tempfile.TemporaryDirectory() as name, emulator() as url:
        folder = Path(name)
        private = write_private(folder / "private")
        _starts(found, folder, new_world(url, private))
        _limits(found, new_world(url, private))
        _hangs(found, url, new_world(url, private))
    for key, posts, plan, kill in (
        ("plain", 1_000, None, 0.0), ("faulty", chosen.posts, faults(0.25, seed=1), 4.0),
    ):  # fmt: skip
        with tempfile.TemporaryDirectory() as name, emulator() as url:
            private = write_private(Path(name) / "private")
            proxy = Proxy(int(url.rpartition(":")[2]))
            found[key] = run(
                new_world(url, private), proxy, posts=posts, log=Path(name) / "log",
                plan=plan, kill_every=kill, faulty_for=600, deadline=3_600,
            )  # fmt: skip
            proxy.stop()
    begin = time.monotonic()
    found["fuzz"] = fuzz.run(chosen.requests)
    found["fuzz_seconds"] = time.monotonic() - begin
    report.write(ROOT / "docs" / "benchmarks.md", found)


def _starts(found: report.Found, folder: Path, world: World) -> None:
    site, assets, _ = read_site(ROOT)
    archive = package(site, renderer(ROOT, site, assets), folder / "function")
    found["zip"] = archive.stat().st_size
    found["cold"] = start.cold(folder / "function", world)
    with contextlib.redirect_stdout(io.StringIO()):
        found["warm"] = start.warm()


def _limits(found: report.Found, world: World) -> None:
    function = world.function(client_limit=5, client_window=A_YEAR)

    def post(number: int) -> int:
        return int(function.handle(post_event(GOOD | {"name": f"N {number}"}))["statusCode"])

    with contextlib.redirect_stdout(io.StringIO()), ThreadPoolExecutor(50) as pool:
        found["passed"] = list(pool.map(post, range(200))).count(303)


def _hangs(found: report.Found, url: str, world: World) -> None:
    proxy = Proxy(int(url.rpartition(":")[2]))
    proxy.plan = lambda service, operation: Fault(HANG)
    function = world.function(proxy.url, client_limit=5, recipient_limit=5)
    begin = time.monotonic()
    with contextlib.redirect_stdout(io.StringIO()):
        status = function.handle(post_event(GOOD))["statusCode"]
    found["hang"] = (status, time.monotonic() - begin)
    proxy.stop()


if __name__ == "__main__":
    main()
