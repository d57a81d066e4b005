"""The receipt's address: it says nothing of the visitor, and can't be made up.

Everything that the receipt shows stands in its own address, signed; so a reload repeats nothing
and nothing is stored. Who was written to is a keyed hash: a browser's history names nobody.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from contact_lambda.keys import keyed
from contact_lambda.routing import INTAKE

PATH = "/api/contact"
_TOKEN = re.compile(
    r"receipt=([0-9A-Z]{4}-[0-9A-Z]{4})\.(\d{8})\.(\d{8})\.([a-z-]*)"
    r"\.([0-9a-f]{10})\.([0-9a-f]{10})\.([0-9a-f]{24})",
    re.ASCII,
)


@dataclass(frozen=True)
class Receipt:
    """What the visitor may rely on."""

    reference: str
    reply_by: dt.date
    back: dt.date | None
    why: str
    asked: str
    to: str


def address(key: bytes, receipt: Receipt) -> str:
    """Where the receipt is shown."""
    back = f"{receipt.back:%Y%m%d}" if receipt.back else "0" * 8
    people = [keyed(key, "person", slug)[:10] for slug in (receipt.asked, receipt.to)]
    fields = [receipt.reference, f"{receipt.reply_by:%Y%m%d}", back, receipt.why, *people]
    token = ".".join(fields)
    return f"{PATH}?receipt={token}.{keyed(key, 'receipt', token)[:24]}"


def read(key: bytes, query: str, slugs: Iterable[str]) -> Receipt | None:
    """The receipt at an address of ours; None for any other.

    Who is in the contract no more is shown as the practice's team, which has their messages now.
    """
    match = _TOKEN.fullmatch(query)
    if not match:
        return None
    token = query[len("receipt=") : match.start(7) - 1]
    if not hmac.compare_digest(keyed(key, "receipt", token)[:24], match[7]):
        return None
    people = {keyed(key, "person", slug)[:10]: slug for slug in slugs}
    return Receipt(
        reference=match[1],
        reply_by=dt.datetime.strptime(match[2], "%Y%m%d").date(),
        back=dt.datetime.strptime(match[3], "%Y%m%d").date() if match[3].strip("0") else None,
        why=match[4],
        asked=people.get(match[5], INTAKE),
        to=people.get(match[6], INTAKE),
    )
