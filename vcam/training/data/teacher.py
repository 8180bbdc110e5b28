"""Labels pictures that have no label: MediaPipe's selfie network, believed where a second one agrees.

The teachers are TensorFlow Lite files; only training needs their runtime.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from vcam.errors import VcamError
from vcam.training.data.pools import Portrait, fit_height, read_image
from vcam.training.data.store import keep
from vcam.types import Alpha, ByteAlpha, Image

log = logging.getLogger(__name__)

AGREEMENT_IOU = 0.9
"""Two teachers must overlap this much before their answer becomes a label."""
FRAMES_PER_CLIP = 40
CLIP_SUFFIXES = {".mp4", ".mkv", ".avi", ".mov", ".webm", ".gif"}


class Teacher:
    """One TensorFlow Lite selfie network: (H, W, 3) BGR in, alpha of the same size out."""

    def __init__(self, model: Path, threads: int = 2) -> None:
        """Load it.

        Raises:
            VcamError: the file holds no such network.
        """
        try:
            self._interpreter = Interpreter(str(model), num_threads=threads)
        except (ValueError, OSError) as error:
            raise VcamError(f"{model} is no TensorFlow Lite network; name another file.") from error
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]
        self._output = self._interpreter.get_output_details()[0]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its input and of its answer."""
        _, height, width, _ = (int(side) for side in self._input["shape"])
        return width, height

    def infer(self, small: Image, out: Alpha) -> Alpha:
        """Give alpha, (h, w) float32 in [0, 1], for a picture of its own size, (h, w, 3) uint8 BGR."""
        rgb = cv2.cvtColor(small, cv2.COLOR_BGR2RGB).astype(np.float32) / 255
        self._interpreter.set_tensor(self._input["index"], rgb[None])
        self._interpreter.invoke()
        answer = self._interpreter.get_tensor(self._output["index"])[0, ..., 0]
        return np.asarray(np.clip(answer, 0, 1, out=out), np.float32)

    def label(self, image: Image) -> Alpha:
        """Predict the person's alpha, (H, W) float32 in [0, 1]."""
        width, height = self.size
        small = np.asarray(cv2.resize(image, self.size, interpolation=cv2.INTER_AREA), np.uint8)
        answer = self.infer(small, np.empty((height, width), np.float32))
        size = (image.shape[1], image.shape[0])
        return np.asarray(cv2.resize(answer, size, interpolation=cv2.INTER_LINEAR), np.float32)


def label_folder(folder: Path, models: Path, cache: Path) -> tuple[Portrait, ...]:
    """Label every picture of `folder` on which both MediaPipe networks agree.

    Args:
        folder: pictures without labels.
        models: where `selfie_segmentation.tflite` and its landscape sibling lie.
        cache: answers are kept here, so that a second training asks nobody.
    """
    paths = sorted(folder.glob("*.jpg"))
    return _label({path.stem: read_image(path) for path in paths}, paths, models, cache)


def label_clips(folder: Path, models: Path, cache: Path) -> tuple[Portrait, ...]:
    """Label frames of the videos under `folder`, as `label_folder` does pictures.

    They are taken at even distances, at most `FRAMES_PER_CLIP` of each; a file that is no video
    is passed over.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in CLIP_SUFFIXES)
    frames = {f"{path.stem}-{number}": frame for path in paths for number, frame in _frames(path)}
    return _label(frames, paths, models, cache)


def _frames(clip: Path) -> Iterator[tuple[int, Image]]:
    video = cv2.VideoCapture(str(clip))
    count = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
    for number in np.linspace(0, count - 1, min(count, FRAMES_PER_CLIP)).astype(int):
        video.set(cv2.CAP_PROP_POS_FRAMES, int(number))
        was_read, frame = video.read()
        if was_read:
            yield int(number), fit_height(np.asarray(frame, np.uint8))
    video.release()


def _label(pictures: dict[str, Image], paths: list[Path], models: Path, cache: Path) -> tuple[Portrait, ...]:
    if not pictures:
        return ()
    store = cache / f"pseudo-{_fingerprint(paths)}.npz"
    if store.exists():
        known = dict(np.load(store))
    else:
        known = _ask(pictures, models)
        keep(store, known)
    log.info("teachers agree on %d of %d pictures", len(known), len(pictures))
    return tuple(Portrait(picture, known[key]) for key, picture in pictures.items() if key in known)


def _ask(pictures: dict[str, Image], models: Path) -> dict[str, ByteAlpha]:
    general = Teacher(models / "selfie_segmentation.tflite")
    landscape = Teacher(models / "selfie_segmentation_landscape.tflite")
    answers = {key: _agree(general.label(each), landscape.label(each)) for key, each in pictures.items()}
    return {key: alpha for key, alpha in answers.items() if alpha is not None}


def _agree(first: Alpha, second: Alpha) -> ByteAlpha | None:
    """Give the first answer if the second one confirms it and it holds somebody."""
    a, b = first > 0.5, second > 0.5
    union = int((a | b).sum())
    if a.mean() < 0.03 or (a & b).sum() < AGREEMENT_IOU * union:
        return None
    return np.asarray(np.rint(first * 255), np.uint8)


def _fingerprint(paths: Iterable[Path]) -> str:
    names = ",".join(f"{path.name}:{path.stat().st_size}" for path in paths)
    return hashlib.sha256(names.encode()).hexdigest()[:12]
