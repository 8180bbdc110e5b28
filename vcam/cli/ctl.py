"""`vcam ctl`: steer a running vcam. Made for keys and buttons, so it imports next to nothing."""

import json as json_format
import logging
import threading
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import typer

from vcam.cli.files import from_here, setting_from_here
from vcam.cli.listing import Json
from vcam.cli.printing import print_json, print_values
from vcam.control.client import ask
from vcam.paths import runtime_dir

log = logging.getLogger(__name__)

app = typer.Typer(
    name="ctl",
    help="Steer a running vcam. Nothing is printed when it is done; the exit code is 0 then, 1 if it "
    "failed, 2 if the command was wrong.",
    no_args_is_help=True,
)

Who: TypeAlias = Annotated[
    str, typer.Argument(metavar="WHO", help="A number that `vcam ctl people` shows, or a name.")
]
Key: TypeAlias = Annotated[str, typer.Argument(metavar="KEY", help="A name such as background.kind.")]

QUESTIONS, QUESTION_S = 20, 0.3
"""How often and how far apart it is asked who is there, before nobody is."""


class Shown(StrEnum):
    """Who is shown."""

    ALL = "all"
    ONLY_ME = "only-me"


class Aspect(StrEnum):
    """What can be changed of a person."""

    EFFECT = "effect"
    NAME = "name"


@app.command()
def on() -> None:
    """Show the picture; the webcam is opened if it is closed."""
    _ask("on")


@app.command()
def off() -> None:
    """Show the card and close the webcam."""
    _ask("off")


@app.command()
def card() -> None:
    """Show the card; the webcam keeps running, so `on` is instant."""
    _ask("card")


@app.command()
def panic() -> None:
    """Show the card at once and close the webcam; for a key of its own."""
    _ask("panic")


@app.command()
def background(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="none, blur, blur:0.8, a picture or video file, '#RRGGBB' (in quotes) or chroma.",
        ),
    ],
) -> None:
    """Replace the room by something else."""
    _ask("background", what=from_here(what))


@app.command()
def profile(
    name: Annotated[str, typer.Argument(metavar="NAME", help='A profile\'s name, or "" for none.')],
) -> None:
    """Look as a profile says; devices stay as they are unless it names others."""
    _ask("profile", name=name)


@app.command()
def people(
    shown: Annotated[
        Shown | None, typer.Argument(metavar="[all|only-me]", help="Everybody, or nobody but you.")
    ] = None,
    json: Json = False,
) -> None:
    """Choose who is shown; without a choice, list who is in the picture."""
    if shown is not None:
        _ask("people", shown=shown)
        return
    found = _who_is_there()
    if json:
        print_json(found)
    else:
        print("\n".join(map(_person_in_words, found)) or "Nobody is seen.")


@app.command()
def person(
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", help="A number that `people` shows, a name, me or others."),
    ],
    aspect: Annotated[Aspect, typer.Argument(metavar="effect|name", help="What to change.")],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="An effect such as blur, or none; or the person's name.")
    ],
) -> None:
    """Give a person an effect or a name."""
    if aspect is Aspect.EFFECT:
        _ask("person-effect", who=who, effect=value)
    else:
        _ask("person-name", who=who, name=value)


@app.command()
def me(who: Who) -> None:
    """Say which person is you."""
    _ask("me", who=who)


@app.command("set")
def set_value(key: Key, value: Annotated[str, typer.Argument(metavar="VALUE")]) -> None:
    """Change a setting until vcam ends; `vcam settings set` changes it for good."""
    _ask("set", key=key, value=setting_from_here(key, value))


@app.command()
def get(key: Key, json: Json = False) -> None:
    """Show a setting that is in force, or all of a group such as background."""
    values = _ask("get", key=key)
    if json:
        print_json(values)
    elif list(values) == [key]:
        value = values[key]
        print(value if isinstance(value, str) else json_format.dumps(value, ensure_ascii=False))
    else:
        print_values(values)


@app.command()
def status(json: Json = False) -> None:
    """Show what vcam does, for whom, and what has left it so far."""
    told = _ask("status")
    print_json(told) if json else print("\n".join(_status_lines(told)))


@app.command("raise")
def raise_window() -> None:
    """Bring the window to the front."""
    _ask("raise")


@app.command()
def quit() -> None:
    """End vcam."""
    _ask("quit")


def _ask(verb: str, **values: str) -> dict[str, Any]:
    answer = ask(runtime_dir(), verb, values)
    for warning in answer.pop("warnings", ()):
        log.warning("%s", warning)
    return answer


def _who_is_there() -> list[dict[str, Any]]:
    """Ask until somebody is told apart: that begins with the first question."""
    patience = threading.Event()
    for _ in range(QUESTIONS):
        found: list[dict[str, Any]] = _ask("who")["people"]
        if found:
            break
        patience.wait(QUESTION_S)
    return found


def _status_lines(told: dict[str, Any]) -> list[str]:
    receipt = told["receipt"]
    since = datetime.fromisoformat(told["since"]).astimezone()
    message = f": {told['message']}" if told["message"] else ""
    reasons = ", ".join(f"{reason}: {count}" for reason, count in receipt["reasons"].items())
    lines = {
        "state": f"{told['state']} since {since:%H:%M:%S}{message}",
        "trouble": told["trouble"] or "none",
        "switched": told["switch"],
        "camera": told["camera"] or "closed",
        "sink": told["sink"],
        "readers": _readers_in_words(told["readers"]),
        "background": told["background"],
        "profile": told["profile"] or "none",
        "shown": told["shown"],
        "people": "; ".join(map(_person_in_words, told["people"])) or "not told apart now",
        "effects": ", ".join(f"{who}={effect}" for who, effect in told["effects"].items()) or "none",
        "pictures": f"{receipt['frames_out']} sent, {receipt['protected']} with the room hidden, "
        f"{receipt['unprotected']} with the room shown, {receipt['on_card']} on card"
        + (f" ({reasons})" if reasons else ""),
        "receipt": told["receipt_log"],
    }
    return [f"{name:<11} {text}" for name, text in lines.items()]


def _readers_in_words(readers: dict[str, Any] | None) -> str:
    if readers is None:
        return "not known"
    return ", ".join(readers["programs"]) or str(readers["count"] or "nobody")


def _person_in_words(one: dict[str, Any]) -> str:
    words = [str(one["id"]), one["name"], "(me)" if one["is_me"] else "", one["effect"]]
    return " ".join(word for word in words if word)
