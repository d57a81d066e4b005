"""Pages as bytes, and the parts that they share: the same comes back, what nobody needs goes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from sitegen.memory import Memory
from sitegen.parts import LostPart, Parts, sweep


class Card(NamedTuple):
    name: str
    links: tuple[str, ...] = ()


class Deck(NamedTuple):
    cards: tuple[Card, ...]


class Page(NamedTuple):
    title: str
    cards: tuple[Card, ...]
    deck: Deck | None = None


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path, "1")


def parts(memory: Memory) -> Parts:
    return Parts(memory, Card, Deck)


def keep(memory: Memory, some: Parts) -> list[str]:
    told = some.news()
    for hashed, data in told:
        memory.put("part", hashed.hex(), data)
    return [hashed.hex() for hashed, _ in told]


ANA, BO = Card("Ana", ("/ana/",)), Card("Bo")


def test_what_was_packed_comes_back_and_shares_its_parts(memory: Memory) -> None:
    first, second = Page("A", (ANA, BO), Deck((ANA,))), Page("B", (ANA,))
    one = parts(memory)
    data = [one.packed(first), one.packed(second)]
    assert len(keep(memory, one)) == 3  # of each part, once
    assert one.news() == ()

    other = parts(memory)
    a, b = (other.unpacked(each) for each in data)
    assert (a, b) == (first, second)
    assert a.cards[0] is b.cards[0] is a.deck.cards[0]


def test_bytes_are_the_same_only_for_the_same(memory: Memory) -> None:
    page = Page("A", (ANA, ANA))
    same = Page("A", (Card("Ana", ("/ana/",)), Card("Ana", ("/ana/",))))
    assert parts(memory).packed(page) == parts(memory).packed(same)
    others = [
        Page("B", (ANA, ANA)),
        Page("A", (ANA,)),
        Page("A", (ANA, BO)),
        Page("A", (ANA, Card("Ana", ("/anna/",)))),
        Page("A", (ANA, ANA), Deck(())),
        Page("A", (ANA, ANA), Deck((ANA,))),
    ]
    assert len({parts(memory).packed(one) for one in [page, *others]}) == 7


def test_a_part_that_is_lost_is_said_to_be(memory: Memory) -> None:
    data = (one := parts(memory)).packed(Page("A", (), Deck((ANA, BO))))
    names = keep(memory, one)
    for name in names:
        memory.forget("part", [name])
        with pytest.raises(LostPart):
            parts(memory).unpacked(data)
        again = parts(memory)
        again.packed(Page("A", (), Deck((ANA, BO))))
        keep(memory, again)
        assert parts(memory).unpacked(data) == Page("A", (), Deck((ANA, BO)))


def test_parts_that_no_page_has_are_forgotten_once_they_are_most(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.parts._SPARE", 0)
    for number in range(2, 7):
        one = parts(memory)
        page = Page("A", (Card(str(number)),), Deck((ANA, Card(f"in {number}"))))
        memory.put("page", "index.html", data := one.packed(page))
        keep(memory, one)
        sweep(memory)
        memory.flush()
        assert parts(memory).unpacked(data) == page
        assert memory.count("part") <= 8, "twice those in use"
    assert memory.count("part") < 5 * 3 + 1
