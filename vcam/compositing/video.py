"""A looped video as background, decoded in a thread of its own."""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import UsageError
from vcam.quiet import silence_opencv
from vcam.types import ByteAlpha, Image, Size

log = logging.getLogger(__name__)

AHEAD = 4
"""Pictures that are decoded before they are due."""
LONGEST_STEP_S = 0.5
"""After a longer pause between two frames the video goes on where it was."""
USUAL_FPS = 30.0
FASTEST_FPS = 240.0
FAREWELL_S = 0.5
"""A file on a server that is gone may never answer; whoever closes it does not wait for that."""


@dataclass(frozen=True, slots=True, eq=False)
class _Due:
    """A picture and when it is due, in seconds of the video's own time."""

    image: Image
    time_s: float


class VideoBackground:
    """Shows a video file over and over, at its own speed.

    The first picture is there from the start. A picture that is late, and a file that breaks
    or disappears, leave the last one standing.
    """

    hides_room = True

    def __init__(self, file: str, size: Size) -> None:
        """Open the file and begin to decode.

        Raises:
            UsageError: it cannot be shown.
        """
        self._file = file
        self._size = size
        self._path = str(Path(file).expanduser())
        silence_opencv()
        self._capture = cv2.VideoCapture(self._path, cv2.CAP_FFMPEG)
        taken, first = self._capture.read()
        if not taken:
            self._capture.release()
            raise UsageError(f"The background {file!r} is no video that can be read. Choose an MP4 file.")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._step_s = 1 / (fps if 1 <= fps <= FASTEST_FPS else USUAL_FPS)
        self._due = deque([_Due(cover(np.asarray(first, np.uint8), size), 0.0)])
        self._played_s = 0.0
        self._last_time_s: float | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._guard, name="background video", daemon=True)
        self._thread.start()

    def prepare(self, frame: Image, alpha: ByteAlpha, time_s: float) -> Image:
        """Give the picture that is due, (H, W, 3) uint8 BGR; the frame is not looked at."""
        with self._changed:
            step_s = 0.0 if self._last_time_s is None else time_s - self._last_time_s
            self._last_time_s = time_s
            if 0 < step_s <= LONGEST_STEP_S:
                self._played_s += step_s
            while len(self._due) > 1 and self._due[1].time_s <= self._played_s:
                self._due.popleft()
            self._changed.notify_all()
            return self._due[0].image

    def close(self) -> None:
        """Stop the thread, which lets go of the file; wait a little for that. Closing twice does no harm."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(timeout=FAREWELL_S)

    def _guard(self) -> None:
        """Decode until closed; after a failure the last picture stays."""
        try:
            self._decode()
        except Exception:
            log.exception("the background video %s stopped", self._file)
        finally:
            self._capture.release()

    def _decode(self) -> None:
        time_s = self._step_s
        is_restarted = False
        while self._wait_for_room():
            taken, image = self._capture.read()
            if taken:
                is_restarted = False
                fitted = cover(np.asarray(image, np.uint8), self._size)
                with self._changed:
                    # A decoder that is too slow shows its video slower.
                    time_s = max(time_s, self._played_s)
                    self._due.append(_Due(fitted, time_s))
                    self._changed.notify_all()
                time_s += self._step_s
            elif is_restarted:
                log.warning("the background video %s cannot be read any more; it stands still", self._file)
                return
            else:
                is_restarted = True
                self._capture.open(self._path, cv2.CAP_FFMPEG)

    def _wait_for_room(self) -> bool:
        """Wait until a picture is wanted; False once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._due) <= AHEAD)
            return not self._closed


def cover(image: Image, size: Size) -> Image:
    """Scale a picture until it covers the whole size and cut off what is too much on both sides.

    Args:
        image: (h, w, 3) uint8.
        size: of the result.
    """
    height, width = image.shape[:2]
    scale = max(size.width / width, size.height / height)
    cut_width, cut_height = min(width, round(size.width / scale)), min(height, round(size.height / scale))
    cut_width, cut_height = max(1, cut_width), max(1, cut_height)
    x, y = (width - cut_width) // 2, (height - cut_height) // 2
    part = image[y : y + cut_height, x : x + cut_width]
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    fitted = cv2.resize(part, (size.width, size.height), interpolation=interpolation)
    return np.ascontiguousarray(fitted, np.uint8)
