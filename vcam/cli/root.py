"""What stands before every command: `vcam --help`, `vcam --version` and how much is said."""

from typing import Annotated

import typer

from vcam import __version__
from vcam.logs import start_logging


def make_app() -> typer.Typer:
    """Give the program without its commands."""
    app = typer.Typer(
        name="vcam",
        help="A virtual camera for video calls that hides your room and never shows it by accident.",
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_start)
    return app


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"vcam {__version__}")
        raise typer.Exit


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
