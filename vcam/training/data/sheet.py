"""Shows what a training sees: a sheet of samples, with the labels' contours, seams and heads drawn in."""

from pathlib import Path

import cv2
import numpy as np

from vcam.errors import VcamError
from vcam.training.data.heads import draw_heads
from vcam.training.data.pools import Portrait
from vcam.training.data.scenes import SceneMaker
from vcam.types import Image

SHAPE = (144, 256)
ROWS, COLUMNS = 8, 5
CONTOUR_BGR = (0, 220, 0)
SEAM_BGR = (0, 120, 255)
HEAD_BGR = (255, 160, 0)


def draw_sheet(maker: SceneMaker, seed: int, out: Path) -> None:
    """Write a PNG of forty samples.

    Raises:
        VcamError: the file cannot be written.
    """
    rng = np.random.default_rng(seed)
    tiles = [_outlined(maker.draw(rng, SHAPE)) for _ in range(ROWS * COLUMNS)]
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, len(tiles), COLUMNS)]
    if not cv2.imwrite(str(out), np.vstack(rows)):
        raise VcamError(f"{out} cannot be written; name a .png in a folder that you may write to.")


def _outlined(sample: Portrait) -> Image:
    mask = (sample.alpha > 127).astype(np.uint8)
    drawn = sample.image.copy()
    heads, _, _ = draw_heads(sample)
    for part, colour in ((mask, CONTOUR_BGR), ((heads == 255).astype(np.uint8), HEAD_BGR)):
        contours, _ = cv2.findContours(part, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(drawn, contours, -1, colour, 1)
    if sample.seams is not None:
        drawn[sample.seams == 255] = SEAM_BGR
    return drawn
