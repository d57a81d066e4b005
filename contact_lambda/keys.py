"""Keyed hashes: what we must recognize again without keeping it in the clear."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json

from contact_lambda.submission import Submission

_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""base32 → Crockford's letters, which nobody confuses on the phone (no I, L, O, U)."""


def keyed(key: bytes, purpose: str, value: str) -> str:
    """64 hexadecimal digits; the same value gives others for another purpose."""
    return hmac.new(
        key, f"{purpose}\0{value}".encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()


def message_id(key: bytes, submission: Submission, attempt: str) -> str:
    """The same for a double click, a reload and a retry of the same words; 32 digits.

    `attempt` is the number that our script gave to this form, or "": somebody who means to write
    the same words again opens the form again.
    """
    content = json.dumps([submission.as_dict(), attempt], sort_keys=True)
    return keyed(key, "message", content)[:32]


def reference(message: str) -> str:
    """What people quote: 8 letters and digits of a message's ID, such as "7KQF-2M9D"."""
    letters = base64.b32encode(bytes.fromhex(message[:10])).decode().translate(_LETTERS)
    return f"{letters[:4]}-{letters[4:]}"


def mailbox(address: str) -> str:
    """The mailbox that an address most likely leads to, however it is written: for counting only.

    Most providers ignore what follows a plus sign, some ignore dots; else one person could be
    written to under as many addresses as somebody likes to invent.
    """
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain.replace('googlemail', 'gmail')}"


def client(address: str) -> str:
    """The part of a viewer's address that one person holds: all of IPv4, /64 of IPv6.

    CloudFront writes the address with its port. "" when it is no address.
    """
    for text in (address.strip(), address.strip().rpartition(":")[0].strip("[]")):
        try:
            return _share(ipaddress.ip_address(text))
        except ValueError:
            continue
    return ""


def _share(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(ip) >> 64 << 64, 64)))
    return str(ip)
