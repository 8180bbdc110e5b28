"""What is left of what cannot be had whole: whatever hides something acts all the same."""

import os.path
import threading
from collections.abc import Callable, Mapping
from functools import partial

from vcam.errors import UsageError, VcamError
from vcam.gui.steering import Steering
from vcam.gui.words import tr
from vcam.settings.fields import with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import is_look
from vcam.suffixes import ends_like_file

PATIENCE_S = 3.0
"""A file on a server that is gone may never answer; nothing else that is wished for waits longer for it."""

PLAINER: tuple[dict[str, object], ...] = (
    {"output.sink": "auto"},
    {"camera.source": "auto"},
    {"camera.source": "auto", "output.sink": "auto"},
)
"""What stands in where a file cannot be used: first of all nothing is written over a source that is there."""
SHOWN, DEVICES = ("background", "portrait"), ("camera", "output")
"""Groups of settings that are refused together."""


def make_usable(
    make: Callable[[Settings], Steering], settings: Settings
) -> tuple[Steering, UsageError | None]:
    """Build a camera, if need be without a file that is gone: the window must open with what would help.

    It is off then: nobody has chosen to show viewers the webcam in the file's place, and perhaps the room.
    Nor is the card, which they see instead, written over a recording of that file.

    Returns:
        The camera, and why it is not as the settings say.

    Raises:
        UsageError: the settings are of no use even so.
    """
    refusals: list[UsageError] = []
    records = ends_like_file(settings.output.sink)
    for values in ({}, *(each for each in PLAINER if "output.sink" in each or not records)):
        try:
            live = make(with_values(settings, values))
        except UsageError as error:
            refusals.append(error)
            continue
        if refusals:
            live.turn("off")
        return live, next(iter(refusals), None)
    raise refusals[0]


def refusal_of(check: Callable[[], None], patience_s: float = PATIENCE_S) -> VcamError | None:
    """Give what a check raises, or None, also where it takes too long."""
    refusals: list[VcamError] = []

    def run() -> None:
        try:
            check()
        except VcamError as error:
            refusals.append(error)

    thread = threading.Thread(target=run, name="vcam-window-check", daemon=True)
    thread.start()
    thread.join(patience_s)
    return next(iter(refusals), None)


def change_what_can_be_had(
    live: Steering, wanted: Mapping[str, object]
) -> tuple[Settings, tuple[VcamError, ...]]:
    """Carry out a wish, if need be without what is refused of it.

    Args:
        live: the running camera.
        wanted: values by dotted names.

    Returns:
        The settings in force then, and why they are not what was wished for.

    Raises:
        VcamError: nothing of it can be had.
    """
    refusal = refusal_of(partial(_check, live, wanted))
    refusals = () if refusal is None else (refusal,)
    left = wanted if refusal is None else left_of(wanted, live.settings, SHOWN)
    try:
        return live.change(left), refusals
    except UsageError as error:
        left = left_of(left, live.settings, DEVICES)
        if not left:
            raise
        return live.change(left), (*refusals, error)


def left_of(wanted: Mapping[str, object], settings: Settings, refused: tuple[str, ...]) -> dict[str, object]:
    """Leave out groups of settings, and with a part of the look the name of the profile, whose it is no more.

    An open room is blurred if something else was to stand in its place.

    Args:
        wanted: values by dotted names.
        settings: those in force.
        refused: the groups' names.
    """
    left = {key: value for key, value in wanted.items() if key.partition(".")[0] not in refused}
    lost = {key: value for key, value in wanted.items() if key not in left}
    if "profile" in wanted and any(map(is_look, lost)):
        left["profile"] = ""
    if settings.background.kind == "none" and lost.get("background.kind", "none") != "none":
        left["background.kind"] = "blur"
    return left


def _check(live: Steering, wanted: Mapping[str, object]) -> None:
    """Make sure that what is wished for can be shown; of a background that is gone say what helps."""
    try:
        live.check(wanted)
    except VcamError as error:
        background = with_values(live.settings, wanted).background
        is_of_file = "background.file" in wanted and background.kind in ("picture", "video")
        if not is_of_file or os.path.exists(os.path.expanduser(background.file)):
            raise
        gone = tr("{0} is no longer there; put it back or remove it from the gallery.")
        raise UsageError(gone.format(background.file)) from error
