"""One file's whole story: read, validated, its references and text checked, its Markdown rendered.

It depends on that file and on what the library answers, on no other file and on no date. So what
was found once is found again in the memory while the file is the same and the library would answer
the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sitegen import brief
from sitegen.brief import ArticleBrief
from sitegen.bundles import Bundles
from sitegen.fields import Model
from sitegen.inputs import Inputs
from sitegen.library import Asking, Library, still_true
from sitegen.load import MODELS, Base, Origin, Record, load_record, load_text, record_names
from sitegen.memory import Memory, packed, unpacked
from sitegen.models import ArticleMeta, Therapist
from sitegen.problems import Place, Problem
from sitegen.progress import Progress
from sitegen.prose import Renderer
from sitegen.references import reference_problems
from sitegen.rules import ALWAYS, Days, quiet_days
from sitegen.scan import Found, scan
from sitegen.site import Prose
from sitegen.source import Parts
from sitegen.terms import FOLDERS
from sitegen.text_rules import examine_body, front_digest, prose_digest, text_problems
from sitegen.workers import spread

M = TypeVar("M", bound=Model)

FEW = 40
"""So few files aren't worth a second process."""


class Examined(NamedTuple, Generic[M]):
    """What one file says. `record` is its model, packed, which is read when somebody asks for it,
    and `brief` what others ask of it. `anchored` are its links to a heading, which only all files
    together can judge; `at` is where in the file its text begins, `front` the hash of what stands
    before it, `text` the hash of the prose that came of it, `seen` that of all that other pages may
    show: everything but the prose. On its `quiet` days no rule has anything to say of it."""

    name: str
    slug: str
    record: bytes = b""
    brief: Any = None
    anchors: tuple[str, ...] = ()
    anchored: tuple[Found, ...] = ()
    at: int = 0
    minutes: int = 1
    front: bytes = b""
    text: bytes = b""
    seen: bytes = b""
    quiet: Days = ALWAYS
    problems: tuple[Problem, ...] = ()

    @property
    def model(self) -> M:
        """What is in the file, if that is valid."""
        found: M = unpacked(self.record)
        return found


class Told(NamedTuple):
    """An examination with what it rests on; `asked` and `prose` are packed for the memory."""

    digest: bytes
    examined: Examined[Any]
    asked: bytes
    prose: bytes | None


def examined(
    inputs: Inputs, base: Base, library: Library, state: bytes, memory: Memory,
    bundles: Bundles, progress: Progress, here: Callable[[], object],
) -> dict[str, list[Examined[Any]]]:  # fmt: skip
    """Every file of each kind, in the order of their names; `state` is the library's digest, `here`
    is done while other processes examine files.

    The texts' Prose is in the memory afterwards, as ("prose", name) with its hash, and all else in
    the bundles.
    """
    names = {kind: record_names(inputs, kind) for kind in FOLDERS}
    found: dict[str, Examined[Any]] = {}
    for kind, some in names.items():
        found |= _remembered(kind, some, inputs, library, state, memory, bundles)
    fresh = [(kind, name) for kind, some in names.items() for name in some if name not in found]
    examiner = Examiner(inputs, base, library)
    with progress.stage("records and texts", len(fresh)) as step:
        for told in spread(examiner.examine, fresh, few=FEW, here=here):
            name = told.examined.name
            found[name] = told.examined
            if told.prose is not None:
                memory.put_packed("prose", name, told.prose)
            if told.examined.problems or not examiner.tells_everything:
                bundles.forget([name])
            else:
                memory.put_packed("asked", name, told.asked)
                bundles.put(name, (told.digest, state, told.examined))
            step()
    return {kind: [found[name] for name in some] for kind, some in names.items()}


def _remembered(
    kind: str, names: Sequence[str], inputs: Inputs, library: Library, state: bytes,
    memory: Memory, bundles: Bundles,
) -> dict[str, Examined[Any]]:  # fmt: skip
    found: dict[str, Examined[Any]] = {}
    true_now: list[tuple[str, Any]] = []
    gone: list[str] = []
    wanted = set(names)
    for name, (digest, when, one) in bundles.below(FOLDERS[kind]):
        if name not in wanted:
            gone.append(name)
        if inputs.digests.get(name) != digest:
            continue
        if when != state:
            asked = memory.get("asked", name)
            if asked is None or not still_true(asked, library):
                continue
            true_now.append((name, (digest, state, one)))
        found[name] = one
    for name, entry in true_now:
        bundles.put(name, entry)
    bundles.forget(gone)
    return found


class Examiner:
    """Examines files with one Markdown renderer."""

    def __init__(self, inputs: Inputs, base: Base, library: Library) -> None:
        self._inputs, self._base, self._library = inputs, base, library
        self._renderer = Renderer()
        self._broken = base.slugs["term"] - set(base.terms)
        self.tells_everything = bool(base.terms) and not self._broken
        """Whether no mistake is left out because another, in the vocabulary, comes first."""

    def examine(self, kind_and_name: tuple[str, str]) -> Told:
        """Everything about one file."""
        kind, name = kind_and_name
        asking = Asking(self._library)
        one: Examined[Any]
        if kind == "therapist":
            one, prose = self._therapist(name, asking)
        else:
            one, prose = self._text(name, MODELS[kind], asking)
        text = None if prose is None else packed((one.text, prose))
        return Told(self._inputs.digests[name], one, packed(asking.notes()), text)

    def _therapist(self, name: str, asking: Asking) -> tuple[Examined[Therapist], Prose | None]:
        slug, record, problems = load_record(self._inputs, name)
        if record is None:
            return Examined(name, slug, problems=tuple(problems)), None
        origin = Origin(self._inputs, name)
        problems += self._references(record, origin, asking)
        found = scan(record.biography)
        at = 0
        if found.anything():
            at = _biography_offset(record, origin)
            problems += text_problems(found, origin.source, at, "", asking)
        prose = self._renderer.render(record.biography, asking)
        # From here on the text is known as prose: without it, records are quickly read again.
        lean = record.model_copy(update={"biography": ""})
        kept = packed(lean)
        one: Examined[Therapist] = Examined(
            name, slug, kept, brief.person(lean),
            at=at,
            text=prose_digest(prose),
            seen=_hash(kept),
            quiet=quiet_days(Record(slug, record, origin)),
            problems=tuple(problems),
        )  # fmt: skip
        return one, prose

    def _text(self, name: str, model: type[M], asking: Asking) -> tuple[Examined[M], Prose | None]:
        slug, meta, document, problems = load_text(self._inputs, name, model)
        if document is None:
            return Examined(name, slug, problems=tuple(problems)), None
        origin, quiet = Origin(self._inputs, name), ALWAYS
        if meta is not None:
            problems += self._references(meta, origin, asking)
            quiet = quiet_days(Record(slug, meta, origin))
        title = getattr(meta, "title", "")
        parts = Parts("", document.body, document.body_offset)
        body = examine_body(document.source, parts, title, asking, self._renderer)
        front = front_digest(document.source, document.body_offset)
        one: Examined[M] = Examined(
            name, slug, packed(meta) if meta else b"",
            brief=_brief(slug, meta, body.prose.minutes),
            anchors=body.anchors,
            anchored=body.anchored,
            at=document.body_offset,
            minutes=body.prose.minutes,
            front=front,
            text=prose_digest(body.prose),
            seen=_hash(packed((front, body.prose.minutes, body.anchors))),
            quiet=quiet,
            problems=(*problems, *body.problems),
        )  # fmt: skip
        return one, body.prose

    def _references(self, model: Model, origin: Origin, asking: Asking) -> Sequence[Problem]:
        if not self._base.terms:
            # Everything refers to the vocabulary: without it, each file would be full of mistakes.
            return ()
        return list(reference_problems(model, origin, (), asking, self._broken))


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _brief(slug: str, meta: Model | None, minutes: int) -> ArticleBrief | None:
    return brief.article(slug, meta, minutes) if isinstance(meta, ArticleMeta) else None


def _biography_offset(record: Therapist, origin: Origin) -> int:
    """Where the biography's text is in the file (its block's first line)."""
    first = record.biography.split("\n", 1)[0]
    start = origin.source.text.find("biography:")
    return max(origin.source.text.find(first, start + len("biography:")), 0)


def missing(name: str, message: str) -> Problem:
    """A file that has to be there."""
    return Problem(Place(name), message, hint="copy the one of the sample practice and change it")
