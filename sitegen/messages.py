"""`build.py messages`: how many messages wait where, for how long; and send them again.

It never shows a message: counts and ages come from the queues' and the table's own numbers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

QUEUES = {
    "queue": "Queue", "dead letters": "DeadLetters", "quarantine": "Quarantine",
    "feedback": "Feedback", "feedback dead letters": "FeedbackDeadLetters",
}  # fmt: skip
"""What a queue is called here, and in the stack's template."""

RESTING = ("dead letters", "quarantine")
"""Queues that nothing takes messages from by itself: looking at them disturbs nobody."""

HIDDEN = 30
"""Seconds for which a message that is looked at or moved is hidden from others."""

_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


@dataclass(frozen=True)
class Waiting:
    """How many messages a place holds, and for how many seconds the oldest has waited, if known."""

    place: str
    count: int
    oldest: float | None


class Stack:
    """The contact stack of an AWS account, by its name."""

    def __init__(self, name: str, session: Any = None) -> None:
        self._name = name
        if session is None:
            # Only here: the command line starts without boto3, which takes a while.
            import boto3

            session = boto3.session.Session()
        self._session = session
        self._sqs = self._session.client("sqs")

    def waiting(self) -> Iterator[Waiting]:
        """Every place where messages can wait, with what waits there."""
        for place in QUEUES:
            address = self._resource(QUEUES[place])
            counts = self._sqs.get_queue_attributes(QueueUrl=address, AttributeNames=list(_COUNTS))[
                "Attributes"
            ]
            oldest = self._oldest(address) if place in RESTING else None
            yield Waiting(place, sum(int(counts[name]) for name in _COUNTS), oldest)
        yield from self._table()

    def redrive(self, place: str, most: int) -> int:
        """Put messages of a resting queue into the main queue. Returns how many.

        One is deleted only when the main queue has it; one that was delivered in the meantime is
        recognized by the function and not sent twice.
        """
        source, target = self._resource(QUEUES[place]), self._resource(QUEUES["queue"])
        moved = 0
        while moved < most:
            messages = self._receive(source, min(10, most - moved))
            if not messages:
                break
            for message in messages:
                sent = self._sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
                if not sent.get("MessageId"):
                    raise RuntimeError("the queue did not confirm; nothing more was moved")
                self._sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
        return moved

    def _oldest(self, address: str) -> float | None:
        """From when the messages were first sent; each is let go at once."""
        messages = []
        while found := self._receive(address, 10):
            messages += found
        for message in messages:
            self._sqs.change_message_visibility(
                QueueUrl=address, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        sent = [int(message["Attributes"]["SentTimestamp"]) / 1000 for message in messages]
        return time.time() - min(sent) if sent else None

    def _receive(self, address: str, most: int) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(
            QueueUrl=address, MaxNumberOfMessages=most, VisibilityTimeout=HIDDEN,
            MessageSystemAttributeNames=["SentTimestamp"], WaitTimeSeconds=1,
        )  # fmt: skip
        return list(answer.get("Messages", ()))

    def _table(self) -> Iterator[Waiting]:
        """The outbox, and what was sent but not confirmed: names of times only, no payload."""
        table, client = self._resource("Table"), self._session.client("dynamodb")
        for place, waiting in (("outbox", "outbox"), ("sent, not yet confirmed", "sent")):
            pages = client.get_paginator("query").paginate(
                TableName=table, IndexName="waiting", KeyConditionExpression="waiting = :w",
                ExpressionAttributeValues={":w": {"S": waiting}}, ProjectionExpression="since",
            )  # fmt: skip
            since = [int(item["since"]["N"]) for page in pages for item in page["Items"]]
            yield Waiting(place, len(since), time.time() - min(since) if since else None)

    def _resource(self, logical: str) -> str:
        told = self._session.client("cloudformation").describe_stack_resource(
            StackName=self._name, LogicalResourceId=logical
        )
        return str(told["StackResourceDetail"]["PhysicalResourceId"])


def show(options: argparse.Namespace) -> int:
    """Print how many messages wait where. Returns the exit status."""
    return _asked(lambda: _table(Stack(options.stack).waiting()))


def redrive(options: argparse.Namespace) -> int:
    """Put resting messages into the queue again. Returns the exit status."""
    place = "dead letters" if options.place == "dead" else "quarantine"
    stack = options.stack
    return _asked(lambda: f"{Stack(stack).redrive(place, options.most)} put into the queue again.")


def _asked(answer: Callable[[], str]) -> int:
    """Print an answer; or AWS's refusal, which names the stack or a right and no message."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        print(answer())  # noqa: T201 - the command's answer
    except (BotoCoreError, ClientError) as error:
        print(f"AWS said: {error}", file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


def _table(waiting: Iterable[Waiting]) -> str:
    found = list(waiting)
    width = max(len(one.place) for one in found)
    rows = [f"{'where':{width}}  count  oldest"]
    for one in found:
        age = "" if one.oldest is None else age_words(one.oldest)
        rows.append(f"{one.place:{width}}  {one.count:5}  {age}".rstrip())
    return "\n".join(rows)


def age_words(seconds: float) -> str:
    """In the largest unit that has at least two of itself: 90 → 90 s, 7200 → 2 h."""
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"
