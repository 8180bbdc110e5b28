"""What is left of what cannot be had whole: whatever hides something acts all the same."""

import threading
from collections.abc import Callable, Mapping

from vcam.errors import UsageError, VcamError
from vcam.gui.steering import Steering
from vcam.settings.fields import with_values
from vcam.settings.model import Settings

PATIENCE_S = 3.0
"""A file on a server that is gone may never answer; nothing else that is wished for waits longer for it."""

PLAINER: tuple[dict[str, object], ...] = (
    {"output.sink": "auto"},
    {"camera.source": "auto"},
    {"camera.source": "auto", "output.sink": "auto"},
)
"""What stands in where a file cannot be used: first of all nothing is written over a source that is there."""


def make_usable(
    make: Callable[[Settings], Steering], settings: Settings
) -> tuple[Steering, UsageError | None]:
    """Build a camera, if need be without a file that is gone: the window must open with what would help.

    It is off then: nobody has chosen to show viewers the webcam in the file's place, and perhaps the room.

    Returns:
        The camera, and why it is not as the settings say.

    Raises:
        UsageError: the settings are of no use even so.
    """
    refusals: list[UsageError] = []
    for values in ({}, *PLAINER):
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


def left_of(wanted: Mapping[str, object], settings: Settings) -> dict[str, object]:
    """Leave out what may be refused: background, network, and the profile's name, whose look it is no more.

    An open room is blurred if something else was to stand in its place.

    Args:
        wanted: values by dotted names.
        settings: those in force.
    """
    left = {
        key: value for key, value in wanted.items() if key.partition(".")[0] not in ("background", "portrait")
    }
    if "profile" in wanted:
        left["profile"] = ""
    if settings.background.kind == "none" and wanted.get("background.kind", "none") != "none":
        left["background.kind"] = "blur"
    return left
