"""A data folder with a handful of drawn people, laid out like the real one."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from vcam.training.data.pools import Head, Pools, Portrait


def draw_portrait(number: int, shape: tuple[int, int] = (96, 72)) -> Portrait:
    """A head and shoulders in a light colour before a dark room."""
    height, width = shape
    alpha = np.zeros(shape, np.uint8)
    middle = width // 2 + 4 * (number % 3 - 1)
    cv2.circle(alpha, (middle, height // 3), height // 6, 255, -1)
    cv2.ellipse(alpha, (middle, height), (width // 3, height // 2), 0, 180, 360, 255, -1)
    image = np.full((*shape, 3), (60, 40, 20 + 10 * number), np.uint8)
    image[alpha > 0] = (150, 180, 230)
    return Portrait(image, alpha)


def draw_room(number: int) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """A wall with a window."""
    room = np.full((80, 120, 3), (30 * number, 90, 60), np.uint8)
    room[10:40, 20:60] = 240
    return room


def make_pools() -> Pools:
    """Pools of drawn people."""
    people = tuple(draw_portrait(number) for number in range(3))
    return Pools(people, people[:1], people[1:], people[2:], (draw_room(1), draw_room(2)))


def with_heads(pools: Pools) -> Pools:
    """Say of everybody in drawn pools where the head is."""
    people = tuple(
        replace(one, heads=(Head(one.alpha.shape[1] / 2, one.alpha.shape[0] / 3, 24),))
        for one in pools.portraits
    )
    return Pools(people, people, (), people, pools.rooms)


def write_data_folder(folder: Path) -> None:
    """Write two pictures into each folder that a training reads."""
    for name in ("eg1800/train", "eg1800/val", "ccp", "unlabelled_people", "cutouts", "rooms"):
        (folder / name).mkdir(parents=True)
    for number in range(2):
        portrait = draw_portrait(number)
        for name in ("eg1800/train", "eg1800/val", "ccp"):
            cv2.imwrite(str(folder / name / f"{number}.jpg"), portrait.image)
            cv2.imwrite(str(folder / name / f"{number}.png"), portrait.alpha)
        cutout = cv2.merge([*cv2.split(portrait.image), portrait.alpha])
        cv2.imwrite(str(folder / "cutouts" / f"{number}.png"), cutout)
        cv2.imwrite(str(folder / "rooms" / f"{number}.jpg"), draw_room(number))
