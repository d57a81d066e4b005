"""The templates' texts, and their being compiled on another core while records are read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from importlib import import_module

from sitegen.ahead import Job
from sitegen.inputs import Inputs
from sitegen.problems import MistakesFound, Problem
from sitegen.source import SourceFile, decoded


def templates(inputs: Inputs) -> dict[str, str]:
    """Every template's text by its name below `templates/`. Raises MistakesFound."""
    found = [
        decoded(name, inputs.read(name))
        for name in inputs.below("templates")
        if name.endswith((".html", ".xml", ".txt"))
    ]
    if mistakes := [one for one in found if isinstance(one, Problem)]:
        raise MistakesFound(mistakes)
    files = [one for one in found if isinstance(one, SourceFile)]
    return {one.path.removeprefix("templates/"): one.text for one in files}


def templates_digest(templates: Mapping[str, str]) -> bytes:
    """One hash of all templates and their names."""
    hashed = hashlib.sha256()
    for name in sorted(templates):
        hashed.update(f"{name}\0{templates[name]}\0".encode())
    return hashed.digest()


def compiling(templates: Mapping[str, str]) -> Job:
    """Compiling the templates, for the memory."""

    def make() -> dict[str, bytes]:
        from sitegen.render import compiled  # only where it is done: the library takes a while

        return compiled(templates)

    prepare = partial(import_module, "sitegen.render")
    return Job("template", templates_digest(templates), make, prepare)
