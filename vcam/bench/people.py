"""What telling people apart adds to a frame, and our superpixels beside OpenCV's SEEDS.

The people are drawn: heads and shoulders in mottled clothes that sway a little from frame to
frame, so that the measurement needs neither a camera nor a network.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vcam.bench.loop import Loop, measure
from vcam.cast import Cast
from vcam.instances.closeups import Closeups
from vcam.instances.options import SplitOptions
from vcam.instances.superpixels import Superpixels
from vcam.offline import go_offline
from vcam.people import PeopleStage
from vcam.pipeline import AlphaFinder
from vcam.seeds.faces import FRAMES_WHEN_MOVING, Faces, MediapipeDetector
from vcam.seeds.scout import Scout
from vcam.seeds.windows import Face
from vcam.settings.model import PeopleSettings
from vcam.types import Alpha, ByteAlpha, Cues, Frame, Image, Size

SMALL = Size(256, 144)
SUPERPIXEL_SIZE = Size(320, 180)
POSES = 12
SWAY = 0.004
SEED = 2026
SEEDS_LEVELS = 4
SEEDS_ITERATIONS = 4
"""OpenCV's own choice of both."""
CROWDS: dict[str, tuple[float, ...]] = {
    "two_apart": (0.25, 0.75),
    "two_overlapping": (0.4, 0.6),
    "four_overlapping": (0.17, 0.39, 0.61, 0.83),
}
"""Where the people stand, in widths of the picture."""
OVERLAPPING = ("two_overlapping", "four_overlapping", "two_only_me")


@dataclass(frozen=True, slots=True, eq=False)
class _Pose:
    image: Image
    half: Image
    small: Image
    evidence: Alpha
    alpha: ByteAlpha
    faces: tuple[Face, ...]
    cues: Cues


class _Answers:
    """A detector beside the frames that answers at once, as often as ours looks while somebody moves."""

    problem: str | None = None

    def __init__(self, poses: Sequence[_Pose]) -> None:
        self._poses = poses
        self._newest: Faces | None = None

    def submit(self, image: Image, frame_index: int) -> bool:
        """Answer if it is due."""
        if frame_index % FRAMES_WHEN_MOVING:
            return False
        self._newest = Faces(frame_index, self._poses[frame_index % len(self._poses)].faces)
        return True

    def newest(self) -> Faces | None:
        """Give the newest answer."""
        return self._newest

    def settle(self, timeout_s: float) -> bool:
        """There is nothing to wait for."""
        return True

    def close(self) -> None:
        """There is nothing to close."""


def measure_separation(
    size: Size, count: int, open_closeups: Callable[[], Closeups | None], finder: AlphaFinder
) -> dict[str, dict[str, float]]:
    """Measure what telling people apart adds to each frame, without the face detector.

    Args:
        size: of the frames.
        count: how many frames each crowd gets.
        open_closeups: makes what looks at people from near, in small pictures of SMALL; its time counts, too.
        finder: finds masks; what it takes longer to find them finely counts where people overlap.

    Returns:
        For each crowd, and for two people of whom only me is shown, `cpu_ms`, the median
        processor time a frame, and `best_ms`; `finer_mask` is contained in those of who overlap.
    """
    # Each crowd has close-ups of its own, which would else forget one crowd at the sight of another.
    loops = {
        name: _separation(size, places, open_closeups(), only_me=False) for name, places in CROWDS.items()
    }
    loops["two_only_me"] = _separation(size, CROWDS["two_overlapping"], open_closeups(), only_me=True)
    loops |= {"usual": _mask(finder, size, False), "fine": _mask(finder, size, True)}
    times = measure(loops, _blank_frames(size, count))
    usual, fine = times.pop("usual"), times.pop("fine")
    more = {key: round(max(fine[key] - usual[key], 0.0), 3) for key in fine}
    for name in OVERLAPPING:
        times[name] = {key: round(spent + more[key], 3) for key, spent in times[name].items()}
    return {**times, "finer_mask": more}


def measure_superpixels(count: int) -> dict[str, dict[str, float]]:
    """Measure superpixels of a whole picture of 320x180: ours, cold and warm, and OpenCV's SEEDS.

    All include the way from BGR to Lab and make about as many regions of about the same size.
    """
    pose = _draw(SUPERPIXEL_SIZE, SUPERPIXEL_SIZE, CROWDS["four_overlapping"], 0)
    loops = {"ours_cold": _ours(pose.small, False), "ours_warm": _ours(pose.small, True)}
    loops["seeds"] = _seeds(pose.small)
    return measure(loops, _blank_frames(SUPERPIXEL_SIZE, count))


def measure_detector(model: Path, count: int) -> float:
    """Give the processor milliseconds that looking for faces costs each frame, on average.

    Args:
        model: of the face detector.
        count: how often it looks.

    Raises:
        VcamError: mediapipe or the model is missing.
    """
    with ThreadPoolExecutor(1, initializer=go_offline) as pool:
        return pool.submit(_measure_detector, model, count).result()


def _measure_detector(model: Path, count: int) -> float:
    pose = _draw(SMALL, SMALL, CROWDS["two_apart"], 0)
    detector = MediapipeDetector(model)
    try:
        scout = Scout(detector)
        begun_s = time.process_time()
        for _ in range(count):
            scout.find(pose.small)
        return (time.process_time() - begun_s) * 1000 / count / FRAMES_WHEN_MOVING
    finally:
        detector.close()


def _mask(finder: AlphaFinder, size: Size, finely: bool) -> Loop:
    evidence = np.empty(finder.evidence_shape, np.float32)
    alpha = np.empty((size.height, size.width), np.uint8)

    def loop(frame: Frame) -> object:
        finder.find(frame, evidence, alpha, finely)
        return alpha

    return loop


def _separation(size: Size, places: Sequence[float], closeups: Closeups | None, only_me: bool) -> Loop:
    poses = [_draw(size, SMALL, places, number) for number in range(POSES)]
    settings = PeopleSettings(show="only-me" if only_me else "all")
    cast = Cast(size, settings)
    stage = PeopleStage(_Answers(poses), size, SMALL, cast=cast, always=True, closeups=closeups)
    stage.warm_up()
    labels = np.zeros((size.height, size.width), np.uint16)
    index = 0

    def loop(frame: Frame) -> object:
        nonlocal index
        pose = poses[index % POSES]
        now = Frame(pose.image, index, index / 30)
        index += 1
        return stage.separate(now, pose.small, pose.evidence, pose.alpha, labels, pose.cues, pose.half)

    return loop


def _ours(image: Image, warm: bool) -> Loop:
    options = SplitOptions()
    height, width = image.shape[:2]
    superpixels = Superpixels(width, height, options.step_px, options.compactness)
    everywhere, lab = np.ones((height, width), np.uint8), np.empty_like(image)
    iterations = options.warm_iterations if warm else options.cold_iterations
    window = superpixels.whole_cells((0, 0, width, height))

    def loop(frame: Frame) -> object:
        cv2.cvtColor(image, cv2.COLOR_BGR2LAB, dst=lab)
        return superpixels.find(lab, everywhere, window, iterations, warm)

    return loop


def _seeds(image: Image) -> Loop:
    height, width = image.shape[:2]
    regions = (width * height) // SplitOptions().step_px ** 2
    seeds = cv2.ximgproc.createSuperpixelSEEDS(width, height, 3, regions, SEEDS_LEVELS)
    lab = np.empty_like(image)

    def loop(frame: Frame) -> object:
        cv2.cvtColor(image, cv2.COLOR_BGR2LAB, dst=lab)
        seeds.iterate(lab, SEEDS_ITERATIONS)
        return seeds.getLabels()

    return loop


def _draw(size: Size, small_size: Size, places: Sequence[float], number: int) -> _Pose:
    """Draw people at a frame's size and at the small one; they sway from one number to the next."""
    rng = np.random.default_rng(SEED)
    image = _mottled(size, (90, 100, 110), rng)
    alpha = np.zeros((size.height, size.width), np.uint8)
    faces: list[Face] = []
    bodies: list[ByteAlpha] = []
    for k, place in enumerate(places):
        shift = SWAY * np.sin(2 * np.pi * (number / POSES + k / 3))
        x, y, face = round((place + shift) * size.width), round(0.36 * size.height), round(0.09 * size.width)
        body = np.zeros_like(alpha)
        cv2.ellipse(body, (x, y), (round(0.7 * face), face), 0, 0, 360, 255, -1)
        cv2.ellipse(
            body, (x, size.height), (round(1.6 * face), round(0.48 * size.height)), 0, 0, 360, 255, -1
        )
        clothes = _mottled(size, tuple(int(level) for level in rng.integers(40, 220, 3)), rng)
        image[body > 0] = clothes[body > 0]
        alpha |= body
        bodies.append(body)
        half_x, half_y = face / 2 / size.width, face / 2 / size.height
        middle_x, middle_y = x / size.width, y / size.height
        faces.append(Face(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y, 0.95))
    to, halved = (small_size.width, small_size.height), (size.width // 2, size.height // 2)
    half = np.asarray(cv2.resize(image, halved, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(cv2.resize(image, to, interpolation=cv2.INTER_AREA), np.uint8)
    evidence = cv2.resize(alpha.astype(np.float32) / 255, to, interpolation=cv2.INTER_AREA)
    cues = _cues_of(bodies, faces, small_size)
    return _Pose(image, half, small, np.asarray(evidence, np.float32), alpha, tuple(faces), cues)


def _cues_of(bodies: Sequence[ByteAlpha], faces: Sequence[Face], size: Size) -> Cues:
    """Say of drawn people what vcam's network says of others: borders, and where each one's head is."""
    half, eighth = (size.width // 2, size.height // 2), (size.width // 8, size.height // 8)
    border = np.zeros(half[::-1], np.float32)
    ways = np.zeros((3, *eighth[::-1]), np.float32)
    rows, columns = np.mgrid[: eighth[1], : eighth[0]]
    xs, ys = (columns + 0.5) / eighth[0], (rows + 0.5) / eighth[1]
    for body, face in zip(bodies, faces, strict=True):
        fine, coarse = (cv2.resize(body, to, interpolation=cv2.INTER_AREA) for to in (half, eighth))
        contour = cv2.morphologyEx(fine, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        border = np.maximum(border, contour.astype(np.float32) / 255)
        own = coarse > 127
        dx, dy = (face.x0 + face.x1) / 2 - xs, (face.y0 + face.y1) / 2 - ys
        ways[1][own], ways[2][own] = (dx * size.width / size.height)[own], dy[own]
        ways[0][(xs > face.x0) & (xs < face.x1) & (ys > face.y0) & (ys < face.y1)] = 1
    return Cues(border, ways)


def _mottled(size: Size, colour: tuple[int, ...], rng: np.random.Generator) -> Image:
    """Cover a picture with soft spots around a colour."""
    spots = rng.normal(0, 40, (size.height // 16 + 1, size.width // 16 + 1, 3)).astype(np.float32)
    wide = cv2.resize(spots, (size.width, size.height), interpolation=cv2.INTER_CUBIC)
    return np.asarray((wide + np.array(colour, np.float32)).clip(0, 255), np.uint8)


def _blank_frames(size: Size, count: int) -> list[Frame]:
    """Frames that only count: what is looked at is drawn beforehand."""
    image = np.zeros(size.shape, np.uint8)
    return [Frame(image, index, index / 30) for index in range(count)]
