"""How the command line ends: an exit code, and at most one sentence on stderr."""

import os
import sys
from collections.abc import Sequence
from typing import Any, Protocol

import typer

from vcam.errors import UsageError, VcamError
from vcam.logs import record_crash
from vcam.texts import is_utf8

FAILED, WRONG_USE, STOPPED = 1, 2, 130


class Command(Protocol):
    """What typer makes of an application."""

    def main(self, args: Sequence[str] | None, prog_name: str, *, standalone_mode: bool) -> Any:
        """Parse the words, call the function that they name and give what it gives."""


def answer(command: Command, argv: Sequence[str] | None) -> int:
    """Carry out a command, and put every way in which it can end into an exit code and a sentence.

    Args:
        command: what to carry out; the function behind it may return an exit code.
        argv: the words after the program's name; without it, those of this process.
    """
    try:
        _require_readable(sys.argv[1:] if argv is None else argv)
        code = command.main(argv, "vcam", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _say(_usage_sentence(error), WRONG_USE if error.exit_code == 2 else FAILED)
    except UsageError as error:
        return _say(str(error), WRONG_USE)
    except VcamError as error:
        return _say(str(error), FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # the process's edge: there is nobody else to report it
        return _say(_crash_sentence(error), FAILED)
    return code if isinstance(code, int) else 0


def _require_readable(words: Sequence[str]) -> None:
    """Refuse names of other encodings, at which libraries for pictures and videos crash.

    Raises:
        UsageError: a word is none in UTF-8.
    """
    for word in words:
        if not is_utf8(word):
            shown = word.encode("utf-8", "replace").decode()
            raise UsageError(f"{shown} is not a name in UTF-8, which is needed here; rename the file.")


def _say(sentence: str, code: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return code


def _usage_sentence(error: typer.TyperException) -> str:
    """Put typer's words, which can be several lines, into one sentence."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "vcam"
    message = " ".join(error.format_message().split()).replace(". ", "; ").rstrip(". ")
    return f"{message}; see `{path} --help`."


def _crash_sentence(error: Exception) -> str:
    log = record_crash(error)
    where = f"the details are in {log}" if log else "run it again with -vv to see the details"
    return f"Something broke inside vcam ({type(error).__name__}); {where}."


def _reader_left() -> int:
    """End without the interpreter's own complaint when whoever read our output went away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
