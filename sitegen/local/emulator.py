"""The emulator's process, and a tap on the wire between the function and the emulated SES."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

READY_WITHIN = 30.0

WATCHED = """
import os, runpy, shutil, sys, threading, time

def watch(parent):
    while os.getppid() == parent:
        time.sleep(1)
    shutil.rmtree(os.getcwd(), ignore_errors=True)
    os._exit(0)

threading.Thread(target=watch, args=(int(sys.argv.pop()),), daemon=True).start()
runpy.run_module("ministack", run_name="__main__", alter_sys=True)
"""
"""However the process ends that started it, the emulator ends, too, and what it wrote is gone."""


class NotReady(Exception):
    """The emulator didn't come up."""


class Emulator:
    """The emulator's process, on a free port of the loopback interface only."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contact-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {
            "GATEWAY_PORT": str(self.port), "BIND_HOST": "127.0.0.1", "MINISTACK_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "LAMBDA_EXECUTOR": "local",
            "TMPDIR": str(self.folder),  # a function's code holds the recipients: it mustn't stay
        }  # fmt: skip
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", WATCHED, str(os.getpid())],
                env=os.environ | settings, cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the server, which then stops this
            )  # fmt: skip

    def wait(self) -> None:
        """Until it answers. Raises NotReady."""
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self.get("/_ministack/health")
                return
            except (URLError, OSError):
                time.sleep(0.05)
        raise NotReady((self.folder / "log").read_text(errors="replace")[-2000:])

    def get(self, path: str) -> Any:
        """The JSON at one of the emulator's own addresses."""
        with urlopen(self.url + path, timeout=10) as reply:  # noqa: S310 - our own loopback
            return json.load(reply)

    def stop(self) -> None:
        """End it and delete what it wrote."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Tap:
    """Passes requests on to the emulator unchanged, and notes what the emulator leaves out.

    That is each mail's Reply-To, without which nobody could see here whether an answer would
    arrive, and that SES tells of every delivery: `delivered` gets SES's event for each mail.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._reply_to: dict[str, tuple[str, ...]] = {}
        self.delivered: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def reply_to(self, message_id: str) -> tuple[str, ...]:
        """The Reply-To addresses of a mail that the emulator accepted."""
        return self._reply_to.get(message_id, ())

    def stop(self) -> None:
        """Close the tap."""
        self._server.shutdown()
        self._server.server_close()

    def forward(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Pass one request on. Returns status, headers and body of the reply."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            data = reply.read()
        finally:
            connection.close()
        if path == "/v2/email/outbound-emails" and reply.status == 200:
            self._note(json.loads(body), json.loads(data).get("MessageId", ""))
        return reply.status, reply.getheaders(), data

    def _note(self, mail: dict[str, Any], message_id: str) -> None:
        self._reply_to[message_id] = tuple(mail.get("ReplyToAddresses", ()))
        tags = {tag["Name"]: [tag["Value"]] for tag in mail.get("EmailTags", ())}
        destination = mail["Destination"]["ToAddresses"]
        told = {"messageId": message_id, "destination": destination, "tags": tags}
        detail = {"eventType": "Delivery", "mail": told, "delivery": {"recipients": destination}}
        self.delivered.put(
            {"source": "aws.ses", "detail-type": "Email Delivered", "detail": detail}
        )


def _handler(tap: Tap) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = dict(self.headers.items())
            status, replied, data = tap.forward("POST", self.path, headers, body)
            self.send_response(status)
            for name, value in replied:
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815 - as the base class asks

        def log_message(self, *_: Any) -> None:
            """Say nothing: a request's line is nobody's business."""

    return Handler
