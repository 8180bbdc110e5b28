"""What is left of a wish that cannot be carried out whole: whatever hides something acts all the same."""

import threading
from collections.abc import Callable, Mapping

from vcam.errors import VcamError
from vcam.settings.model import Settings

PATIENCE_S = 3.0
"""A file on a server that is gone may never answer; nothing else that is wished for waits longer for it."""


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
