"""Templates print what the library would print, only sooner."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from sitegen.render import _environment

TEMPLATES = {
    "base.html": "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}",
    "macros.html": "{% macro shown(one, more=0) %}<b>{{ one }}</b>{{ more }}"
    "{{ caller() if caller is defined }}{% endmacro %}",
    "page.html": """{% extends "base.html" %}
{% from "macros.html" import shown %}
{% block title %}{{ one }}: {{ self.main()|length }}{% endblock %}
{% block main %}
{% set kept %}<i>{{ one }}</i>{% endset %}
{{ kept }} {{ kept|upper }} {{ shown(one) }} {{ shown(kept, other) }} {{ one ~ other }}
{% call shown(other) %}{{ one }}{% endcall %}
{% for each in [one, other, kept] %}{{ each }}{{ loop.index }}{% endfor %}
{% filter upper %}{{ one }}{% endfilter %}
{{ [one, other]|join("<br>") }} {{ one|e }} {{ other|string }} {{ [one] }}
{{ one if other else kept }} {{ "<" ~ one ~ ">" }} {{ one|replace("a", "<") }}
{% include "part.html" %}
{% endblock %}
""",
    "part.html": "{{ one }} {{ other }}",
    "lost.html": "{{ one.nothing }}",
}


class Html:
    """Something that says itself how it looks."""

    def __html__(self) -> str:
        return "<hr>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Html)

    __hash__ = None  # type: ignore[assignment]


class Word(str):
    """Words of another type."""


WORDS = st.text(st.sampled_from("a<>&'\"é😀 "), max_size=8)
VALUES = st.one_of(
    WORDS, WORDS.map(Word), WORDS.map(Markup), st.integers(), st.booleans(), st.none(),
    st.floats(allow_nan=False), st.builds(Html),
)  # fmt: skip

THEIRS = Environment(
    loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True, keep_trailing_newline=True,
)  # fmt: skip
OURS = _environment(TEMPLATES, None)


@given(WORDS, VALUES)
def test_templates_print_what_the_library_prints(one: str, other: Any) -> None:
    told = {"one": one, "other": other}
    theirs, ours = (jinja.get_template("page.html").render(told) for jinja in (THEIRS, OURS))
    assert ours == theirs
    assert "<i>" in ours
    assert one in ours or set(one) & set("<>&'\"")


def test_what_is_not_there_is_still_told() -> None:
    with pytest.raises(TemplateError, match="nothing"):
        OURS.get_template("lost.html").render(one="")
    with pytest.raises(TemplateError, match="other"):
        OURS.get_template("part.html").render(one="")
