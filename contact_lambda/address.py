"""Which text is one bare email address."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def read(text: str) -> tuple[str, str]:
    """An address as it is shown, and as a header may carry it.

    The second is ASCII (the domain as punycode), or "" when the part before the @ isn't: SES
    takes no other. Raises ValueError when it is no bare address.
    """
    try:
        # Reserved names such as "x.test" are let through; a dot in the domain is wanted.
        valid = validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError:
        raise ValueError("no bare address") from None
    plain = valid.ascii_email or ""
    # Legal, but some programs decode it as an encoded word, line ends and all.
    return valid.normalized, "" if "=?" in plain else plain
