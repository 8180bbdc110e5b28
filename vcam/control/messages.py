"""The messages between `vcam ctl` and a running vcam: a line of JSON there, a line of JSON back.

Asked: `{"vcam": 1, "verb": "background", "what": "blur:0.8"}`
Done: `{"vcam": 1, "ok": true, "answer": {"warnings": []}}`
Not done: `{"vcam": 1, "ok": false, "wrong": "usage", "error": "There is no verb 'fly'; use ..."}`
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from vcam.errors import UsageError, VcamError

VERSION = 1
MAX_BYTES = 64 * 1024
"""The longest line that a request may be, with its end."""
MAX_REPLY_BYTES = 1024 * 1024
NOT_IN_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Kinds of characters: controls, halves of characters, ends of lines and of paragraphs. All others, such as
unusual spaces and joiners, do stand in names of files."""

Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that a running vcam can be asked.

    Attributes:
        name: how it is called.
        does: what it does, in a sentence.
        takes: the names of what it needs to know; each is a text.
        is_quick: whether it waits for no file, no device and no other request.
    """

    name: str
    does: str
    takes: tuple[str, ...] = ()
    is_quick: bool = False


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("on", "Show the picture; the webcam is opened if it is closed.", is_quick=True),
        Verb("off", "Show the card and close the webcam.", is_quick=True),
        Verb("card", "Show the card; the webcam keeps running.", is_quick=True),
        Verb("panic", "Show the card at once and close the webcam.", is_quick=True),
        Verb("background", "Replace the room.", ("what",)),
        Verb("profile", "Look as a profile says.", ("name",)),
        Verb("people", "Choose who is shown: all or only-me.", ("shown",)),
        Verb("who", "Tell who is in the picture; the first answer may be empty."),
        Verb("person-effect", "Choose how a person is shown.", ("who", "effect")),
        Verb("person-name", "Give a person a name.", ("who", "name")),
        Verb("me", "Say which person is the user.", ("who",)),
        Verb("set", "Change a setting until vcam ends.", ("key", "value")),
        Verb("get", "Tell a setting, or all of a group.", ("key",), is_quick=True),
        Verb("status", "Tell what vcam does and what left it.", is_quick=True),
        Verb("raise", "Show the window.", is_quick=True),
        Verb("quit", "End vcam.", is_quick=True),
    )
}


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for.

    Attributes:
        verb: a name in `VERBS`.
        values: a text for each name that the verb takes.
    """

    verb: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a running vcam says.

    Attributes:
        answer: what was asked for.
        error: why it was not done, in a sentence; empty when it was.
        wrong: who has to change something: "usage" the one who asked, "failure" somebody else.
    """

    answer: Answer = field(default_factory=dict)
    error: str = ""
    wrong: Literal["usage", "failure"] = "failure"


def refusal(error: VcamError) -> Reply:
    """Put an error into a reply."""
    return Reply(error=str(error), wrong="usage" if isinstance(error, UsageError) else "failure")


def write_request(request: Request) -> bytes:
    """Put a request into a line."""
    return _line({"vcam": VERSION, "verb": request.verb, **request.values})


def read_request(line: bytes) -> Request:
    """Read a request, whoever wrote it.

    Raises:
        UsageError: it is none; the sentence is fit to be sent back.
    """
    message = _read_object(line)
    if "vcam" not in message or not isinstance(message["vcam"], int) or isinstance(message["vcam"], bool):
        raise UsageError(f'A request names the version of its form, "vcam": {VERSION}; add it.')
    if message["vcam"] != VERSION:
        raise UsageError(
            f"This vcam reads requests of version {VERSION}, not {_shown(message['vcam'])}; "
            "use the `vcam ctl` that came with it."
        )
    return make_request(message.get("verb"), {k: v for k, v in message.items() if k not in ("vcam", "verb")})


def make_request(name: object, values: Mapping[str, object]) -> Request:
    """Check a verb and what goes with it.

    Raises:
        UsageError: there is no such verb, or it takes something else.
    """
    verb = VERBS.get(name) if isinstance(name, str) else None
    if verb is None:
        raise UsageError(f"There is no verb {_shown(name)}; use one of {', '.join(VERBS)}.")
    for key in values:
        if key not in verb.takes:
            wanted = f"only {' and '.join(verb.takes)}" if verb.takes else "nothing"
            raise UsageError(f"The verb {verb.name} takes {wanted}; leave out {_shown(key)}.")
    texts: dict[str, str] = {}
    for key in verb.takes:
        text = values.get(key)
        if not isinstance(text, str) or not NOT_IN_A_LINE.isdisjoint(map(unicodedata.category, text)):
            raise UsageError(f"The verb {verb.name} needs {key}, a text in one line; give it.")
        texts[key] = text
    return Request(verb.name, texts)


def write_reply(reply: Reply) -> bytes:
    """Put a reply into a line."""
    if reply.error:
        return _line({"vcam": VERSION, "ok": False, "wrong": reply.wrong, "error": reply.error})
    return _line({"vcam": VERSION, "ok": True, "answer": reply.answer})


def read_reply(line: bytes) -> Reply:
    """Read a reply.

    Raises:
        VcamError: it is none.
    """
    try:
        message = _read_object(line)
        if message["vcam"] != VERSION:
            raise VcamError(f"The running vcam answers in version {_shown(message['vcam'])}; restart it.")
        if message["ok"] is True and isinstance(message["answer"], dict):
            return Reply(message["answer"])
        return Reply(error=str(message["error"]), wrong="usage" if message["wrong"] == "usage" else "failure")
    except (UsageError, KeyError) as error:
        raise VcamError("The running vcam gave an answer that cannot be read; restart it.") from error


def _line(message: Mapping[str, object]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _read_object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_REPLY_BYTES:
        raise UsageError("The message is too long.")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError("The message is no JSON; send one object in a line.") from None
    if not isinstance(message, dict):
        raise UsageError("The message is no JSON object; send one object in a line.")
    return message


def _shown(value: object) -> str:
    """What somebody sent, short enough for a sentence."""
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
