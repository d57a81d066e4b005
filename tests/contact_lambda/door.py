"""What stands before the function as an HTTP API does, on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.contact_lambda.world import event

Handle = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Door(ThreadingHTTPServer):
    """Turns requests into events, and answers into responses."""

    request_queue_size = 200
    daemon_threads = True

    def __init__(self, port: int, handle: Handle) -> None:
        super().__init__(("127.0.0.1", port), _handler(handle))

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is its own business."""


@contextmanager
def opened(handle: Handle) -> Iterator[str]:
    """The address of the form on a free port."""
    door = Door(0, handle)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{door.server_address[1]}/api/contact"
    door.shutdown()
    door.server_close()


def _handler(handle: Handle) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = self.path.partition("?")[2]
            answer = handle(event(self.command, body, headers, query=query))
            data = answer["body"].encode()
            self.send_response(answer["statusCode"])
            for name, value in answer["headers"].items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815 - as the base class asks

        def log_message(self, *_: object) -> None:
            """Nothing: tests read what the function prints."""

    return Handler
