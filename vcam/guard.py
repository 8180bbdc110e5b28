"""The guard: the last thing before a sink, and the only way to one.

A picture passes only with proof that it was composed, under the settings in force, from a
fresh and valid alpha of the very frame it shows. Everything else becomes the card.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from typing import Literal, final

import numpy as np

from vcam.types import Image, Rendered

MAX_AGE_S = 0.5
"""A picture older than this is no longer shown."""
FULL_COVER = 0.985
"""If more than this share is person, the mask is broken or a hand is on the lens; either may show the room."""

_SEAL = object()


@final
class Cleared:
    """A picture that may leave vcam. Only the guard can make one.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        kind: what it is: composed, or a card, or (because the user has switched
            protection off) an open picture that shows the room.
    """

    __slots__ = ("image", "kind")

    def __init__(self, image: Image, kind: Literal["composed", "card", "open"], seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only the guard clears pictures; hand it a Rendered")
        self.image = image
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Receipt:
    """What left vcam so far, counted by the guard.

    Attributes:
        frames_out: all pictures.
        protected: those composed with the room hidden.
        unprotected: those that showed the room, because the user asked for that.
        on_card: cards, and `reasons` says why and how often.
    """

    frames_out: int
    protected: int
    unprotected: int
    on_card: int
    reasons: dict[str, int]


class Guard:
    """Decides for each picture whether it may leave. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._protect = True
        self._generation = 0
        self._kinds: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()

    def require(self, generation: int, protect: bool) -> None:
        """From now on pass only pictures of this settings generation; with `protect`, only such that hide the room."""
        with self._lock:
            self._generation = generation
            self._protect = protect

    def objection(self, rendered: Rendered, now_s: float) -> str | None:
        """Say why a picture may not leave, in words for the card, or None if it may."""
        scene = rendered.scene
        frame = scene.frame
        with self._lock:
            protect, generation = self._protect, self._generation
        if rendered.generation != generation:
            return "Switching"
        if not 0 <= now_s - frame.time_s <= MAX_AGE_S:
            return "Waiting for a fresh picture"
        if not protect:
            return None
        if not rendered.hides_room:
            return "Switching"
        if rendered.image.shape != frame.image.shape or np.may_share_memory(rendered.image, frame.image):
            return "The picture was not composed"
        return _mask_objection(scene.evidence, scene.alpha, frame.image.shape)

    def clear(self, rendered: Rendered) -> Cleared:
        """Clear a picture to which there is no objection, and count it."""
        kind: Literal["composed", "open"] = "composed" if rendered.hides_room else "open"
        self._count(kind)
        return Cleared(rendered.image, kind, _SEAL)

    def card(self, image: Image, reason: str) -> Cleared:
        """Clear the card, which shows nothing of the room, and count why."""
        self._count("card", reason)
        return Cleared(image, "card", _SEAL)

    def receipt(self) -> Receipt:
        """Tell what has left so far."""
        with self._lock:
            kinds = self._kinds
            return Receipt(
                frames_out=kinds.total(),
                protected=kinds["composed"],
                unprotected=kinds["open"],
                on_card=kinds["card"],
                reasons=dict(self._reasons),
            )

    def _count(self, kind: str, reason: str | None = None) -> None:
        with self._lock:
            self._kinds[kind] += 1
            if reason is not None:
                self._reasons[reason] += 1


def _mask_objection(evidence: np.ndarray, alpha: np.ndarray, shape: tuple[int, ...]) -> str | None:
    """Say what is wrong with a mask, if anything."""
    if evidence.dtype != np.float32 or evidence.ndim != 2 or evidence.size == 0:
        return "The mask is broken"
    if alpha.dtype != np.uint8 or alpha.shape != shape[:2]:
        return "The mask does not fit"
    low, high = float(evidence.min()), float(evidence.max())
    # A NaN anywhere makes both NaN, and every comparison with NaN is false.
    if not (low >= 0.0 and high <= 1.0):
        return "The mask is broken"
    if float(np.count_nonzero(evidence > 0.5)) > FULL_COVER * evidence.size:
        return "Too close, or the mask is broken"
    return None
