"""Cold starts beside a handler that only sends, and our own work for a warm post."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.contact_lambda.offline import Offline
from tests.contact_lambda.world import GOOD, World, post_event
from tests.infra.runtime_api import Runtime
from tests.infra.test_runtime import BARE, HANDLER

ROUNDS = 21


def cold(package: Path, world: World) -> Mapping[str, float]:
    """Median seconds from the process's start to its first answer, the two taking turns."""
    settings = world.settings
    environment = {
        "AWS_ENDPOINT_URL": world.url, "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
        "QUEUE_URL": settings.queue_url, "QUARANTINE_URL": settings.quarantine_url,
        "DEAD_LETTER_URL": settings.dead_letter_url, "TABLE_NAME": settings.table,
        "HASH_KEY": "k", "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    with tempfile.TemporaryDirectory() as folder:
        bare = BARE.replace("hello@two-doors.example", "hello@example.org")
        (Path(folder) / "bare.py").write_text(bare)
        for number in range(ROUNDS):
            for name, task, handler in (
                ("ours", package, HANDLER), ("bare", Path(folder), "bare.handler"),
            ):  # fmt: skip
                running = Runtime(task, handler, environment)
                fields = GOOD | {"recipient": "intake", "name": f"N {number}"}
                answer = running.invoke(post_event(fields, client=f"192.0.2.{number}"))
                took[name].append(time.perf_counter() - running.started)
                running.stop()
                if answer["statusCode"] != 303:
                    raise AssertionError(f"{name} answered {answer['statusCode']}")
    return {name: statistics.median(times) for name, times in took.items()}


def warm(posts: int = 2_000) -> float:
    """Median milliseconds of our own work for a post: everything but the calls of AWS."""
    with tempfile.TemporaryDirectory() as folder:
        function = Offline(Path(folder))._function
        times = []
        for number in range(posts):
            event = post_event(GOOD | {"name": f"N {number}"})
            begin = time.perf_counter()
            function.handle(event)
            times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)
