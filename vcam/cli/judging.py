"""`vcam evaluate`: how good networks are, and how well people are told apart."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vcam.cli.options import require_file_place
from vcam.cli.printing import print_json
from vcam.cli.progress import counting_bar
from vcam.cli.train_libraries import train_libraries
from vcam.errors import UsageError
from vcam.paths import models_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vcam.evaluation.people import OpenStage
    from vcam.evaluation.run import Predictor
    from vcam.evaluation.whole import StagePredictor
    from vcam.portrait.manifest import NetworkEntry
    from vcam.types import Size

PEER_SUFFIXES = (".tflite", ".pth")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("evaluate")(evaluate)


def evaluate(
    folder: Annotated[Path, typer.Argument(help="Pictures NAME.jpg with labels NAME.png, nested or not.")],
    network: Annotated[
        str, typer.Option(help="A name of `vcam networks`, or an .onnx, .tflite or .pth file.")
    ] = "auto",
    precision: Annotated[str, typer.Option(metavar="auto|fp32|int8", help="Which of its files.")] = "auto",
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Fix the network's input size.")] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(metavar="FILE.png", help="Draw the worst pictures, and of clips the worst frames."),
    ] = None,
    task: Annotated[
        str,
        typer.Option(
            metavar="portrait|video|empty|instances",
            help="Judge masks, their steadiness, what is seen in empty rooms, or who is who.",
        ),
    ] = "portrait",
    refine: Annotated[
        bool, typer.Option("--refine", help="Judge what viewers get: refined and, in videos, steadied.")
    ] = False,
    json: Json = False,
) -> None:
    """Compare a network's masks, or the people told apart, with labels."""
    from vcam.evaluation import report, run

    own_size = _parse_size(size)
    require_file_place(sheet)
    if sheet is not None and task in ("video", "empty"):
        raise UsageError(f"There is no sheet of the task {task}; leave out --sheet.")
    if refine and own_size is not None:
        raise UsageError("--refine judges what viewers get, at the size that vcam chooses; leave out --size.")
    if task == "instances":
        _evaluate_people(folder, network, precision, own_size, sheet, json)
        return
    if task == "video":
        _evaluate_videos(folder, network, precision, own_size, refine, json)
        return
    if task not in ("portrait", "empty"):
        raise UsageError(f"There is no task {task!r}; choose portrait, video, empty or instances.")
    predictor: Predictor
    if refine:
        name, kind, predictor = _open_whole(network, precision, smoothing=0)
    else:
        name, kind, predictor = open_network(network, precision, own_size)
    if task == "empty":
        _evaluate_empty(folder, name, kind, predictor, json)
        return
    with counting_bar("Evaluating") as advance:
        evaluation = run.evaluate(folder, predictor, advance)
    if sheet is not None:
        report.draw_worst(evaluation, predictor, sheet)
    if json:
        print_json(report.as_json(name, kind, evaluation.overall))
    else:
        print("\n".join(report.as_lines(name, kind, evaluation.overall)))


def _evaluate_people(
    folder: Path, network: str, precision: str, size: "Size | None", sheet: Path | None, json: bool
) -> None:
    from vcam.app.telling import make_closeups, make_face_finder
    from vcam.evaluation import people_report, people_sheet

    open_stage = _stage_opener(network, precision, size)
    with counting_bar("Evaluating") as advance:
        found = people_report.evaluate_people(folder, open_stage, make_closeups, make_face_finder, advance)
    if sheet is not None:
        people_sheet.draw_worst(found.stills, found.clips, sheet)
    if json:
        print_json(people_report.as_json(found))
    else:
        print("\n".join(people_report.as_lines(found)))


def _stage_opener(network: str, precision: str, own: "Size | None") -> "OpenStage":
    """Give what makes the portrait stage with the network that `--network` names."""
    from vcam.portrait.session import Session
    from vcam.portrait.stage import FINE_PIXELS, PortraitStage
    from vcam.settings.model import PortraitSettings
    from vcam.stats import StageTimes

    settings = PortraitSettings()
    entry, home = _find_file(network, precision)
    _check_size(own, entry)

    def open_stage(size: "Size") -> PortraitStage:
        network = Session(entry, home, size, 1, own)
        # Whoever asks for a size wants that one, however people stand.
        fine = None if own else partial(Session, entry, home, size, 1, pixels=FINE_PIXELS)
        stage = PortraitStage(network, size, settings.smoothing, settings.edge_px, StageTimes(), fine)
        stage.prepare_fine_look()
        return stage

    return open_stage


def _evaluate_videos(
    folder: Path, network: str, precision: str, size: "Size | None", refine: bool, json: bool
) -> None:
    from vcam.evaluation.stability import evaluate_videos
    from vcam.settings.model import PortraitSettings

    with counting_bar("Evaluating") as advance:
        if refine:
            name, kind, whole = _open_whole(network, precision, PortraitSettings().smoothing)
            found = evaluate_videos(folder, whole, advance, whole.reset)
        else:
            name, kind, alone = open_network(network, precision, size)
            found = evaluate_videos(folder, alone, advance)
    _tell(name, kind, found.n_frames, {"dtssd": found.dtssd, "flicker": found.flicker}, json)


def _evaluate_empty(folder: Path, network: str, precision: str, predictor: "Predictor", json: bool) -> None:
    from vcam.evaluation.empty import evaluate_empty

    with counting_bar("Evaluating") as advance:
        found = evaluate_empty(folder, predictor, advance)
    _tell(network, precision, found.n, {"marked": found.marked, "haunted": found.haunted}, json)


def _tell(network: str, precision: str, n: int, figures: "Mapping[str, float]", json: bool) -> None:
    told: dict[str, object] = {"network": network, "precision": precision, "n": n}
    told |= {name: round(figure, 2) for name, figure in figures.items()}
    if json:
        print_json(told)
    else:
        print("\n".join(f"{name:<10}{value}" for name, value in told.items()))


def _open_whole(network: str, precision: str, smoothing: float) -> "tuple[str, str, StagePredictor]":
    from vcam.evaluation.whole import StagePredictor
    from vcam.settings.model import PortraitSettings

    entry, home = _find_file(network, precision)
    whole = StagePredictor(entry, home, smoothing, PortraitSettings().edge_px)
    return entry.name, entry.precision, whole


def open_network(network: str, precision: str, size: "Size | None") -> "tuple[str, str, Predictor]":
    """Make whatever `--network` names ready to run; gives its name and precision too.

    Raises:
        UsageError: the size is not for this network.
        VcamError: it cannot be loaded.
    """
    from vcam.evaluation.run import SessionPredictor

    path = Path(network)
    if path.suffix in PEER_SUFFIXES:
        if size is not None:
            raise UsageError(f"{network} has a fixed size; leave out --size.")
        return path.stem, "peer", _open_peer(path)
    entry, folder = _find_file(network, precision)
    _check_size(size, entry)
    return entry.name, entry.precision, SessionPredictor(entry, folder, 1, size)


def _find_file(network: str, precision: str) -> "tuple[NetworkEntry, Path]":
    """Find an ONNX file, by its path or by a name of the manifest, and the folder it lies in."""
    from vcam.portrait.manifest import find, read_manifest
    from vcam.portrait.session import describe

    path = Path(network)
    if path.suffix in PEER_SUFFIXES:
        raise UsageError(f"{network} is not one of vcam's networks; this works with an .onnx file or a name.")
    if path.suffix == ".onnx":
        return describe(path), path.parent
    return find(read_manifest(models_dir()), network, precision), models_dir()


def _open_peer(path: Path) -> "Predictor":
    if not path.is_file():
        raise UsageError(f"There is no file {path}; name a .tflite or .pth file.")
    with train_libraries():
        from vcam.training.peers import AuthorsSINet, MediaPipe

        return MediaPipe(path) if path.suffix == ".tflite" else AuthorsSINet(path)


def _parse_size(text: str | None) -> "Size | None":
    from vcam.types import Size

    if text is None:
        return None
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UsageError(f"--size {text} is no size; write WxH, such as 288x160.")
    return Size(int(width), int(height))


def _check_size(size: "Size | None", entry: "NetworkEntry") -> None:
    """Refuse a size that the network does not take."""
    if size is None:
        return
    multiple = entry.size_multiple
    if 0 in (size.width, size.height) or size.width % multiple or size.height % multiple:
        raise UsageError(
            f"--size {size.width}x{size.height} does not fit; both sides must be multiples of {multiple}."
        )
