"""The entry: tells by the event's shape whether to accept, to deliver, to settle or to tidy up."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from contact_lambda import log, shells, turnstile
from contact_lambda.aws import Clients
from contact_lambda.delivery import Delivery
from contact_lambda.feedback import Feedback
from contact_lambda.limits import Limits
from contact_lambda.reception import Reception
from contact_lambda.responses import Responses
from contact_lambda.routing import Contract
from contact_lambda.settings import Settings
from contact_lambda.store import Store
from contact_lambda.tasks import Tasks

FEEDBACK = "-feedback"
"""How the ARN of the queue ends in which SES's events wait."""


class Function:
    """Everything that lives as long as the execution environment."""

    def __init__(self, settings: Settings, clients: Clients) -> None:
        contract = Contract.read(settings.private)
        store = Store(clients, settings.table, settings.lease_seconds)
        guest = turnstile.SITE if settings.turnstile_secret else ""
        self._responses = Responses(shells.load(settings.private / "pages"), contract, guest)
        limits = Limits(clients, store, settings.table)
        self._delivery = Delivery(clients, store, limits, contract, settings)
        self._reception = Reception(
            clients, store, limits, contract, settings, self._responses, self._delivery
        )
        self._feedback = Feedback(clients, store, limits, settings)
        self._tasks = Tasks(clients, store, settings)

    def handle(self, event: Mapping[str, Any], request: str = "") -> dict[str, Any]:
        """The answer to an event of any shape that we know; `request` is its ID for the log."""
        log.begin(request)
        if "Records" in event:
            source = str(event["Records"][0].get("eventSourceARN", ""))
            line = self._feedback if source.endswith(FEEDBACK) else self._delivery
            return line.records(event)
        if "task" in event:
            return self._tasks.run(event["task"])
        return self._answer(event)

    def _answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self._reception.answer(event)
        except Exception as error:
            log.tell("Crashed", error=log.crash(error))
            return self._responses.sorry(503, wants_json=False)


@cache
def function() -> Function:
    """The function of this environment, made once."""
    return Function(Settings.read(os.environ), Clients())


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls."""
    return function().handle(event, getattr(context, "aws_request_id", ""))
