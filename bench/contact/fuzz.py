"""A million requests that no form sends, in as many processes as there are cores."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from tests.contact_lambda.mutate import CANARY, bad_strings, mutant
from tests.contact_lambda.offline import Offline
from tests.contact_lambda.world import post_event

BATCH = 10_000


class Leak(AssertionError):
    """Something that a visitor wrote was printed, or an error of ours was."""


def run(requests: int) -> Counter[int]:
    """Answers by status. Raises AssertionError at the first request that breaks a rule."""
    batches = range(-(-requests // BATCH))
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        return sum(pool.imap_unordered(_batch, batches), Counter())


def _batch(number: int) -> Counter[int]:
    dice = random.Random(number)
    printed = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        redirect_stdout(printed),
        redirect_stderr(printed),
    ):
        offline = Offline(Path(folder))
        found = Counter(offline.check(mutant(dice)) for _ in range(BATCH))
        if number == 0:
            found.update(offline.check(post_event(fields)) for fields in bad_strings())
    said = printed.getvalue()
    if CANARY in said or "Canary" in said or "Crashed" in said or "Traceback" in said:
        raise Leak(f"batch {number}")
    return found


if __name__ == "__main__":
    sys.stdout.write(f"{dict(run(int(sys.argv[1])))}\n")
