"""What was measured so far: plain values in a file, of one state of the code."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class State:
    """Figures by the name of their slice."""

    path: Path
    code: str
    options: dict[str, int]
    found: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, options: dict[str, int], *, fresh: bool = False) -> State:
        """What an earlier call of the same code and options left, or an empty one."""
        state = cls(root / "dist" / "bench-contact.json", _digest(root / "contact_lambda"), options)
        if state.path.exists() and not fresh:
            old = json.loads(state.path.read_text("utf-8"))
            if (old["code"], old["options"]) == (state.code, options):
                state.found = old["found"]
        return state

    def keep(self, name: str, value: Any) -> None:
        """Add the figures of a slice."""
        self.found[name] = value
        self.path.parent.mkdir(exist_ok=True)
        kept = {"code": self.code, "options": self.options, "found": self.found}
        self.path.write_text(json.dumps(kept, indent=1), "utf-8")

    def all_of(self, kind: str) -> list[Any]:
        """The figures of every slice of a kind: "faulty" has "faulty 1", "faulty 2" …"""
        return [value for name, value in self.found.items() if name.split(" ")[0] == kind]


def _digest(folder: Path) -> str:
    """The code as eight digits, whatever its place."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:8]
