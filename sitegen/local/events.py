"""What API Gateway and the queue's event source make of requests and messages: Lambda's events."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

REGION = "us-east-1"


class Response(NamedTuple):
    """What the local server answers with."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def http_event(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, client: str
) -> dict[str, Any]:
    """An HTTP API event of payload format 2.0, as API Gateway documents it.

    Form posts come base64-encoded, as every body does that is not text or JSON.
    """
    now = dt.datetime.now(dt.UTC)
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name.lower(): value for name, value in headers.items()},
        "requestContext": {
            "accountId": "000000000000", "apiId": "local", "domainName": "localhost",
            "domainPrefix": "localhost",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": client,
                     "userAgent": headers.get("user-agent", "")},
            "requestId": str(uuid.uuid4()), "routeKey": f"{method} {path}", "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now.timestamp() * 1000),
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }  # fmt: skip


def http_response(answer: Mapping[str, Any]) -> Response:
    """What API Gateway makes of a function's answer."""
    body = answer.get("body", "")
    data = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    return Response(answer["statusCode"], tuple(answer.get("headers", {}).items()), data)


def deliver_once(
    sqs: Any, handle: Callable[[Mapping[str, Any]], Any], queue: str, *, wait: int = 1
) -> int:
    """What the event source mapping does: one message a batch, deleted when it didn't fail.

    `sqs` must wait longer for an answer than the queue does for a message (`wait`, seconds): an
    answer that nobody reads hides its message for the queue's visibility timeout.

    Returns how many messages were received.
    """
    messages = sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=1, WaitTimeSeconds=wait,
        MessageSystemAttributeNames=["ApproximateReceiveCount"],
    ).get("Messages", [])  # fmt: skip
    for message in messages:
        record = {
            "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"], "attributes": message.get("Attributes", {}),
            "eventSource": "aws:sqs", "awsRegion": REGION,
            "eventSourceARN": f"arn:aws:sqs:{REGION}:000000000000:{queue.rpartition('/')[2]}",
        }  # fmt: skip
        if not handle({"Records": [record]})["batchItemFailures"]:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return len(messages)
