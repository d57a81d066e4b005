"""SES v2: the only place that sends, and the table of what follows each of its errors."""

from __future__ import annotations

from enum import Enum
from typing import Any

from botocore.exceptions import ClientError

from contact_lambda.aws import Failure, code
from contact_lambda.compose import Mail


class Next(Enum):
    """What happens to a mail that SES didn't take. Nothing is ever discarded."""

    RETRY = "retry"
    REROUTE = "reroute"
    DEAD_LETTER = "dead-letter"


NEXT = {
    # Too much or too fast: later.
    "TooManyRequestsException": Next.RETRY,
    "LimitExceededException": Next.RETRY,
    "ThrottlingException": Next.RETRY,
    "Throttling": Next.RETRY,
    "InternalServiceErrorException": Next.RETRY,
    "InternalFailure": Next.RETRY,
    "ServiceUnavailable": Next.RETRY,
    "ConflictException": Next.RETRY,
    "ConcurrentModificationException": Next.RETRY,
    # Something about this one mail or its recipient: a person at intake has to see it.
    "MessageRejected": Next.REROUTE,
    "BadRequestException": Next.REROUTE,
    "ValidationException": Next.REROUTE,
    "InvalidParameterValue": Next.REROUTE,
    # The account or the stack is broken: somebody has to mend it, then redrive.
    "AccountSuspendedException": Next.DEAD_LETTER,
    "SendingPausedException": Next.DEAD_LETTER,
    "MailFromDomainNotVerifiedException": Next.DEAD_LETTER,
    "NotFoundException": Next.DEAD_LETTER,
    "AccessDeniedException": Next.DEAD_LETTER,
    "AccessDenied": Next.DEAD_LETTER,
}
"""SES v2's modeled errors of SendEmail, and AWS's common ones. Whatever else comes is retried,
and becomes a dead letter when retries run out."""


class NotSent(Exception):
    """SES didn't say that it took the mail; `error` names why, `next` what follows."""

    def __init__(self, error: str, following: Next) -> None:
        super().__init__(error)
        self.error = error
        self.next = following


def send(client: Any, mail: Mail, *, configuration_set: str) -> str:
    """Hand a mail to SES. Returns its message ID. Raises NotSent."""
    try:
        answer = client.send_email(
            FromEmailAddress=mail.sender,
            Destination={"ToAddresses": [mail.to]},
            ReplyToAddresses=[mail.reply_to] if mail.reply_to else [],
            Content={
                "Simple": {
                    "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                }
            },
            **({"ConfigurationSetName": configuration_set} if configuration_set else {}),
            EmailTags=[{"Name": name, "Value": value} for name, value in mail.tags],
        )
    except Failure as error:
        raise NotSent(code(error), _next(error)) from None
    message_id = answer.get("MessageId") if isinstance(answer, dict) else None
    if not message_id:
        raise NotSent("NoMessageId", Next.RETRY)
    return str(message_id)


def _next(error: Exception) -> Next:
    if not isinstance(error, ClientError):
        return Next.RETRY
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return Next.RETRY if status >= 500 else NEXT.get(code(error), Next.RETRY)
