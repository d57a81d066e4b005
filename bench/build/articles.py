"""Invented articles: the structure of real ones, 9 to 13 kB each, the same for the same number.

Each article is drawn from its own number, so that the first hundred of a thousand read like the
hundred of a hundred; only what they link to depends on the size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from bench.words import read_parts
from sitegen.directory.data import slugified

PARTS = read_parts(Path(__file__).parent / "words.txt")
LEAST, MOST = 8_000, 11_200
"""Bytes of text that are aimed at; the last paragraph and the front matter add to it."""


@dataclass(frozen=True)
class Article:
    """One article, in no generator's format; links are `article:slug`, `term:slug` and so on."""

    slug: str
    title: str
    summary: str
    topics: tuple[str, ...]
    author: str
    reviewer: str
    published: str
    sources: tuple[tuple[str, str, int], ...]
    body: str


@dataclass(frozen=True)
class Known:
    """What articles may name: terms with their labels, people."""

    topics: dict[str, str]
    people: Sequence[str]


def articles(count: int, known: Known) -> Iterator[Article]:
    """This many articles, in the order of their numbers."""
    titles = list(_titles(count, known))
    slugs = [slugified(title) for title in titles]
    for number, (title, slug) in enumerate(zip(titles, slugs, strict=True)):
        yield _Writer(number, known, slugs).article(title, slug)


def _titles(count: int, known: Known) -> Iterator[str]:
    """Titles, each once; a number is added where the words run out."""
    labels = list(known.topics.values())
    used: dict[str, int] = {}
    for number in range(count):
        chance = random.Random(f"title {number}")
        first, second = chance.sample(labels, 2)
        title = chance.choice(PARTS["TITLES"]).format(a=first, b=second)
        title = (title[0].upper() + title[1:])[:70].strip()
        used[slugified(title)] = times = used.get(slugified(title), 0) + 1
        yield title if times == 1 else f"{title}, part {times}"


class Sentences:
    """Sentences that differ from each other and mean little."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self) -> str:
        """One sentence."""
        pick = self.chance.choice
        subject, verb, thing, tail = (
            pick(PARTS[key]) for key in ("SUBJECTS", "VERBS", "OBJECTS", "TAILS")
        )
        return f"{subject} {verb} {thing}, {tail}."

    def several(self, least: int, most: int) -> str:
        """A paragraph without any markup."""
        return _wrapped(" ".join(self.one() for _ in range(self.chance.randint(least, most))))


class _Writer:
    """Writes one article."""

    def __init__(self, number: int, known: Known, slugs: Sequence[str]) -> None:
        self.chance = random.Random(f"article {number}")
        self._sentence = Sentences(self.chance).one
        self.known = known
        self.slugs = slugs

    def article(self, title: str, slug: str) -> Article:
        pick = self.chance
        topics = tuple(pick.sample(list(self.known.topics), pick.randint(2, 4)))
        author, reviewer = pick.sample(range(len(self.known.people)), 2)
        day = f"{pick.randint(2021, 2025)}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"
        sources = tuple(
            (self._sentence()[:-1], pick.choice(PARTS["PUBLISHERS"]), pick.randint(1980, 2025))
            for _ in range(pick.randint(2, 5))
        )
        summary = shorten(self._sentence(), 150, placeholder="…")
        people = self.known.people
        return Article(
            slug, title, summary, topics, people[author], people[reviewer], day, sources,
            self._body(),
        )  # fmt: skip

    def _body(self) -> str:
        """An opening, then sections with what each holds, until it is long enough."""
        pick = self.chance
        target = pick.randint(LEAST, MOST)
        headings = pick.sample(PARTS["HEADINGS"], 6)
        small = pick.sample(PARTS["SMALL_HEADINGS"], 4)
        extras = [self._terms, self._table, self._steps, self._points, self._quote]
        pick.shuffle(extras)
        blocks = [self._paragraph(), self._paragraph() + "[^1]"]
        for index, heading in enumerate(headings):
            blocks += [f"## {heading}", self._paragraph()]
            if index < len(extras):
                blocks += [extras[index](), self._paragraph()]
            if index in (2, 4):
                for each in small[index - 2 : index]:
                    blocks += [f"### {each}", self._paragraph()]
        blocks.insert(-2, self._paragraph() + "[^2]")
        notes = f"[^1]: {self._sentence()}\n[^2]: {self._sentence()}"
        length = sum(len(block.encode()) + 2 for block in (*blocks, notes))
        while length < target:
            paragraph = self._paragraph()
            places = [at for at, block in enumerate(blocks) if block.startswith("## ")]
            blocks.insert(pick.choice(places) + 1, paragraph)
            length += len(paragraph.encode()) + 2
        return "\n\n".join([*blocks, notes]) + "\n"

    def _paragraph(self) -> str:
        """Three to five sentences; one of them carries a link, emphasis, an aside or code."""
        sentences = [self._sentence() for _ in range(self.chance.randint(3, 5))]
        at = self.chance.randrange(len(sentences))
        sentences[at] = self._marked_up(sentences[at])
        return _wrapped(" ".join(sentences))

    def _marked_up(self, plain: str) -> str:
        first, rest = plain.split(" ", 1)
        lower = plain[0].lower() + plain[1:]
        aside = self.chance.choice(PARTS["ASIDES"])
        ways = [
            f"*{first}* {rest}",
            f"In short, **{lower[:-1]}**.",
            f"{self._link()}: {lower}",
            f"Think of {self._link()}, where {lower}",
            f"People say {aside}, but {lower}",
            f"{plain[:-1]} --- {aside}.",
            f"Some call it `{self.chance.choice(PARTS['CODES'])}`. {plain}",
            plain,
        ]
        return self.chance.choice(ways)

    def _link(self) -> str:
        pick = self.chance
        kind = pick.choice(["article", "article", "term", "term", "therapist", "page", "web"])
        words = " ".join(pick.choice(PARTS["OBJECTS"]).split()[:4]).rstrip(",")
        if kind == "article":
            return f"[{words}](article:{pick.choice(self.slugs)})"
        if kind == "term":
            slug = pick.choice(list(self.known.topics))
            return f"[{self.known.topics[slug]}](term:{slug})"
        if kind == "therapist":
            return f"[a colleague](therapist:{pick.choice(self.known.people)})"
        if kind == "page":
            return "[fees and insurance](page:fees)"
        return f"[{words}](https://example.org/{pick.randrange(10_000)})"

    def _terms(self) -> str:
        names = self.chance.sample(PARTS["NAMES"], 5)
        return "\n".join(f"- {name}: {self._sentence()}" for name in names)

    def _points(self) -> str:
        return "\n".join(f"- {self._sentence()}" for _ in range(4))

    def _steps(self) -> str:
        return "\n".join(f"{at}. {self._sentence()}" for at in (1, 2, 3))

    def _quote(self) -> str:
        return f"> {self._sentence()}\n> {self._sentence()}"

    def _table(self) -> str:
        pick = self.chance
        lines = ["| Question | Here | Elsewhere |", "| --- | --- | --- |"]
        for name in pick.sample(PARTS["QUESTIONS"], 4):
            cells = " | ".join(pick.choice(PARTS["OBJECTS"]) for _ in range(2))
            lines.append(f"| {name} | {cells} |")
        return "\n".join(lines)


def _wrapped(text: str, width: int = 100) -> str:
    """Lines as editors write them."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= width and not word.startswith(("-", "#", ">")):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])
