#!/usr/bin/env python3
"""Build, check and serve a practice's website. `build.py --help` lists the commands."""

from __future__ import annotations

import gc
import sys

from sitegen.cli import main

if __name__ == "__main__":
    # A build makes much and drops little: looking for cycles so often would only cost time.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(main())
