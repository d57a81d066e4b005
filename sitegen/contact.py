"""What the contact form and the pages around it are told.

The same form is rendered twice: into static pages, where it is empty, and into the pages that the
contact function answers with, where it has *holes* that the function fills with what was typed,
and *parts* that it shows only in some cases. `contact_lambda/shells.py` reads these marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from sitegen import urls
from sitegen.asked import asked
from sitegen.facts import HOME, Link
from sitegen.site import Openness, Site
from sitegen.terms import INTAKE

if TYPE_CHECKING:
    from sitegen.brief import Somebody

_GROUPS: Final = {
    Openness.ACCEPTING: "Taking new people",
    Openness.ASK: "Please ask whether they have room",
    Openness.WAITLIST: "Have a waitlist",
    Openness.NOT_NOW: "Not taking new people",
}
_REACH: Final = {
    "": "No preference", "email": "Email", "phone": "Phone call", "text": "Text message",
}  # fmt: skip
_VOICEMAIL: Final = {
    "": "I’d rather not say",
    "yes": "Yes, a voicemail is fine",
    "no": "No, please don’t leave one",
}


MANY = 100
"""With more people than this, only the contact page lists them all: a phone would load the list
with every page, and nobody looks through it."""


class Option(NamedTuple):
    """A choice of a select; `chosen` is the attribute that picks it, or nothing."""

    value: str
    label: str
    chosen: Markup


class OptionGroup(NamedTuple):
    """Choices under a heading."""

    label: str
    options: tuple[Option, ...]


class FormFields(NamedTuple):
    """What every form of a site asks for, whomever it goes to.

    `turnstile` is the key of Cloudflare's puzzle against programs; "" where there is none.
    """

    reach: tuple[Option, ...]
    voicemail: tuple[Option, ...]
    holes: bool
    turnstile: str
    turnstile_script: str = urls.TURNSTILE_SCRIPT

    def hole(self, name: str) -> Markup:
        """Where the function puts a text; nothing on a static page."""
        return _mark("=", name) if self.holes else Markup()

    def start(self, name: str) -> Markup:
        """The start of what the function shows only in some cases."""
        return _mark("?", name) if self.holes else Markup()

    def end(self, name: str) -> Markup:
        """The end of it."""
        return _mark("/", name) if self.holes else Markup()


class ContactForm(NamedTuple):
    """The form as a template needs it; `button` is the words on its button."""

    anybody: Option
    groups: tuple[OptionGroup, ...]
    whole: bool
    button: str
    fields: FormFields
    action: str = urls.CONTACT_API


class ContactView(NamedTuple):
    """The contact page, and the pages that the function answers with."""

    form: ContactForm
    breadcrumbs: tuple[Link, ...] = (HOME,)


class Choices(NamedTuple):
    """Everybody whom a form can be sent to: the practice's own label, then people by group.

    `whole` is False where the people are so many that pages name only their own.
    """

    anybody: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    whole: bool = True
    turnstile: str = ""


def choices(site: Site, *, whole: bool = False) -> Choices:
    """The people of a form's select; all of them, however many, for a `whole` one."""
    label, turnstile = site.practice.intake.label, site.practice.turnstile or ""
    if not whole and len(site.people) > MANY:
        return Choices(label, (), whole=False, turnstile=turnstile)
    groups: dict[Openness, list[tuple[str, str, str]]] = {one: [] for one in _GROUPS}
    for one in site.people:
        groups[site.openness(one)].append((one.name, one.slug, name_and_credentials(site, one)))
    return Choices(
        label,
        tuple(
            (_GROUPS[openness], tuple((slug, words) for _, slug, words in sorted(people)))
            for openness, people in groups.items()
            if people
        ),
        turnstile=turnstile,
    )


def contact_form(
    choices: Choices, *, selected: str | None, who: str = "", label: str | None = None
) -> ContactForm:
    """The empty form of a static page.

    `selected` is the slug of the therapist to pick and `who` their name, None for "whoever fits
    best"; `label` the words on the button, such as a contact label.
    """
    if selected and not choices.whole:
        choices = choices._replace(groups=(("On this page", ((selected, who),)),))
    return _form(choices, selected or INTAKE, label, holes=False)


def contact_form_with_holes(site: Site) -> ContactForm:
    """The form in the pages of the contact function."""
    return _form(choices(site, whole=True), INTAKE, None, holes=True)


def contact_view(site: Site) -> ContactView:
    """The contact page."""
    return ContactView(contact_form(_everybody(site), selected=None))


@asked
def _everybody(site: Site) -> Choices:
    return choices(site, whole=True)


def _form(choices: Choices, selected: str, button: str | None, *, holes: bool) -> ContactForm:
    def options(people: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
        return _options("recipient", people, selected, holes=holes)

    return ContactForm(
        anybody=options([(INTAKE, choices.anybody)])[0],
        groups=tuple(OptionGroup(heading, options(people)) for heading, people in choices.groups),
        whole=choices.whole,
        button=button or "Send my message",
        fields=_fields(choices.turnstile, holes=holes),
    )


@lru_cache
def _fields(turnstile: str, *, holes: bool) -> FormFields:
    """One value for all forms of a site, so that what is made of it is made once."""
    reach = _options("reach", _REACH.items(), "", holes=holes)
    voicemail = _options("voicemail", _VOICEMAIL.items(), "", holes=holes)
    return FormFields(reach, voicemail, holes, turnstile)


def _options(
    name: str, labels: Iterable[tuple[str, str]], pick: str, *, holes: bool
) -> tuple[Option, ...]:
    """A select's choices; `labels` gives each value with its words, `pick` the value picked."""
    return tuple(
        Option(value, label, _chosen(name, value, pick, holes=holes)) for value, label in labels
    )


def name_and_credentials(site: Site, therapist: Somebody) -> str:
    """Somebody as an option names them."""
    credentials = [site.terms[slug].label for slug in therapist.credentials]
    return ", ".join([therapist.name, *credentials])


def _chosen(name: str, value: str, pick: str, *, holes: bool) -> Markup:
    attribute = Markup(" selected")
    if holes:
        part = f"{name}={value}"
        return _mark("?", part) + attribute + _mark("/", part)
    return attribute if value == pick else Markup()


def _mark(operator: str, name: str) -> Markup:
    """A hole (=), or a part's start (?) or end (/), between two private-use characters."""
    return Markup(f"\ue000{operator}{name}\ue001")
