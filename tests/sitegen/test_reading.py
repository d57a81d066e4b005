"""A folder as a Site, for a day; and that reading takes nothing from the builds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sitegen import pipeline, reading
from sitegen.bundles import Bundles
from sitegen.problems import MistakesFound
from tests.practice import write


def test_availability_goes_stale_with_the_days(tmp_path: Path) -> None:
    root = write(tmp_path)
    words = {}
    for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1)):
        site, _, _ = reading.read_site(root, today=day)
        words[day.isoformat()] = site.openness(site.therapist("ana-ruiz")).value
    assert words == {"2026-12-31": "accepting", "2027-01-01": "ask"}


@pytest.mark.parametrize("gone", ["content", "therapists"])
def test_a_folder_that_holds_no_practice_is_told(tmp_path: Path, gone: str) -> None:
    root = write(tmp_path)
    (root / gone).rename(root / "elsewhere")
    with pytest.raises(MistakesFound) as caught:
        reading.read_site(root)
    (problem,) = caught.value.problems
    assert problem.place.path == f"{root.name}/{gone}/"
    assert "--root" in (problem.hint or "")


def test_a_site_that_is_read_can_be_rendered_and_leaves_the_memory_to_the_next_build(
    tmp_path: Path,
) -> None:
    root, out, day = write(tmp_path / "practice"), tmp_path / "site", dt.date(2026, 11, 23)
    pipeline.build(root, out, today=day)
    site, assets, _ = reading.read_site(root, today=day)
    assert reading.shell(site, assets).assets
    path = root / "content/pages/privacy.md"
    path.write_text(path.read_text().replace("Words", "More words"))
    assert pipeline.build(root, out, today=day).written == {"privacy/index.html"}


def test_what_was_found_in_files_is_kept_when_a_script_has_a_mistake(tmp_path: Path) -> None:
    root = write(tmp_path / "practice")
    script = root / "assets/js/broken.js"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text("const (\n")
    with pytest.raises(MistakesFound) as caught:
        pipeline.build(root, tmp_path / "site")
    assert caught.value.problems[0].place.path == "assets/js/broken.js"
    with reading.opened(root) as memory:
        kept = dict(Bundles(memory, "examined").below("therapists"))
    assert "therapists/ana-ruiz.yaml" in kept
