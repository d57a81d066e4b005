"""The short way: only the bodies of texts changed, so no page but their own says anything new.

It is taken when nothing else did: no front matter, record, template, asset or code, no file more or
less, the same day, the same headings and reading time. Then what the last build knew of the world
holds, and neither YAML nor models need to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sitegen.inputs import Inputs
from sitegen.library import Asking
from sitegen.links import FactsOf, dead_links
from sitegen.make import Made, Maker
from sitegen.memory import Memory
from sitegen.problems import Problem
from sitegen.prose import Renderer
from sitegen.source import Parts, SourceFile, decoded, split
from sitegen.state import State
from sitegen.text_rules import (
    Body,
    anchor_problems,
    examine_body,
    front_digest,
    prose_digest,
)
from sitegen.world import Outline, World, outline_name
from sitegen.write import Publication

MOST = 20
"""With more texts than this the whole way is as quick."""

FOLDERS = {"content/articles/": "article", "content/pages/": "page"}


def only_bodies(
    changed: Sequence[str], inputs: Inputs, state: State, memory: Memory, publication: Publication
) -> State | None:
    """Publish the texts that changed; None when the whole way has to be gone.

    That is also where mistakes are told: all of them at once, those of other files, too.
    """
    known = set(state.known)
    if len(changed) > MOST or set(inputs.remembered) != known:
        return None
    if not all(name.startswith(tuple(FOLDERS)) and name.endswith(".md") for name in changed):
        return None
    place = publication.out.as_posix()
    world: World | None = memory.get("world", place)
    if world is None:
        return None

    def outline_of(name: str) -> Outline | None:
        return memory.get("outline", outline_name(place, name))

    outlines: dict[str, Outline] = {}
    bodies: dict[str, tuple[SourceFile, Parts, Body]] = {}
    for name in changed:
        outline = outline_of(name)
        found = _body(name, outline, inputs, world) if outline else None
        if found is None or outline is None:
            return None
        outlines[name], bodies[name] = outline, found
    for name, (source, parts, body) in bodies.items():
        if body.problems or _anchors(name, source, parts, body, outline_of):
            return None
    return _publish(bodies, outlines, inputs, state, world, memory, publication)


def _body(
    name: str, outline: Outline, inputs: Inputs, world: World
) -> tuple[SourceFile, Parts, Body] | None:
    source = decoded(name, inputs.read(name))
    if isinstance(source, Problem):
        return None
    parts = split(source)
    if isinstance(parts, Problem) or front_digest(source, parts.offset) != outline.front:
        return None
    body = examine_body(source, parts, outline.title, Asking(world.library), Renderer())
    same = body.anchors == outline.anchors and body.prose.minutes == outline.minutes
    return (source, parts, body) if same else None


def _anchors(
    name: str, source: SourceFile, parts: Parts, body: Body,
    outline_of: Callable[[str], Outline | None],
) -> list[Problem]:  # fmt: skip
    def anchors(kind: str, slug: str) -> Sequence[str] | None:
        folder = next((folder for folder, one in FOLDERS.items() if one == kind), "")
        outline = outline_of(f"{folder}{slug}.md")
        return outline.anchors if outline else None

    folder, slug = name.rsplit("/", 1)
    kind, slug = FOLDERS[f"{folder}/"], slug.removesuffix(".md")
    origin = (source, parts.offset)
    return list(anchor_problems(kind, slug, body.anchored, anchors, lambda: origin))


def _publish(
    bodies: dict[str, tuple[SourceFile, Parts, Body]],
    outlines: dict[str, Outline],
    inputs: Inputs,
    state: State,
    world: World,
    memory: Memory,
    publication: Publication,
) -> State | None:
    texts = {name: prose_digest(body.prose) for name, (_, _, body) in bodies.items()}
    maker = Maker(world, texts, memory, publication, state.rows)
    made: dict[str, Made] = {}
    for name, (_, _, body) in bodies.items():
        one = maker.again(outlines[name].path, body.prose)
        if one is None:
            return None
        made[one.path] = one
    rows = state.rows | {path: one.row for path, one in made.items()}
    facts = FactsOf(made, rows, memory, publication)
    if any(_lost_a_target(path, facts, state, memory) for path in made):
        return None
    found = [problem for one in made.values() for problem in one.problems]
    if found or any(dead_links(made, facts, rows)):
        return None
    publication.replace(path for path, one in made.items() if one.staged)
    for name, (_, _, body) in bodies.items():
        memory.put("prose", name, (texts[name], body.prose))
    for one in made.values():
        one.remember_facts(memory)
    return state._replace(known=inputs.remembered, rows=rows)


def _lost_a_target(path: str, facts: FactsOf, state: State, memory: Memory) -> bool:
    """Whether a page has, or may have, something no more that other pages lead to."""
    key, before = memory.get("facts", path) or (b"", None)
    if before is None or key != state.rows[path].key:
        return True
    return bool(before.ids - facts(path).ids)
