"""A whole practice with N articles and N therapists, in our own format: what the build is fed.

`python -m bench.build.corpus 1000 DIR` writes one; `build.py check --root DIR` finds no mistake
in it. Settings and vocabulary are the sample practice's, people are the directory bench's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import Any

from bench.build.articles import Article, Known, Sentences, articles
from bench.directory.corpus import ROOT, practice
from sitegen.directory.listing import useful_pairs
from sitegen.models import Kind, Therapist
from sitegen.site import Site

COMMON = 12
"""Topics are the most frequent issues, so that somebody works with each at any size."""

PAGES = {
    "about": "About us",
    "fees": "Fees and insurance",
    "crisis": "Help right now",
    "privacy": "Your privacy",
    "accessibility": "Using this site",
}
FAR_AWAY = "2040-01-31"
"""Reviews and licenses are due later than any run of the bench, so that no warning is printed."""


@dataclass(frozen=True)
class Person:
    """A record's values, and the biography with links in our own notation.

    `pairs` names the pairs of terms, both of theirs, that our directory makes pages for.
    """

    slug: str
    record: dict[str, Any]
    biography: str
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """Everything, in no generator's format. `terms` is kind → slug → label."""

    size: int
    terms: dict[str, dict[str, str]]
    people: list[Person]
    articles: list[Article]


def corpus(size: int) -> Corpus:
    """The same for the same size."""
    site = practice(size)
    site = replace(site, therapists=tuple(map(_licensed, site.therapists)))
    terms: dict[str, dict[str, str]] = {kind.value: {} for kind in Kind}
    for term in site.terms.values():
        terms[term.kind.value][term.slug] = term.label
    topics = dict(list(terms["issue"].items())[:COMMON])
    pairs = _pairs(site)
    people = [_person(number, one, pairs[one.slug]) for number, one in enumerate(site.therapists)]
    known = Known(topics, [person.slug for person in people])
    return Corpus(size, terms, people, list(articles(size, known)))


def _licensed(one: Therapist) -> Therapist:
    expires = {"expires": dt.date.fromisoformat(FAR_AWAY)}
    licenses = tuple(licence.model_copy(update=expires) for licence in one.licenses)
    return one.model_copy(update={"licenses": licenses})


def _pairs(site: Site) -> dict[str, list[str]]:
    """The pairs of terms with a page of their own that each person is listed on."""
    found: dict[str, list[str]] = {one.slug: [] for one in site.therapists}
    for one, other in useful_pairs(site):
        both = {person.slug for person in site.therapists_by_term[one.slug]}
        both &= {person.slug for person in site.therapists_by_term[other.slug]}
        for slug in both:
            found[slug].append(f"{one.slug}-and-{other.slug}")
    return found


def _person(number: int, one: Therapist, pairs: Iterable[str]) -> Person:
    record = one.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude={"slug", "biography", "email"}
    )
    record = {key: value for key, value in record.items() if value not in ([], ())}
    if (last := one.slug.rpartition("-")[2]).isdigit():
        record["name"] += f" {last}"  # two people of one name would have pages of one title
    record["email"] = one.email.get_secret_value()
    sentences = Sentences(random.Random(f"biography {number}"))
    focus = one.focus[0]
    paragraphs = [sentences.several(3, 4) for _ in range(3)]
    paragraphs[1] += f" Most of my days go to\n[what brings people here](term:{focus})."
    return Person(one.slug, record, "\n\n".join(paragraphs), tuple(pairs))


def write(found: Corpus, folder: Path) -> None:
    """The files of the practice, below `folder`."""
    for name, text in files(found):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("site.yaml", "vocabulary.yaml"):
        shutil.copy(ROOT / "content" / name, folder / "content" / name)


def files(found: Corpus) -> Iterator[tuple[str, str]]:
    """Name and text of every file that is ours alone."""
    for article in found.articles:
        yield f"content/articles/{article.slug}.md", article_file(article)
    for person in found.people:
        yield f"therapists/{person.slug}.yaml", person_file(person)
    for slug, title in PAGES.items():
        sentences = Sentences(random.Random(f"page {slug}"))
        front = f"---\ntitle: {title}\nsummary: {shorten(sentences.one(), 150)}\n---\n"
        text = "\n\n".join(sentences.several(3, 5) for _ in range(3))
        yield f"content/pages/{slug}.md", f"{front}{text}\n"


def article_file(article: Article) -> str:
    """Front matter and body in our format."""
    lines = [
        "---",
        f"title: {_quoted(article.title)}",
        f"summary: {_quoted(article.summary)}",
        f"topics: [{', '.join(article.topics)}]",
        f"author: {article.author}",
        f"reviewer: {article.reviewer}",
        f"published: {article.published}",
        "last_reviewed: 2026-01-15",
        f"next_review: {FAR_AWAY}",
        "sources:",
    ]
    for title, publisher, year in article.sources:
        lines += [
            f"  - title: {_quoted(title)}",
            f"    publisher: {_quoted(publisher)}",
            f"    year: {year}",
        ]
    return "\n".join([*lines, "---", article.body])


def person_file(person: Person) -> str:
    """A record in our format; JSON's values are YAML's, too."""
    lines = [f"{key}: {_flow(value)}" for key, value in person.record.items()]
    biography = person.biography.replace("\n", "\n  ").replace("\n  \n", "\n\n")
    return "\n".join([*lines, "biography: |", f"  {biography}", ""])


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, str) and value.replace("-", "").isalnum() and value.isascii():
        return value
    return _quoted(value)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write one practice."""
    parser = argparse.ArgumentParser(prog="python -m bench.build.corpus", description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    write(corpus(options.size), options.folder)


if __name__ == "__main__":
    main()
