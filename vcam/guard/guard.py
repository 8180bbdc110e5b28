"""Who decides what may leave, what that is called then, and what it counts."""

import threading
import weakref
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, final

import cv2
import numpy as np

from vcam.guard.examine import Objection, examine_mask, examine_who_is_shown, is_fresh
from vcam.guard.veil import blur_beyond_recognition
from vcam.types import Image, Part, Rendered

WHOLE = Part(0.0, 0.0, 1.0)
_SEAL = object()


@final
class Cleared:
    """A picture that may leave vcam. Only the guard can make one.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        kind: what it is: composed, or a card (also a veiled frame), or (because the user
            has switched protection off) an open picture that shows the room.
        part: which part of the frame it shows.
    """

    __slots__ = ("image", "kind", "part")

    def __init__(
        self, image: Image, kind: Literal["composed", "card", "open"], seal: object, part: Part = WHOLE
    ) -> None:
        if seal is not _SEAL:
            raise TypeError("only the guard clears pictures; hand it a Rendered")
        self.image = image
        self.kind = kind
        self.part = part


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
        self._only_me = False
        self._conceal = False
        self._counts = True
        self._veiled: tuple[weakref.ref[Image], Image] | None = None
        self._kinds: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()

    def require(self, protect: bool, only_me: bool = False, conceal: bool = False) -> None:
        """Say what pictures must prove from now on.

        Args:
            protect: that the room is hidden.
            only_me: that nobody but the user was laid over the background.
            conceal: that people were told apart, and whoever is nobody known was hidden, because somebody
                is not to be made out.
        """
        with self._lock:
            self._protect = protect
            self._only_me = only_me
            self._conceal = conceal

    def clear(self, rendered: Rendered, now_s: float) -> Cleared | Objection:
        """Clear and count a picture, or say why it may not leave.

        Args:
            rendered: the picture with its proof.
            now_s: the present, on the clock of `Frame.time_s`.
        """
        objection = self._examine(rendered, now_s)
        if objection is not None:
            return objection
        kind: Literal["composed", "open"] = "composed" if rendered.hides_room else "open"
        self._count(kind)
        return Cleared(rendered.image, kind, _SEAL)

    def card(self, image: Image, reason: str) -> Cleared:
        """Clear the card, which shows nothing of the room, and count why."""
        self._count("card", reason)
        return Cleared(image, "card", _SEAL)

    def veil(self, image: Image, reason: str) -> Cleared:
        """Clear a raw picture blurred beyond recognition, and count it as a card.

        Args:
            image: (H, W, 3) uint8 BGR; it is not changed, now or later.
            reason: why it could not be composed.
        """
        last = self._veiled
        if last is None or last[0]() is not image:  # a slow camera's picture comes at several ticks
            last = self._veiled = weakref.ref(image), blur_beyond_recognition(image)
        self._count("card", reason)
        return Cleared(last[1], "card", _SEAL)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Count nothing meanwhile: what is cleared is for the user's own window, and none of it leaves."""
        self._counts = False
        try:
            yield
        finally:
            self._counts = True

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

    def _examine(self, rendered: Rendered, now_s: float) -> Objection | None:
        frame = rendered.scene.frame
        with self._lock:
            protect, only_me, conceal = self._protect, self._only_me, self._conceal
        if not is_fresh(frame, now_s):
            return Objection("Waiting for a fresh picture")
        if only_me and (objection := examine_who_is_shown(rendered)) is not None:
            return objection
        casting = rendered.scene.casting
        if conceal and (casting is None or casting.rest.kind != "hide"):
            return Objection("Switching")
        if not (protect or only_me or conceal):
            return None
        if (protect or only_me) and not rendered.hides_room:
            return Objection("Switching")
        if rendered.image.shape != frame.image.shape or np.may_share_memory(rendered.image, frame.image):
            return Objection("The picture was not composed")
        return examine_mask(rendered.scene)

    def _count(self, kind: str, reason: str | None = None) -> None:
        with self._lock:
            if not self._counts:
                return
            self._kinds[kind] += 1
            if reason is not None:
                self._reasons[reason] += 1


def enlarge(picture: Cleared, part: Part, out: Image) -> Cleared:
    """Show only a part of a cleared picture, at its whole size: less than was cleared, never more.

    Args:
        picture: what was cleared.
        part: which part; it must lie within the picture.
        out: of the picture's shape, C-contiguous, not its own array; it gets the part.
    """
    image = picture.image
    height, width = image.shape[:2]
    right, bottom = part.left + part.scale * width, part.top + part.scale * height
    if not (
        part.scale > 0 and part.left >= 0 and part.top >= 0 and right < width + 1 and bottom < height + 1
    ):
        raise ValueError(f"{part} does not lie within a picture of {width}x{height}")
    if out.shape != image.shape or np.may_share_memory(out, image):
        raise ValueError("a part is enlarged into an array of its own, of the same shape")
    if part.left.is_integer() and part.top.is_integer():  # it stands still, which is the cheap case
        x, y = int(part.left), int(part.top)
        cut = image[y : y + round(part.scale * height), x : x + round(part.scale * width)]
        cv2.resize(cut, (width, height), dst=out, interpolation=cv2.INTER_LINEAR)
    else:
        # Pixel centres meet, as cv2.resize has it, so that nothing jumps when a move ends.
        shift = (part.scale - 1) / 2
        matrix = np.array([[part.scale, 0, part.left + shift], [0, part.scale, part.top + shift]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cv2.warpAffine(image, matrix, (width, height), out, flags, cv2.BORDER_REPLICATE)
    return Cleared(out, picture.kind, _SEAL, part)
