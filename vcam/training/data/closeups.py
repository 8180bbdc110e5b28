"""Close-ups of one person among others, for the network that tells whose a pixel is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from vcam.instances.closeups import HEIGHT, OUTSIDE, WIDTH, frame_head
from vcam.training.data.pools import Head, Pools, Portrait
from vcam.training.data.scenes import Mix, SceneMaker
from vcam.training.data.texture import Rng
from vcam.types import ByteAlpha, Image

MIX = Mix(
    portrait=0.1,
    fashion=0.05,
    pseudo=0.0,
    scene=0.85,
    counts=(0.04, 0.58, 0.24, 0.14),
    twins=0.16,
    behind=0.25,
)
"""Mostly several people; who is alone must be found whole, too."""
SCENES = ((288, 512), (288, 512), (288, 384), (384, 288))
"""Shapes of the pictures out of which close-ups are cut, (height, width): finer than what a face needs."""
CALM = 0.6
MOST_PER_SCENE = 3
SMALLEST_FACE_PX = 10.0
FACE_SEEN = 0.4
"""Of a face of which less is seen, a detector knows nothing."""
LEAST_SEEN = 0.04
"""Of the close-up: of whoever less is seen is nothing to be learned."""
PLACE_SPREAD, SIZE_SPREAD = 0.12, 0.15
"""How far a detector may miss a face, in its widths, and its size, as a share; one sigma."""
HELD_OUT, HELD_OUT_SEED = 160, 77


@dataclass(slots=True)
class CloseupMaker:
    """Draws close-ups; the same generator state gives the same ones.

    Attributes:
        scenes: draws the pictures.
    """

    scenes: SceneMaker

    def draw(self, rng: Rng) -> list[Portrait]:
        """Draw those of one picture, (HEIGHT, WIDTH) each, whose alpha is one person's alone; maybe none."""
        scene = self.scenes.draw_pair(rng, SCENES[int(rng.integers(len(SCENES)))], CALM)[0]
        numbers = [n for n, head in enumerate(scene.heads, 1) if head and _is_seen(scene, n, head)]
        chosen = rng.permutation(numbers)[:MOST_PER_SCENE]
        closeups = (cut_closeup(scene, int(number), rng) for number in chosen)
        least = LEAST_SEEN * WIDTH * HEIGHT
        return [one for one in closeups if np.count_nonzero(one.alpha > 127) >= least]

    def stream(self, rng: Rng) -> Iterator[Portrait]:
        """Draw one after the other, without end."""
        while True:
            yield from self.draw(rng)


def make_held_out(pools: Pools) -> tuple[Portrait, ...]:
    """Make close-ups out of pools of people on whom nothing is trained, the same every time."""
    stream = CloseupMaker(SceneMaker(pools, MIX)).stream(np.random.default_rng(HELD_OUT_SEED))
    return tuple(next(stream) for _ in range(HELD_OUT))


def cut_closeup(scene: Portrait, number: int, rng: Rng) -> Portrait:
    """Cut out of a scene the close-up of the person of that number, as a detector may frame it."""
    head = scene.heads[number - 1]
    assert head is not None
    own = scene.alpha if scene.who is None else np.where(scene.who == number, scene.alpha, np.uint8(0))
    return _crop(replace(scene, alpha=np.asarray(own, np.uint8)), _miss(head, rng))


def _is_seen(scene: Portrait, number: int, head: Head) -> bool:
    """Tell whether a detector may find a face: it is large enough and mostly before everything else."""
    half = head.width / 2
    x0, y0, x1, y1 = (round(v) for v in (head.x - half, head.y - half, head.x + half, head.y + half))
    rows, columns = slice(max(y0, 0), max(y1, 0)), slice(max(x0, 0), max(x1, 0))
    seen = scene.alpha[rows, columns] > 127
    if scene.who is not None:
        seen &= scene.who[rows, columns] == number
    return head.width >= SMALLEST_FACE_PX and bool(seen.sum() >= FACE_SEEN * head.width**2)


def _miss(head: Head, rng: Rng) -> Head:
    """Find a head about where it is."""
    dx, dy = rng.normal(0, PLACE_SPREAD * head.width, 2)
    return Head(head.x + dx, head.y + dy, head.width * float(np.exp(rng.normal(0, SIZE_SPREAD))))


def _crop(scene: Portrait, head: Head) -> Portrait:
    framing = frame_head(head.x, head.y, head.width, scene.alpha.shape[0])
    image, alpha = scene.image, scene.alpha
    if framing.scale > 1:
        # Averaged before it is sampled, as the program does.
        size = (round(image.shape[1] / framing.scale), round(image.shape[0] / framing.scale))
        image, alpha = (
            np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.uint8)
            for each in (image, alpha)
        )
        x0, y0 = framing.x0 / framing.scale, framing.y0 / framing.scale
        matrix = np.array([[1, 0, -x0], [0, 1, -y0]])
    else:
        by = 1 / framing.scale
        matrix = np.array([[by, 0, -framing.x0 * by], [0, by, -framing.y0 * by]])
    return Portrait(_warp(image, matrix, (OUTSIDE,) * 3), _warp(alpha, matrix, (0, 0, 0)))


def _warp(picture: Image | ByteAlpha, matrix: np.ndarray, outside: tuple[int, int, int]) -> Image:
    return np.asarray(
        cv2.warpAffine(
            picture,
            matrix,
            (WIDTH, HEIGHT),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=outside,
        ),
        np.uint8,
    )
