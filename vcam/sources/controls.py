"""What can be set on a camera itself: exposure, focus, white balance and whatever else its driver offers."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vcam.devices import Device, list_devices
from vcam.errors import SourceError, UsageError
from vcam.sources.camera import choose_camera


@dataclass(frozen=True, slots=True)
class CameraControl:
    """One thing that can be set on a camera.

    Attributes:
        name: what it is called in commands, such as "exposure_time_absolute".
        label: what the driver calls it.
        value: as it is now; 0 or 1 for a switch, a number among `choices` for a choice.
        default: as the driver sets it.
        minimum: the least value.
        maximum: the greatest value.
        step: how far one value is from the next.
        choices: for a choice, its numbers and what they mean; else empty.
        can_change: whether it may be set now; often another control, such as automatic exposure, forbids it.
    """

    name: str
    label: str
    value: int
    default: int
    minimum: int
    maximum: int
    step: int
    choices: tuple[tuple[int, str], ...]
    can_change: bool


def list_controls(
    wanted: str, list_devices: Callable[[], list[Device]] = list_devices
) -> tuple[CameraControl, ...]:
    """List what can be set on a camera; it may be in use meanwhile.

    Args:
        wanted: "auto" for the first real camera, or a number, a path, a name or a bus.
        list_devices: finds the cameras.

    Raises:
        SourceError: there is no such camera, or it does not answer.
    """
    if sys.platform != "linux":
        raise SourceError("Cameras have settings of their own only on Linux; use the camera's own program.")
    device = choose_camera(wanted, list_devices())
    return _read(device.path)


def set_control(
    wanted: str, name: str, value: int, list_devices: Callable[[], list[Device]] = list_devices
) -> CameraControl:
    """Set one thing on a camera, also while it is in use; it lasts until the camera is unplugged.

    Args:
        wanted: the camera, as for `list_controls`.
        name: which control.
        value: from its minimum to its maximum, or one of its choices.
        list_devices: finds the cameras.

    Returns:
        The control as it is afterwards.

    Raises:
        UsageError: there is no such control, it may not be set now, or not to this value.
        SourceError: there is no such camera, or it does not answer.
    """
    known = {control.name: control for control in list_controls(wanted, list_devices)}
    if name not in known:
        raise UsageError(
            f'The camera has no "{name}"; it has {", ".join(sorted(known)) or "nothing to set"}.'
        )
    check_value(known[name], value)
    path = choose_camera(wanted, list_devices()).path
    try:
        _write(path, name, value)
    except (OSError, AttributeError) as error:  # linuxpy's word for what must not be written
        raise UsageError(
            f"{name} cannot be set now ({error}); automatic control may have to go first."
        ) from error
    return {control.name: control for control in list_controls(wanted, list_devices)}[name]


def check_value(control: CameraControl, value: int) -> None:
    """Raise UsageError if a control may not be set to a value."""
    if not control.can_change:
        raise UsageError(
            f"{control.name} cannot be set now; an automatic control, such as auto exposure, has to go first."
        )
    if control.choices:
        if value not in dict(control.choices):
            allowed = ", ".join(f"{number} ({meaning})" for number, meaning in control.choices)
            raise UsageError(f"{control.name} cannot be {value}; it can be {allowed}.")
        return
    if not control.minimum <= value <= control.maximum or (value - control.minimum) % max(1, control.step):
        steps = f" in steps of {control.step}" if control.step > 1 else ""
        raise UsageError(
            f"{control.name} cannot be {value}; it goes from {control.minimum} to {control.maximum}{steps}."
        )


def _read(path: str) -> tuple[CameraControl, ...]:
    """Ask a camera for its numbers, switches and choices; the rest is for its makers."""
    from linuxpy.video.device import BooleanControl, IntegerControl, MenuControl
    from linuxpy.video.device import Device as Node

    try:
        with Node(path) as node:
            return tuple(
                _describe(control, control.data if isinstance(control, MenuControl) else {})
                for control in node.controls.values()
                if isinstance(control, BooleanControl | IntegerControl | MenuControl)
                and not (control.is_flagged_disabled or control.is_flagged_write_only)
            )
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path} does not tell what can be set ({error}); unplug it and plug it in."
        ) from error


def _describe(control: Any, choices: Mapping[int, object]) -> CameraControl:
    return CameraControl(
        name=control.config_name,
        label=control.name,
        value=int(control.value),
        default=int(control.default),
        minimum=int(control.minimum),
        maximum=int(control.maximum),
        step=int(control.step),
        choices=tuple((int(number), str(meaning)) for number, meaning in choices.items()),
        can_change=control.is_writeable and not control.is_flagged_inactive,
    )


def _write(path: str, name: str, value: int) -> None:
    from linuxpy.video.device import Device as Node

    with Node(path) as node:
        node.controls[name].value = value
