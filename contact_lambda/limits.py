"""Counters, and whose address bounces: what is left out when the table doesn't answer.

Names of counters are keyed hashes; each window's counter expires with it.
"""

from __future__ import annotations

import time

from contact_lambda.aws import Clients, Failure, code
from contact_lambda.store import DAY, Store, number

BOUNCED = "bounced"
DIVERTED = 7 * DAY
"""How long messages go to intake after an address bounced; then it is tried again."""

DIVERTED_KNOWN = 60
"""Seconds before the table is asked again whose address bounced."""

DOWN = 5
"""Seconds for which limits are left out once the table fails: a visitor waits for it once."""


class Limits:
    """Guards that let everybody through when they can't be asked."""

    def __init__(self, clients: Clients, store: Store, table: str) -> None:
        self._clients = clients
        self._store = store
        self._table = table
        self._down_until = 0.0
        self._diverted: tuple[float, frozenset[str]] = (0.0, frozenset())

    def divert(self, slug: str) -> None:
        """Send this person's messages to intake for a while; raises a Failure."""
        now = int(time.time())
        item = {
            "id": {"S": f"{BOUNCED}#{slug}"}, "waiting": {"S": BOUNCED}, "payload": {"S": slug},
            "since": number(now), "expires": number(now + DIVERTED),
        }  # fmt: skip
        self._clients.table.put_item(TableName=self._table, Item=item)

    def diverted(self) -> frozenset[str]:
        """Whose messages go to intake, asked for once a minute; the last answer if none comes."""
        now = time.monotonic()
        if self._diverted[0] <= now and now >= self._down_until:
            try:
                found = frozenset(slug for _, slug in self._store.waiting(BOUNCED))
            except Failure:
                self._down_until = now + DOWN
                found = self._diverted[1]
            self._diverted = (now + DIVERTED_KNOWN, found)
        return self._diverted[1]

    def allows(self, counter: str, limit: int, seconds: int, *, in_doubt: bool = True) -> bool:
        """Count one, unless `limit` was reached in this window; `in_doubt` without an answer."""
        if limit <= 0:
            return True
        if time.monotonic() < self._down_until:
            return in_doubt
        window = int(time.time()) // seconds
        end = (window + 1) * seconds
        try:
            self._clients.table.update_item(
                TableName=self._table, Key={"id": {"S": f"count#{counter}#{window}"}},
                UpdateExpression="ADD used :one SET expires = :end",
                ConditionExpression="attribute_not_exists(used) OR used < :limit",
                ExpressionAttributeValues={
                    ":one": number(1), ":limit": number(limit), ":end": number(end),
                },
            )  # fmt: skip
        except Failure as error:
            if code(error) == "ConditionalCheckFailedException":
                return False
            self._down_until = time.monotonic() + DOWN
            return in_doubt
        return True
