"""A live camera before the painted room, whoever steers it, and who sees what it shows."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.scenery import RecordingSink
from vcam.app import Live
from vcam.guard import Cleared

LOADING_S = 0.3
"""How long its network takes to load."""
SETTINGS = {
    "output": {"size": "96x64", "fps": 60.0},
    "camera": {"on_demand": False},
    "background": {"kind": "colour", "colour": "#00ffff"},
}


@dataclass
class Viewer:
    """Sees what kind of picture comes, and the colour of its corner."""

    seen: list[tuple[float, str, tuple[int, ...]]] = field(default_factory=list)
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    def look(self, picture: Cleared) -> None:
        with self._arrived:
            corner = tuple(map(int, picture.image[2, 2]))
            self.seen.append((time.perf_counter(), picture.kind, corner))
            self._arrived.notify_all()

    def wait_for(self, kind: str, corner: tuple[int, ...] | None = None, after: int = 0) -> float:
        """Wait for such a picture and tell when it came."""

        def found() -> list[float]:
            return [
                when for when, what, colour in self.seen[after:] if what == kind and corner in (None, colour)
            ]

        with self._arrived:
            assert self._arrived.wait_for(lambda: bool(found()), timeout=30), self.seen[-3:]
            return found()[0]


@dataclass
class Steered:
    """A running camera with its parts at hand."""

    live: Live
    sink: RecordingSink
    viewer: Viewer
    place: Path
