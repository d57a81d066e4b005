"""A process of its own with the real function: `accept` serves HTTP, `deliver` empties the queue.

It is told everything by its environment, as in Lambda, and may be killed at any moment.
"""

from __future__ import annotations

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3

from contact_lambda.handler import function
from tests.contact_lambda.world import event


class _Api(BaseHTTPRequestHandler):
    """What an HTTP API does: a request becomes an event, an answer a response."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = function().handle(event("POST", body, headers))
        data = answer["body"].encode()
        self.send_response(answer["statusCode"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing: tests read what the function prints."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 200
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is its own business."""


def accept(port: int) -> None:
    """Serve the accepting side until killed."""
    function()
    _Server(("127.0.0.1", port), _Api).serve_forever()


def deliver() -> None:
    """Hand over one message a batch, as the event source mapping does, until killed."""
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
