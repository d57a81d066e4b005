#!/usr/bin/env python3
"""Build, check and serve a practice's website. `build.py --help` lists the commands."""

from __future__ import annotations

import sys

from sitegen.cli import main

if __name__ == "__main__":
    sys.exit(main())
