"""What becomes of scripts: shorter, and the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.directory.corpus import ROOT
from sitegen.shorten import _tokens, shorten

SCRIPTS = sorted((ROOT / "assets/js").rglob("*.js"))
SHORTER = {
    # spaces and comments go, but not between words, nor where a statement may end
    "let x = 1; // why\nx += 2;\n": "let x=1;x+=2;\n",
    "a = b + ++c;\nd()\ne()\n": "a=b+ ++c;d()\ne()\n",
    "/* why\n*/\nconst s = '// no  comment';\n": "const s='// no  comment';\n",
    "const r = s.replace(/[/\"' ]+/g, ' ');\n": "const r=s.replace(/[/\"' ]+/g,' ');\n",
    # what a function declares is its own
    "function f(first, second = first.second) { return first + second; }\n": (
        "function f(a,b=a.second){return a+b;}\n"
    ),
    "const f = (one) => `${one.one}: ${[`${one}`]}`;\n": "const f=(a)=>`${a.one}: ${[`${a}`]}`;\n",
    "const f = one => ({ one, two: one });\n": "const f=a=>({one:a,two:a});\n",
    "function f({ one, two: other = {} }, [three]) { return { one, other, three }; }\n": (
        "function f({one:a,two:b={}},[c]){return{one:a,other:b,three:c};}\n"
    ),
    # members of a class share nothing
    "class A {\n  f(one) { return one; }\n  g(two) { return two; }\n}\n": (
        "class A{f(a){return a;}\ng(a){return a;}}\n"
    ),
    # names that mean something outside, too, stay
    "const count = 1;\nfunction f(count) { return count; }\n": (
        "const count=1;function f(count){return count;}\n"
    ),
    "import { one } from './x.js';\nconst f = (one) => one;\n": (
        "import{one}from'./x.js';const f=(one)=>one;\n"
    ),
    "const f = (location) => location.hash;\n": "const f=(location)=>location.hash;\n",
    # short names that are taken aren't given
    "const f = (one) => a + one;\n": "const f=(b)=>a+b;\n",
    # what can't be told from a name of something else stays
    "function f() { let one = 1, two = 2; return one + two; }\n": (
        "function f(){let a=1,two=2;return a+two;}\n"
    ),
    "const o = { size(size) { return size; } };\n": "const o={size(size){return size;}};\n",
}


@pytest.mark.parametrize("script", SHORTER)
def test_a_script_gets_shorter(script: str) -> None:
    assert shorten(script) == SHORTER[script]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_nothing_of_ours_is_lost_on_the_way(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    assert "".join(_tokens(script)) == script
