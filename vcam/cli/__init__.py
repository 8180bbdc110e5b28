"""The command line. It imports little: the virtual camera shows its first card a second after the start.

Whatever needs numpy, OpenCV or a network is imported inside the command that uses it.
"""

from collections.abc import Sequence
from typing import Annotated

import typer

from vcam import __version__
from vcam.cli import benches, learning, listing, profiles, running, settings
from vcam.cli.answer import answer
from vcam.logs import start_logging
from vcam.paths import prepare_environment

app = typer.Typer(
    name="vcam",
    help="A virtual camera for video calls that hides your room and never shows it by accident.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command.

    Args:
        argv: the words after `vcam`; without it, those of this process.

    Returns:
        The exit code: 0 done, 1 it failed, 2 wrong use, 130 stopped with Ctrl-C.
    """
    prepare_environment()
    return answer(typer.main.get_command(app), argv)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"vcam {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    verbose: Annotated[
        int,
        typer.Option(
            "-v", "--verbose", count=True, show_default=False, help="Say more; -vv says everything."
        ),
    ] = 0,
    _version: Annotated[
        bool, typer.Option("-V", "--version", callback=_tell_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    start_logging(verbose)
    if context.invoked_subcommand is None:
        print(context.get_help())


running.register(app)
listing.register(app)
learning.register(app)
app.add_typer(benches.app, name="bench")
app.add_typer(settings.app)
app.add_typer(profiles.app)
