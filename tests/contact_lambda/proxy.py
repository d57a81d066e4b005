"""A proxy before the emulator that breaks calls on the wire, as networks and AWS do."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

THROTTLE, SERVER, HANG, RESET = "throttle", "server", "hang", "reset"
LOST, CUT, ERROR, EMPTY = "lost", "cut", "error", "empty"
AMBIGUOUS = {LOST, CUT}
"""AWS did it, and the function can't know."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    throttle, server (a 500), hang and reset happen before AWS sees the call; lost (no reply) and
    cut (half of one) after it was done. An error has a code and may come before or after; empty
    is a reply without its message ID, before.
    """

    kind: str
    code: str = ""
    status: int = 400
    after: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether the call was done although it seemed to fail."""
        return self.kind in AMBIGUOUS or self.after


Plan = Callable[[str, str], Fault | None]
"""(service, operation) → what goes wrong, if anything."""

_THROTTLED = {
    "dynamodb": "ProvisionedThroughputExceededException",
    "ses": "TooManyRequestsException",
}
_RECORDED = {"UpdateItem", "PutItem"}
"""What the function calls after a mail: it notes that it was sent, or claims the next one."""

Head = tuple[bytes, dict[str, str], bytes]


class Proxy:
    """Runs in a thread of its own; `plan` may be changed at any time.

    `unrecorded` names the clients (by their user agent's application) whose last mail SES took and
    who haven't written that down yet: one of them that is killed can't know, nor can the next.
    """

    def __init__(self, upstream_port: int) -> None:
        self._upstream = upstream_port
        self.plan: Plan = lambda service, operation: None
        self.fired: Counter[tuple[str, str, bool]] = Counter()
        self.unrecorded: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.port = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(5)
        self.url = f"http://127.0.0.1:{self.port}"

    def ambiguous(self) -> int:
        """How many calls were done although they seemed to fail."""
        return sum(count for (_, _, ambiguous), count in self.fired.items() if ambiguous)

    def stop(self) -> None:
        """End every connection."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serving = asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**22, backlog=500)
        server = self._loop.run_until_complete(serving)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        # Until the last has ended: a pending task would be told as an error much later.
        if tasks:
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream = None
        try:
            while True:
                request = await _message(reader)
                if upstream is None:
                    upstream = await asyncio.open_connection(
                        "127.0.0.1", self._upstream, limit=2**22
                    )
                if not await self._call(request, writer, *upstream):
                    break
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            pass  # the connection ended, or broke as was planned
        except asyncio.CancelledError:
            pass  # the proxy stops while a call hangs
        finally:
            writer.transport.abort()
            if upstream:
                upstream[1].transport.abort()

    def _note(self, operation: str, client: str, *, taken: bool) -> None:
        if operation == "SendEmail" and taken:
            self.unrecorded.add(client)
        elif operation in _RECORDED:
            self.unrecorded.discard(client)

    async def _call(
        self, request: Head, writer: asyncio.StreamWriter, back: asyncio.StreamReader,
        to: asyncio.StreamWriter,
    ) -> bool:  # fmt: skip
        """One call; returns whether the connection lives on."""
        start, headers, body = request
        service, operation = _operation(start, headers)
        fault = self.plan(service, operation)
        if fault:
            self.fired[service, fault.kind, fault.ambiguous] += 1
        if fault and not fault.ambiguous:
            return await _instead(fault, service, writer)
        to.write(_bytes(start, headers, body))
        answer = await _message(back)
        self._note(operation, _application(headers), taken=b" 200 " in answer[0] + b" ")
        if fault is None:
            writer.write(_bytes(*answer))
            await writer.drain()
            return True
        if fault.kind == CUT:
            data = _bytes(*answer)
            writer.write(data[: len(data) - max(len(answer[2]) // 2, 1)])
            await writer.drain()
        elif fault.kind == ERROR:
            return await _instead(fault, service, writer)
        return False


async def _message(reader: asyncio.StreamReader) -> Head:
    head = await reader.readuntil(b"\r\n\r\n")
    start, *lines = head[:-4].split(b"\r\n")
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return start, headers, await reader.readexactly(int(headers.get("content-length", "0")))


def _bytes(start: bytes, headers: dict[str, str], body: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return start + b"\r\n" + lines.encode("latin-1") + b"\r\n" + body


def _application(headers: dict[str, str]) -> str:
    return headers.get("user-agent", "").partition("app/")[2].partition(" ")[0]


def _operation(start: bytes, headers: dict[str, str]) -> tuple[str, str]:
    target = headers.get("x-amz-target", "")
    if target:
        service, _, operation = target.partition(".")
        return ("dynamodb" if service.startswith("Dynamo") else "sqs"), operation
    return "ses", "SendEmail" if b"/outbound-emails" in start else "Other"


async def _instead(fault: Fault, service: str, writer: asyncio.StreamWriter) -> bool:
    """Answer without AWS, or don't. Returns whether the connection lives on."""
    if fault.kind == HANG:
        await asyncio.sleep(20)
        return False
    if fault.kind == RESET:
        return False
    code, status = fault.code, fault.status
    if fault.kind == THROTTLE:
        code, status = _THROTTLED.get(service, "ThrottlingException"), 400
    elif fault.kind == SERVER:
        code, status = "InternalFailure", 500
    body = b"{}" if fault.kind == EMPTY else json.dumps({"__type": code, "message": "no"}).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    if fault.kind != EMPTY:
        headers["x-amzn-errortype"] = code
    writer.write(_bytes(b"HTTP/1.1 %d X" % (200 if fault.kind == EMPTY else status), headers, body))
    await writer.drain()
    return True
