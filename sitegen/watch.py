"""Sees when a practice's files change, soon and cheaply, however many there are.

Looking at every file of a large practice takes a tenth of a second, too much to do all the time.
Those that were saved last are the ones that are saved next, so these and the folders (where files
come, go and are replaced) are looked at often, and everything now and then.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from heapq import nlargest
from pathlib import Path

from sitegen.inputs import Inputs, Signature, signature
from sitegen.problems import MistakesFound

LOOK_EVERY = 0.05
"""Seconds between two looks at a few files: soon enough to feel instant."""

LOOK_SHARE = 4
"""How much longer than a look at everything the time between two has to be."""

_NEWEST = 50

_Looks = Mapping[Path, Signature | None]


def changes(inputs: Inputs, stop: threading.Event) -> Iterator[Inputs]:
    """What the files hold each time it isn't any more what it was, until `stop` is set."""
    pause = LOOK_EVERY
    folders: _Looks = {}
    while _waited({**folders, **_newest(inputs)}, pause, stop):
        begun = time.monotonic()
        folders = {folder: _look(folder) for folder in _folders(inputs)}
        try:
            now = Inputs.scan(inputs.root, inputs.remembered)
        except (OSError, MistakesFound):  # gone or locked while it is read: seen next time
            now = inputs
        pause = max(LOOK_EVERY, LOOK_SHARE * (time.monotonic() - begun))
        inputs, before = now, inputs
        if now.digests != before.digests:
            yield now


def _waited(looks: _Looks, pause: float, stop: threading.Event) -> bool:
    """Until something doesn't look so any more, or the pause is over; False when all is over."""
    end = time.monotonic() + pause
    while not stop.wait(LOOK_EVERY):
        if time.monotonic() >= end or any(_look(path) != look for path, look in looks.items()):
            return True
    return False


def _newest(inputs: Inputs) -> _Looks:
    """The files that were saved last, as they were; one saved just then is looked at again."""
    seen = inputs.signatures
    newest = nlargest(_NEWEST, seen, key=lambda name: (seen[name] or (0, time.time_ns()))[1])
    return {inputs.folders[name] / name: seen[name] for name in newest}


def _folders(inputs: Inputs) -> set[Path]:
    names = {(top, name.rsplit("/", 1)[0]) for name, top in inputs.folders.items()}
    return {top / folder for top, folder in names}


def _look(path: Path) -> Signature | None:
    try:
        return signature(os.stat(path))
    except OSError:
        return None
