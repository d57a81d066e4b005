"""Lambda's Runtime API, and the function's package run by Lambda's own runtime client.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import awslambdaric
import boto3


class Runtime:
    """One execution environment: a process of the runtime client with the package as its task."""

    def __init__(self, task: Path, handler: str, environment: dict[str, str]) -> None:
        self._events: Queue[bytes] = Queue()
        self._answers: Queue[tuple[str, Any]] = Queue()
        self._server = _Server(("127.0.0.1", 0), _handler(self._events, self._answers))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        libraries = {str(Path(module.__file__).parents[1]) for module in (awslambdaric, boto3)}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", handler],
            cwd=task, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={
                "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(task), *libraries]),
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_address[1]}",
                "LAMBDA_TASK_ROOT": str(task), "AWS_LAMBDA_FUNCTION_NAME": "contact",
                "AWS_LAMBDA_FUNCTION_VERSION": "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                "AWS_LAMBDA_LOG_GROUP_NAME": "g", "AWS_LAMBDA_LOG_STREAM_NAME": "s",
                **environment,
            },
        )  # fmt: skip

    def invoke(self, event: dict[str, Any]) -> Any:
        """The function's answer to an event. Raises AssertionError for an error or none."""
        self._events.put(json.dumps(event).encode())
        try:
            kind, answer = self._answers.get(timeout=30)
        except Empty:
            raise AssertionError("no answer") from None
        assert kind == "response", answer
        return answer

    def stop(self) -> str:
        """End it. Returns everything that it printed."""
        self.process.kill()
        printed, _ = self.process.communicate()
        self._server.shutdown()
        self._server.server_close()
        return printed


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A process that was ended leaves its connection cut: nothing to tell."""


def _handler(events: Queue[bytes], answers: Queue[tuple[str, Any]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every reply waits 40 ms for an acknowledgment

        def do_GET(self) -> None:
            event = events.get()
            self.send_response(200)
            self.send_header(
                "Lambda-Runtime-Aws-Request-Id", "00000000-0000-4000-8000-000000000000"
            )
            self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + 25_000))
            self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x:0:function:c")
            # Without a trace ID and a type the client's native part reads through a null pointer.
            self.send_header("Lambda-Runtime-Trace-Id", "Root=1-0-0")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(event)))
            self.end_headers()
            self.wfile.write(event)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answers.put((self.path.rpartition("/")[2], json.loads(body)))
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
