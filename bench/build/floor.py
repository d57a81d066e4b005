"""The floor: read every byte of our input, write every byte of our output, do nothing else.

`python -m bench.build.floor INPUT OUTPUT NEW` prints the seconds that takes. The bytes to write
are in memory before the clock starts; what they are read from doesn't count.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def floor(inputs: Path, output: Path, new: Path) -> float:
    """Seconds, with `new` as the folder that doesn't exist yet."""
    files = [
        (new / path.relative_to(output), path.read_bytes())
        for path in sorted(output.rglob("*")) if path.is_file()
    ]  # fmt: skip
    begin = time.perf_counter()
    for folder in ("content", "therapists", "templates"):
        for path in (inputs / folder).rglob("*"):
            if path.is_file():
                path.read_bytes()
    made: set[Path] = set()
    for path, data in files:
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)
    return time.perf_counter() - begin


if __name__ == "__main__":
    print(floor(*map(Path, sys.argv[1:4])))
