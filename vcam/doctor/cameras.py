"""Cameras: whether there is one, whether vcam may use it, who else does, and whether it is vcam itself."""

import os
import shlex

from vcam.devices import OUR_LABEL
from vcam.doctor.files import settings_of
from vcam.doctor.finding import Remedy, Verdict, error, ok, warning
from vcam.doctor.system import Camera, System
from vcam.errors import VcamError


def check_present(system: System) -> Verdict | None:
    """Look for a real camera."""
    if not system.is_linux:
        return None
    real = _real(system)
    if real:
        return ok(f"There is a camera: {', '.join(map(str, real))}.")
    return warning(
        "No camera was found.",
        Remedy("Plug one in or switch it on (a laptop may have a key for it); or try `vcam demo`."),
    )


def check_permission(system: System) -> Verdict | None:
    """On most systems the group video may use cameras."""
    closed = [each for each in system.cameras if not _may_use(system, each)]
    if not system.cameras:
        return None
    if not closed:
        return ok("You may use every camera.")
    group = _group_of(system, closed[0]) or "video"
    user = system.environment.get("USER") or system.environment.get("LOGNAME") or "$USER"
    names = ", ".join(map(str, closed))
    if user in _members(system, group):
        return error(
            f"You may not use {names} yet, although you have joined the group {group}.",
            Remedy("Log out and in again."),
        )
    shown = user if user == "$USER" else shlex.quote(user)
    return error(
        f"You may not use {names}.",
        Remedy(
            f"Join the group {group}, then log out and in again.",
            (f"usermod -aG {shlex.quote(group)} {shown}",),
            as_root=True,
        ),
    )


def check_busy(system: System) -> Verdict | None:
    """A camera gives pictures to one program at a time."""
    real = [each for each in _real(system) if _may_use(system, each)]
    if not real:
        return None
    sentences = [_who_uses(system, camera) for camera in real]
    taken = [sentence for sentence in sentences if sentence]
    if not taken:
        return ok("No other program uses a camera.")
    return warning(
        "; ".join(taken) + ".", Remedy("Close that program, or choose another camera with --source.")
    )


def check_feedback(system: System) -> Verdict | None:
    """Vcam must not film itself."""
    source = settings_of(system).camera.source
    virtual = [each for each in system.cameras if each.device.kind == "virtual"]
    if not virtual or source in ("auto", "demo"):
        return ok("vcam does not film itself.") if virtual else None
    # Imported here: it brings OpenCV along.
    from vcam.sources.camera import choose_camera

    try:
        chosen = choose_camera(source, [each.device for each in system.cameras])
    except VcamError:
        return ok("vcam does not film itself.")  # a file, or a camera that is unplugged
    if chosen.kind != "virtual" or (chosen.name != OUR_LABEL and len(virtual) > 1):
        return ok("vcam does not film itself.")
    return error(
        f"The settings name {chosen.name} ({chosen.path}) as the camera, into which vcam sends its pictures.",
        Remedy("Choose a real camera.", ("vcam settings set camera.source auto",)),
    )


def _real(system: System) -> list[Camera]:
    return [each for each in system.cameras if each.device.kind == "camera"]


def _may_use(system: System, camera: Camera) -> bool:
    return system.may(system.at(camera.device.path), os.R_OK | os.W_OK)


def _who_uses(system: System, camera: Camera) -> str:
    """Say in a sentence without its full stop who keeps a camera busy; empty if nobody or vcam does."""
    holders = system.holders(camera.device.path)
    path = str(system.at(camera.device.path))
    if any(holder.is_vcam for holder in holders) or system.find_trouble(path) != "busy":
        return ""
    by = ", ".join(map(str, holders)) or "another user's program"
    return f"{camera} is in use by {by}"


def _group_of(system: System, camera: Camera) -> str:
    """The name of the group that owns a device's file; empty if it cannot be told."""
    try:
        number = system.at(camera.device.path).stat().st_gid
    except OSError:
        return ""
    for line in system.read("/etc/group").splitlines():
        name, _, rest = line.partition(":")
        if rest.split(":")[1:2] == [str(number)]:
            return name
    return ""


def _members(system: System, group: str) -> list[str]:
    lines = (line.split(":") for line in system.read("/etc/group").splitlines())
    return next((parts[3].split(",") for parts in lines if len(parts) > 3 and parts[0] == group), [])
