"""The clients of AWS: made when first needed, with short timeouts and errors told by their code.

They are boto3's clients, made by botocore, which boto3 wraps: importing boto3 itself also brings
its S3 transfers, a fifth of a cold start, and nothing that this function calls.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError


class Unconfirmed(BotoCoreError):  # type: ignore[misc]  # botocore has no types
    """AWS answered, but not that it did what it was asked."""

    fmt = "no confirmation"


Failure = (BotoCoreError, ClientError, HTTPClientError)
"""Everything that a call can raise: an answer that says no, or no answer that can be read."""


def code(error: Exception) -> str:
    """The error's name, such as "TooManyRequestsException" or "ReadTimeoutError"."""
    if isinstance(error, ClientError):
        found = error.response.get("Error", {}).get("Code") or "Unknown"
        return str(found).rpartition("#")[2].rpartition(".")[2]
    return type(error).__name__


class Clients:
    """One session's clients.

    The visitor waits for the table and the queue: short timeouts, one retry (what is sent twice
    has one ID), all attempts together within the 29 seconds that an HTTP API waits. A mail has
    one attempt: SES has no idempotency token, and the queue tries again.
    """

    def __init__(self) -> None:
        self._session = botocore.session.Session()

    @cached_property
    def queue(self) -> Any:
        """SQS."""
        return self._client("sqs", attempts=2, read=1)

    @cached_property
    def table(self) -> Any:
        """DynamoDB."""
        return self._client("dynamodb", attempts=2, read=1)

    @cached_property
    def mail(self) -> Any:
        """SES v2."""
        return self._client("sesv2", attempts=1, read=5)

    def _client(self, service: str, *, attempts: int, read: int, **more: Any) -> Any:
        retries = {"total_max_attempts": attempts, "mode": "standard"}
        config = Config(connect_timeout=1, read_timeout=read, retries=retries)
        return self._session.create_client(service, config=config, **more)
