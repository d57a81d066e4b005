"""Requests that no form sends, by the million, in as many processes as there are cores."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

from tests.contact_lambda.lists import in_every_field
from tests.contact_lambda.mutate import CANARY, mutant
from tests.contact_lambda.offline import Offline
from tests.contact_lambda.world import post_event

BATCH = 10_000


class Leak(AssertionError):
    """Something that a visitor wrote was printed, or an error of ours was."""


def mutants(requests: int, first: int) -> dict[str, Any]:
    """Answers by status to so many damaged requests; `first` is the number of the first of all."""
    return _spread(_mutants, [(first + done, min(BATCH, requests - done))
                              for done in range(0, requests, BATCH)])  # fmt: skip


def lists() -> dict[str, Any]:
    """Answers by status to each string of the lists in each field."""
    parts = 8
    return _spread(partial(_lists, parts), range(parts))


def _spread(work: Callable[[Any], Counter[int]], pieces: Iterable[Any]) -> dict[str, Any]:
    """Raises AssertionError at the first request that breaks a rule."""
    begin = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        statuses: Counter[int] = sum(pool.imap_unordered(work, pieces), Counter())
    return {"statuses": statuses, "seconds": time.monotonic() - begin}


def _mutants(piece: tuple[int, int]) -> Counter[int]:
    first, count = piece
    dice = random.Random(first)
    return _checked(mutant(dice) for _ in range(count))


def _lists(parts: int, part: int) -> Counter[int]:
    return _checked(post_event(fields) for fields in in_every_field(part, parts))


def _checked(events: Iterable[dict[str, Any]]) -> Counter[int]:
    printed = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        redirect_stdout(printed),
        redirect_stderr(printed),
    ):
        offline = Offline(Path(folder))
        found = Counter(offline.check(event) for event in events)
    said = printed.getvalue()
    if CANARY in said or "anary" in said or "Crashed" in said or "Traceback" in said:
        raise Leak(said[:300])
    return found
