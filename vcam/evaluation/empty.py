"""How much a network takes for a person where nobody is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vcam.errors import UsageError
from vcam.evaluation.run import PICTURES, Predictor, predict_mask, read_picture

SPECK = 0.005
"""Less than this share of a picture is overlooked."""


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What was seen in pictures of rooms without people.

    Attributes:
        n: how many pictures.
        marked: mean share of pixels taken for person, in percent.
        haunted: share of pictures in which more than `SPECK` was, in percent.
    """

    n: int
    marked: float
    haunted: float


def evaluate_empty(
    folder: Path, predictor: Predictor, report: Callable[[int, int], None] = lambda done, total: None
) -> Emptiness:
    """Judge a network on pictures that show nobody; they need no labels.

    Raises:
        UsageError: the folder holds no picture.
        VcamError: a picture cannot be read.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    if not paths:
        raise UsageError(f"{folder} holds no pictures; name a folder of .jpg files that show nobody.")
    shares = []
    for path in paths:
        shares.append(float(predict_mask(predictor, read_picture(path), path).mean()))
        report(len(shares), len(paths))
    haunted = sum(share > SPECK for share in shares)
    return Emptiness(len(paths), 100 * sum(shares) / len(paths), 100 * haunted / len(paths))
