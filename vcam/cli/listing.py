"""The commands that list what there is: devices and networks."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from vcam.cli.printing import print_json
from vcam.errors import UsageError
from vcam.paths import models_dir

if TYPE_CHECKING:
    from vcam.sources.controls import CameraControl

SHOWN_SET = "eg1800_test"
"""The test set whose score the table shows; --json tells all."""

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("devices")(devices)
    app.command("networks")(networks)


def devices(
    json: Json = False,
    controls: Annotated[
        bool, typer.Option("--controls", help="List what can be set on a camera, such as exposure and focus.")
    ] = False,
    setting: Annotated[
        str, typer.Option("--set", metavar="NAME=VALUE", help="Set one of these, also while it is in use.")
    ] = "",
    camera: Annotated[
        str | None,
        typer.Option(
            metavar="CAMERA",
            help="With --controls or --set: which camera: auto, a number, a path, a name or a bus.",
        ),
    ] = None,
) -> None:
    """List cameras and virtual cameras, or what can be set on a camera."""
    from vcam.devices import list_devices

    if controls or setting:
        _controls("auto" if camera is None else camera, setting, json)
        return
    if camera is not None:
        raise UsageError("--camera says whose controls are meant; add --controls or --set.")
    found = list_devices()
    if json:
        print_json([asdict(device) for device in found])
    elif not found:
        print("No camera was found.")
    else:
        rows = [(each.path, each.kind, each.name, each.bus, " ".join(each.formats)) for each in found]
        _print_table(("Device", "Kind", "Name", "Bus", "Formats"), rows)


def _controls(camera: str, setting: str, json: bool) -> None:
    """Set something on a camera if that is wanted, and list it, or else everything."""
    from vcam.sources.controls import list_controls, set_control

    if setting:
        name, _, text = setting.partition("=")
        try:
            value = int(text)
        except ValueError:
            raise UsageError(f'"{setting}" sets nothing; write it like brightness=128.') from None
        found: tuple[CameraControl, ...] = (set_control(camera, name.strip(), value),)
    else:
        found = list_controls(camera)
    if json:
        print_json([asdict(control) for control in found])
        return
    rows = [
        (
            control.name,
            str(control.value),
            ", ".join(f"{number} {meaning}" for number, meaning in control.choices)
            or f"{control.minimum} to {control.maximum}",
            str(control.default),
            "" if control.can_change else "not now",
        )
        for control in found
    ]
    _print_table(("Control", "Value", "Allowed", "Default", "Changeable"), rows)


def networks(json: Json = False) -> None:
    """List the networks that can find people."""
    from vcam.portrait.manifest import read_closeups, read_manifest

    entries, closeups = read_manifest(models_dir()), read_closeups(models_dir())
    if json:
        print_json(
            [
                {
                    "name": entry.name,
                    "precision": entry.precision,
                    "file": entry.file,
                    "size": str(entry.size),
                    "parameters": entry.parameters,
                    "scores": entry.scores,
                    "terms": entry.terms,
                    "default": entry.default,
                }
                for entry in entries
            ]
        )
        return
    rows = [
        (
            entry.name + (" (default)" if entry.default and entry.precision == "fp32" else ""),
            entry.precision,
            str(entry.size),
            f"{entry.parameters:,}",
            f"{entry.scores.get(SHOWN_SET, {}).get('iou_fg', math.nan):.1f}",
        )
        for entry in entries
    ]
    _print_table(("Network", "Precision", "Size", "Parameters", f"IoU on {SHOWN_SET}, %"), rows)
    if closeups:
        print(f"Beside these, {closeups[0].name} looks from near at people who overlap, whichever is chosen.")
    for terms in dict.fromkeys(entry.terms for entry in (*entries, *closeups)):
        print(terms)


def _print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # a name may hold what rich takes for markup
    Console().print(table)
