"""The Node that Playwright brings along."""

from __future__ import annotations

from playwright._impl._driver import compute_driver_executable


def node() -> str:
    """The path of the executable."""
    return str(compute_driver_executable()[0])
