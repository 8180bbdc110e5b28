"""What `vcam ctl status --json` tells of a running vcam."""

import os
from collections.abc import Sequence

from vcam import __version__
from vcam.cast import Person
from vcam.control.messages import Answer
from vcam.readers import Readers
from vcam.settings.model import BackgroundSettings
from vcam.steered import Steered


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
        "trouble": status.trouble,
        "since": status.since.isoformat(timespec="seconds"),
        "switch": status.switch,
        "camera": status.camera,
        "sink": status.sink,
        "readers": _describe_readers(status.readers),
        "profile": settings.profile,
        "background": _background(settings.background),
        "shown": settings.people.show,
        "people": describe_people(status.people),
        "effects": dict(settings.people.effects),
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


def describe_people(people: Sequence[Person]) -> list[dict[str, object]]:
    """Put people into a form that JSON can hold."""
    return [
        {"id": one.track_id, "name": one.name, "is_me": one.is_me, "effect": one.effect} for one in people
    ]


def _describe_readers(readers: Readers | None) -> dict[str, object] | None:
    return None if readers is None else {"count": readers.count, "programs": list(readers.programs)}


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
