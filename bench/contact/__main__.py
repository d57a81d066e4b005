"""`python -m bench.contact`: everything, slice by slice; `--for 240` stops after some minutes.

What is measured so far lies in `dist/bench-contact.json`; a later call goes on from there. Figures
of one run belong to one state of the function's code: when that changes, all begins anew.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bench.contact import report
from bench.contact.slices import slices
from bench.contact.state import State

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Run the slices that are missing, and write the section after each."""
    options = argparse.ArgumentParser(prog="python -m bench.contact", description=__doc__)
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--requests", type=int, default=1_000_000)
    options.add_argument("--for", dest="seconds", type=float, default=float("inf"))
    options.add_argument("--fresh", action="store_true", help="forget what was measured before")
    chosen = options.parse_args()
    state = State.open(
        ROOT, {"posts": chosen.posts, "requests": chosen.requests}, fresh=chosen.fresh
    )
    end = time.monotonic() + chosen.seconds
    missing = [one for one in slices(chosen.posts, chosen.requests) if one.name not in state.found]
    for number, one in enumerate(missing):
        if time.monotonic() > end:
            sys.exit(f"{len(missing) - number} slices are left; call again")
        begin = time.monotonic()
        state.keep(one.name, one.run())
        print(f"{one.name}: {time.monotonic() - begin:.0f} s", flush=True)
        report.write(ROOT / "docs" / "benchmarks.md", state)


if __name__ == "__main__":
    main()
