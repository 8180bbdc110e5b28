"""What stands before every command: `vcam --help`, `vcam --version` and how much is said."""

from typing import Annotated

import typer

from vcam import __version__
from vcam.errors import UsageError, VcamError
from vcam.logs import start_logging


def make_app() -> typer.Typer:
    """Give the program without its commands."""
    app = typer.Typer(
        name="vcam",
        help="A virtual camera for video calls that hides your room and never shows it by accident. "
        "Without a command it is the tray app with its window.",
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
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Without a command: start in the tray, without the window.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("-V", "--version", callback=_tell_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    start_logging(verbose)
    if context.invoked_subcommand is None:
        code = _open_window(hidden)
        raise typer.Exit(code)
    if hidden:
        raise UsageError(
            "--hidden is for the tray app, which starts without a command; leave out one of the two."
        )


def _open_window(hidden: bool) -> int:
    """Be the tray app; PyQt6 needs libraries of the system that a small one does not have."""
    try:
        from vcam.gui.start import start
    except ImportError as error:
        raise VcamError(
            f"The window cannot be loaded ({error}); `vcam doctor` says what is missing, "
            "and `vcam run` is the camera without a window."
        ) from error
    return start(shows_window=not hidden)
