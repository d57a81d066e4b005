"""A process of its own with the real function: `accept` serves HTTP, `deliver` empties the queue.

It is told everything by its environment, as in Lambda, and may be killed at any moment.
"""

from __future__ import annotations

import os
import sys

import boto3

from contact_lambda import delivery
from contact_lambda.handler import function
from tests.contact_lambda.door import Door

LONGEST_WAIT = 8
"""Seconds between two attempts at most: else a test waits minutes for its last message."""


def accept(port: int) -> None:
    """Serve the accepting side until killed."""
    Door(port, function().handle).serve_forever()


def deliver() -> None:
    """Hand over one message a batch, as the event source mapping does, until killed."""
    delivery.LONGEST_WAIT = LONGEST_WAIT
    queue_url = os.environ["QUEUE_URL"]
    # The mapping is AWS's own: it doesn't go through the faults.
    queue = boto3.client("sqs", endpoint_url=os.environ["EMULATOR"])
    while True:
        found = queue.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=1, WaitTimeSeconds=1,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )  # fmt: skip
        for one in found.get("Messages", []):
            record = {"messageId": one["MessageId"], "receiptHandle": one["ReceiptHandle"],
                      "body": one["Body"], "attributes": one["Attributes"]}  # fmt: skip
            if not function().handle({"Records": [record]})["batchItemFailures"]:
                queue.delete_message(QueueUrl=queue_url, ReceiptHandle=one["ReceiptHandle"])


if __name__ == "__main__":
    accept(int(sys.argv[2])) if sys.argv[1] == "accept" else deliver()
