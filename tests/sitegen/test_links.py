"""Following each link once finds a dead one exactly where following all of them does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.check import Facts, Leads
from sitegen.links import any_dead, dead_links

PAGES = ["index.html", "a/index.html", "a/b/index.html", "c/index.html"]
PLACES = ["x", "y", "a b", "x%20y"]
LINKS = [
    "/", "/a/", "/a/b/", "/c/", "/c", "/d/", "/a.css", "/b.css", "../", "b/", "../c/", ".", "",
    "/a/#x", "/c/#y", "/c/#facet=term", "#x", "#y", "#a%20b", "#facet=term", "#x%20y", "a b",
    "?q=1", "/a/?q=1", "//elsewhere/", "mailto:x@example.org", "/api/contact", "/a/#", "#",
]  # fmt: skip
FACTS = st.builds(
    Facts,
    ids=st.frozensets(st.sampled_from(PLACES)),
    links=st.lists(st.sampled_from(LINKS), unique=True).map(tuple),
)


@given(
    st.dictionaries(st.sampled_from(PAGES), FACTS, min_size=1),
    st.lists(st.integers(0, 1), min_size=len(PAGES), max_size=len(PAGES)),
)
def test_each_link_is_followed_once(pages: dict[str, Facts], processes: list[int]) -> None:
    known = {*pages, "a.css"}
    told = [Leads(), Leads()]
    leads = [
        (name, told[number].new(facts))
        for (name, facts), number in zip(pages.items(), processes, strict=False)
    ]
    dead = list(dead_links(pages, pages.__getitem__, known))
    assert any_dead(leads, pages.__getitem__, known) == bool(dead)
    assert sum(len(some) for _, some in leads) <= sum(len(one.links) for one in pages.values())


def test_what_was_told_is_not_told_again() -> None:
    leads = Leads()
    first = Facts(ids=frozenset({"x"}), links=("/a/", "#x", "#y", "../"))
    assert leads.new(first) == ("/a/", "#y", "../")
    assert leads.new(Facts(links=("/a/", "/b/", "#x", "../"))) == ("/b/", "#x", "../")
