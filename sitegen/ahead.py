"""What needs no record, made on another core while these are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from sitegen.memory import Memory
from sitegen.workers import beside, nothing


class Job(NamedTuple):
    """Something to make: entries of a kind for the memory, good for as long as `digest` is.

    `prepare` is what whoever needs the entries has to do anyway.
    """

    kind: str
    digest: bytes
    make: Callable[[], Mapping[str, Any]]
    prepare: Callable[[], object] = nothing


@contextmanager
def ahead(memory: Memory, *jobs: Job) -> Iterator[Callable[[], None]]:
    """Do the jobs meanwhile whose entries the memory doesn't hold, each in a process of its own;
    what is given waits for them, and then the memory does.

    Without a second core nothing is done here, and each entry is made when it is missed.
    """
    due = [job for job in jobs if memory.get("ahead", job.kind) != job.digest]
    with ExitStack() as stack:
        results = []
        for job in due:
            job.prepare()  # while the jobs before are done
            results.append(stack.enter_context(beside(job.make)))

        def ready() -> None:
            for job, result in zip(due, results, strict=True):
                if (made := result()) is None:
                    continue
                for name, value in made.items():
                    memory.put(job.kind, name, value)
                memory.put("ahead", job.kind, job.digest)

        yield ready
