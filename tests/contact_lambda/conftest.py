"""One emulator for the session; each test gets queues and a table of its own in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contact_lambda.practice import write_private
from tests.contact_lambda.proxy import Proxy
from tests.contact_lambda.world import World, emulator, new_world

HOUR, LONGEST_TEST = 3_600, 20


@pytest.fixture(scope="session")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_private(tmp_path_factory.mktemp("private"))


@pytest.fixture(scope="session")
def emulator_url() -> Iterator[str]:
    with emulator() as url:
        yield url


@pytest.fixture(autouse=True)
def silence(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """In every test, so in every failure: nothing printed or logged holds a visitor's words."""
    yield
    printed = capsys.readouterr()
    for said in (printed.out, printed.err, caplog.text):
        assert "canary" not in said.lower()


@pytest.fixture
def world(emulator_url: str, private: Path) -> World:
    left = HOUR - time.time() % HOUR
    if left < LONGEST_TEST:
        time.sleep(left)  # counters begin anew on the hour, and in the midst of a test
    return new_world(emulator_url, private)


@pytest.fixture(scope="session")
def session_proxy(emulator_url: str) -> Iterator[Proxy]:
    running = Proxy(int(emulator_url.rpartition(":")[2]))
    yield running
    running.stop()


@pytest.fixture
def proxy(session_proxy: Proxy) -> Iterator[Proxy]:
    """A proxy that breaks nothing yet."""
    session_proxy.fired.clear()
    yield session_proxy
    session_proxy.plan = lambda service, operation: None
