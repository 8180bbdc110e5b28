"""What `vcam ctl status --json` tells of a running vcam."""

import os

from vcam import __version__
from vcam.control.messages import Answer
from vcam.control.steered import Steered
from vcam.settings.model import BackgroundSettings


def describe(live: Steered, receipt_log: str) -> Answer:
    """Put all that a running camera tells of itself into a form that JSON can hold.

    Args:
        live: the running camera.
        receipt_log: the file in which the receipt is kept; empty if none.
    """
    status, settings = live.status(), live.settings
    receipt = status.receipt
    return {
        "version": __version__,
        "pid": os.getpid(),
        "state": status.state.kind,
        "message": status.state.message,
        "since": status.since.isoformat(timespec="seconds"),
        "switch": status.switch,
        "camera": status.camera,
        "sink": status.sink,
        "profile": settings.profile,
        "background": _background(settings.background),
        "shown": settings.people.show,
        "people": [
            {"id": one.track_id, "name": one.name, "is_me": one.is_me, "effect": one.effect}
            for one in live.people()
        ],
        "receipt": {
            "frames_out": receipt.frames_out,
            "protected": receipt.protected,
            "unprotected": receipt.unprotected,
            "on_card": receipt.on_card,
            "reasons": receipt.reasons,
        },
        "receipt_log": receipt_log,
        "figures": dict(status.figures),
    }


def _background(background: BackgroundSettings) -> str:
    """A background as it is written on the command line."""
    match background.kind:
        case "blur":
            return f"blur:{background.blur_strength:g}"
        case "picture" | "video":
            return background.file
        case "colour":
            return background.colour
        case kind:
            return kind
