"""What teachers say of labelled photographs: where they doubt a label, it is softened."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import VcamError
from vcam.evaluation.run import Predictor
from vcam.training.data.pools import Pools
from vcam.training.data.store import keep
from vcam.types import Alpha, ByteAlpha, Image

log = logging.getLogger(__name__)

FILE_NAME = "advice.npz"
TRUST = 127 / 255
"""The teachers' part of a softened label: less than half, so that however sure they are no border moves."""
TAUGHT = ("portraits", "fashion", "pseudo")
"""The pools of whole photographs. People who are pasted keep hard labels: they would become transparent."""


def ask_teachers(pools: Pools, teachers: Sequence[Predictor], store: Path) -> None:
    """Write what the teachers say, on average, of every photograph and its mirror image.

    Args:
        pools: of the pictures.
        teachers: at least one.
        store: the .npz file to write.
    """
    log.info("asking %d teachers about %d photographs", len(teachers), _count(pools))
    answers = {
        f"{name}-{number}": _answer(portrait.image, teachers)
        for name in TAUGHT
        for number, portrait in enumerate(getattr(pools, name))
    }
    keep(store, answers)


def soften(pools: Pools, store: Path) -> Pools:
    """Mix the photographs' labels with what `ask_teachers` wrote of the same pools.

    Raises:
        VcamError: it was written of other ones.
    """
    with np.load(store) as told:
        if len(told.files) != _count(pools):
            raise VcamError(f"{store} is about other pictures; delete it, and the teachers are asked again.")
        softened = {
            name: tuple(
                replace(portrait, alpha=_mix(portrait.alpha, told[f"{name}-{number}"]))
                for number, portrait in enumerate(getattr(pools, name))
            )
            for name in TAUGHT
        }
    return replace(pools, **softened)


def _count(pools: Pools) -> int:
    return sum(len(getattr(pools, name)) for name in TAUGHT)


def _mix(label: ByteAlpha, told: ByteAlpha) -> ByteAlpha:
    return np.asarray(cv2.addWeighted(label, 1 - TRUST, told, TRUST, 0), np.uint8)


def _answer(image: Image, teachers: Sequence[Predictor]) -> ByteAlpha:
    views = list(_views(image, teachers))
    return np.asarray(np.rint(np.mean(views, axis=0) * 255), np.uint8)


def _views(image: Image, teachers: Sequence[Predictor]) -> Iterator[Alpha]:
    """Give each teacher's alpha of the picture and of its mirror image, mirrored back."""
    size = image.shape[1], image.shape[0]
    for teacher in teachers:
        for step in (1, -1):
            alpha = teacher.predict(np.ascontiguousarray(image[:, ::step]))
            yield np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_LINEAR), np.float32)[:, ::step]
