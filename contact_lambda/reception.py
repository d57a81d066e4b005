"""Accept: parse → validate → screen → keep → respond."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contact_lambda import health, log, promise, receipt, screening, turnstile
from contact_lambda import request as requests
from contact_lambda.aws import Clients, Failure
from contact_lambda.delivery import Delivery
from contact_lambda.intake import NotAccepted, enqueue, keep
from contact_lambda.job import HEALTH, MESSAGE, Job
from contact_lambda.keys import client, keyed, message_id
from contact_lambda.limits import Limits
from contact_lambda.request import BadRequest, Request
from contact_lambda.responses import Response, Responses, redirect
from contact_lambda.routing import INTAKE, Contract, Route
from contact_lambda.settings import Settings
from contact_lambda.store import DAY, Store
from contact_lambda.submission import Invalid, Submission, typed, validate

HOUR = 3_600
RETRY_AFTER = 60
"""Seconds after which a visitor's second attempt is worth it: longer than a brief outage."""
FORM = "/contact/"


class TooMany(Exception):
    """This viewer wrote too often."""


class Reception:
    """The accepting side."""

    def __init__(
        self, clients: Clients, store: Store, limits: Limits, contract: Contract,
        settings: Settings, responses: Responses, delivery: Delivery,
    ) -> None:  # fmt: skip
        self._clients = clients
        self._store = store
        self._limits = limits
        self._contract = contract
        self._settings = settings
        self._responses = responses
        self._delivery = delivery

    def answer(self, event: Mapping[str, Any]) -> Response:
        """The answer to an event of the HTTP API."""
        wants_json = False
        try:
            request = requests.read(
                event, client_header=self._settings.client_address_header,
                cdn_secret=self._settings.cdn_secret,
            )  # fmt: skip
            wants_json = request.wants_json
            if request.method == "POST":
                return self._post(request)
            if request.method in ("GET", "HEAD"):
                return self._get(request)
            raise BadRequest(405, "method")
        except BadRequest as refused:
            log.tell("Refused", status=refused.status, reason=refused.reason)
            return self._responses.sorry(refused.status, wants_json=wants_json)

    def _get(self, request: Request) -> Response:
        found = receipt.read(self._settings.key, request.query, self._contract.slugs)
        if not found:
            return redirect(FORM)
        log.tell("Viewed")
        today = promise.today(_now(), self._contract.practice)
        return self._responses.receipt(found, today)

    def _post(self, request: Request) -> Response:
        fields = requests.fields(request)
        proof = fields.get(health.FIELD)
        if proof is not None and not health.genuine(self._settings.key, proof, time.time()):
            raise BadRequest(400, health.FIELD)  # no form has this field, and nobody is mailed
        shown = typed(fields) | {"attempt": _attempt(fields)}

        def again(status: int, outcome: str, errors: Mapping[str, str], wait: int = 0) -> Response:
            return self._responses.again(
                status, outcome, shown, errors, wants_json=request.wants_json, retry_after=wait
            )

        try:
            location = self._accept(request, fields)
        except Invalid as invalid:
            log.tell("Invalid", fields=",".join(invalid.errors))
            return again(422, "invalid", invalid.errors)
        except TooMany:
            log.tell("Limited")
            return again(429, "limited", {}, self._settings.client_window)
        except NotAccepted as failure:
            log.tell("Failed", error=str(failure))
            return again(503, "failed", {}, RETRY_AFTER)
        except Exception as error:  # whatever it is, the visitor keeps their words
            log.tell("Crashed", error=log.crash(error))
            return again(503, "failed", {}, RETRY_AFTER)
        return self._responses.accepted(location, wants_json=request.wants_json)

    def _allows(self, request: Request) -> bool:
        """Whether this viewer may write again; one whose address we don't know may."""
        address = client(request.client)
        name = keyed(self._settings.key, "client", address)[:32]
        limit, window = self._settings.client_limit, self._settings.client_window
        return not address or self._limits.allows(name, limit, window)

    def _accept(self, request: Request, fields: Mapping[str, str]) -> str:
        """Keep the message where it can't be lost. Returns the receipt's address.

        Raises Invalid, TooMany or NotAccepted.
        """
        submission = validate(fields, self._contract.slugs)
        if not self._allows(request):
            raise TooMany
        marks = self._marks(request, fields, submission)
        now = _now()
        practice = self._contract.practice
        route = self._route(submission.recipient, now, counted=not marks)
        to, why = (INTAKE, route.why or "suspected") if marks else (route.to, route.why)
        by = promise.reply_by(now, practice, route.back)
        message = message_id(self._settings.key, submission, _attempt(fields))
        job = Job(
            MESSAGE, message, to, asked=route.asked, why=why if to != route.asked else "",
            marks=marks, reply_by=promise.in_words(by, promise.today(now, practice)),
            submission=submission,
        )  # fmt: skip
        if health.FIELD in fields:
            job = Job(HEALTH, message, HEALTH)
        self._keep(job)
        shown = receipt.Receipt(job.reference, by, route.back, route.why, route.asked, route.to)
        return receipt.address(self._settings.key, shown)

    def _marks(
        self, request: Request, fields: Mapping[str, str], submission: Submission
    ) -> tuple[str, ...]:
        """What looks odd, also compared with other messages of the day."""
        marks = screening.signals(fields, request.headers, self._settings.origins)
        name = keyed(self._settings.key, "text", submission.message)[:32]
        long = len(submission.message) >= screening.TELLING
        if long and not self._limits.allows(name, screening.MOST_ALIKE, DAY):
            marks = (*marks, "repeated")
        secret = self._settings.turnstile_secret
        if secret and (mark := turnstile.mark(secret, fields.get(turnstile.FIELD, ""))):
            marks = (*marks, mark)
        return marks

    def _route(self, asked: str, now: dt.datetime, *, counted: bool) -> Route:
        """Where it goes; an hour's flood for one person goes to intake, so nobody blocks them.

        What looks odd goes to intake in any case, and isn't counted: it takes nobody's place.
        """
        practice = self._contract.practice
        days = (promise.counts_from(now, practice), promise.reply_by(now, practice))
        route = self._contract.route(asked, days, self._limits.diverted())
        if route.back:
            route = replace(route, back=promise.business_day(route.back, practice))
        name = keyed(self._settings.key, "recipient", route.to)[:32]
        limit = self._settings.recipient_limit
        if counted and route.to != INTAKE and not self._limits.allows(name, limit, HOUR):
            return Route(asked, INTAKE, "crowded")
        return route

    def _keep(self, job: Job) -> None:
        if screening.is_quarantined(job.marks):
            try:
                enqueue(self._clients.queue, self._settings.quarantine_url, job)
                log.tell("Quarantined", reference=job.reference)
                return
            except Failure:
                pass  # then it is kept like any other: nothing is lost for being odd
        keep(
            job, queue=self._clients.queue, queue_url=self._settings.queue_url,
            store=self._store, direct=self._delivery.direct,
        )  # fmt: skip
        outcome = "Suspected" if job.marks else "Accepted"
        log.tell("Checked" if job.kind == HEALTH else outcome, reference=job.reference)


def _attempt(fields: Mapping[str, str]) -> str:
    """The number that our script gave to this form, if it is one of ours."""
    value = fields.get("attempt", "")
    return value if len(value) <= 64 and value.isascii() and value.isprintable() else ""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
