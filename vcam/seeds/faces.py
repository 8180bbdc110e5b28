"""Finds faces in a thread of its own, beside the frames. The only file that knows mediapipe."""

import logging
import math
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from vcam.errors import VcamError
from vcam.seeds.scout import FaceDetector, Scout
from vcam.seeds.windows import Face
from vcam.types import Image

log = logging.getLogger(__name__)

LEAST_SCORE = 0.3
FRAMES_WHEN_MOVING = 4
FRAMES_WHEN_STILL = 5
FRAMES_LONG_AGO = 90
"""What was seen so long ago tells nothing of where to look now."""
MOTION_LEVELS = 2.0
"""Mean change of a picture, in levels of 255, from which somebody moves rather than the noise."""
THUMB_STEP = 8
NOSE = 2
"""Which of the detector's six points of a face is the tip of the nose."""
FIRST_SIDES = (128, 160, 96)
"""It still has something to print at its first pictures."""
CLOSE_S = 2.0
FIRST_RETRY_S, LAST_RETRY_S = 4.0, 60.0
"""A detector that broke is tried again after the first, and then ever more seldom."""
NOISE = re.compile(rb"(INFO|WARNING): |[IWE]\d{4} ")


class DetectorMissingError(VcamError):
    """The detector is not installed; asking again in this run would change nothing."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of one frame.

    Attributes:
        frame_index: the frame that was looked at.
        faces: those that the whole picture shows first, dim ones last (see `SURE_SCORE`); empty if
            there are none.
    """

    frame_index: int
    faces: tuple[Face, ...]


class FaceFinder:
    """Looks for faces every few frames without making anybody wait.

    One finder serves a whole run: it is independent of the frames' size, and mediapipe does
    not like to be built twice. While the detector cannot be had there are no faces, and `problem`
    says why; after a while it is tried again, unless it is not installed.

    Args:
        open_detector: makes the detector; called in the finder's own thread at the first picture, and
            again after it broke.
        clock: seconds, monotonic; not looked at in a film.
        film_fps: of a film, whose own time then tells when to try again, so that it comes out the same on
            every machine; None in a call.
    """

    def __init__(
        self,
        open_detector: Callable[[], FaceDetector],
        clock: Callable[[], float] = time.monotonic,
        film_fps: float | None = None,
    ) -> None:
        self._open_detector = open_detector
        self._clock = clock
        self._film_fps = film_fps
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        self._asked: tuple[Image, int] | None = None
        self._busy = False
        self._stopping = False
        self._newest: Faces | None = None
        self._problem: str | None = None
        self._retry_s = FIRST_RETRY_S
        self._due_s = -math.inf
        self._looked_at = -FRAMES_WHEN_STILL
        self._thumb: NDArray[np.int16] | None = None

    @property
    def problem(self) -> str | None:
        """Why no faces are looked for, or None. It is told until the detector has worked again."""
        return self._problem

    def submit(self, image: Image, frame_index: int) -> bool:
        """Offer a frame's picture; it is copied if it is due and forgotten otherwise.

        Args:
            image: (h, w, 3) uint8 BGR, the frame at a small size such as 288x160.
            frame_index: the frame's index; a smaller one than before starts a new series.

        Returns:
            Whether it will be looked at, unless a later one overtakes it.
        """
        if self._stopping or self._now_s(frame_index) < self._due_s or not self._is_due(image, frame_index):
            return False
        with self._changed:
            self._asked = image.copy(), frame_index
            self._changed.notify_all()
        if self._thread is None:
            # A daemon: should native code hang, the program still ends.
            self._thread = threading.Thread(target=self._run, name="faces", daemon=True)
            self._thread.start()
        return True

    def newest(self) -> Faces | None:
        """Give the newest answer, or None before the first one. It stays until a newer one comes."""
        return self._newest

    def settle(self, timeout_s: float) -> bool:
        """Wait until nothing is left to be looked at, for work on files; tell whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: self._asked is None and not self._busy, timeout_s)

    def close(self) -> None:
        """End the thread. Closing twice does no harm."""
        with self._changed:
            self._stopping = True
            self._asked = None
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def _now_s(self, frame_index: int) -> float:
        return self._clock() if self._film_fps is None else frame_index / self._film_fps

    def _is_due(self, image: Image, frame_index: int) -> bool:
        passed = frame_index - self._looked_at
        if 0 <= passed < FRAMES_WHEN_MOVING:
            return False
        thumb = image[::THUMB_STEP, ::THUMB_STEP].astype(np.int16)
        if 0 <= passed < FRAMES_WHEN_STILL and not self._has_moved(thumb):
            return False
        self._thumb, self._looked_at = thumb, frame_index
        return True

    def _has_moved(self, thumb: NDArray[np.int16]) -> bool:
        if self._thumb is None or self._thumb.shape != thumb.shape:
            return True
        return bool(np.abs(thumb - self._thumb).mean() >= MOTION_LEVELS)

    def _run(self) -> None:
        while self._wait_until_asked():
            try:
                detector = self._open_detector()
                try:
                    self._look(detector)
                finally:
                    detector.close()
            except DetectorMissingError as error:
                self._give_up(str(error), math.inf)
            except VcamError as error:
                self._give_up(str(error), self._retry_s)
            except Exception as error:
                log.debug("the face detector broke", exc_info=True)
                self._give_up(f"The face detector broke ({type(error).__name__}: {error}).", self._retry_s)

    def _wait_until_asked(self) -> bool:
        """Wait for a picture, which stays; tell whether there is one, and not the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._asked is not None)
            return self._asked is not None

    def _look(self, detector: FaceDetector) -> None:
        scout, last_index = Scout(detector), 0
        while self._wait_until_asked():
            with self._changed:
                if self._asked is None:
                    return
                (image, frame_index), self._asked = self._asked, None
                self._busy = True
            if not 0 <= frame_index - last_index <= FRAMES_LONG_AGO:
                scout.forget()
            last_index = frame_index
            faces = scout.find(image)
            if self._problem is not None:
                log.info("the face detector works again")
            with self._changed:
                self._newest = Faces(frame_index, faces)
                self._problem, self._retry_s = None, FIRST_RETRY_S
                self._busy = False
                self._changed.notify_all()

    def _give_up(self, why: str, for_s: float) -> None:
        """Look for no faces for so long."""
        if why != self._problem:
            log.warning("%s People are told apart by parts of the mask, which is coarser.", why)
        with self._changed:
            self._problem = why
            self._due_s = self._now_s(self._looked_at) + for_s
            self._retry_s = min(2 * self._retry_s, LAST_RETRY_S)
            self._newest = None
            self._asked, self._busy = None, False
            self._changed.notify_all()


class MediapipeDetector:
    """Mediapipe's detector for faces within about two metres.

    Args:
        model: `face_detection_short_range.tflite`.

    Raises:
        DetectorMissingError: mediapipe, or what it needs, is not installed.
        VcamError: mediapipe cannot be loaded, or the model is missing.
    """

    def __init__(self, model: Path) -> None:
        if not model.is_file():
            raise VcamError(f"The face model {model} is missing; run the set-up again to get it.")
        with _without_noise():
            try:
                import mediapipe as mp
                from mediapipe.tasks.python.core.base_options import BaseOptions
                from mediapipe.tasks.python.vision import FaceDetector as TasksDetector
                from mediapipe.tasks.python.vision import FaceDetectorOptions
            except ModuleNotFoundError as error:
                raise DetectorMissingError(
                    f"mediapipe is not installed ({error}); run the set-up again, and then start vcam anew."
                ) from error
            except ImportError as error:
                raise VcamError(f"mediapipe cannot be loaded ({error}); run the set-up again.") from error
            options = FaceDetectorOptions(
                base_options=BaseOptions(model_asset_path=str(model)), min_detection_confidence=LEAST_SCORE
            )
            self._wrap: Callable[[Image], Any] = lambda rgb: mp.Image(mp.ImageFormat.SRGB, rgb)
            self._detector: Any = TasksDetector.create_from_options(options)
            for side in FIRST_SIDES:
                self.detect(np.zeros((side, side, 3), np.uint8))

    def detect(self, rgb: Image) -> list[Face]:
        """Find faces in (H, W, 3) uint8 RGB, C-contiguous, in fractions of this picture."""
        height, width = rgb.shape[:2]
        faces: list[Face] = []
        # Now and then also later: whether its memory lies well is chance.
        with _without_noise():
            detections = self._detector.detect(self._wrap(rgb)).detections
        for found in detections:
            box = found.bounding_box
            x1, y1 = box.origin_x + box.width, box.origin_y + box.height
            score = float(found.categories[0].score)
            nose = found.keypoints[NOSE]
            edges = box.origin_x / width, box.origin_y / height, x1 / width, y1 / height
            faces.append(Face(*edges, score, (nose.x, nose.y)))
        return faces

    def close(self) -> None:
        """Let go of it."""
        with _without_noise():
            self._detector.close()


def _open_scratch() -> IO[bytes]:
    """Open a file that is gone when it is closed: in memory, where the system can."""
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("noise"), "w+b")
    return tempfile.TemporaryFile()


@contextmanager
def _without_noise() -> Iterator[None]:
    """Keep mediapipe's native chatter off stderr, which no setting of its own does.

    Stderr belongs to the whole process: what other threads wrote meanwhile is passed on afterwards.
    """
    with _open_scratch() as caught:
        kept = os.dup(2)
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            caught.seek(0)
            for line in caught:
                if not NOISE.match(line):
                    os.write(2, line)
