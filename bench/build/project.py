"""A generator's folder with N articles and N people in it, and the edits that are measured."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import time
from pathlib import Path

from bench.build.articles import Article
from bench.build.corpus import Corpus, Person, write
from bench.build.install import CACHE, WORK
from bench.build.peers import Peer
from bench.directory.corpus import ROOT

PEERS = Path(__file__).parent / "peers"
MAKERS = ("articles.py", "convert.py", "corpus.py", "words.txt")
ASIDE = CACHE / "aside"
"""Where old output goes before a clean build: removing it there and then would make the build's
own files several times slower to create. It is deleted when everything has been measured."""


class Project:
    """One generator and one size. Edits are numbered, so that each can be found in the output."""

    def __init__(self, peer: Peer, corpus: Corpus) -> None:
        self.peer = peer
        self.folder = WORK / f"{peer.name}-{corpus.size}"
        self.article = corpus.articles[corpus.size // 2]
        self.person = corpus.people[corpus.size // 2]
        mark, made_from = self.folder / "made-from", _made_from(peer)
        if not mark.exists() or mark.read_text() != made_from:
            self._set_up(corpus)
            mark.write_text(made_from)

    def _set_up(self, corpus: Corpus) -> None:
        self.aside()
        own = PEERS / self.peer.name
        if own.is_dir():
            shutil.copytree(own, self.folder)
        if self.peer.name.startswith("ours"):
            write(corpus, self.folder)
        else:
            for article in corpus.articles:
                self._put(article)
            for person in corpus.people:
                self._put(person)
        self.edit_therapist(0)  # so that the first edit that is measured is like all others
        if not (self.folder / self.peer.base).exists():
            (self.folder / self.peer.base).parent.mkdir(parents=True, exist_ok=True)
            base = (ROOT / self.peer.base).read_text("utf-8")
            base = base.replace("</body>", "<!-- Edited 0 times. --></body>")
            (self.folder / self.peer.base).write_text(base, "utf-8")
        for name, text in self.peer.extra(corpus):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, "utf-8")

    def _put(self, item: Article | Person) -> None:
        name, text = self.peer.convert(item)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def aside(self) -> None:
        """Move away the whole folder, if there is one."""
        _aside(self.folder)

    def clean(self) -> None:
        """Move away whatever an earlier build left."""
        for name in (self.peer.out, *self.peer.kept):
            _aside(self.folder / name)

    def edit_article(self, number: int) -> None:
        """Add a paragraph to one article."""
        body = self.article.body
        at = body.index("\n\n## ")
        said = f"{body[:at]}\n\n{words(number)}{body[at:]}"
        self._put(dataclasses.replace(self.article, body=said))

    def edit_therapist(self, number: int) -> None:
        """Change one person's summary; every second time they have one term more."""
        record = dict(self.person.record) | {"summary": words(number), "focus": ["anxiety"]}
        record["also_works_with"] = ["grief", "sleep"] if number % 2 else ["grief"]
        self._put(dataclasses.replace(self.person, record=record))

    def edit_template(self, number: int) -> None:
        """Change the words at the end of every page."""
        path = self.folder / self.peer.base
        text = re.sub(r"Edited .*? times", f"Edited {number} times", path.read_text("utf-8"))
        path.write_text(text, "utf-8")

    def page(self, slug: str, kind: str = "articles") -> Path:
        """Where the page of an article or a person comes out."""
        return self.folder / self.peer.out / kind / slug / "index.html"


def _made_from(peer: Peer) -> str:
    """Changes with everything that a project is made from."""
    sources = [*PEERS.parent.glob("*.txt"), *PEERS.parent.glob("*.py"), *PEERS.glob("*.py")]
    sources += [path for path in (PEERS / peer.name).rglob("*") if path.is_file()]
    found = hashlib.sha256()
    for path in sorted(sources):
        if path.name in MAKERS or path.is_relative_to(PEERS):
            found.update(path.read_bytes())
    return found.hexdigest()


def words(number: int) -> str:
    """What an edit says."""
    return f"These words are number {number}."


def _aside(path: Path) -> None:
    if path.exists():
        ASIDE.mkdir(parents=True, exist_ok=True)
        path.rename(ASIDE / f"{path.parent.name}-{path.name}-{time.time_ns()}")


def sweep() -> None:
    """Delete what was moved away."""
    shutil.rmtree(ASIDE, ignore_errors=True)
