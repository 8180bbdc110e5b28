"""A looped video as background, decoded in a thread of its own."""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import UsageError
from vcam.pictures import sane_fps
from vcam.quiet import silence_opencv
from vcam.types import ByteAlpha, Image, Size

log = logging.getLogger(__name__)

AHEAD = 4
"""Pictures that are decoded before they are due."""
LONGEST_STEP_S = 0.5
"""After a longer pause between two frames of a call the video goes on where it was."""
EARLY_S = 1e-3
"""So much too early a picture is due already, as times are rounded."""
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

    def __init__(self, file: str, size: Size, wait_s: float = 0.0) -> None:
        """Open the file and begin to decode.

        Args:
            file: the video.
            size: of the frames.
            wait_s: how long each frame may wait for its picture: 0 in a call; some seconds for a file,
                which so comes out the same on every machine, and in which there are no pauses.

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
        self._step_s = 1 / sane_fps(self._capture.get(cv2.CAP_PROP_FPS))
        self._wait_s = wait_s
        self._due = deque([_Due(cover(np.asarray(first, np.uint8), size), 0.0)])
        self._played_s = 0.0
        self._last_time_s: float | None = None
        self._changed = threading.Condition()
        self._closed = self._is_over = False
        self._thread = threading.Thread(target=self._guard, name="background video", daemon=True)
        self._thread.start()

    def prepare(self, frame: Image, alpha: ByteAlpha, time_s: float) -> Image:
        """Give the picture that is due, (H, W, 3) uint8 BGR; the frame is not looked at."""
        with self._changed:
            self._go_on(time_s)
            self._drop_past()
            self._changed.notify_all()
            if self._wait_s and not self._is_over:
                if not self._changed.wait_for(lambda: self._is_over or self._is_ahead, self._wait_s):
                    log.warning("the background video %s does not answer; it stands still", self._file)
                    self._is_over = True  # not to be waited for in each frame
                self._drop_past()
            return self._due[0].image

    def close(self) -> None:
        """Stop the thread, which lets go of the file; wait a little for that. Closing twice does no harm."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(timeout=FAREWELL_S)

    def _go_on(self, time_s: float) -> None:
        """Play on until the time of a frame."""
        step_s = 0.0 if self._last_time_s is None else time_s - self._last_time_s
        self._last_time_s = time_s
        if step_s <= 0 or (step_s > LONGEST_STEP_S and not self._wait_s):
            return
        played_s = self._played_s + step_s
        if not self._wait_s and len(self._due) <= AHEAD:
            # The decoder is too slow, and its video with it. A full queue may be too short, but is not late.
            played_s = min(played_s, max(self._played_s, self._due[-1].time_s))
        self._played_s = played_s

    def _drop_past(self) -> None:
        while len(self._due) > 1 and self._is_due(self._due[1].time_s):
            self._due.popleft()

    def _is_due(self, time_s: float) -> bool:
        return time_s <= self._played_s + EARLY_S

    @property
    def _is_ahead(self) -> bool:
        """Whether a picture is decoded that is not due yet, and so the one that is."""
        return not self._is_due(self._due[-1].time_s)

    def _guard(self) -> None:
        """Decode until closed; after a failure the last picture stays."""
        try:
            self._decode()
        except Exception:
            log.exception("the background video %s stopped", self._file)
        finally:
            self._capture.release()
            with self._changed:
                self._is_over = True
                self._changed.notify_all()

    def _decode(self) -> None:
        """Decode one picture after the other; those that are past by then are only counted."""
        count, is_restarted = 1, False
        while self._wait_for_room():
            is_past = self._is_due((count + 1) * self._step_s)
            taken, image = (self._capture.grab(), None) if is_past else self._capture.read()
            if taken:
                is_restarted = False
                if image is not None:
                    self._put(image, count * self._step_s)
                count += 1
            elif is_restarted:
                log.warning("the background video %s cannot be read any more; it stands still", self._file)
                return
            else:
                is_restarted = True
                self._capture.open(self._path, cv2.CAP_FFMPEG)

    def _put(self, image: cv2.typing.MatLike, time_s: float) -> None:
        due = _Due(cover(np.asarray(image, np.uint8), self._size), time_s)
        with self._changed:
            self._due.append(due)
            self._changed.notify_all()

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
