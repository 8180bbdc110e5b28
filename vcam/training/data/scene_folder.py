"""Writes made scenes as a data set of pictures and labels, still and moving, for `vcam evaluate`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import UsageError, VcamError
from vcam.training.data.people_clips import ACTIONS, play
from vcam.training.data.people_scenes import PeopleScene, PeopleSceneMaker, Plot, cast
from vcam.training.data.pools import fit_height, load_labelled, read_image
from vcam.types import Size

SCENE_SIZE = Size(640, 360)
JPEG_QUALITY = 95
STILLS: tuple[tuple[Plot, int], ...] = (
    ("overlap", 2),
    ("behind", 2),
    ("overlap", 2),
    ("twins", 2),
    ("overlap", 3),
    ("behind", 2),
    ("overlap", 4),
    ("twins", 2),
)
"""Plots and numbers of people of one still scene after another."""


@dataclass(frozen=True, slots=True)
class SceneSet:
    """What is made.

    Attributes:
        stills: number of still scenes.
        clips: number of moving ones; their actions take turns.
        frames: of each clip.
        seed: the same seed gives the same scenes.
    """

    stills: int
    clips: int
    frames: int
    seed: int


def load_maker(people: Path, rooms: Path) -> PeopleSceneMaker:
    """Read people (NAME.jpg with labels NAME.png) and rooms (NAME.jpg).

    Raises:
        VcamError: a folder holds nothing that can be used.
    """
    if not people.is_dir() or not rooms.is_dir():
        missing = people if not people.is_dir() else rooms
        raise UsageError(f"There is no folder {missing}; name people and rooms with --data.")
    actors = cast(load_labelled(people), lambda image: None)
    views = [fit_height(read_image(path)) for path in sorted(rooms.glob("*.jpg"))]
    if not actors or not views:
        raise VcamError(f"{people} or {rooms} holds nothing to make scenes of; name other folders.")
    return PeopleSceneMaker(actors, views, SCENE_SIZE)


def write_scenes(
    out: Path, maker: PeopleSceneMaker, wanted: SceneSet, report: Callable[[int, int], None]
) -> None:
    """Write `still/NAME.jpg` and `moving/CLIP/0001.jpg`, each with a label NAME.png of person numbers.

    Args:
        out: a new or empty folder.
        maker: draws the scenes.
        wanted: how many.
        report: told after each picture how many are done, and of how many.

    Raises:
        UsageError: the folder holds something already.
        VcamError: a file cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not an empty folder; name a new one.")
    total = wanted.stills + wanted.clips * wanted.frames
    for done, (stem, scene) in enumerate(_draw_all(maker, wanted), start=1):
        _write(out / stem, scene)
        report(done, total)


def _draw_all(maker: PeopleSceneMaker, wanted: SceneSet) -> Iterator[tuple[str, PeopleScene]]:
    for number, (plot, count) in enumerate(islice(cycle(STILLS), wanted.stills), start=1):
        rng = np.random.default_rng((wanted.seed, 0, number))
        yield f"still/{number:04}-{plot}-{count}", maker.draw(rng, count, plot)
    for number, action in enumerate(islice(cycle(ACTIONS), wanted.clips), start=1):
        rng = np.random.default_rng((wanted.seed, 1, number))
        for index, scene in enumerate(play(maker, rng, 2, action, wanted.frames), start=1):
            yield f"moving/{number:02}-{action}/{index:04}", scene


def _write(stem: Path, scene: PeopleScene) -> None:
    picture = cv2.imencode(".jpg", scene.image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
    label = cv2.imencode(".png", scene.labels.astype(np.uint8))[1]
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        stem.with_suffix(".jpg").write_bytes(picture.tobytes())
        stem.with_suffix(".png").write_bytes(label.tobytes())
    except OSError as error:
        raise VcamError(f"{stem}.jpg cannot be written ({error.strerror}); choose another place.") from error
