"""What SES tells later: delivered, came back, marked as spam, delayed, refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contact_lambda import log
from contact_lambda.aws import Clients, Failure
from contact_lambda.intake import enqueue
from contact_lambda.job import ACKNOWLEDGMENT, HEALTH, MESSAGE, NOTICE, Job, load
from contact_lambda.keys import reference
from contact_lambda.limits import Limits
from contact_lambda.routing import INTAKE
from contact_lambda.settings import Settings
from contact_lambda.store import Store

RETURNED = {"Bounce", "Reject", "Rendering Failure", "RenderingFailure"}
_METRIC = {"Complaint": "Complained", "DeliveryDelay": "Delayed", "Delivery": "Delivered"}


@dataclass(frozen=True)
class Told:
    """One event of SES about a mail of ours; `permanent` when trying again is no use."""

    event: str
    kind: str
    message: str
    to: str
    address: str
    visitor: str
    why: str
    permanent: bool


class Feedback:
    """Settles what was delivered, and brings everything else to intake."""

    def __init__(self, clients: Clients, store: Store, limits: Limits, settings: Settings) -> None:
        self._clients = clients
        self._store = store
        self._limits = limits
        self._settings = settings

    def records(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """A batch of events from their queue; the answer names what has to come back."""
        failed = []
        for record in event["Records"]:
            try:
                told = read(record["body"])
                if told:
                    self._handle(told)
            except Failure:
                failed.append({"itemIdentifier": record["messageId"]})
            except Exception as error:
                log.tell("Crashed", error=log.crash(error))
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}

    def _handle(self, told: Told) -> None:
        outcome = "Returned" if told.event in RETURNED else _METRIC.get(told.event)
        if outcome is None:
            return
        claim = Job(told.kind, told.message, told.to, why=told.why).claim
        log.tell(outcome, kind=told.kind, reference=reference(told.message))
        if told.event == "Delivery":
            self._store.settle(claim)
            if told.kind == HEALTH:
                log.tell("Healthy")
        elif told.kind == MESSAGE:
            self._message(told, claim)
        elif told.kind == ACKNOWLEDGMENT and outcome in ("Returned", "Complained"):
            self._notify(told, "complaint" if outcome == "Complained" else "acknowledgment")

    def _message(self, told: Told, claim: str) -> None:
        """A message didn't arrive, or its recipient called it spam: intake takes over."""
        if told.to == INTAKE:
            return self._stuck(claim)
        if told.permanent:
            self._limits.divert(told.to)
        payload = self._store.payload(claim)
        if payload and told.event != "Complaint":
            why = "delayed" if told.event == "DeliveryDelay" else "returned"
            self._enqueue(load(payload).rerouted(INTAKE, why))
            if told.event != "DeliveryDelay":
                self._store.settle(claim)
        else:
            self._notify(told, "complaint" if told.event == "Complaint" else "bounce")
        return None

    def _stuck(self, claim: str) -> None:
        """Intake itself can't be reached: a dead letter, which raises an alarm."""
        payload = self._store.payload(claim)
        if payload:
            enqueue(self._clients.queue, self._settings.dead_letter_url, load(payload))
            self._store.abandon(claim)
            log.tell("DeadLettered", kind=MESSAGE, error="IntakeUnreachable")

    def _notify(self, told: Told, what: str) -> None:
        visitor = told.visitor if told.kind == MESSAGE else ""
        self._enqueue(
            Job(NOTICE, told.message, INTAKE, told.to, what, address=told.address, visitor=visitor)
        )

    def _enqueue(self, job: Job) -> None:
        enqueue(self._clients.queue, self._settings.queue_url, job)


def read(body: str) -> Told | None:
    """An event as EventBridge puts it into the queue; None when it isn't about a mail of ours."""
    try:
        detail = json.loads(body)["detail"]
        mail = detail["mail"]
        tags = {name: values[0] for name, values in mail["tags"].items() if values}
        kind, message, to = tags["kind"], tags["message"], tags["to"]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    event = str(detail.get("eventType", ""))
    bounce = detail.get("bounce") or {}
    return Told(
        event=event,
        kind=kind,
        message=message,
        to=to,
        address=", ".join(mail.get("destination") or ()),
        visitor=_reply_to(mail.get("headers") or ()),
        why=tags.get("why", "").replace("none", ""),
        permanent=event == "Complaint" or bounce.get("bounceType") == "Permanent",
    )


def _reply_to(headers: Iterable[Mapping[str, str]]) -> str:
    """The header of the mail that SES tells about, by which its message can be answered."""
    found = [one.get("value", "") for one in headers if one.get("name", "").lower() == "reply-to"]
    return found[0] if found else ""
