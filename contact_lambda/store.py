"""The table: claims, what waits, counters, bouncing addresses. Every item expires by itself.

Claims stop double clicks and redeliveries. A claim keeps the message, encrypted at rest by the
table, until SES says that it was delivered.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Literal

from contact_lambda.aws import Clients, Failure, code

Claim = Literal["ours", "busy", "done", "unknown"]

DAY = 86_400
KEPT = 14 * DAY
"""How long anything waits at most; the queues keep messages as long."""

REMEMBERED = DAY
"""How long the same words count as the same message."""

LEASE = 30
"""Seconds for which a claim holds; longer than the function may run."""

DIVERTED = 7 * DAY
"""How long messages go to intake after an address bounced; then it is tried again."""

DIVERTED_KNOWN = 60
"""Seconds before the table is asked again whose address bounced."""

OUTBOX, SENT, BOUNCED = "outbox", "sent", "bounced"

_CLAIM = "attribute_not_exists(id) OR remembered < :now OR (progress = :sending AND lease < :now)"


class Store:
    """The stack's one table."""

    def __init__(self, clients: Clients, table: str) -> None:
        self._clients = clients
        self._table = table
        self._diverted: tuple[float, frozenset[str]] = (0.0, frozenset())

    def claim(self, name: str, payload: str) -> Claim:
        """Claim a mail and keep its payload. "unknown" when the table doesn't answer."""
        now = int(time.time())
        item = {
            "id": {"S": name}, "progress": {"S": "sending"}, "payload": {"S": payload},
            "waiting": {"S": SENT}, "since": _n(now), "lease": _n(now + LEASE),
            "remembered": _n(now + KEPT), "expires": _n(now + KEPT),
        }  # fmt: skip
        try:
            self._clients.table.put_item(
                TableName=self._table, Item=item, ConditionExpression=_CLAIM,
                ExpressionAttributeValues={":now": _n(now), ":sending": {"S": "sending"}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )  # fmt: skip
        except Failure as error:
            if code(error) != "ConditionalCheckFailedException":
                return "unknown"
            old = getattr(error, "response", {}).get("Item", {})
            return "busy" if old.get("progress", {}).get("S") == "sending" else "done"
        return "ours"

    def sent(self, name: str) -> None:
        """SES took it; the payload stays until SES says that it was delivered."""
        self._set(name, "SET progress = :p, remembered = :r", {
            ":p": {"S": "sent"}, ":r": _n(int(time.time()) + REMEMBERED),
        })  # fmt: skip

    def release(self, name: str) -> None:
        """It wasn't sent: the next attempt needn't wait for the lease to end."""
        self._set(name, "SET lease = :zero", {":zero": _n(0)})

    def settle(self, name: str) -> None:
        """It was delivered, or went elsewhere: forget the words, remember the claim."""
        values = {":p": {"S": "sent"}, ":r": _n(int(time.time()) + REMEMBERED)}
        change = "SET progress = :p, remembered = :r, expires = :r REMOVE payload, waiting"
        self._set(name, change, values)

    def payload(self, name: str) -> str:
        """What a claim keeps, or ""; raises a Failure when the table doesn't answer."""
        key = {"id": {"S": name}}
        found = self._clients.table.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return str(found.get("Item", {}).get("payload", {}).get("S", ""))

    def keep(self, name: str, payload: str, waiting: str = OUTBOX) -> None:
        """Put a payload where the sweep finds it; raises a Failure."""
        now = int(time.time())
        item = {
            "id": {"S": name}, "payload": {"S": payload}, "waiting": {"S": waiting},
            "since": _n(now), "expires": _n(now + KEPT),
        }  # fmt: skip
        self._clients.table.put_item(TableName=self._table, Item=item)

    def drop(self, name: str) -> None:
        """Delete an item; raises a Failure."""
        self._clients.table.delete_item(TableName=self._table, Key={"id": {"S": name}})

    def waiting(self, what: str, older_than: float = 0) -> Iterator[tuple[str, str]]:
        """(name, payload) of what waits, the longest first; raises a Failure."""
        pages = self._clients.table.get_paginator("query").paginate(
            TableName=self._table, IndexName="waiting",
            KeyConditionExpression="waiting = :w AND since <= :s",
            ExpressionAttributeValues={":w": {"S": what}, ":s": _n(int(time.time() - older_than))},
        )  # fmt: skip
        for page in pages:
            for item in page["Items"]:
                yield item["id"]["S"], item.get("payload", {}).get("S", "")

    def divert(self, slug: str) -> None:
        """Send this person's messages to intake for a while; raises a Failure."""
        now = int(time.time())
        item = {
            "id": {"S": f"{BOUNCED}#{slug}"}, "waiting": {"S": BOUNCED}, "payload": {"S": slug},
            "since": _n(now), "expires": _n(now + DIVERTED),
        }  # fmt: skip
        self._clients.table.put_item(TableName=self._table, Item=item)

    def diverted(self) -> frozenset[str]:
        """Whose messages go to intake, asked for once a minute; the last answer if none comes."""
        now = time.monotonic()
        if self._diverted[0] <= now:
            try:
                found = frozenset(slug for _, slug in self.waiting(BOUNCED))
            except Failure:
                found = self._diverted[1]
            self._diverted = (now + DIVERTED_KNOWN, found)
        return self._diverted[1]

    def allows(self, counter: str, limit: int, seconds: int) -> bool:
        """Count one, unless `limit` was reached in this window. Yes when the table is down."""
        if limit <= 0:
            return True
        now = int(time.time())
        window = now // seconds
        try:
            self._clients.table.update_item(
                TableName=self._table, Key={"id": {"S": f"count#{counter}#{window}"}},
                UpdateExpression="ADD used :one SET expires = :end",
                ConditionExpression="attribute_not_exists(used) OR used < :limit",
                ExpressionAttributeValues={
                    ":one": _n(1), ":limit": _n(limit), ":end": _n((window + 1) * seconds),
                },
            )  # fmt: skip
        except Failure as error:
            return code(error) != "ConditionalCheckFailedException"
        return True

    def _set(self, name: str, expression: str, values: dict[str, Any]) -> None:
        """Change an item that exists. Best effort: at worst a mail goes out twice."""
        try:
            self._clients.table.update_item(
                TableName=self._table, Key={"id": {"S": name}}, UpdateExpression=expression,
                ConditionExpression="attribute_exists(id)", ExpressionAttributeValues=values,
            )  # fmt: skip
        except Failure:
            return


def _n(number: int) -> dict[str, str]:
    return {"N": str(number)}
