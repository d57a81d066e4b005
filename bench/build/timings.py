"""Where our own build's time goes, when the build can tell."""

from __future__ import annotations

import subprocess
import sys

from bench.build.project import Project
from bench.directory.corpus import ROOT


def stages(project: Project) -> str | None:
    """What a clean build with `--timings` prints; None while there is no such option."""
    build = [sys.executable, str(ROOT / "build.py"), "build"]
    known = subprocess.run([*build, "--help"], capture_output=True, text=True, check=True).stdout
    if "--timings" not in known:
        return None
    project.clean()
    said = subprocess.run(
        [*project.peer.build, "--timings"], cwd=project.folder, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    return (said.stdout + said.stderr).strip()
