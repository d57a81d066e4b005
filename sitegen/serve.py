"""The practice's site on this machine: the built files, the contact function, the outbox.

The function is the one that AWS would run, against an emulator of AWS; here is only what stands
in front of it there: something that serves files and turns HTTP into events.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen import pipeline, preview, reading, urls, views, watch
from sitegen.inputs import Inputs
from sitegen.local.aws import LocalAws
from sitegen.preview import Preview
from sitegen.problems import MistakesFound, as_text, tally
from sitegen.render import Renderer
from sitegen.site import Site
from sitegen.state import Recall
from sitegen.views import Planned
from sitegen.write import RefusedOutput

MOST_BYTES = 1_000_000
"""A larger body never reaches the function; API Gateway has such a limit (10 MB), too."""

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says. `same-origin`, because `no-referrer` makes browsers send
`Origin: null` with a form, and the function couldn't tell its own site from another."""


@dataclass
class Answer:
    """A response: status, headers, body."""

    status: int
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()


@dataclass
class Local:
    """The running practice: where its files are, what was built last, and its emulated AWS."""

    root: Path
    out: Path
    today: dt.date | None
    origin: str
    aws: LocalAws | None = None
    site: Site | None = None
    renderer: Renderer | None = None
    preview: Preview | None = None
    mistakes: str = ""
    recall: Recall = field(default_factory=Recall)

    def build(self, seen: Inputs | None = None) -> None:
        """Build what was `seen`; tell mistakes, and keep the last good site when there are any."""
        started = time.monotonic()
        try:
            built = pipeline.build(
                self.root, self.out, today=self.today, seen=seen, recall=self.recall
            )
        except MistakesFound as found:
            self.tell(f"{as_text(found.problems)}\n\n{tally(found.problems)}.")
            return
        self.mistakes = ""
        if self.preview:
            styles = all(name.startswith("assets/css/") for name in built.changed)
            style = next((f"/{one}" for one in built.written if one.endswith(".css")), None)
            self.preview.published(built.written, style if styles else None)
        if not built.same_world or self.aws is None:
            self._hand_over()
        seconds = time.monotonic() - started
        _say(f"Built {built.pages} pages in {seconds:.1f} s: {tally(built.problems)}.")

    def tell(self, mistakes: str) -> None:
        """Say why there is no new site, here and over the pages that somebody looks at."""
        self.mistakes = mistakes
        _say(f"\n{mistakes} The last good site stays as it was.")
        if self.preview:
            self.preview.mistaken(mistakes)

    def _hand_over(self) -> None:
        """Give the function the new recipients and pages; start it at the first good build."""
        site, assets, _ = reading.read_site(self.root, today=self.today)
        self.site = site
        self.renderer = reading.renderer(self.root, site, assets)
        if self.aws is None:
            self.aws = LocalAws(site, self.renderer, origin=self.origin)
            # In the background: the pages can be read while the emulator starts.
            self.aws.begin()
        else:
            self.aws.update(site, self.renderer)

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes, client: str
    ) -> Answer:
        """What the site answers to a request."""
        parts = urlsplit(target)
        if self.aws and parts.path.startswith(urls.CONTACT_API):
            reply = self.aws.handle(method, parts.path, parts.query, headers, body, client)
            return Answer(reply.status, reply.body, reply.headers)
        if method not in ("GET", "HEAD"):
            return Answer(HTTPStatus.METHOD_NOT_ALLOWED, b"", [("Allow", "GET, HEAD")])
        if self.preview and (own := preview.file(parts.path)):
            kind = (("Content-Type", own[1]), ("Cache-Control", "no-cache"))
            return Answer(HTTPStatus.OK, own[0], kind)
        if parts.path == urls.OUTBOX.rstrip("/"):
            return Answer(HTTPStatus.MOVED_PERMANENTLY, b"", [("Location", urls.OUTBOX)])
        if parts.path == urls.OUTBOX:
            return self._outbox()
        return self._file(unquote(parts.path))

    def policy(self) -> str:
        """What a page may load: only what is ours, and Turnstile where the practice asks for it."""
        if not (self.site and self.site.practice.turnstile):
            return POLICY
        scripts, guest = "script-src 'self'", urls.TURNSTILE
        return f"{POLICY.replace(scripts, f'{scripts} {guest}')}; frame-src {guest}"

    def _outbox(self) -> Answer:
        if self.aws is None or self.renderer is None or self.site is None:
            return self._broken()
        html = self.renderer.page(outbox_page(self.site, self.aws)).html
        policy = self.policy()
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            # A mail's HTML brings its styles along; its frame inherits this page's policy.
            ("Content-Security-Policy", policy.replace("style-src", "style-src 'unsafe-inline'")),
        )
        return Answer(HTTPStatus.OK, html.encode(), headers)

    def _file(self, path: str) -> Answer:
        file = (self.out / path.lstrip("/")).resolve()
        if not file.is_relative_to(self.out.resolve()):
            return Answer(HTTPStatus.NOT_FOUND)
        if file.is_dir() and not path.endswith("/"):
            return Answer(HTTPStatus.MOVED_PERMANENTLY, b"", [("Location", f"{path}/")])
        if file.is_dir():
            file /= "index.html"
        if file.is_file():
            return self._shown(HTTPStatus.OK, file, _file_headers(file.name, path))
        lost = self.out / "404.html"
        if not lost.is_file():
            return self._broken()
        headers = _file_headers(lost.name, urls.NOT_FOUND)
        return self._shown(HTTPStatus.NOT_FOUND, lost, headers)

    def _shown(self, status: int, file: Path, headers: Sequence[tuple[str, str]]) -> Answer:
        data = file.read_bytes()
        if self.preview and file.suffix == ".html":
            data = preview.with_script(data)
        return Answer(status, data, headers)

    def _broken(self) -> Answer:
        text = self.mistakes or "There is no site yet."
        headers = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"))
        return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, text.encode(), headers)


def outbox_page(site: Site, aws: LocalAws) -> Planned:
    """The page that shows what the emulated SES accepted, newest first."""
    words = "What the contact form sent while this server ran. Nothing left this machine."
    info = views.page_info(site, title="Outbox", description=words, path=urls.OUTBOX, kind="outbox")
    mails = tuple(
        views.Mail(
            to=mail.to,
            reply_to=mail.reply_to,
            sender=mail.sender,
            subject=mail.subject,
            sent=mail.time.strftime("%H:%M:%S"),
            text=mail.text,
            html=mail.html,
        )
        for mail in aws.outbox()
    )
    return Planned(info, "outbox.html", views.OutboxView(mails))


def serve(
    root: Path, out: Path, *, port: int, today: dt.date | None = None, plain: bool = False
) -> int:
    """Build and serve until interrupted; `plain` without the live preview.

    Returns the exit status.
    """
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), BaseHTTPRequestHandler)
    except OSError as error:
        _say(f"Port {port} can't be used ({error.strerror}). Choose another: --port 8001")
        return 1
    address = f"http://127.0.0.1:{server.server_port}"
    shown = None if plain else Preview()
    local = Local(root.resolve(), out.resolve(), today, origin=address, preview=shown)
    server.RequestHandlerClass = _handler(local)
    stop = threading.Event()
    # Whoever ends us politely gets the same clean end as Ctrl-C: no emulator stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        seen = None
        with suppress(MistakesFound):  # which the build tells, and again once something changed
            seen = Inputs.scan(local.root)
        local.build(seen)
        seen = seen or Inputs(local.root, {}, {})
        threading.Thread(target=_follow, args=(local, seen, stop), daemon=True).start()
        _say(f"\n  The site:   {address}/\n  The outbox: {address}{urls.OUTBOX}\n\nCtrl-C stops.")
        server.serve_forever()
    except RefusedOutput as refused:
        _say(str(refused))
        return 1
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        if shown:
            shown.close()
        server.server_close()
        if local.aws:
            local.aws.stop()
    return 0


def _follow(local: Local, seen: Inputs, stop: threading.Event) -> None:
    """Build again whenever a file of the practice changed."""
    for now in watch.changes(seen, stop):
        try:
            local.build(now)
        except RefusedOutput as refused:
            local.tell(str(refused))
        except Exception:  # whatever it is, the next change may mend it
            traceback.print_exc()
            error = traceback.format_exc(limit=0).strip().splitlines()[-1]
            local.tell(f"The build stopped: {error}.")


def _file_headers(name: str, path: str) -> Sequence[tuple[str, str]]:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("application/javascript", "application/json"):
        kind = f"{kind}; charset=utf-8"
    fingerprinted = path.startswith("/assets/")
    return (
        ("Content-Type", kind),
        ("Cache-Control", "max-age=31536000, immutable" if fingerprinted else "no-cache"),
    )


def _handler(local: Local) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Reads a request, writes the answer; logs nothing, for paths can tell about people."""

        protocol_version = "HTTP/1.1"
        server_version = "practice-site"
        sys_version = ""
        timeout = 30

        def _answer(self) -> None:
            length = self.headers.get("Content-Length") or "0"
            if not length.isdigit() or int(length) > MOST_BYTES:
                self.close_connection = True
                self._send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
                return
            body = self.rfile.read(int(length))
            if local.preview and self.command == "GET" and self.path == preview.EVENTS:
                self._stream(local.preview)
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            client = str(self.client_address[0])
            self._send(local.answer(self.command, self.path, headers, body, client))

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _answer  # noqa: N815

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            own = {name.lower() for name, _ in answer.headers}
            every = {"Content-Security-Policy": local.policy(), **HEADERS}
            usual = [item for item in every.items() if item[0].lower() not in own]
            for name, value in (*usual, *answer.headers):
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        def _stream(self, shown: Preview) -> None:
            self.close_connection = True
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            with suppress(OSError):
                for event in shown.listen():
                    self.wfile.write(event)
                    self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    return Handler


def _say(words: str, write: Callable[..., None] = print) -> None:
    write(words, flush=True)
