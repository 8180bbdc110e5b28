"""`vcam scenes`: make pictures of several people with exact labels, to judge who is who with."""

from pathlib import Path
from typing import Annotated

import typer

from vcam.cli.progress import counting_bar


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("scenes")(scenes)


def scenes(
    out: Annotated[Path, typer.Argument(help="A new folder; it gets still/ and moving/.")],
    data: Annotated[
        Path, typer.Option(help="Folder with the people eg1800/test and the rooms, as its README says.")
    ] = Path("data"),
    people: Annotated[
        Path | None, typer.Option(help="Other people: NAME.jpg with masks NAME.png, one person each.")
    ] = None,
    stills: Annotated[int, typer.Option(min=0, help="How many still scenes.")] = 64,
    clips: Annotated[int, typer.Option(min=0, help="How many moving ones.")] = 12,
    frames: Annotated[int, typer.Option(min=10, max=9999, help="How many pictures each of these has.")] = 75,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same scenes.")] = 2026,
) -> None:
    """Make scenes of several people, still and moving, for `vcam evaluate --task instances`."""
    from vcam.training.data.scene_folder import SceneSet, load_maker, write_scenes

    maker = load_maker(people or data / "eg1800" / "test", data / "rooms")
    with counting_bar("Drawing") as advance:
        write_scenes(out, maker, SceneSet(stills, clips, frames, seed), advance)
    print(f"{out} is made; `vcam evaluate {out} --task instances` judges with it.")
