"""One line of JSON an event: outcome, timing, IDs; in CloudWatch's embedded metric format.

Nothing that a visitor wrote may come here. The values are names from our own code, error codes,
numbers and the references that `keys` computes.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from contextvars import ContextVar

NAMESPACE = "Contact"

METRICS = {
    "Accepted", "Viewed", "Invalid", "Refused", "Limited", "Outbox", "Direct", "Failed",
    "Quarantined", "Suspected", "Checked", "Sent", "Repeated", "Retried", "Rerouted",
    "DeadLettered", "Delivered", "Returned", "Complained", "Delayed", "Unconfirmed", "Healthy",
    "Crashed",
}  # fmt: skip
"""Everything that is counted or measured; alarms name these."""

for _name in ("botocore", "urllib3"):
    # Turned up for debugging, they would print every request with all that a visitor wrote.
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_request: ContextVar[tuple[str, float]] = ContextVar("request", default=("", 0.0))


def begin(request: str) -> None:
    """Every line from now on names this request, and the time since now."""
    _request.set((request, time.perf_counter()))


def tell(outcome: str, **facts: str | int | float) -> None:
    """Write what happened. `outcome` is one of METRICS; `facts` hold no visitor's text."""
    if outcome not in METRICS:
        raise ValueError(f"no metric is called {outcome}")
    request, began = _request.get()
    metrics = [{"Name": outcome, "Unit": "Count"}, {"Name": "Milliseconds", "Unit": "Milliseconds"}]
    metric = {"Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": metrics}
    line = {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]},
        "outcome": outcome,
        outcome: 1,
        "Milliseconds": round((time.perf_counter() - began) * 1000, 1),
        "request": request,
        **facts,
    }
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
