"""What needs no record, made on another core while these are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sitegen.memory import Memory
from sitegen.workers import beside


class Job(NamedTuple):
    """Something to make: entries of a kind for the memory, good for as long as `digest` is."""

    kind: str
    digest: bytes
    make: Callable[[], Mapping[str, Any]]


@contextmanager
def ahead(memory: Memory, *jobs: Job) -> Iterator[Callable[[], None]]:
    """Do the jobs meanwhile whose entries the memory doesn't hold; what is given waits for them,
    and then the memory does.

    Without a second core nothing is done here, and each entry is made when it is missed.
    """
    due = [job for job in jobs if memory.get("ahead", job.kind) != job.digest]
    if not due:
        yield lambda: None
        return

    with beside(lambda: [job.make() for job in due]) as results:

        def ready() -> None:
            for job, made in zip(due, results() or (), strict=False):
                for name, value in made.items():
                    memory.put(job.kind, name, value)
                memory.put("ahead", job.kind, job.digest)

        yield ready
