import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.build import convert, report, results
from bench.build.chart import chart
from bench.build.corpus import corpus
from bench.build.results import Results
from bench.build.trees import Cost, Failed, measure


def test_a_section_takes_the_place_of_the_old_one_and_of_nothing_else() -> None:
    begun = report.placed(
        "# Benchmarks\n\n<!-- other:start -->\nother\n<!-- other:end -->\n", "old"
    )
    done = report.placed(begun + "\nafter\n", "new \\1")
    assert "old" not in done
    assert done.count(report.START) == 1
    assert "new \\1" in done
    assert "other:start -->\nother\n" in done
    assert done.endswith("after\n")


def test_ratios_compare_only_what_was_measured_in_one_slice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    monkeypatch.setattr(results, "versions", dict)
    found = Results()
    for run, hugo, ours in (("1", 2.0, 6.0), ("2", 4.0, None), ("3", None, 1.0)):
        found.run = run
        if hugo:
            found.add(100, "hugo", "clean", Cost(hugo, 1.0, 10))
        if ours:
            found.add(100, "ours", "clean", Cost(ours, 1.0, 10))
    again = Results()
    assert again.ratio(100, "ours", "clean", "hugo") == 3.0
    assert again.cost(100, "ours", "clean") == Cost(1.0, 1.0, 10)
    assert again.cost(100, "ours", "nothing") is None
    assert json.loads((tmp_path / "results.json").read_text())["costs"].keys() == {
        "100 hugo clean", "100 ours clean",
    }  # fmt: skip


def test_the_chart_is_well_formed_and_has_a_line_for_each() -> None:
    drawn = chart({"Hugo <1>": {100: 0.2, 1_000: 1.1, 10_000: 11.0}, "ours": {100: 0.4}})
    root = ElementTree.fromstring(drawn)
    assert len(root.findall("{*}polyline")) == 2
    assert "Hugo &lt;1&gt;" in drawn


def test_what_a_command_costs_includes_what_it_starts(tmp_path: Path) -> None:
    burn = "python3 -c 'x = bytearray(60_000_000); sum(range(12_000_000))'; sleep 0.2"
    cost = measure(["sh", "-c", burn], tmp_path, {})
    assert cost.wall > cost.cpu + 0.1
    assert cost.cpu > 0.1
    assert cost.peak > 50_000_000
    with pytest.raises(Failed, match="said why"):
        measure(["sh", "-c", "echo said why; exit 3"], tmp_path, {})


def test_peers_are_told_the_same_with_addresses_of_their_own() -> None:
    found = corpus(20)
    ways = (convert.yaml_front("content"), convert.pelican, convert.nikola, convert.lektor)
    for item in (*found.articles, *found.people):
        words = (item.body if hasattr(item, "body") else item.biography).split("\n")[0]
        for convert_ in ways:
            name, text = convert_(item)
            assert item.slug in name
            assert convert.plain_links(words) in text
            assert "](article:" not in text
            assert "@example.org" not in text
