"""Assets: overlaid, joined, fingerprinted, and scripts led to one another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.assets import Assets
from sitegen.problems import MistakesFound

FILES = {
    "css/site.css": '@layer a, b;\n@import "one.css";\n@import "blocks/*.css";\n/* note */\n',
    "css/one.css": "@layer a { p { color: red } }",
    "css/blocks/x.css": "@layer b { i { color: red } }",
    "js/main.js": 'import { a } from "./lib/a.js";\nconst b = () => import("./b.js");\n',
    "js/lib/a.js": 'import "../b.js";\nexport const a = 1;\n',
    "js/b.js": "export default 1;\n",
    "images/a.svg": '<svg viewBox="0 0 12 8"/>',
    "favicon.svg": "<svg/>",
    "portraits/README.md": "notes",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_styles_are_joined_in_order(tmp_path: Path) -> None:
    assets = Assets.of(write(tmp_path, FILES))
    style = next(asset for asset in assets.outputs() if asset.url.endswith(".css"))
    assert style.data.decode().split("\n")[:3] == [
        "@layer a, b;",
        "@layer a { p { color: red } }",
        "@layer b { i { color: red } }",
    ]
    assert sum(asset.url.endswith(".css") for asset in assets.outputs()) == 1


def test_names_follow_the_bytes_and_imports_follow_the_names(tmp_path: Path) -> None:
    first = Assets.of(write(tmp_path, FILES))
    main = next(asset for asset in first.outputs() if "/main." in asset.url).data.decode()
    b_name = first.url("js/b.js").rsplit("/", 1)[-1]
    a_name = first.url("js/lib/a.js").rsplit("/", 1)[-1]
    assert f'from"./lib/{a_name}"' in main
    assert f'import("./{b_name}")' in main
    second = Assets.of(write(tmp_path, {"js/b.js": "export default 2;\n"}))
    for name in ("js/b.js", "js/lib/a.js", "js/main.js"):
        assert first.url(name) != second.url(name)
        assert re.fullmatch(r"/assets/js/.*\.[0-9a-f]{10}\.js", first.url(name))
    assert first.url("images/a.svg") == second.url("images/a.svg")


def test_a_practice_replaces_and_adds_files(tmp_path: Path) -> None:
    ours = write(tmp_path / "ours", FILES)
    theirs = write(tmp_path / "theirs", {"css/one.css": "theirs", "images/b.svg": "<svg/>"})
    assets = Assets.of(ours, theirs)
    assert assets.names("images") == ["a.svg", "b.svg"]
    assert b"theirs" in next(a for a in assets.outputs() if a.url.endswith(".css")).data


def test_pictures_know_their_size(tmp_path: Path) -> None:
    assets = Assets.of(write(tmp_path, FILES))
    found = assets.picture("images", "a.svg")
    assert found is not None
    assert found[1:] == (12, 8)
    assert assets.picture("images", "none.svg") is None


def test_the_favicon_keeps_its_address_and_notes_stay_home(tmp_path: Path) -> None:
    urls = [asset.url for asset in Assets.of(write(tmp_path, FILES)).outputs()]
    assert "/favicon.svg" in urls
    assert not any("README" in url for url in urls)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("css/site.css", '@import "gone.css";', "no style gone.css"),
        ("js/main.js", 'import "./gone.js";', "no script ./gone.js"),
        ("js/b.js", 'import "./main.js";', "in a circle"),
        ("js/main.js", 'export * from "./gone.js";', "no script js/gone.js to join"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, name: str, text: str, words: str) -> None:
    assets = Assets.of(write(tmp_path, FILES | {name: text}))
    with pytest.raises(MistakesFound) as found:
        assets.outputs()
    assert words in found.value.problems[0].message
