"""The command line. It imports little: the virtual camera shows its first card a second after the start.

Whatever needs numpy, OpenCV or a network is imported inside the command that uses it.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vcam.cli.keys import is_key, press

if TYPE_CHECKING:
    import typer


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command.

    Args:
        argv: the words after `vcam`; without it, those of this process.

    Returns:
        The exit code: 0 done, 1 it failed, 2 wrong use, 130 stopped with Ctrl-C.
    """
    words = sys.argv[1:] if argv is None else argv
    if is_key(words):
        return press(words[1])
    from typer.main import get_command

    from vcam.cli.answer import answer
    from vcam.cli.root import make_app
    from vcam.paths import prepare_environment

    prepare_environment()
    app = make_app()
    _add_commands(app)
    return answer(get_command(app), words)


def _add_commands(app: "typer.Typer") -> None:
    from vcam.cli import benches, ctl, doctor, judging, learning, listing, profiles, running, scenes, settings

    running.register(app)
    listing.register(app)
    doctor.register(app)
    learning.register(app)
    judging.register(app)
    scenes.register(app)
    app.add_typer(ctl.app)
    app.add_typer(benches.app, name="bench")
    app.add_typer(settings.app)
    app.add_typer(profiles.app)
