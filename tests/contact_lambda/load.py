"""Many posts at once through the whole path, with faults on the wire and workers killed."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from contact_lambda.keys import reference
from tests.contact_lambda.proxy import CUT, HANG, LOST, RESET, SERVER, THROTTLE, Fault, Plan, Proxy
from tests.contact_lambda.world import GOOD, OWN_PAGE, REGION, World

WEIGHTS = {THROTTLE: 6, SERVER: 6, RESET: 5, LOST: 4, CUT: 3, HANG: 0.2}
"""How often each fault comes; a hang costs whole seconds, so there are few."""


def faults(share: float, seed: int) -> Plan:
    """Break a share of all calls of SES, SQS and DynamoDB."""
    dice = random.Random(seed)
    kinds, weights = list(WEIGHTS), list(WEIGHTS.values())

    def plan(service: str, operation: str) -> Fault | None:
        if dice.random() >= share:
            return None
        return Fault(dice.choices(kinds, weights)[0])

    return plan


@dataclass
class Outcome:
    """What became of the posts."""

    promised: list[str] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    unclear: int = 0
    accepted_in: float = 0.0
    delivered_in: float = 0.0
    copies: Counter[str] = field(default_factory=Counter)
    mixed: int = 0
    """References whose copies don't say the same words."""
    ambiguous: int = 0
    faults: int = 0
    kills: int = 0
    blind_kills: int = 0
    """Workers killed between SES's taking a mail and their writing it down: the same as a reply
    lost after acceptance."""

    @property
    def lost(self) -> list[str]:
        """Promised and nowhere."""
        return [code for code in self.promised if not self.copies[code]]

    @property
    def duplicates(self) -> int:
        """Mails too many."""
        return sum(count - 1 for count in self.copies.values() if count > 1)


class Workers:
    """Processes with the function, which come back when they die."""

    def __init__(self, world: World, url: str, accepting: int, delivering: int, log: Path) -> None:
        settings = world.settings
        self._environment = os.environ | {
            "AWS_ENDPOINT_URL": url, "EMULATOR": world.url, "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
            "QUEUE_URL": settings.queue_url, "QUARANTINE_URL": settings.quarantine_url,
            "DEAD_LETTER_URL": settings.dead_letter_url, "TABLE_NAME": settings.table,
            "HASH_KEY": settings.key.decode(), "PRIVATE_FOLDER": str(settings.private),
            "CLIENT_LIMIT": "0", "RECIPIENT_LIMIT": "0", "RETRY_SECONDS": "1",
            "LEASE_SECONDS": "8",
        }  # fmt: skip
        self._log: IO[bytes] = log.open("ab")
        self._started = 0
        self.killed: set[str] = set()
        self.ports = [_free_port() for _ in range(accepting)]
        jobs = [["accept", str(port)] for port in self.ports] + [["deliver"]] * delivering
        self._processes = [(job, self._start(job)) for job in jobs]
        for port in self.ports:
            _wait_for(port)

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL one, at whatever it is doing, and start another in its place."""
        index = dice.randrange(len(self._processes))
        job, (name, process) = self._processes[index]
        process.send_signal(signal.SIGKILL)
        process.wait()
        if job == ["deliver"]:
            self.killed.add(name)
        self._processes[index] = (job, self._start(job))

    def stop(self) -> None:
        """End all."""
        for _, (_, process) in self._processes:
            process.kill()
            process.wait()
        self._log.close()

    def _start(self, job: list[str]) -> tuple[str, subprocess.Popen[bytes]]:
        """A worker and its name, which the proxy reads in each of its calls."""
        self._started += 1
        name = f"worker-{self._started}"
        command = [sys.executable, "-m", "tests.contact_lambda.worker", *job]
        environment = self._environment | {"AWS_SDK_UA_APP_ID": name}
        return name, subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)


def run(
    world: World, proxy: Proxy, *, posts: int, log: Path, plan: Plan | None = None,
    kill_every: float = 0, at_once: int = 50, faulty_for: float = 25, deadline: float = 900,
    seed: int = 7, delivering: int = 2,
) -> Outcome:  # fmt: skip
    """Post, deliver, heal, deliver the rest, and count."""
    outcome = Outcome()
    proxy.unrecorded.clear()
    before = len(world.mails())
    workers = Workers(world, proxy.url, accepting=2, delivering=delivering, log=log)
    done = threading.Event()
    killer = threading.Thread(target=_kill, args=(workers, done, kill_every, outcome, seed))
    try:
        if plan:
            proxy.plan = plan
        killer.start()
        start = time.monotonic()
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda n: _post(n, workers, outcome), range(posts)))
        outcome.accepted_in = time.monotonic() - start
        if plan:
            _wait(world, until=posts // 20, deadline=time.monotonic() + faulty_for)
        outcome.ambiguous, outcome.faults = proxy.ambiguous(), proxy.fired.total()
        done.set()
        killer.join()
        proxy.plan = lambda service, operation: None
        _drain(world, deadline=start + deadline)
        outcome.delivered_in = time.monotonic() - start
        outcome.blind_kills = len(workers.killed & proxy.unrecorded)
    finally:
        done.set()
        workers.stop()
    _count(world, outcome, before)
    return outcome


def _post(number: int, workers: Workers, outcome: Outcome) -> None:
    words = f"load {number} & <words>"
    body = urlencode(GOOD | {"message": words})
    connection = _connected(workers.ports, number)
    try:
        connection.request("POST", "/api/contact", body, OWN_PAGE)
        answer = connection.getresponse()
        page = answer.read().decode()
    except (OSError, http.client.HTTPException):
        outcome.unanswered += 1
        return
    finally:
        connection.close()
    if answer.status == 303:
        code = answer.headers["location"].partition("receipt=")[2].partition(".")[0]
        outcome.promised.append(code)
    elif answer.status == 503 and f"load {number} &amp; &lt;words&gt;" in page:
        outcome.refused += 1
    else:
        outcome.unclear += 1


def _connected(ports: list[int], number: int) -> http.client.HTTPConnection:
    """A connection to a worker that lives, as a load balancer makes it."""
    for turn in range(100):
        port = ports[(number + turn) % len(ports)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=40)
        try:
            connection.connect()
        except OSError:
            time.sleep(0.05)
        else:
            return connection
    raise TimeoutError("no worker lives")


def _kill(
    workers: Workers, done: threading.Event, every: float, outcome: Outcome, seed: int
) -> None:
    dice = random.Random(seed)
    while every and not done.wait(every * dice.uniform(0.5, 1.5)):
        workers.kill_one(dice)
        outcome.kills += 1


def _waiting(world: World) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    queue = world.settings.queue_url
    found = world.clients.queue.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
    return sum(int(found["Attributes"][name]) for name in names)


def _wait(world: World, *, until: int, deadline: float) -> None:
    """Let the faults go on until few messages wait."""
    while _waiting(world) > until and time.monotonic() < deadline:
        time.sleep(0.2)


def _drain(world: World, *, deadline: float) -> None:
    """Sweep the outbox, and wait for the queue."""
    function = world.function()
    quiet = 0
    while quiet < 3 and time.monotonic() < deadline:
        moved = function.handle({"task": "sweep"})["outbox"]
        quiet = 0 if moved or _waiting(world) else quiet + 1
        time.sleep(0.2)


def _count(world: World, outcome: Outcome, before: int) -> None:
    words: dict[str, set[str]] = {}
    for mail in world.mails()[before:]:
        code = mail["Subject"].rpartition("(")[2].rstrip(")")
        outcome.copies[code] += 1
        words.setdefault(code, set()).add(mail["BodyText"])
    for job in world.bodies(world.settings.dead_letter_url):
        outcome.copies[reference(job["id"])] += 1
    outcome.mixed = sum(len(copies) > 1 for copies in words.values())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60  # a busy machine takes its time
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("a worker doesn't start")
