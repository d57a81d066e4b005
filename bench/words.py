"""Lists of words in sections, from which invented texts are put together."""

from __future__ import annotations

from pathlib import Path


def read_parts(path: Path) -> dict[str, list[str]]:
    """The sections of a words.txt, each a list of lines: `[NAME]`, then a line for each part."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line)
    return found
