"""What waits in the queue: one thing to mail, as ASCII-only JSON (SQS refuses some characters)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from contact_lambda.keys import reference
from contact_lambda.submission import Submission

VERSION = 1
MESSAGE, ACKNOWLEDGMENT, NOTICE, HEALTH = "message", "acknowledgment", "notice", "health"


@dataclass(frozen=True)
class Job:
    """One mail to send.

    `id` is the message's, `to` a slug of the contract, `asked` the slug that the visitor chose,
    `why` the reason when they differ, `marks` what looked odd. A notice says in `why` what
    happened, in `address` to whom, and in `visitor` how to reach who wrote it.
    """

    kind: str
    id: str
    to: str
    asked: str = ""
    why: str = ""
    marks: tuple[str, ...] = ()
    reply_by: str = ""
    address: str = field(default="", repr=False)
    submission: Submission | None = field(default=None, repr=False)
    visitor: str = field(default="", repr=False)

    @property
    def reference(self) -> str:
        """What people quote when they ask about this message."""
        return reference(self.id)

    @property
    def claim(self) -> str:
        """The name under which the sender of this mail claims it."""
        return f"{self.kind}#{self.id}#{self.to}" + (f"#{self.why}" if self.kind == NOTICE else "")

    def rerouted(self, to: str, why: str) -> Job:
        """The same message for somebody else."""
        return replace(self, to=to, why=why)

    def dump(self) -> str:
        """As JSON."""
        return json.dumps({"version": VERSION, **asdict(self)})


def load(text: str) -> Job:
    """A job that `dump` wrote. Raises ValueError for anything else."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data.pop("version") != VERSION:
            raise ValueError("a job of another version")
        submission = data.pop("submission")
        data["marks"] = tuple(data["marks"])
        return Job(**data, submission=Submission(**submission) if submission else None)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a job: {type(error).__name__}") from None
