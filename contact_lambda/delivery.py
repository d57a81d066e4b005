"""Deliver: claim → compose → send → settle. One message, one attempt; the queue tries again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contact_lambda import log
from contact_lambda.aws import Clients, Failure, code
from contact_lambda.compose import compose
from contact_lambda.intake import enqueue
from contact_lambda.job import ACKNOWLEDGMENT, MESSAGE, NOTICE, Job, load
from contact_lambda.keys import keyed, mailbox
from contact_lambda.limits import Limits
from contact_lambda.mailer import Next, NotSent, send
from contact_lambda.routing import INTAKE, Contract
from contact_lambda.settings import Settings
from contact_lambda.store import DAY, Store

LONGEST_WAIT = 3_600
"""Seconds between two attempts at most."""

HOUR, MOST_ACKNOWLEDGMENTS = 3_600, 100
"""All confirmations of an hour: what a practice never reaches, and a list of victims would."""


class Again(Exception):
    """Not done: this message has to come back."""


class Delivery:
    """The delivering side."""

    def __init__(
        self, clients: Clients, store: Store, limits: Limits, contract: Contract, settings: Settings
    ) -> None:
        self._clients = clients
        self._store = store
        self._limits = limits
        self._contract = contract
        self._settings = settings

    def records(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Deliver a batch from the queue; the answer names what has to come back."""
        failed = []
        for record in event["Records"]:
            try:
                self._record(record)
            except Again:
                self._wait(record)
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}

    def direct(self, job: Job) -> bool:
        """Send at once, when queue and table are down. True when SES took it.

        One attempt, and one for intake if SES won't have it for this recipient: a visitor waits.
        """
        try:
            self._mail(job)
        except NotSent as failure:
            if failure.next is not Next.REROUTE or job.to == INTAKE:
                return False
            return self.direct(job.rerouted(INTAKE, "refused"))
        return True

    def deliver(self, job: Job) -> None:
        """Send a job's mail unless it was sent already. Raises Again when it has to come back."""
        job = self._reachable(job)
        claim = self._store.claim(job.claim, job.dump())
        if claim == "done":
            log.tell("Repeated", reference=job.reference)
            return
        if claim == "busy":
            raise Again
        try:
            self._send(job)
        except NotSent as failure:
            self._failed(job, failure)

    def _reachable(self, job: Job) -> Job:
        """The job, or the same for intake when its recipient can't be reached any more."""
        if job.kind != MESSAGE or job.to == INTAKE:
            return job
        if job.to not in self._contract.recipients:
            return job.rerouted(INTAKE, "left")
        return job.rerouted(INTAKE, "bounced") if job.to in self._limits.diverted() else job

    def _mail(self, job: Job) -> None:
        mail = compose(job, self._contract)
        send(self._clients.mail, mail, configuration_set=self._settings.configuration_set)
        log.tell("Sent", kind=job.kind, reference=job.reference)

    def _send(self, job: Job) -> None:
        self._mail(job)
        self._store.sent(job.claim)
        # Not for what looks like a program's: nobody is to be bothered through us. An address
        # that no header carries can't be written to, either.
        asked = job.submission.reply_to if job.submission and job.submission.acknowledge else ""
        if asked and not job.marks:
            self._acknowledge(job, asked)

    def _acknowledge(self, job: Job, address: str) -> None:
        """Queue the short confirmation that the visitor asked for, a few a day to a mailbox."""
        name = keyed(self._settings.key, ACKNOWLEDGMENT, mailbox(address))[:32]
        limit = self._settings.acknowledgment_limit
        if not (
            self._limits.allows(name, limit, DAY, in_doubt=False)
            and self._limits.allows(ACKNOWLEDGMENT, MOST_ACKNOWLEDGMENTS, HOUR, in_doubt=False)
        ):
            log.tell("Limited", kind=ACKNOWLEDGMENT)
            return
        more = Job(
            ACKNOWLEDGMENT, job.id, "visitor", asked=job.asked, reply_by=job.reply_by,
            address=address,
        )  # fmt: skip
        try:
            enqueue(self._clients.queue, self._settings.queue_url, more)
        except Failure as error:
            log.tell("Retried", kind=ACKNOWLEDGMENT, error=code(error))

    def _failed(self, job: Job, failure: NotSent) -> None:
        self._store.release(job.claim)
        if failure.next is Next.REROUTE and job.kind == MESSAGE and job.to != INTAKE:
            log.tell("Rerouted", reference=job.reference, error=failure.error)
            self.deliver(job.rerouted(INTAKE, "refused"))
            self._store.settle(job.claim)
        elif failure.next is Next.REROUTE and job.kind == ACKNOWLEDGMENT:
            # Intake learns that the address may be wrong; nobody has to mend anything.
            told = Job(NOTICE, job.id, INTAKE, job.asked, ACKNOWLEDGMENT, address=job.address)
            self.deliver(told)
            self._store.settle(job.claim)
        elif failure.next is Next.RETRY:
            log.tell("Retried", kind=job.kind, reference=job.reference, error=failure.error)
            raise Again
        else:
            self._dead_letter(job, failure.error)

    def _dead_letter(self, job: Job, error: str) -> None:
        """Put a job aside for somebody to look at; the alarm tells them."""
        try:
            enqueue(self._clients.queue, self._settings.dead_letter_url, job)
        except Failure:
            raise Again from None
        self._store.abandon(job.claim)
        log.tell("DeadLettered", kind=job.kind, reference=job.reference, error=error)

    def _record(self, record: Mapping[str, Any]) -> None:
        try:
            job = load(record["body"])
        except ValueError:
            log.tell("Retried", kind="unreadable", error="ValueError")
            raise Again from None  # it becomes a dead letter in the end, and stays as it is
        try:
            self.deliver(job)
        except Again:
            raise
        except Exception as error:
            log.tell("Crashed", reference=job.reference, error=log.crash(error))
            raise Again from None

    def _wait(self, record: Mapping[str, Any]) -> None:
        """Let the message come back later each time. If this fails, the queue's own time holds."""
        received = int(record.get("attributes", {}).get("ApproximateReceiveCount", "1"))
        seconds = min(self._settings.retry_seconds * 2 ** min(received - 1, 16), LONGEST_WAIT)
        try:
            self._clients.queue.change_message_visibility(
                QueueUrl=self._settings.queue_url,
                ReceiptHandle=record["receiptHandle"],
                VisibilityTimeout=seconds,
            )
        except Failure as error:
            log.tell("Retried", kind="visibility", error=code(error))
