"""Accept durably: whoever is told that their message is on its way can rely on it.

The queue first; if it fails, the outbox in the table, which the sweep empties into the queue;
if that fails, too, one direct attempt. Only when all three fail is the visitor told so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contact_lambda import log
from contact_lambda.aws import Failure, Unconfirmed, code
from contact_lambda.job import Job
from contact_lambda.store import Store


class NotAccepted(Exception):
    """No place took the message."""


def enqueue(client: Any, queue_url: str, job: Job, *, delay: int = 0) -> None:
    """Put a job into a queue. Raises a Failure, also when the answer doesn't name the message."""
    answer = client.send_message(QueueUrl=queue_url, MessageBody=job.dump(), DelaySeconds=delay)
    if not answer.get("MessageId"):
        raise Unconfirmed


def keep(
    job: Job, *, queue: Any, queue_url: str, store: Store, direct: Callable[[Job], bool]
) -> None:
    """Keep a job in the first place that takes it. Raises NotAccepted when none does.

    `direct` sends it at once and says whether that worked.
    """
    try:
        enqueue(queue, queue_url, job)
        return
    except Failure as error:
        failed = code(error)
    try:
        store.keep(f"outbox#{job.claim}", job.dump())
        log.tell("Outbox", reference=job.reference, error=failed)
        return
    except Failure as error:
        failed = f"{failed}, {code(error)}"
    if not direct(job):
        raise NotAccepted(failed)
    log.tell("Direct", reference=job.reference, error=failed)
