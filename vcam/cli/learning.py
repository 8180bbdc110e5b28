"""The commands that make networks: train, samples, average, level, export and quantize."""

from pathlib import Path
from typing import Annotated

import typer

from vcam.cli.judging import open_network
from vcam.cli.progress import training_bar
from vcam.cli.train_libraries import train_libraries
from vcam.errors import UsageError
from vcam.paths import cache_dir

Data = Annotated[Path, typer.Option(help="Folder of the training data, laid out as its README says.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for command in (train, samples, average, level, export, quantize):
        app.command(command.__name__)(command)


def train(
    network: Annotated[str, typer.Argument(help="Which network, such as sinet.")],
    data: Data = Path("data"),
    out: Annotated[Path | None, typer.Option(help="Folder of the result; runs/NETWORK if not given.")] = None,
    pictures: Annotated[
        int | None,
        typer.Option(min=1, help="How many pictures it sees; the network's own number if not given."),
    ] = None,
    batch: Annotated[
        int | None, typer.Option(min=1, help="How many pictures a step looks at; likewise.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same training.")] = 2026,
    start: Annotated[
        Path | None,
        typer.Option(
            metavar="best.pt", help="Start from the weights of an earlier training, at half the rate."
        ),
    ] = None,
    teacher: Annotated[
        list[str] | None,
        typer.Option(
            help="A name of `vcam networks`, or an .onnx or .tflite file, whose answers soften photographs' "
            "labels; give it several times for several."
        ),
    ] = None,
) -> None:
    """Train a network; called again, it goes on where it was stopped."""
    folder = out or Path("runs") / network
    with train_libraries():
        from vcam.training.loop import train as learn
        from vcam.training.recipe import recipe_for

        recipe = recipe_for(network, pictures, batch, seed, start)
        teachers = [open_network(name, "fp32", None)[2] for name in teacher or ()]
        with training_bar(recipe.steps) as report:
            best = learn(recipe, data, folder, cache_dir() / "teacher", report, teachers=teachers)
    print(f"The best weights are in {best}; `vcam export {best} {network}.onnx` makes a network of them.")


def samples(
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="The sheet to draw.")],
    data: Data = Path("data"),
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same samples.")] = 2026,
) -> None:
    """Draw forty pictures as a training sees them, with their labels' contours."""
    _require_folder(out)
    with train_libraries():
        from vcam.training.data.batches import make_scenes
        from vcam.training.data.sheet import draw_sheet

        draw_sheet(make_scenes(data, cache_dir() / "teacher"), seed, out)
    print(f"Wrote {out}.")


def average(
    out: Annotated[Path, typer.Argument(metavar="OUT.pt", help="The checkpoint to write.")],
    checkpoints: Annotated[
        list[Path], typer.Argument(metavar="best.pt...", help="Trainings that began from one another.")
    ],
) -> None:
    """Average the weights of trainings that began from one another; of a last.pt the averaged ones."""
    _require_folder(out)
    with train_libraries():
        from vcam.training.checkpoint import average_checkpoints

        name = average_checkpoints(checkpoints, out)
    print(f"Wrote {out}; `vcam export {out} {name}.onnx` makes a network of it.")


def level(
    checkpoint: Annotated[Path, typer.Argument(help="A best.pt of `vcam train`.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.pt", help="The checkpoint to write.")],
    data: Data = Path("data"),
) -> None:
    """Find how sure a network must be of a person, so that its masks are as large as the labels."""
    _require_folder(out)
    with train_libraries():
        from vcam.training.level import level as find

        found = find(checkpoint, data, out)
    print(f"From {found:.2f} on a pixel is person. Wrote {out}; `vcam export` makes a network of it.")


def export(
    checkpoint: Annotated[Path, typer.Argument(help="A best.pt of `vcam train`.")],
    out: Annotated[Path, typer.Argument(help="The ONNX file to write.")],
) -> None:
    """Write a trained network as the file that vcam runs."""
    _require_folder(out)
    with train_libraries():
        from vcam.training import export as exporting
        from vcam.training.count import manifest_lines

        name = exporting.export(checkpoint, out)
        lines = manifest_lines(name, out, "fp32")
    print("\n".join(lines))


def quantize(
    onnx: Annotated[Path, typer.Argument(help="An ONNX file of `vcam export`.")],
    out: Annotated[Path, typer.Argument(help="The int8 file to write.")],
    data: Data = Path("data"),
) -> None:
    """Write a network's int8 file, calibrated on training pictures."""
    _require_folder(out)
    with train_libraries():
        from vcam.training.count import file_lines
        from vcam.training.quantize import quantize as make_int8

        make_int8(onnx, data, out, cache_dir() / "teacher")
        lines = file_lines(out, "int8")
    print("\n".join(lines))


def _require_folder(out: Path) -> None:
    if not out.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {out.absolute().parent} for {out.name}; make it first.")
