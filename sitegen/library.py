"""Everything that a text or a record may refer to, and the questions that are asked about it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from sitegen import urls
from sitegen.terms import FACET_OF_KIND, FACETS, Kind

TEXT_KINDS = ("term", "therapist", "article", "page")
BUILT_IN_PAGES = ("therapists", "articles", "contact")
"""Sections that navigation and links may name as if they were pages."""

Size = tuple[str, int, int]


class Pictures(Protocol):
    """The pictures that exist, by folder ("images", "portraits")."""

    def names(self, folder: str) -> Sequence[str]:
        """The file names in a folder of `assets/`, sorted."""

    def has(self, folder: str, name: str) -> bool:
        """Whether there is such a picture."""

    def picture(self, folder: str, name: str) -> Size | None:
        """The address, width and height of a picture, in CSS pixels."""


class KnownPictures(NamedTuple):
    """Pictures by folder, and the address and size of each that a text may show."""

    folders: Mapping[str, Mapping[str, None]]
    sizes: Mapping[str, tuple[str, int, int]]

    def names(self, folder: str) -> Sequence[str]:
        """The file names in a folder, sorted."""
        return tuple(self.folders[folder])

    def has(self, folder: str, name: str) -> bool:
        """Whether there is such a picture."""
        return name in self.folders[folder]

    def picture(self, folder: str, name: str) -> tuple[str, int, int] | None:
        """The address, width and height (CSS pixels) of a picture of a text."""
        return self.sizes.get(name) if folder == "images" else None


@dataclass(frozen=True)
class Library:
    """`kinds` is each good term's kind, `words` what leads to it; `known` the slugs by kind.

    Plain values only, so that it can be kept for the next build.
    """

    kinds: Mapping[str, Kind]
    words: Mapping[str, str]
    known: Mapping[str, Mapping[str, None]]
    pictures: Pictures

    @classmethod
    def of(
        cls,
        terms: Mapping[str, Kind],
        names: Mapping[str, Sequence[str]],
        slugs: Mapping[str, set[str]],
        pictures: Pictures,
    ) -> Library:
        """`terms` gives each term's kind, `names` its label and synonyms, `slugs` what exists."""
        words: dict[str, str] = {}
        for slug, labels in names.items():
            for word in labels:
                words.setdefault(word.casefold(), slug)
        known = {kind: dict.fromkeys(sorted(slugs.get(kind, ()))) for kind in TEXT_KINDS}
        known["page"] = dict.fromkeys(sorted({*known["page"], *BUILT_IN_PAGES}))
        return cls(dict(terms), words, known, pictures)

    def digest(self, pictures: bytes) -> bytes:
        """One hash of all of it; `pictures` is that of the pictures."""
        plain = (dict(self.kinds), dict(self.words), {k: list(v) for k, v in self.known.items()})
        return hashlib.sha256(pictures + pickle.dumps(plain, 4)).digest()

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every address of this site that a text may lead to."""
        pages = (self._address(kind, slug) for kind in TEXT_KINDS for slug in self.known[kind])
        return frozenset((urls.HOME, *map(urls.facet, FACETS), *pages))

    def has_address(self, address: str) -> bool:
        """Whether a page of this site answers at an address."""
        return address in self.addresses

    def has(self, kind: str, slug: str) -> bool:
        """Whether there is such a term, therapist, article or page."""
        return slug in self.known[kind]

    def kind_of(self, slug: str) -> Kind | None:
        """The kind of a term; None for one that doesn't exist or is broken."""
        return self.kinds.get(slug)

    def url(self, target: str) -> str | None:
        """The address that `term:cbt`, `article:slug#heading` and so on stand for."""
        reference, mark, fragment = target.partition("#")
        kind, _, slug = reference.partition(":")
        if kind not in TEXT_KINDS or slug not in self.known[kind]:
            return None
        return f"{self._address(kind, slug)}{mark}{fragment}"

    def term_url(self, words: str) -> str | None:
        """The address of the term with this label or synonym, if it has a page."""
        slug = self.words.get(words.strip().casefold())
        if slug is None or self.kinds[slug] not in FACET_OF_KIND:
            return None
        return self._address("term", slug)

    def image(self, file_name: str) -> Size | None:
        """The address, width and height of a picture in `assets/images/`."""
        return self.pictures.picture("images", file_name)

    def has_picture(self, folder: str, file_name: str) -> bool:
        """Whether a picture is in a folder of `assets/`."""
        return self.pictures.has(folder, file_name)

    def _address(self, kind: str, slug: str) -> str:
        if kind == "term":
            facet = FACET_OF_KIND.get(self.kinds[slug]) if slug in self.kinds else None
            return urls.term(facet, slug) if facet else urls.THERAPISTS
        if kind == "therapist":
            return urls.therapist(slug)
        return urls.article(slug) if kind == "article" else urls.page(slug)


Asked = tuple[tuple[tuple[str, ...], Any], ...]


@dataclass
class Asking:
    """A library that notes what it was asked and what it answered.

    While every answer would be the same, so is whatever was made of them.
    """

    library: Library
    asked: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def __getattr__(self, question: str) -> Callable[..., Any]:
        def ask(*words: str) -> Any:
            answer = self.asked[question, *words] = getattr(self.library, question)(*words)
            return answer

        return ask

    def notes(self) -> Asked:
        """Questions with their answers."""
        return tuple(self.asked.items())


def still_true(asked: Asked, library: Library) -> bool:
    """Whether the library would answer everything as it did."""
    return all(getattr(library, key[0])(*key[1:]) == answer for key, answer in asked)
