"""Progress bars, on stderr so that what a command prints stays its answer."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from vcam.training.loop import Progress as Step


@contextmanager
def counting_bar(words: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show how many of how many things, if that is known, are done; give the function that is told so."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    with _bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    ) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def training_bar(steps: int) -> Iterator["Callable[[Step], None]"]:
    """Show a training's steps, loss, speed and best score; give the function that is told of a step."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    figures = TextColumn(
        "loss {task.fields[loss]:.4f}  {task.fields[speed]:.0f}/s  best {task.fields[best]:.2f}"
    )
    with _bar(BarColumn(), MofNCompleteColumn(), figures, TimeRemainingColumn()) as bar:
        task = bar.add_task("training", total=steps, loss=0.0, speed=0.0, best=0.0)

        def tell(step: "Step") -> None:
            bar.update(task, completed=step.step, loss=step.loss, speed=step.pictures_per_s, best=step.best)

        yield tell


def _bar(*columns: object) -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())  # type: ignore[arg-type]
