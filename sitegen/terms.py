"""The field's words that code and records share: kinds of terms, facets, statuses, recipients.

Apart from the models, so that what only names them needn't load pydantic.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a vocabulary term is; the top-level keys of `content/vocabulary.yaml`."""

    ISSUE = "issue"
    APPROACH = "approach"
    PHILOSOPHY = "philosophy"
    POPULATION = "population"
    IDENTITY = "identity"
    LANGUAGE = "language"
    INSURANCE = "insurance"
    FORMAT = "format"
    LOCATION = "location"
    STATE = "state"
    AVAILABILITY = "availability"
    CREDENTIAL = "credential"
    ROLE = "role"


FACETS: dict[str, tuple[Kind, ...]] = {
    "issue": (Kind.ISSUE,),
    "approach": (Kind.APPROACH, Kind.PHILOSOPHY),
    "population": (Kind.POPULATION,),
    "insurance": (Kind.INSURANCE,),
    "language": (Kind.LANGUAGE,),
    "identity": (Kind.IDENTITY,),
    "format": (Kind.FORMAT,),
    "location": (Kind.LOCATION,),
    "state": (Kind.STATE,),
    "availability": (Kind.AVAILABILITY,),
}
"""The directory's facets, in the order in which visitors meet them, and the kinds each gathers.

A philosophy is neither an issue nor an approach, but people look for it where approaches are.
"""

FACET_OF_KIND: dict[Kind, str] = {kind: facet for facet, kinds in FACETS.items() for kind in kinds}


class Status(StrEnum):
    """Whether a therapist takes new people."""

    ACCEPTING = "accepting"
    WAITLIST = "waitlist"
    NOT_NOW = "not-now"


INTAKE = "intake"
"""The slug of the practice's own team, wherever a message is routed."""

WAIT = "wait"
"""Instead of going to somebody else, messages wait until an absent person is back."""

FOLDERS = {"therapist": "therapists", "article": "content/articles", "page": "content/pages"}
"""Where each kind of record lives; what a reference calls it → folder."""

SUFFIXES = {"therapist": ".yaml", "article": ".md", "page": ".md"}


def record_name(kind: str, slug: str) -> str:
    """The file of a record, below the practice's folder."""
    return f"{FOLDERS[kind]}/{slug}{SUFFIXES[kind]}"
