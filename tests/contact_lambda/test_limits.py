"""Exactly as many as allowed, stored without an address, for a while."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from contact_lambda import keys
from tests.contact_lambda.world import GOOD, World, post_event

A_YEAR = 31_536_000
"""A window so long that it doesn't end during a test."""


def test_of_200_posts_at_once_exactly_five_pass(world: World) -> None:
    function = world.function(client_limit=5, client_window=A_YEAR)

    def post(number: int) -> int:
        return int(function.handle(post_event(GOOD | {"name": f"N {number}"}))["statusCode"])

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(post, range(200)))
    assert (statuses.count(303), statuses.count(429)) == (5, 195)


def test_who_is_limited_keeps_every_word(world: World) -> None:
    function = world.function(client_limit=1, client_window=A_YEAR)
    function.handle(post_event(GOOD))
    answer = function.handle(post_event(GOOD | {"message": "Once <more>"}))
    assert answer["statusCode"] == 429
    assert answer["headers"]["retry-after"] == str(A_YEAR)
    assert 'data-part="limited"' in answer["body"]
    assert "Once &lt;more&gt;" in answer["body"]
    assert function.handle(post_event(GOOD, client="192.0.2.2"))["statusCode"] == 303


def test_the_counter_holds_no_address_and_expires(world: World) -> None:
    function = world.function(client_limit=5, recipient_limit=5)
    function.handle(post_event(GOOD, client="198.51.100.77"))
    items = world.clients.table.scan(TableName=world.settings.table)["Items"]
    assert len(items) == 2
    for item in items:
        assert "198.51" not in str(item)
        assert "maya" not in str(item)
        assert int(item["expires"]["N"]) > 0


def test_the_viewers_address_comes_from_the_cdns_own_header(world: World) -> None:
    function = world.function(
        client_limit=1, client_window=A_YEAR, client_address_header="cloudfront-viewer-address"
    )

    def post(address: str) -> int:
        headers = {"CloudFront-Viewer-Address": address, "X-Forwarded-For": "203.0.113.9"}
        return int(function.handle(post_event(GOOD, headers))["statusCode"])

    assert [post("198.51.100.1:4711"), post("198.51.100.1:4712")] == [303, 429]
    assert post("198.51.100.2:4711") == 303


@pytest.mark.parametrize(
    ("address", "share"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:46532", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6:46532", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::6]:46532", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", ""),
        ("1.2.3.4.5", ""),
    ],
)
def test_what_counts_as_one_client(address: str, share: str) -> None:
    assert keys.client(address) == share
