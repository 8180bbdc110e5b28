"""What viewers see now, told from what the guard has let out."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from vcam.gui.words import tr

if TYPE_CHECKING:
    from vcam.engine.state import EngineState
    from vcam.guard import Receipt
    from vcam.steered import Switch

NEXT_PICTURE_S = 1.0
"""So long what viewers see may stay the same picture: the slowest rate is one a second."""
PATIENCE_S = 3.0
"""A card that nobody asked for is trouble only after this long: a start or a change takes a moment."""


class Look(Enum):
    """What viewers see."""

    STARTING = "starting"
    LIVE = "live"
    OPEN = "open"
    CARD = "card"
    OFF = "off"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Glance:
    """What viewers see, in words.

    Attributes:
        look: in a word.
        headline: in a few words.
        sentence: what it means, or what to do; may be empty.
    """

    look: Look
    headline: str
    sentence: str = ""


def with_trouble(glance: Glance, trouble: str) -> Glance:
    """Add why the newest settings do not act, if they do not: it may be why viewers see what they see."""
    if trouble in glance.sentence:
        return glance
    return replace(glance, sentence=f"{glance.sentence} {trouble}".lstrip())


class Judge:
    """Compares the guard's counters at two moments: only what has left counts, not what was wanted."""

    def __init__(self) -> None:
        self._before: Receipt | None = None
        self._card_since_s: float | None = None
        self._still_since_s: float | None = None
        self._told = Glance(Look.STARTING, tr("Starting"))

    def judge(
        self, switch: "Switch", state: "EngineState", receipt: "Receipt", rests: bool, now_s: float
    ) -> Glance:
        """Say what viewers have seen since the last call.

        Args:
            switch: what the user wants.
            state: what the engine does.
            receipt: what has left so far.
            rests: whether the webcam is closed because nobody looks at its pictures.
            now_s: the present, in seconds of a monotonic clock.
        """
        self._told = self._judge(switch, state, receipt, rests, now_s)
        return self._told

    def _judge(
        self, switch: "Switch", state: "EngineState", receipt: "Receipt", rests: bool, now_s: float
    ) -> Glance:
        before, self._before = self._before, receipt
        if before is None or receipt.frames_out < before.frames_out:
            return Glance(Look.STARTING, tr("Starting"))
        if state.kind in ("failed", "stopped"):
            return Glance(Look.TROUBLE, tr("Stopped"), state.message)
        is_seen = receipt.protected > before.protected or receipt.unprotected > before.unprotected
        if switch == "on" and rests and not is_seen:
            self._still_since_s = self._card_since_s = None
            return Glance(
                Look.OFF, tr("Waiting"), tr("No program uses the camera, so your webcam is closed.")
            )
        if receipt.frames_out == before.frames_out:
            return self._judge_silence(state, now_s)
        self._still_since_s = None
        if receipt.unprotected > before.unprotected:
            self._card_since_s = None
            return Glance(Look.OPEN, tr("Live, room visible"), tr("Viewers see you and your room."))
        if receipt.protected > before.protected:
            self._card_since_s = None
            return Glance(Look.LIVE, tr("Live"), tr("Viewers see you; your room is hidden."))
        return self._judge_card(switch, state, now_s)

    def _judge_silence(self, state: "EngineState", now_s: float) -> Glance:
        if self._still_since_s is None:
            self._still_since_s = now_s
        still_s = now_s - self._still_since_s
        if still_s < NEXT_PICTURE_S and not state.message:
            return self._told
        if still_s < PATIENCE_S and not state.message:
            return Glance(Look.STARTING, tr("Starting"))
        reason = state.message or tr("No picture reaches the virtual camera; see the page Virtual camera.")
        return Glance(Look.TROUBLE, tr("Nobody sees anything"), reason)

    def _judge_card(self, switch: "Switch", state: "EngineState", now_s: float) -> Glance:
        if switch == "off":
            self._card_since_s = None
            return Glance(Look.OFF, tr("Off"), tr("Viewers see the card; your webcam is closed."))
        if switch == "card":
            self._card_since_s = None
            return Glance(Look.CARD, tr("Card"), tr("Viewers see the card; your webcam keeps running."))
        if self._card_since_s is None:
            self._card_since_s = now_s
        if now_s - self._card_since_s < PATIENCE_S:
            return Glance(Look.STARTING, tr("One moment"), state.message)
        return Glance(Look.TROUBLE, tr("Only the card is shown"), state.message)
