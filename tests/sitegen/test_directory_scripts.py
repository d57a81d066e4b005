"""Modules that become one file: what is joined, and what is refused."""

from __future__ import annotations

import pytest

from bench.directory.corpus import ROOT
from sitegen.assets import Assets
from sitegen.problems import MistakesFound
from sitegen.scripts import Scripts, joined, parts

JOINT = '/* Why. */\nexport * from "./a.js";\nexport * from "./b.js";\n'
A = 'import { x } from "../x.js";\nexport const a = () => x;\n'
B = 'import { a } from "./a.js";\nimport { x, y } from "../x.js";\nexport const b = a() + y(x);\n'


def join(**parts: str) -> str:
    sources = {f"js/{name}.js": text.encode() for name, text in parts.items()}
    return joined("js/joint.js", sources)


def test_a_joint_is_a_module_of_nothing_but_exports() -> None:
    assert parts("js/joint.js", JOINT) == ["js/a.js", "js/b.js"]
    assert not parts("js/a.js", A)
    assert not parts("js/a.js", JOINT + A)
    assert not parts("js/a.js", "/* empty */")


def test_parts_share_a_file_and_their_imports_from_outside() -> None:
    script = join(joint=JOINT, a=A, b=B)
    assert script.startswith('import { x, y } from "../x.js";\n')
    assert script.count("import") == 1
    assert script.index("const a") < script.index("const b")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("const a = 1;\n", '"a" is declared'),
        ("const x = 1;\n", '"x" is imported'),
        ('import { a as z } from "../x.js";\n', "no `as`"),
        ('import "../x.js";\n', "import names as they are"),
    ],
)
def test_what_one_scope_would_break_is_refused(part: str, words: str) -> None:
    with pytest.raises(MistakesFound) as found:
        join(joint=JOINT, a=A, b=part)
    assert words in found.value.problems[0].message


def test_a_missing_part_is_told() -> None:
    with pytest.raises(MistakesFound) as found:
        join(joint=JOINT, a=A)
    assert "js/b.js" in found.value.problems[0].message


def test_a_joint_exports_what_other_scripts_ask_for() -> None:
    sources = {
        "js/joint.js": JOINT,
        "js/a.js": "export const told = 1;\nexport const asked = 2;\n",
        "js/b.js": 'import { told } from "./a.js";\nexport function late() { return told; }\n',
        "js/other.js": 'import { asked } from "./joint.js";\n/* told */ x(({ late }) => late());\n',
    }
    script = Scripts({name: text.encode() for name, text in sources.items()}).short("js/joint.js")
    assert script == "const $a=1;export const asked=2;export function late(){return $a}\n"


@pytest.mark.parametrize("name", ["core", "more"])
def test_the_directorys_joints_join(name: str) -> None:
    sources = Assets.of(ROOT / "assets").sources
    joint = f"js/directory/{name}.js"
    assert parts(joint, sources[joint].decode())
    script = joined(joint, sources)
    assert "export * from" not in script
