"""What is measured of a generator: each is prepared, timed, and its output is looked at."""

from __future__ import annotations

import http.client
import itertools
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

from bench.build.project import Project, words
from bench.build.trees import Cost, Failed, measure, running

PATIENCE = 120
"""Seconds that a server gets to show an edit."""

_numbers = itertools.count(int(time.time()))


class Stale(Exception):
    """A build that was quick because it didn't show the edit."""


def clean(project: Project) -> Cost:
    """Everything, with neither output nor cache."""
    project.clean()
    cost = _run(project, project.peer.build)
    _expect(project, project.article.slug, "articles", "</html>")
    return cost


def nothing(project: Project) -> Cost:
    """The same again, with nothing changed."""
    return _run(project, project.peer.after)


def edit_article(project: Project) -> Cost:
    """After a change in one article's body."""
    project.edit_article(number := next(_numbers))
    cost = _run(project, project.peer.after)
    _expect(project, project.article.slug, "articles", words(number))
    return cost


def edit_therapist(project: Project) -> Cost:
    """After a change in one record: its summary and its terms."""
    project.edit_therapist(number := next(_numbers))
    cost = _run(project, project.peer.after)
    _expect(project, project.person.slug, "therapists", words(number))
    return cost


def edit_template(project: Project) -> Cost:
    """After a change in the template of every page."""
    project.edit_template(number := next(_numbers))
    lists = project.peer.build if project.peer.blind_to_templates else project.peer.after
    cost = _run(project, lists)
    for slug, kind in ((project.article.slug, "articles"), (project.person.slug, "therapists")):
        _expect(project, slug, kind, f"Edited {number} times")
    return cost


SCENARIOS: dict[str, Callable[[Project], Cost]] = {
    "clean": clean,
    "nothing": nothing,
    "edit-article": edit_article,
    "edit-therapist": edit_therapist,
    "edit-template": edit_template,
}


def _run(project: Project, command: list[str]) -> Cost:
    return measure(command, project.folder, project.peer.environment)


def _expect(project: Project, slug: str, kind: str, said: str) -> None:
    page = project.page(slug, kind)
    if not page.exists() or said not in page.read_text("utf-8"):
        raise Stale(f"{page} doesn't say: {said}")


def save_to_visible(project: Project, times: int = 3) -> Iterator[Cost]:
    """From writing an article to the answer that has the new words, while a server runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.format(port=port) for part in project.peer.serve or ()]
    address = f"http://127.0.0.1:{port}/articles/{project.article.slug}/"
    with running(command, project.folder, project.peer.environment):
        _until(address, "</html>")
        for _ in range(times):
            time.sleep(1)
            begin = time.perf_counter()
            project.edit_article(number := next(_numbers))
            _until(address, words(number))
            yield Cost(time.perf_counter() - begin, 0.0, 0)


def _until(address: str, said: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with (
            suppress(OSError, http.client.HTTPException),
            urllib.request.urlopen(address, timeout=PATIENCE) as answer,
        ):
            if said.encode() in answer.read():
                return
        time.sleep(0.005)
    raise Failed(f"{address} never said: {said}")
