"""Which text is one bare email address.

Almost every address is plain: ASCII, no rare signs. Those are recognized here, by rules stricter
than the library's, so that a cold start needn't wait for its tables of Unicode; a test holds that
the two agree. Every other text is judged by the library.
"""

from __future__ import annotations

import re

PLAIN = re.compile(
    r"(?=.{3,254}\Z)([A-Za-z0-9_+-]{1,64}|(?=[^@]{1,64}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)+)"
    r"@(?:[A-Za-z0-9]{1,63}\.)+"
    r"(?:com|org|net|edu|gov|info|example|[A-Za-z]{2})\Z",
    re.ASCII,
)
"""A plain address: letters and digits only between the dots of the domain, and an ending that no
special use has."""


_REPLACED = re.compile("[\u2400-\u2421\ufffd]")
"""What `text` put in the place of a control character: shown, but no part of an address."""


def read(text: str) -> tuple[str, str]:
    """An address as it is shown, and as a header may carry it.

    The second is ASCII (the domain as punycode), or "" when the part before the @ isn't: SES
    takes no other. Raises ValueError when it is no bare address.
    """
    if PLAIN.match(text):
        local, _, domain = text.partition("@")
        plain = f"{local}@{domain.lower()}"
        return plain, plain
    return _judged(text)


def _judged(text: str) -> tuple[str, str]:
    if _REPLACED.search(text):
        raise ValueError("no bare address")
    from email_validator import EmailNotValidError, validate_email

    try:
        # Reserved names such as "x.test" are let through; a dot in the domain is wanted.
        valid = validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError:
        raise ValueError("no bare address") from None
    plain = valid.ascii_email or ""
    # Legal, but some programs decode it as an encoded word, line ends and all.
    return valid.normalized, "" if "=?" in plain else plain
