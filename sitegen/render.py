"""Page → HTML. Pure: the same shell and page give the same bytes. Only this knows Jinja."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from functools import partial
from types import BuiltinMethodType
from typing import Any, NamedTuple, cast

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from sitegen import contact, urls
from sitegen.facts import Planned
from sitegen.memory import Memory
from sitegen.problems import MistakesFound, Place, Problem
from sitegen.world import Shell


class Rendered(NamedTuple):
    """A page's HTML, and the addresses of the assets that its template asked for."""

    html: str
    assets: frozenset[str]


def compiled(templates: Mapping[str, str]) -> dict[str, bytes]:
    """The code of each page's template, and of those that it names, by its key in the cache.

    Those with a mistake are left out, as are parts that no page's template needs.
    """
    codes: dict[str, bytes] = {}
    jinja = _environment(templates, _Compiled(codes.get, codes.__setitem__))
    waiting, seen = [name for name in templates if "/" not in name], set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        with suppress(TemplateError):  # told when a page is rendered with it
            jinja.get_template(name)
        named = _QUOTED.findall(templates[name])
        waiting += [one for one in named if one in templates and one not in seen]
    return codes


_QUOTED = re.compile(r"""["']([\w./-]+)["']""")


class Renderer:
    """Renders the pages of one shell; `templates` gives each template's text by its name."""

    def __init__(
        self, shell: Shell, templates: Mapping[str, str], memory: Memory | None = None
    ) -> None:
        self.shell = shell
        self._asked: set[str] = set()
        self._reused: dict[tuple[Any, ...], tuple[Markup, frozenset[str], Any]] = {}
        kept = None
        if memory:
            kept = _Compiled(partial(memory.get, "template"), partial(memory.put, "template"))
        self.jinja = _environment(templates, kept)
        self.jinja.globals.update(
            practice=shell.practice,
            asset=self._asset,
            urls=urls,
            reuse=self._reuse,
            blank_form=contact.contact_form(shell.choices, selected=None),
            contact_form_for=partial(contact.contact_form, shell.choices),
        )

    def page(self, page: Planned) -> Rendered:
        """The HTML of one page. Raises MistakesFound when the template doesn't work."""
        self._asked = set()
        html = self.text(page.template, page=page.info, view=page.view)
        return Rendered(html, frozenset(self._asked))

    def text(self, name: str, **context: Any) -> str:
        """What a template gives. Raises MistakesFound when it doesn't work."""
        try:
            return self.jinja.get_template(name).render(**context)
        except _FAULTS as error:
            raise MistakesFound([_template_problem(error, name)]) from error

    def _reuse(self, macro: Macro, *values: Any) -> Markup:
        """What a macro gives for these values, worked out once: pages share cards and frames.

        The macro may depend on its values only. Objects, which must never change, are known by
        identity, and kept so that no other takes their place in memory.
        """
        key = (macro, *(one if isinstance(one, (str, int)) else id(one) for one in values))
        if key not in self._reused:
            before, self._asked = self._asked, set()
            self._reused[key] = Markup(macro(*values)), frozenset(self._asked), values
            self._asked |= before
        html, assets, _ = self._reused[key]
        self._asked |= assets
        return html

    def _asset(self, name: str) -> str:
        if name not in self.shell.assets:
            raise TemplateRuntimeError(f"there is no asset {name}")
        address = self.shell.assets[name]
        self._asked.add(address)
        return address


def _escaped(value: Any) -> str:
    """What templates print of a value: only ever joined, so words needn't be marked as safe.

    The library makes an object of each, which takes longer than to escape it.
    """
    kind = type(value)
    if kind is Markup:
        return cast(Markup, value)
    if kind is str:
        text: str = _escape_inner(value)
        return text
    if kind is BuiltinMethodType:  # what a tuple has where the view has nothing of this name
        raise UndefinedError(f"there is no value {value.__name__}")
    return escape(value)


_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError)
"""What a template that doesn't fit its view raises."""


class _Template(Template):
    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002
    ) -> Template:
        """A template from its code, which calls `escape`, and joins what that returns."""
        namespace["escape"] = _escaped
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What others import of it: the same for all, as all have the environment's globals.

        The library compares the names of all globals at each import, a tenth of the rendering.
        """
        return super()._get_default_module()


class _Environment(Environment):
    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping for all: the library chains two, and goes through both for each page."""
        return {**self.globals, **(d or {})}


def _environment(templates: Mapping[str, str], kept: _Compiled | None) -> Environment:
    return _Environment(
        loader=_Templates(templates),
        bytecode_cache=kept,
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class _Templates(BaseLoader):
    """Templates from memory that say in a trace which file they are."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], f"templates/{template}", lambda: True


class _Compiled(BytecodeCache):
    """Compiled templates, kept between builds; Jinja checks each against its source."""

    def __init__(
        self, get: Callable[[str], bytes | None], put: Callable[[str, bytes], None]
    ) -> None:
        self._get, self._put = get, put

    def load_bytecode(self, bucket: Bucket) -> None:
        if data := self._get(bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._put(bucket.key, bucket.bytecode_to_string())


def _template_problem(error: Exception, template: str) -> Problem:
    """Where in a template the mistake is: a syntax error knows, another left its trace."""
    name, line = getattr(error, "name", None) or template, getattr(error, "lineno", None)
    trace = error.__traceback__ if line is None else None
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith("templates/"):
            name = trace.tb_frame.f_code.co_filename.removeprefix("templates/")
            line = trace.tb_lineno
        trace = trace.tb_next
    return Problem(Place(f"templates/{name}", line or 1), f"this template doesn't work: {error}")
