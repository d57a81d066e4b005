"""`build.py messages` against the stack in the emulator: counts and ages, and nothing else."""

from __future__ import annotations

import re
import time

import pytest

from sitegen import messages
from sitegen.cli import main
from sitegen.messages import Stack as Command
from tests.infra.stack import Stack, mails

CANARY = "canary-7f3a"


@pytest.fixture(autouse=True)
def credentials(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": stack.emulator.url, "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def run(*arguments: str) -> int:
    return main(["messages", *arguments])


def job(reference: str) -> str:
    """A message of the queue's form, marked as what went wrong before."""
    from contact_lambda.job import MESSAGE, Job
    from contact_lambda.submission import Submission

    written = Submission(
        recipient="ana-ruiz", name=CANARY, email="jo@example.org", reply_to="jo@example.org",
        message=f"{CANARY} {reference}",
    )  # fmt: skip
    return Job(MESSAGE, reference * 4, "ana-ruiz", "ana-ruiz", submission=written).dump()


@pytest.mark.parametrize(
    ("place", "resource"), [("dead", "DeadLetters"), ("quarantine", "Quarantine")]
)
def test_what_rests_is_listed_and_sent_again(
    stack: Stack, capsys: pytest.CaptureFixture[str],
    place: str, resource: str,
) -> None:  # fmt: skip
    letters = {"dead": "aaaaaaaa", "quarantine": "bbbbbbbb"}[place]
    queue = stack.resource(resource)
    stack.client("sqs").send_message(QueueUrl=queue, MessageBody=job(letters))
    assert run("list") == 0
    listed = capsys.readouterr().out
    row = next(line for line in listed.splitlines() if line.startswith(place))
    assert re.search(r" 1  \d+ s$", row)
    assert CANARY not in listed
    assert run("redrive", "--from", place) == 0
    told = capsys.readouterr().out
    assert told == "1 put into the queue again.\n"
    end = time.monotonic() + 20
    while not any(letters in mail["BodyText"] for mail in mails(stack)):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert run("redrive", "--from", place) == 0
    assert capsys.readouterr().out == "0 put into the queue again.\n"


def test_at_most_as_many_as_asked(stack: Stack) -> None:
    queue = stack.resource("DeadLetters")
    for letters in ("cccccccc", "dddddddd", "eeeeeeee"):
        stack.client("sqs").send_message(QueueUrl=queue, MessageBody=job(letters))
    assert Command("contact").redrive("dead letters", 2) == 2
    assert Command("contact").redrive("dead letters", 10) == 1


def test_a_wrong_name_is_told_in_awss_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--stack", "nowhere") == 1
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0 s"), (0, "0 s"), (90, "90 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"),
     (172_800, "2 days")],
)  # fmt: skip
def test_ages_in_words(seconds: float, words: str) -> None:
    assert messages.age_words(seconds) == words
