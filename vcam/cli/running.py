"""The commands that make pictures: run, process and demo."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from vcam.cli import options
from vcam.cli.options import Choices, chosen_settings, require_file_place, require_writable_place
from vcam.cli.progress import counting_bar
from vcam.cli.summary import print_summary
from vcam.errors import UsageError
from vcam.settings import BackgroundSettings

log = logging.getLogger(__name__)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("run")(run)
    app.command("process")(process)
    app.command("demo")(demo)


def run(
    source: options.Source = None,
    sink: options.Sink = None,
    size: options.PictureSize = None,
    fps: options.Fps = None,
    network: options.Network = None,
    precision: options.Precision = None,
    background: options.Background = None,
    people: options.People = None,
    effect: options.Effect = None,
    follow: options.Follow = None,
    profile: options.Profile = None,
    threads: options.Threads = None,
    stats: options.Stats = None,
) -> None:
    """Run the camera without a window, until Ctrl-C or `vcam ctl quit`.

    A user has one camera, which `vcam ctl` steers; a second one is refused. With a file or memory as
    its sink, a run may go on beside it, and is then not steered.
    """
    values = {
        "camera.source": source,
        "camera.size": size,
        "camera.fps": fps,
        "output.sink": sink,
        "output.size": size,
        "output.fps": fps,
        "portrait.network": network,
        "portrait.precision": precision,
        "portrait.threads": threads,
        "people.show": people,
        "framing.follow": options.as_typed(follow),
    }
    settings = chosen_settings(Choices(profile, background, tuple(effect or ()), values))
    require_file_place(stats)
    from vcam import app

    print_summary(app.run(settings, stats_file=stats))


def process(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A video or picture file.")],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write; a folder gets a PNG for each picture.")
    ],
    size: options.PictureSize = None,
    fps: options.Fps = None,
    network: options.Network = None,
    precision: options.Precision = None,
    background: options.Background = None,
    people: options.People = None,
    effect: options.Effect = None,
    follow: options.Follow = None,
    profile: options.Profile = None,
    threads: options.Threads = None,
    stats: options.Stats = None,
    alpha: Annotated[Path | None, typer.Option(metavar="OUT", help="Also write how much is person.")] = None,
    labels: Annotated[Path | None, typer.Option(metavar="OUT", help="Also write who is where.")] = None,
) -> None:
    """Replace the room in a video or picture file.

    A video's sound is left out. OUT is written over if it is there.
    """
    values = _values(size, fps, network, precision, threads, people, follow)
    settings = chosen_settings(Choices(profile, background, tuple(effect or ()), values))
    _require_input(source)
    require_file_place(stats)
    _require_distinct(source, out, alpha, labels, stats)
    from vcam import app

    if fps is not None:
        log.warning("a file keeps its own pace, so --fps changes nothing")
    result = None if size is None else app.parse_size(settings.output.size)
    with counting_bar(source.name) as report:
        figures = app.process(
            settings, source, out, stats_file=stats, alpha=alpha, labels=labels, size=result, report=report
        )
    print_summary(figures)
    print(f"Wrote {out}.")


def demo(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The film to write; a still, OUT as .png, comes beside it.")
    ] = Path("vcam-demo.mp4"),
    size: options.PictureSize = None,
    fps: options.Fps = None,
    network: options.Network = None,
    precision: options.Precision = None,
    background: options.Background = None,
    people: options.People = None,
    effect: options.Effect = None,
    follow: options.Follow = None,
    profile: options.Profile = None,
    threads: options.Threads = None,
    stats: options.Stats = None,
) -> None:
    """Show what vcam does, without a camera."""
    values = _values(size, fps, network, precision, threads, people, follow)
    settings = chosen_settings(Choices(profile, background, tuple(effect or ()), values))
    still = out.with_suffix(".png")
    require_file_place(stats)
    _require_distinct(out, still if still != out else None, stats)
    # Of a film that is there it is an earlier still.
    if still.exists() and not out.exists():
        raise UsageError(f"{still} would be written over by a still; give the film another name.")
    from vcam import app

    if background is None and settings.background == BackgroundSettings():
        settings = settings.model_copy(update={"background": app.demo_background()})
    with counting_bar("demo") as report:
        figures = app.demo(settings, out, stats_file=stats, report=report)
    print_summary(figures)
    print(f"Wrote {out} and {still}, a still from it.")


def _values(
    size: str | None,
    fps: str | None,
    network: str | None,
    precision: str | None,
    threads: str | None,
    people: str | None,
    follow: bool | None,
) -> dict[str, str | None]:
    return {
        "output.size": size,
        "output.fps": fps,
        "portrait.network": network,
        "portrait.precision": precision,
        "portrait.threads": threads,
        "people.show": people,
        "framing.follow": options.as_typed(follow),
    }


def _require_input(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"There is no file {path}; check the name.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give a video or picture file.")


def _require_distinct(*paths: Path | None) -> None:
    """Make sure that no file is written over another one, least of all over the input."""
    named = [path for path in paths if path is not None]
    for path in named:
        require_writable_place(path)
    if len({path.resolve() for path in named}) < len(named):
        raise UsageError("Two of the files are the same one; give each a name of its own.")
