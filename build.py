#!/usr/bin/env python3
"""Build, check and serve a practice's website. `build.py --help` lists the commands."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

from sitegen.cli import main

if __name__ == "__main__":
    # A build makes much and drops little: looking for cycles so often would only cost time.
    gc.set_threshold(100_000, 50, 50)
    # What else is installed has no say in what a record is, and needn't be searched for plugins.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    status = main()
    with suppress(OSError):  # where nobody reads what was said any more, it ends as usual
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        # All is closed, and to give back what a large site took, piece by piece, would take as
        # long as an edit.
        os._exit(status)
    sys.exit(status)
