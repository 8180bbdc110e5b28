"""Makes what people are told apart with."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vcam.cast import Cast
from vcam.errors import NetworkError, VcamError
from vcam.offline import go_offline
from vcam.paths import cache_dir, models_dir
from vcam.stats import RunStats
from vcam.types import Size

if TYPE_CHECKING:
    from vcam.instances.closeups import Closeups
    from vcam.looking import FaceLooker
    from vcam.people import PeopleStage
    from vcam.portrait.stage import PortraitStage
    from vcam.seeds.faces import FaceFinder
    from vcam.seeds.scout import FaceDetector

log = logging.getLogger(__name__)

LONGEST_LOOK_S = 60.0
"""The face detector takes a second to load, a minute on a busy machine, and milliseconds for a picture."""


@dataclass(frozen=True, slots=True, eq=False)
class Separation:
    """What people are told apart with; it outlives pipelines.

    Attributes:
        cast: what is wanted of people, and who is there.
        faces: looks for faces; mediapipe does not like to be built twice.
        wait_s: how long each frame may wait for its faces; 0 in a call.
        always: whether people are told apart even while the cast does not want it.
        is_still: whether there is one picture and no more.
    """

    cast: Cast
    faces: "FaceLooker"
    wait_s: float = 0.0
    always: bool = False
    is_still: bool = False


def make_face_finder(film_fps: float | None = None) -> "FaceFinder":
    """Make what looks for faces; the detector is loaded at its first picture.

    Args:
        film_fps: of a film whose faces are looked for; None in a call.
    """
    from vcam.seeds.faces import FaceFinder

    return FaceFinder(open_face_detector, film_fps=film_fps)


def open_face_detector() -> "FaceDetector":
    """Load mediapipe into the calling thread, which must be its own: it can reach no network from then on."""
    from vcam.paths import face_model
    from vcam.seeds.faces import MediapipeDetector

    if not go_offline():
        raise VcamError(
            "mediapipe is not loaded, because this system cannot keep it from reporting its use to its maker;"
            " Linux on x86-64 or 64-bit ARM can."
        )
    return MediapipeDetector(face_model())


def make_people_stage(
    separation: Separation, finder: "PortraitStage", size: Size, stats: RunStats
) -> "PeopleStage":
    """Make what tells people apart, for frames of `size`."""
    from vcam.people import PeopleStage

    height, width = finder.evidence_shape
    small_size = Size(width, height)
    try:
        closeups = make_closeups(size, small_size)
    except NetworkError as error:
        # Nobody is shown by it who would not be shown without.
        log.warning("%s Until then people who overlap are told apart less well.", error)
        closeups = None
    return PeopleStage(
        separation.faces,
        size,
        small_size,
        separation.wait_s,
        separation.cast,
        separation.always,
        stats.analysis,
        closeups,
        separation.is_still,
    )


def make_closeups(size: Size, small_size: Size) -> "Closeups | None":
    """Load what looks at people from near, for frames of `size`; None if no such network came with vcam.

    Raises:
        NetworkError: it is missing or damaged.
    """
    from vcam.instances.closeups import PICTURE, Closeups
    from vcam.portrait.choice import choose
    from vcam.portrait.manifest import AUTO, read_closeups
    from vcam.portrait.session import Session

    folder = models_dir()
    entries = read_closeups(folder)
    if not entries:
        return None
    entry = choose(entries, folder, AUTO, AUTO, measurements())
    return Closeups(Session(entry, folder, PICTURE, 1, PICTURE), size, small_size)


def measurements() -> Path:
    """Where it is remembered which of a network's files runs faster here."""
    return cache_dir() / "faster-networks.json"
