"""The table: claims, and what waits. Every item expires by itself.

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

OUTBOX, SENT = "outbox", "sent"

_CLAIM = "attribute_not_exists(id) OR remembered < :now OR (progress = :sending AND lease < :now)"


class Store:
    """The stack's one table."""

    def __init__(self, clients: Clients, table: str, lease: int) -> None:
        self._clients = clients
        self._table = table
        self._lease = lease

    def claim(self, name: str, payload: str) -> Claim:
        """Claim a mail and keep its payload. "unknown" when the table doesn't answer."""
        now = int(time.time())
        item = {
            "id": {"S": name}, "progress": {"S": "sending"}, "payload": {"S": payload},
            "waiting": {"S": SENT}, "since": number(now), "lease": number(now + self._lease),
            "remembered": number(now + KEPT), "expires": number(now + KEPT),
        }  # fmt: skip
        try:
            self._clients.table.put_item(
                TableName=self._table, Item=item, ConditionExpression=_CLAIM,
                ExpressionAttributeValues={":now": number(now), ":sending": {"S": "sending"}},
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
            ":p": {"S": "sent"}, ":r": number(int(time.time()) + REMEMBERED),
        })  # fmt: skip

    def release(self, name: str) -> None:
        """It wasn't sent: the next attempt needn't wait for the lease to end."""
        self._set(name, "SET lease = :zero", {":zero": number(0)})

    def settle(self, name: str) -> None:
        """It was delivered, or went elsewhere: forget the words, remember the claim."""
        values = {":p": {"S": "sent"}, ":r": number(int(time.time()) + REMEMBERED)}
        change = "SET progress = :p, remembered = :r, expires = :r REMOVE payload, waiting"
        self._set(name, change, values)

    def abandon(self, name: str) -> None:
        """It waits elsewhere until somebody sends it again: forget the words and the claim."""
        self._set(name, "SET progress = :p, lease = :zero REMOVE payload, waiting", {
            ":p": {"S": "sending"}, ":zero": number(0),
        })  # fmt: skip

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
            "since": number(now), "expires": number(now + KEPT),
        }  # fmt: skip
        self._clients.table.put_item(TableName=self._table, Item=item)

    def drop(self, name: str) -> None:
        """Delete an item; raises a Failure."""
        self._clients.table.delete_item(TableName=self._table, Key={"id": {"S": name}})

    def waiting(self, what: str, older_than: float = 0) -> Iterator[tuple[str, str]]:
        """(name, payload) of what waits, the longest first; raises a Failure."""
        until = number(int(time.time() - older_than))
        pages = self._clients.table.get_paginator("query").paginate(
            TableName=self._table, IndexName="waiting",
            KeyConditionExpression="waiting = :w AND since <= :s",
            ExpressionAttributeValues={":w": {"S": what}, ":s": until},
        )  # fmt: skip
        for page in pages:
            for item in page["Items"]:
                yield item["id"]["S"], item.get("payload", {}).get("S", "")

    def _set(self, name: str, expression: str, values: dict[str, Any]) -> None:
        """Change an item that exists. Best effort: at worst a mail goes out twice."""
        try:
            self._clients.table.update_item(
                TableName=self._table, Key={"id": {"S": name}}, UpdateExpression=expression,
                ConditionExpression="attribute_exists(id)", ExpressionAttributeValues=values,
            )  # fmt: skip
        except Failure:
            return


def number(value: int) -> dict[str, str]:
    """A number as DynamoDB writes it."""
    return {"N": str(value)}
