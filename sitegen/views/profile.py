"""The view of a therapist's profile: everything in the record that is for visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from sitegen.asked import asked
from sitegen.contact import name_and_credentials
from sitegen.directory.similar import Handover, handover
from sitegen.facts import (
    HOME,
    THERAPISTS,
    ArticleCard,
    Link,
    Person,
    TermLink,
    article_card,
    is_accepting,
    person,
    term_links,
)
from sitegen.site import Prose, Site
from sitegen.views.practical import (
    LicenseView,
    Office,
    StatusView,
    first_name,
    licenses_of,
    offices_of,
    status_of,
    unknowns_of,
)
from sitegen.words import fee, sliding_scale

if TYPE_CHECKING:
    from sitegen.models import Therapist


class ProfileView(NamedTuple):
    """A therapist's page. `unknowns` are what nobody can know before a first talk."""

    slug: str
    name: str
    name_and_credentials: str
    first_name: str
    pronouns: str | None
    role: str
    person: Person
    credentials: tuple[TermLink, ...]
    licenses: tuple[LicenseView, ...]
    summary: str
    biography: Markup
    status: StatusView
    accepting: bool
    focus: tuple[TermLink, ...]
    also_works_with: tuple[TermLink, ...]
    approaches: tuple[TermLink, ...]
    populations: tuple[TermLink, ...]
    identities: tuple[TermLink, ...]
    languages: tuple[TermLink, ...]
    insurance: tuple[TermLink, ...]
    formats: tuple[TermLink, ...]
    offices: tuple[Office, ...]
    availability: tuple[TermLink, ...]
    fee: str
    sliding_scale: str | None
    contact_label: str
    unknowns: tuple[str, ...]
    handover: Handover | None
    articles: tuple[ArticleCard, ...]
    breadcrumbs: tuple[Link, ...]

    def filled(self, prose: Prose) -> ProfileView:
        """With the biography in place."""
        return self._replace(biography=prose.html)


def profile_view(site: Site, therapist: Therapist) -> ProfileView:
    """Everything that a profile shows but the biography; expired licenses are left out."""
    terms = site.terms
    licenses = tuple(licenses_of(site, therapist))
    return ProfileView(
        slug=therapist.slug,
        name=therapist.name,
        name_and_credentials=name_and_credentials(site, therapist),
        first_name=first_name(therapist),
        pronouns=therapist.pronouns,
        role=terms[therapist.role].label,
        person=person(site, therapist.slug),
        credentials=term_links(site, therapist.credentials),
        licenses=licenses,
        summary=therapist.summary,
        biography=Markup(),
        status=status_of(site, therapist),
        accepting=is_accepting(site, therapist),
        focus=term_links(site, therapist.focus),
        also_works_with=term_links(site, therapist.also_works_with),
        approaches=term_links(site, therapist.approaches),
        populations=term_links(site, therapist.populations),
        identities=term_links(site, therapist.identities),
        languages=term_links(site, therapist.languages),
        insurance=term_links(site, therapist.insurance),
        formats=term_links(site, therapist.formats),
        offices=tuple(offices_of(site, therapist)),
        availability=term_links(site, therapist.availability),
        fee=fee(therapist.fee),
        sliding_scale=sliding_scale(therapist.fee),
        contact_label=therapist.contact_label,
        unknowns=tuple(unknowns_of(therapist, licenses)),
        handover=handover(therapist, site),
        articles=tuple(article_card(site, one) for one in _written_by(site, therapist.slug)),
        breadcrumbs=(HOME, THERAPISTS),
    )


@asked
def _written_by(site: Site, slug: str) -> tuple[str, ...]:
    """The articles of a therapist, the newest first."""
    return tuple(one.slug for one in site.articles_by_author.get(slug, ()))
