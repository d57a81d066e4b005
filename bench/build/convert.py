"""The same articles and records in each generator's own format: file name and text of each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bench.build.articles import Article
from bench.build.corpus import Person, article_file, person_file

File = tuple[str, str]
_LINK = re.compile(r"\]\((article|therapist|term|page):([^)]*)\)")
_FOLDERS = {"article": "/articles/", "therapist": "/therapists/", "term": "/terms/", "page": "/"}
_ACCOUNT = ("summary", "contact_label", "email", "pronouns", "name", "credentials", "fee",
            "licenses", "accepting", "role", "instead")  # fmt: skip
"""Keys of a record that name no term that has a page."""


def plain_links(body: str) -> str:
    """The text with addresses where our notation names a record."""
    return _LINK.sub(lambda match: f"]({_FOLDERS[match[1]]}{match[2]}/)", body)


def terms_of(person: Person) -> list[str]:
    """The terms whose pages list this person, and the pairs of terms: ours makes pages of these."""
    lists = [value for key, value in person.record.items() if key not in _ACCOUNT]
    states = [one["state"] for one in person.record["licenses"]]
    terms = [slug for values in lists for slug in values] + states
    return [*dict.fromkeys(terms), *person.pairs]


def _about(item: Article | Person) -> dict[str, Any]:
    """What every generator is told in front matter."""
    if isinstance(item, Article):
        return {
            "title": item.title, "summary": item.summary, "date": item.published,
            "author": item.author, "terms": list(item.topics),
        }  # fmt: skip
    record = item.record
    return {
        "title": record["name"], "summary": record["summary"], "date": "2025-01-01",
        "role": record["role"], "fee": str(record["fee"]["amount"]), "terms": terms_of(item),
    }  # fmt: skip


def _text(item: Article | Person) -> str:
    return plain_links(item.body if isinstance(item, Article) else item.biography + "\n")


def _folder(item: Article | Person) -> str:
    return "articles" if isinstance(item, Article) else "therapists"


def ours(item: Article | Person) -> File:
    """Our own."""
    if isinstance(item, Article):
        return f"content/articles/{item.slug}.md", article_file(item)
    return f"therapists/{item.slug}.yaml", person_file(item)


def yaml_front(root: str) -> Callable[[Article | Person], File]:
    """For Hugo, Eleventy, Astro and MkDocs: YAML, of which JSON is a part."""

    def convert(item: Article | Person) -> File:
        lines = [f"{key}: {_json(value)}" for key, value in _about(item).items()]
        lines = [line.replace('date: "', "date: ").rstrip('"') if line.startswith("date") else line
                 for line in lines]  # fmt: skip
        name = f"{root}/{_folder(item)}/{item.slug}.md"
        return name, "\n".join(["---", *lines, "---", _text(item)])

    return convert


def pelican(item: Article | Person) -> File:
    """Metadata of Python-Markdown; the table of contents stands where the text asks for it."""
    about = _about(item)
    about["tags"] = ", ".join(about.pop("terms"))
    about |= {"category": _folder(item), "slug": item.slug}
    lines = [f"{key.capitalize()}: {value}" for key, value in about.items()]
    toc = "[TOC]\n\n" if isinstance(item, Article) else ""
    return f"content/{_folder(item)}/{item.slug}.md", "\n".join([*lines, "", toc + _text(item)])


def nikola(item: Article | Person) -> File:
    """Nikola's own comments."""
    about = _about(item)
    about["tags"] = ", ".join(about.pop("terms"))
    about |= {"slug": item.slug, "date": f"{about['date']} 00:00:00 UTC",
              "description": about.pop("summary")}  # fmt: skip
    lines = [f".. {key}: {value}" for key, value in about.items()]
    toc = "[TOC]\n\n" if isinstance(item, Article) else ""
    text = "\n".join(["<!--", *lines, "-->", "", toc + _text(item)])
    return f"{_folder(item)}/{item.slug}.md", text


def lektor(item: Article | Person) -> File:
    """Fields between lines of three hyphens; four escape such a line in a text."""
    about = _about(item)
    about["terms"] = ", ".join(about["terms"])
    fields = [f"{key}: {value}" for key, value in about.items()]
    body = re.sub(r"^(-{3,})$", r"-\1", _text(item), flags=re.M)
    text = "\n---\n".join([*fields, f"body:\n\n{body}"])
    return f"content/{_folder(item)}/{item.slug}/contents.lr", text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
