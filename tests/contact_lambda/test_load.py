"""Nothing that was promised is lost, whatever fails and whoever dies."""

from __future__ import annotations

from pathlib import Path

from tests.contact_lambda.load import faults, run
from tests.contact_lambda.proxy import Proxy
from tests.contact_lambda.world import World

POSTS = 1_000


def test_without_faults_each_arrives_once(world: World, proxy: Proxy, tmp_path: Path) -> None:
    outcome = run(world, proxy, posts=POSTS, log=tmp_path / "log")
    assert len(set(outcome.promised)) == POSTS
    assert outcome.lost == []
    assert outcome.duplicates == 0
    assert b"Traceback" not in (tmp_path / "log").read_bytes()


def test_with_faults_and_killed_workers_nothing_is_lost(
    world: World, proxy: Proxy, tmp_path: Path
) -> None:
    outcome = run(
        world, proxy, posts=POSTS, log=tmp_path / "log", plan=faults(0.25, seed=1), kill_every=4
    )
    assert outcome.lost == []
    assert outcome.unclear == 0
    # A worker killed before it wrote down that SES took a mail is an ambiguous fault, too.
    assert outcome.duplicates <= outcome.ambiguous + outcome.blind_kills
    assert outcome.blind_kills <= outcome.kills
    assert outcome.mixed == 0
    assert len(outcome.promised) > POSTS / 2
    # A killed worker may leave half a line; what is written holds no word of a visitor.
    log = (tmp_path / "log").read_bytes()
    assert b"load " not in log
    assert b"canary" not in log.lower()
