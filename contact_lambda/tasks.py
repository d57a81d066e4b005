"""What the clock starts: empty the outbox, follow up what nobody confirmed, check the route."""

from __future__ import annotations

from contact_lambda import health, log
from contact_lambda.aws import Clients, Failure, code
from contact_lambda.intake import enqueue
from contact_lambda.job import HEALTH, MESSAGE, Job, load
from contact_lambda.routing import INTAKE
from contact_lambda.settings import Settings
from contact_lambda.store import OUTBOX, SENT, Store

UNCONFIRMED = 12 * 3_600
"""Seconds after which a mail without word from SES goes to intake as well: SES itself tries for
14 hours, and tells of a delay earlier."""

FRESH = 5
"""Seconds that something rests in the outbox, so that a sweep doesn't race its writer."""


class Tasks:
    """The function's scheduled work; each may run twice without harm."""

    def __init__(self, clients: Clients, store: Store, settings: Settings) -> None:
        self._clients = clients
        self._store = store
        self._settings = settings

    def run(self, task: str) -> dict[str, int]:
        """Run a task by name. Raises ValueError for a name that isn't known."""
        if task == "sweep":
            return {"outbox": self._outbox(), "unconfirmed": self._unconfirmed()}
        if task == "health":
            return {"health": self._health()}
        raise ValueError("no such task")

    def _outbox(self) -> int:
        """Move what waits in the outbox into the queue. Returns how many."""
        moved = 0
        try:
            for name, payload in self._store.waiting(OUTBOX, FRESH):
                moved += self._move(name, payload)
        except Failure as error:
            log.tell("Retried", kind="outbox", error=code(error))
        return moved

    def _move(self, name: str, payload: str) -> bool:
        """One message from the outbox into the queue; one that can't be read stays."""
        try:
            job = load(payload)
        except ValueError as error:
            log.tell("Crashed", error=log.crash(error))
            return False
        self._enqueue(job)
        self._store.drop(name)
        return True

    def _unconfirmed(self) -> int:
        """Send to intake what was handed to SES long ago and never confirmed. Returns how many."""
        found = 0
        try:
            for name, payload in self._store.waiting(SENT, UNCONFIRMED):
                found += self._follow_up(name, payload)
        except Failure as error:
            log.tell("Retried", kind="unconfirmed", error=code(error))
        return found

    def _follow_up(self, name: str, payload: str) -> bool:
        try:
            job = load(payload)
        except ValueError as error:
            log.tell("Crashed", error=log.crash(error))
            return False
        if job.kind == MESSAGE and job.to == INTAKE:
            enqueue(self._clients.queue, self._settings.dead_letter_url, job)
            self._store.abandon(name)
        else:
            if job.kind == MESSAGE:
                self._enqueue(job.rerouted(INTAKE, "delayed"))
            self._store.settle(name)
        log.tell("Unconfirmed", kind=job.kind, reference=job.reference)
        return True

    def _health(self) -> int:
        """Post a check through the public API; what counts is that its mail is delivered."""
        origin = next(iter(self._settings.origins), "")
        wrong = health.knock(self._settings.key, self._settings.health_url, origin)
        if wrong:
            log.tell("Retried", kind=HEALTH, error=wrong)
        return not wrong

    def _enqueue(self, job: Job) -> None:
        enqueue(self._clients.queue, self._settings.queue_url, job)
