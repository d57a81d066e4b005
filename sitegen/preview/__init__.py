"""Live preview: pages that the local server shows follow the files that they are made of.

The server adds one script to the pages that it answers with, never to the built files. The script
listens for events (the HTML standard's server-sent events): a changed page loads itself again where
it was scrolled to, a changed style is swapped in place, a mistake is laid over the page until it is
mended.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ADDRESS = "/_preview/"
_FOLDER = Path(__file__).parent
_FILES = {
    f"{ADDRESS}script.js": ("script.js", "text/javascript; charset=utf-8"),
    f"{ADDRESS}style.css": ("style.css", "text/css; charset=utf-8"),
}
EVENTS = f"{ADDRESS}events"
_TAG = f'<script type="module" src="{ADDRESS}script.js"></script>'.encode()
_KEEP_ALIVE_SECONDS = 15.0


def with_script(html: bytes) -> bytes:
    """A page with the preview's script at its end."""
    head, found, tail = html.rpartition(b"</body>")
    return head + _TAG + found + tail if found else html


def file(path: str) -> tuple[bytes, str] | None:
    """One of the preview's own files and its content type."""
    if path not in _FILES:
        return None
    name, kind = _FILES[path]
    return (_FOLDER / name).read_bytes(), kind


@dataclass
class Preview:
    """What listening pages are told. Any number of threads may listen and tell."""

    _news: threading.Condition = field(default_factory=threading.Condition)
    _number: int = 0
    _last: str = ""
    _mistakes: str = ""
    _closed: bool = False

    def published(self, written: Collection[str], style: str | None) -> None:
        """A build was good; `written` are its new files, `style` the site's style if only that
        changed (and with it every page's link to it)."""
        self._tell({"style": style} if style else {"pages": sorted(written)}, "")

    def mistaken(self, words: str) -> None:
        """A build failed: these words tell why."""
        self._tell({"mistakes": words}, words)

    def close(self) -> None:
        """End every listening."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def listen(self) -> Iterator[bytes]:
        """An event stream: what stands now, then everything new, and signs of life."""
        with self._news:
            seen, first = self._number, self._mistakes
        yield _event({"mistakes": first})
        while not self._closed:
            with self._news:
                if self._number == seen:
                    self._news.wait(_KEEP_ALIVE_SECONDS)
                news, seen = self._last if self._number != seen else "", self._number
            yield news.encode() if news else b": here\n\n"

    def _tell(self, news: dict[str, object], mistakes: str) -> None:
        with self._news:
            self._number += 1
            self._last, self._mistakes = _event(news).decode(), mistakes
            self._news.notify_all()


def _event(news: dict[str, object]) -> bytes:
    return f"data: {json.dumps(news)}\n\n".encode()
