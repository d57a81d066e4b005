from pathlib import Path

import pytest

from bench.build.articles import Known, articles
from bench.build.convert import terms_of
from bench.build.corpus import corpus, files, write
from sitegen.directory.listing import useful_pairs
from sitegen.pipeline import check
from sitegen.reading import read_site

SIZE = 40


def test_the_same_size_gives_the_same_files() -> None:
    assert dict(files(corpus(SIZE))) == dict(files(corpus(SIZE)))


@pytest.mark.parametrize("part", ["content/articles/", "therapists/"])
def test_as_many_of_each_as_asked_for_and_no_two_alike(part: str) -> None:
    texts = [text for name, text in files(corpus(SIZE)) if name.startswith(part)]
    assert len(texts) == len(set(texts)) == SIZE


def test_our_own_build_finds_nothing_wrong(tmp_path: Path) -> None:
    write(corpus(SIZE), tmp_path)
    assert check(tmp_path) == []


def test_the_peers_are_told_of_every_list_that_ours_makes(tmp_path: Path) -> None:
    found = corpus(SIZE)
    write(found, tmp_path)
    site, _, _ = read_site(tmp_path)
    listed = {slug for person in found.people for slug in terms_of(person)}
    held = {slug for slug, people in site.therapists_by_term.items() if people}
    pairs = {f"{one.slug}-and-{other.slug}" for one, other in useful_pairs(site)}
    assert len(pairs) > SIZE
    assert listed == pairs | {slug for slug in held if site.terms[slug].facet}


def test_articles_have_the_size_and_the_parts_of_real_ones() -> None:
    topics = {"anxiety": "Anxiety", "grief": "Grief and loss", "sleep": "Sleep", "ocd": "OCD"}
    known = Known(topics, ["ana", "ben", "cy"])
    bodies = [article.body for article in articles(200, known)]
    sizes = [len(body.encode()) for body in bodies]
    assert min(sizes) > 8_000
    assert max(sizes) < 12_200
    for part in ("## ", "### ", "\n- ", "\n1. ", "\n> ", "| --- |", "[^1]:", "[^2]"):
        assert all(part in body for body in bodies)
    for some in (
        "`",
        "--",
        "...",
        "**",
        '"',
        "'",
        "](https:",
        "article:",
        "term:",
        "therapist:",
        "page:",
    ):
        assert any(some in body for body in bodies)


def test_an_article_reads_the_same_at_every_size_apart_from_its_links() -> None:
    few, many = (corpus(size).articles[0] for size in (SIZE, 2 * SIZE))
    assert (few.slug, few.title, few.topics) == (many.slug, many.title, many.topics)
