"""What a frame costs from decoded picture to the camera's format: ours beside the usual ways.

All loops run in turn on the same frames in the same process, on one thread, so that their
ratios mean something on a machine that does other things too. "naive" is what most
published programs do with the same network; "lean" is what a careful one does with OpenCV
alone; "copy_limit" is the price of merely reading a frame and a background and writing a
picture, below which nothing can go.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Protocol

import cv2
import numpy as np

from vcam.pipeline import Pipeline
from vcam.types import Alpha, Frame, Image, Size

NAIVE_KERNEL = (55, 55)
LEAN_KERNEL = (13, 13)
LEAN_SCALE = 4
WARM_UP_FRAMES = 5

Loop = Callable[[Frame], object]


class Network(Protocol):
    """What the loops of others need of a portrait network."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its input and of its answer."""

    def infer(self, small: Image, out: Alpha) -> Alpha:
        """Give alpha, (h, w) float32, for a picture of (h, w, 3) uint8 BGR."""


def measure(loops: dict[str, Loop], frames: list[Frame]) -> dict[str, dict[str, float]]:
    """Run every loop on every frame, in turn.

    Returns:
        For each loop the median and the least processor time a frame, in milliseconds.
    """
    for frame in frames[:WARM_UP_FRAMES]:
        for loop in loops.values():
            loop(frame)
    spent: dict[str, list[float]] = {name: [] for name in loops}
    for frame in frames:
        for name, loop in loops.items():
            begun_s = time.thread_time()
            loop(frame)
            spent[name].append((time.thread_time() - begun_s) * 1000)
    return {
        name: {"cpu_ms": round(median(times), 3), "best_ms": round(min(times), 3)}
        for name, times in spent.items()
    }


def our_loop(pipeline: Pipeline) -> Loop:
    """Our pipeline, and the conversion for the camera."""
    canvas = pipeline.make_canvas()
    planes = _planes(pipeline.size)

    def loop(frame: Frame) -> object:
        rendered = pipeline.render(pipeline.analyse(frame, canvas), canvas)
        return cv2.cvtColor(rendered.image, cv2.COLOR_BGR2YUV_I420, dst=planes)

    return loop


def naive_loop(network: Network) -> Loop:
    """Blur the whole frame at full size, blend in floating point."""
    answer = _answer(network)

    def loop(frame: Frame) -> object:
        image = frame.image
        small = cv2.resize(image, network.size)
        alpha = network.infer(np.asarray(small, np.uint8), answer)
        share = cv2.resize(alpha, (image.shape[1], image.shape[0]))[..., None]
        blurred = cv2.GaussianBlur(image, NAIVE_KERNEL, 0)
        mixed = (image * share + blurred * (1 - share)).astype(np.uint8)
        return cv2.cvtColor(mixed, cv2.COLOR_BGR2YUV_I420)

    return loop


def lean_loop(network: Network) -> Loop:
    """Blur at a quarter of the size, blend in bytes, with OpenCV's own functions."""
    answer = _answer(network)

    def loop(frame: Frame) -> object:
        image = frame.image
        height, width = image.shape[:2]
        small = cv2.resize(image, network.size)
        alpha = network.infer(np.asarray(small, np.uint8), answer)
        share = cv2.resize(cv2.convertScaleAbs(alpha, alpha=255), (width, height))
        person = cv2.merge([share, share, share])
        quarter = cv2.resize(image, (width // LEAN_SCALE, height // LEAN_SCALE))
        blurred = cv2.resize(cv2.GaussianBlur(quarter, LEAN_KERNEL, 0), (width, height))
        mixed = cv2.add(
            cv2.multiply(image, person, scale=1 / 255),
            cv2.multiply(blurred, cv2.bitwise_not(person), scale=1 / 255),
        )
        return cv2.cvtColor(mixed, cv2.COLOR_BGR2YUV_I420)

    return loop


def copy_loop(size: Size) -> Loop:
    """Read a frame and a background, write a picture: the memory's own limit."""
    background = np.zeros(size.shape, np.uint8)
    out = np.empty(size.shape, np.uint8)
    return lambda frame: cv2.bitwise_or(frame.image, background, dst=out)


def _planes(size: Size) -> Image:
    return np.empty((size.height * 3 // 2, size.width), np.uint8)


def _answer(network: Network) -> Alpha:
    width, height = network.size
    return np.empty((height, width), np.float32)
