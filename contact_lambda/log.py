"""One line of JSON an event: outcome, timing, IDs; in CloudWatch's embedded metric format.

Nothing that a visitor wrote may come here. The values are names from our own code, error codes,
numbers and the references that `keys` computes.
"""

from __future__ import annotations

import json
import sys
import time
from contextvars import ContextVar

NAMESPACE = "Contact"

METRICS = {
    "Accepted", "Viewed", "Invalid", "Refused", "Limited", "Outbox", "Direct", "Failed",
    "Quarantined", "Suspected", "Sent", "Repeated", "Retried", "Rerouted", "DeadLettered",
    "Delivered", "Returned", "Complained", "Delayed", "Unconfirmed", "Healthy", "Crashed",
    "Unlimited", "Milliseconds",
}  # fmt: skip
"""Everything that is counted or measured; alarms name these."""

_request: ContextVar[str] = ContextVar("request", default="")


def begin(request: str) -> None:
    """Every line from now on names this request."""
    _request.set(request)


def tell(outcome: str, **facts: str | int | float) -> None:
    """Write what happened. `outcome` is one of METRICS; `facts` hold no visitor's text."""
    if outcome not in METRICS:
        raise ValueError(f"no metric is called {outcome}")
    metric = {
        "Namespace": NAMESPACE,
        "Dimensions": [[]],
        "Metrics": [{"Name": outcome, "Unit": outcome if outcome == "Milliseconds" else "Count"}],
    }
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]}
    line = {"_aws": about, "outcome": outcome, outcome: 1, "request": _request.get(), **facts}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def crash(error: BaseException) -> str:
    """Where an unforeseen error arose, without its words, which may quote what a visitor wrote."""
    places = []
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
        places.append(f"{file}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(places[-6:]))}"
