"""Runs inside the guest: an engine on demand between the real webcam and the real virtual camera.

Only people are not looked for: whatever the webcam sees is replaced by one colour with the
frame's number in it, so that a reader knows what it got.
"""

import signal
import threading

import numpy as np

from vcam.app.demand import Demand
from vcam.app.parts import make_card
from vcam.engine import Engine, Plan
from vcam.guard import Guard
from vcam.pipeline import Pipeline
from vcam.sinks.virtual_camera import VirtualCameraSink
from vcam.sources.camera import CameraSource
from vcam.stats import RunStats
from vcam.types import NO_CUES, Alpha, ByteAlpha, Frame, Image, Scene, Size

WEBCAM, VIRTUAL = "/dev/video0", "/dev/video10"
SIZE, FPS = Size(640, 360), 30.0
BACKDROP_BGR = (60, 220, 200)
TITLE = "Back in a moment"


class Nobody:
    """Sees no person in any frame."""

    evidence_shape = (36, 64)
    small = np.zeros((36, 64, 3), np.uint8)
    half = None
    cues = NO_CUES

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        evidence.fill(0)
        alpha.fill(0)

    def reset(self) -> None:
        """Remembers nothing anyway."""

    def warm_up(self) -> None:
        """Is warm."""

    def prepare_fine_look(self) -> None:
        """Looks at all frames alike."""


class Numbered:
    """One colour, with the frame's number in black and white bits along the upper edge."""

    hides_room = True

    def compose(self, scene: Scene, out: Image, shown: ByteAlpha | None) -> None:
        out[:] = BACKDROP_BGR
        for bit in range(16):
            out[:16, bit * 16 : bit * 16 + 16] = 235 if scene.frame.index >> bit & 1 else 20

    def warm_up(self) -> None:
        """Is warm."""

    def warm_up_effects(self) -> None:
        """Has none."""

    def close(self) -> None:
        """Holds nothing."""


def main() -> None:
    """Feed until told to end."""
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    demand = Demand(on_demand=True)
    engine = Engine(
        CameraSource(WEBCAM, SIZE, FPS),
        VirtualCameraSink(VIRTUAL, card_title=TITLE, on_readers=demand.read_by),
        SIZE,
        FPS,
        Guard(),
        lambda size, reason: make_card(TITLE, size, reason),
        RunStats(),
    )
    demand.steer(engine)
    engine.start(Plan(build=lambda: Pipeline(Nobody(), Numbered(), SIZE), protect=True), patient=True)
    asked.wait()
    engine.stop()


if __name__ == "__main__":
    main()
