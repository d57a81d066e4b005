"""What becomes of scripts: shorter, and the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bench.directory.corpus import ROOT
from sitegen.assets import Assets
from sitegen.problems import MistakesFound
from sitegen.scripts import Scripts
from sitegen.shorten import shortened
from tests.js.node import node

SHORTER = {
    # spaces and comments go, but not between words, nor where a statement may end
    "let x = y; // why\nx += 2;\n": "let $a=y;$a+=2;\n",
    "a = b + ++c;\nd()\ne()\n": "a=b+ ++c;d()\ne()\n",
    "x++\ny\n": "x++\ny\n",
    "/* why\n*/\ns = '// no  comment';\n": "s='// no  comment';\n",
    "r = s.replace(/[/\"' ]+/g, ' ');\n": "r=s.replace(/[/\"' ]+/g,' ');\n",
    "t = `a  ${ b + `${ c }  d` } e`;\n": "t=`a  ${b+`${c}  d`} e`;\n",
    # nor where a semicolon is the statement
    "if (a) { b(); for (;;); }\nf = () => { while (c()); };\n": (
        "if(a){b();for(;;);}\nf=()=>{while(c());};\n"
    ),
    # declarations of one kind become one
    "const one = 1; // why\nconst other = one;\nlet more;\nlet much = other;\n": (
        "const $a=1,$b=$a;let $c,$d=$b;\n"
    ),
    "export const one = 1;\nconst other = one;\nconst more = other;\n": (
        "export const one=1;const $a=one,$b=$a;\n"
    ),
    # what a function declares is its own, whatever it takes
    "export function f(first, second = first.second) { return first + second; }\n": (
        "export function f(a,b=a.second){return a+b}\n"
    ),
    "f = (one) => `${one.one}: ${[`${one}`]}`;\n": "f=(a)=>`${a.one}: ${[`${a}`]}`;\n",
    "f = one => ({ one, two: one });\n": "f=a=>({one:a,two:a});\n",
    "f = ({ one, two: other = {}, ...more }, [three]) => ({ one, other, three, more });\n": (
        "f=({one:a,two:b={},...c},[d])=>({one:a,other:b,three:d,more:c});\n"
    ),
    "for (const [key, { one = key }] of all) try { go(one); } catch (error) { tell(error); }\n": (
        "for(const[a,{one:b=a}]of all)try{go(b)}catch(c){tell(c)}\n"
    ),
    "f = function again(times) { return times && again(times - 1); }\n": (
        "f=function again(a){return a&&again(a-1)}\n"
    ),
    # members of a class share nothing but what is declared for the script
    "const size = 1;\nclass A {\n  f(one) { return one + size; }\n  g(two) { return two; }\n}\n": (
        "const $a=1;class $b{f(a){return a+$a}\ng(a){return a}}\n"
    ),
    # names that others know, or that may be a browser's, stay everywhere
    "export const count = 1;\nf = (count) => count;\n": "export const count=1;f=(count)=>count;\n",
    "import { one, two as three } from './x.js';\nf = (one) => one + three;\n": (
        "import{one,two as three}from'./x.js';f=(one)=>one+three;\n"
    ),
    "const one = 1, other = 2;\nexport { one };\n": "const one=1,$a=2;export{one};\n",
    "f = (name) => name;\ng = () => name;\n": "f=(name)=>name;g=()=>name;\n",
    "{ var late = 1; }\nlate;\n": "{var late=1;}\nlate;\n",
    # short names that are taken aren't given
    "f = (one) => a + one;\n": "f=(b)=>a+b;\n",
    "const one = $a;\n": "const $b=$a;\n",
    # names of parts are none of values
    "o = { size(size) { return this.size + size; }, sort: (sort) => sort };\n": (
        "o={size(a){return this.size+a},sort:(b)=>b};\n"
    ),
}


@pytest.mark.parametrize("script", SHORTER)
def test_a_script_gets_shorter(script: str) -> None:
    assert shortened(script, {}) == SHORTER[script]


@pytest.mark.parametrize("script", SHORTER)
def test_what_is_short_stays_as_it_is_read(script: str, tmp_path: Path) -> None:
    """No statement runs into the next."""
    path = tmp_path / "script.mjs"
    path.write_text(SHORTER[script])
    subprocess.run([node(), "--check", str(path)], check=True, timeout=30)


def test_every_script_of_ours_is_published_short() -> None:
    assets = Assets.of(ROOT / "assets")
    for one in assets.outputs():
        if one.url.endswith(".js"):
            assert b"/*" not in one.data
            assert b"  " not in one.data


def test_a_script_that_cannot_be_understood_is_told_with_its_place() -> None:
    sources = {
        "js/a.js": b'export * from "./b.js";\nexport * from "./c.js";\n',
        "js/b.js": b"export const b = 1;\n",
        "js/c.js": 'const ä = "ä", c = (;\n'.encode(),
    }
    with pytest.raises(MistakesFound) as found:
        Scripts(sources).short("js/a.js")
    (problem,) = found.value.problems
    assert str(problem.place).startswith("assets/js/c.js:1:")
    assert "can't be understood" in problem.message
