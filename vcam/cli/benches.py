"""`vcam bench`: how long things take on this machine, side by side."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from vcam.cli.groups import hand_on
from vcam.cli.printing import print_json
from vcam.cli.train_libraries import train_libraries
from vcam.paths import models_dir

app = typer.Typer(invoke_without_command=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Peer = Annotated[
    Path | None,
    typer.Option(metavar="FILE.tflite", help="Another network, such as MediaPipe's, beside ours."),
]


@app.callback()
def bench_loop(
    context: typer.Context,
    size: Annotated[str, typer.Option(metavar="WxH", help="Picture size.")] = "1280x720",
    frames: Annotated[int, typer.Option(min=10, help="How many pictures each loop gets.")] = 150,
    peer: Peer = None,
    json: Json = False,
) -> None:
    """Measure what a picture costs, beside what the usual ways cost; or one of the commands below."""
    if context.invoked_subcommand is not None:
        hand_on(context)
        return
    from vcam.app import parse_size
    from vcam.bench.run import measure_size

    with train_libraries():
        loops = measure_size(parse_size(size), frames, peer)
    if json:
        print_json({"sizes": {size: loops}})
        return
    ours_ms = loops["ours"]["cpu_ms"]
    print(f"{size}, one core   {'median ms':>10}{'best ms':>10}{'to ours':>9}")
    for name, times in loops.items():
        ratio = times["cpu_ms"] / ours_ms
        print(f"{name:<20}{times['cpu_ms']:10.2f}{times['best_ms']:10.2f}{ratio:9.2f}")


@app.command("networks")
def bench_networks(
    threads: Annotated[int, typer.Option(min=1, max=8, help="Threads for each network.")] = 1,
    peer: Peer = None,
    json: Json = False,
) -> None:
    """Measure the milliseconds that each network takes for a picture."""
    from vcam.bench.networks import measure_networks
    from vcam.portrait.manifest import read_manifest

    with train_libraries():
        times = measure_networks(read_manifest(models_dir()), models_dir(), threads, peer)
    if json:
        print_json([{**asdict(one), "size": str(one.size)} for one in times])
        return
    print(f"{'network':<32}{'precision':<11}{'size':<10}{'median ms':>10}{'best ms':>10}")
    for one in times:
        print(f"{one.name:<32}{one.precision:<11}{one.size!s:<10}{one.median_ms:10.2f}{one.best_ms:10.2f}")


@app.command("people")
def bench_people(
    size: Annotated[str, typer.Option(metavar="WxH", help="Picture size.")] = "1280x720",
    frames: Annotated[int, typer.Option(min=10, help="How many pictures each turn gets.")] = 200,
    json: Json = False,
) -> None:
    """Measure what telling people apart adds to a picture, and superpixels beside OpenCV's SEEDS."""
    from vcam.app import parse_size, use_one_thread_for_pictures
    from vcam.app.parts import make_portrait_stage
    from vcam.app.telling import make_closeups
    from vcam.bench.people import SMALL, measure_detector, measure_separation, measure_superpixels
    from vcam.errors import VcamError
    from vcam.paths import face_model
    from vcam.settings import Settings
    from vcam.stats import RunStats

    use_one_thread_for_pictures()
    frame_size = parse_size(size)
    finder = make_portrait_stage(Settings(), frame_size, RunStats())
    finder.prepare_fine_look()
    separation = measure_separation(frame_size, frames, partial(make_closeups, frame_size, SMALL), finder)
    superpixels = measure_superpixels(frames)
    try:
        detector_ms: float | None = round(measure_detector(face_model(), frames), 3)
    except VcamError:
        detector_ms = None
    if json:
        print_json({"sizes": {size: separation}, "superpixels": superpixels, "detector_ms": detector_ms})
        return
    for title, times in ((f"telling apart, {size}", separation), ("superpixels, 320x180", superpixels)):
        print(f"{title:<28}{'median ms':>10}{'best ms':>10}")
        for name, one in times.items():
            print(f"  {name:<26}{one['cpu_ms']:10.2f}{one['best_ms']:10.2f}")
    told = "not there" if detector_ms is None else f"{detector_ms:10.2f}"
    print(f"{'face detector, each picture':<28}{told}")
