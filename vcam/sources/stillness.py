"""Tells a camera that is stuck from one that sees nothing move."""

import time
from collections.abc import Callable

from vcam.types import Image

STUCK_S = 5.0
"""A sensor's noise makes every two pictures differ: the same one for so long comes from no sensor."""
STEP_PX = 8
"""Comparing every 8th pixel of every 8th row costs next to nothing, and noise is everywhere."""


class Stillness:
    """Compares each picture with the one before, also over a camera's closing and opening.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sample = b""
        self._since_s = 0.0

    def is_stuck(self, image: Image) -> bool:
        """Tell whether the very same picture has been coming for `STUCK_S`.

        Args:
            image: (H, W, 3) uint8, the next picture.
        """
        sample = image[::STEP_PX, ::STEP_PX].tobytes()
        if sample != self._sample:
            self._sample, self._since_s = sample, self._clock()
            return False
        return self._clock() - self._since_s >= STUCK_S
