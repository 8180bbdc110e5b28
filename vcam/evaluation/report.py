"""Tells the outcome of an evaluation: as JSON, as lines, and as a sheet of the worst pictures."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from vcam.errors import VcamError
from vcam.evaluation.metrics import Mask, SetScore, contour
from vcam.evaluation.run import (
    Evaluation,
    Judged,
    Predictor,
    holds_numbers,
    predict_mask,
    read_picture,
    read_truth,
)
from vcam.types import Image

MEASURES = {
    "iou_fg": "IoU of the person, mean",
    "iou_fg_p10": "IoU of the person, worst tenth",
    "miou": "two-class mIoU of all pixels",
    "boundary_f": "boundary F",
    "boundary_iou": "boundary IoU",
}
WORST = 24
COLUMNS = 6
TILE_WIDTH, TILE_HEIGHT = 240, 270
CAPTION_PX = 18
TRUTH_COLOUR, MASK_COLOUR = (0, 220, 0), (0, 0, 255)


def as_json(network: str, precision: str, overall: SetScore) -> dict[str, Any]:
    """Put a score into the form that outside checks read; percentages with two decimals."""
    values = asdict(overall)
    return {
        "network": network,
        "precision": precision,
        "n": overall.n,
        **{name: round(values[name], 2) for name in MEASURES},
        "ci95": {name: [round(end, 2) for end in overall.ci95[name]] for name in MEASURES},
    }


def as_lines(network: str, precision: str, overall: SetScore) -> list[str]:
    """Put a score into lines for people."""
    told = as_json(network, precision, overall)
    lines = [f"{network} {precision} on {overall.n} pictures, in %; in brackets 95 % of the resampled sets"]
    for name, words in MEASURES.items():
        low, high = told["ci95"][name]
        lines.append(f"  {words:<32}{told[name]:6.2f}  ({low:.2f} - {high:.2f})")
    return lines


def draw_worst(evaluation: Evaluation, predictor: Predictor, out: Path) -> None:
    """Write a PNG of the pictures with the lowest IoU; green is the label's contour, red the network's.

    Raises:
        VcamError: the file cannot be written.
    """
    worst = sorted(evaluation.pictures, key=lambda one: one.score.iou)[:WORST]
    pictures = [one.picture for one in evaluation.pictures]
    tiles = [_draw(one, predictor, holds_numbers(one.picture.parent, pictures)) for one in worst]
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % COLUMNS)
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, len(tiles), COLUMNS)]
    packed = cv2.imencode(".png", np.vstack(rows))[1]
    try:
        out.write_bytes(packed.tobytes())
    except OSError as error:
        raise VcamError(f"{out} cannot be written ({error.strerror}); choose another place.") from error


def _draw(one: Judged, predictor: Predictor, numbered: bool) -> Image:
    image = read_picture(one.picture)
    truth, _ = read_truth(one.picture.with_suffix(".png"), numbered)
    mask = predict_mask(predictor, image, one.picture)
    picture_height = TILE_HEIGHT - CAPTION_PX
    scale = min(TILE_WIDTH / image.shape[1], picture_height / image.shape[0])
    size = (max(1, int(image.shape[1] * scale)), max(1, int(image.shape[0] * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    small[_shrink(truth, size)] = TRUTH_COLOUR
    small[_shrink(mask, size)] = MASK_COLOUR
    tile = np.zeros((TILE_HEIGHT, TILE_WIDTH, 3), np.uint8)
    tile[: size[1], : size[0]] = small
    caption = f"{one.score.iou * 100:.1f}  {one.picture.stem}"
    where = (4, TILE_HEIGHT - 5)
    cv2.putText(tile, caption, where, cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return tile


def _shrink(mask: Mask, size: tuple[int, int]) -> Mask:
    """Bring a mask to a size and mark its contour there."""
    shrunk = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5
    return contour(np.asarray(shrunk, np.bool_))
