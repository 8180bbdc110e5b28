import json
from collections.abc import Callable

import pytest

from tests.unit.cli.conftest import Call
from vcam import doctor
from vcam.doctor import Finding, Remedy, System

LOAD = Finding(
    "loopback.loaded",
    "error",
    "It is not loaded.",
    Remedy("Load it.", ("modprobe v4l2loopback",), as_root=True, fixable=True),
)
HINT = Finding("desktop.tray", "hint", "There is no tray.", Remedy("Live without [it]."))
FINE = Finding("machine.memory", "ok", "There is memory.")


@pytest.fixture(name="finds")
def make_finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Have the doctor find something, and nothing more once it was mended; gives the list of what was run."""

    def finds(*findings: Finding) -> list[str]:
        ran: list[str] = []

        def examine(system: System) -> tuple[Finding, ...]:
            return tuple(finding for finding in findings if not (ran and finding.fixable))

        monkeypatch.setattr(doctor, "examine", examine)
        monkeypatch.setattr(doctor, "fix", lambda finding, shown, elevation: ran.append(shown))
        monkeypatch.setattr(System, "elevation", lambda system, in_terminal: "sudo")
        return ran

    return finds


def test_what_is_wrong_comes_with_its_remedy_and_the_worst_first(
    call: Call, finds: Callable[..., list[str]]
) -> None:
    finds(HINT, LOAD, FINE)
    outcome = call("doctor")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "error: It is not loaded.  [loopback.loaded]",
        "    Load it.",
        "    $ sudo modprobe v4l2loopback",
        "hint: There is no tray.  [desktop.tray]",
        "    Live without [it].",
        "1 thing is as it should be; `vcam doctor --all` lists them.",
        "`vcam doctor --fix` offers to mend what can be mended safely.",
    ]


def test_without_errors_the_exit_code_is_0(call: Call, finds: Callable[..., list[str]]) -> None:
    finds(HINT, FINE)
    assert call("doctor").code == 0


def test_all_shows_also_what_is_fine(call: Call, finds: Callable[..., list[str]]) -> None:
    finds(FINE)
    assert "There is memory." not in call("doctor").out
    assert "There is memory." in call("doctor", "--all").out


def test_json_tells_everything_of_every_finding(call: Call, finds: Callable[..., list[str]]) -> None:
    finds(LOAD, FINE)
    outcome = call("doctor", "--json")
    assert outcome.code == 1
    assert json.loads(outcome.out) == [
        {
            "id": "loopback.loaded",
            "severity": "error",
            "message": "It is not loaded.",
            "remedy": "Load it.",
            "command": "sudo modprobe v4l2loopback",
            "fixable": True,
        },
        {
            "id": "machine.memory",
            "severity": "ok",
            "message": "There is memory.",
            "remedy": "",
            "command": "",
            "fixable": False,
        },
    ]


def test_fix_shows_each_command_and_asks(
    call: Call, finds: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = finds(LOAD, HINT)
    answers = iter([False, True])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda text, default, err: next(answers))
    declined = call("doctor", "--fix")
    assert (declined.code, ran) == (1, [])
    assert "This would run: sudo modprobe v4l2loopback" in declined.err
    assert "Nothing was changed." in declined.err
    accepted = call("doctor", "--fix")
    assert (accepted.code, ran) == (0, ["sudo modprobe v4l2loopback"])


def test_fix_with_yes_shows_the_command_and_does_not_ask(call: Call, finds: Callable[..., list[str]]) -> None:
    ran = finds(LOAD)
    outcome = call("doctor", "--fix", "--yes", "--json")
    assert (outcome.code, ran, json.loads(outcome.out)) == (0, ["sudo modprobe v4l2loopback"], [])
    assert "This would run: sudo modprobe v4l2loopback" in outcome.err


def test_fix_without_a_terminal_changes_nothing(
    call: Call, finds: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = finds(LOAD)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    outcome = call("doctor", "--fix")
    assert (outcome.code, ran, len(outcome.err.splitlines())) == (2, [], 1)


def test_yes_alone_is_wrong_use(call: Call, finds: Callable[..., list[str]]) -> None:
    finds()
    assert call("doctor", "--yes").code == 2


def test_the_real_doctor_examines_this_computer(call: Call) -> None:
    outcome = call("doctor", "--json")
    findings = json.loads(outcome.out)
    assert not [each for each in findings if "could not be checked" in each["message"]]
    assert outcome.code == (1 if any(each["severity"] == "error" for each in findings) else 0)
