import threading
from collections.abc import Iterator

import pytest

from tests.unit.doctor.conftest import Computer
from vcam.doctor import Finding, Remedy, System, examine, fix
from vcam.doctor.examine import CHECKS
from vcam.doctor.finding import Verdict, ok
from vcam.doctor.fix import run_in_shell
from vcam.errors import VcamError

LOADING = Remedy("Load it.", ("modprobe v4l2loopback",), as_root=True, fixable=True)
LOAD = Finding("a", "error", "Not loaded.", LOADING)


@pytest.fixture(name="gate")
def make_gate() -> Iterator[threading.Event]:
    """Something to wait for that ends with the test."""
    gate = threading.Event()
    yield gate
    gate.set()


def test_on_a_healthy_computer_everything_is_as_it_should_be(computer: Computer) -> None:
    findings = examine(computer.system())
    assert [finding for finding in findings if finding.severity != "ok"] == []
    assert len(findings) > 20
    assert [finding.id for finding in findings] == [name for name in CHECKS if computer.judge(name)]


def test_an_empty_computer_breaks_no_check(computer: Computer) -> None:
    system = System(root=computer.at("/nothing"), environment={}, platform="linux", home=computer.home)
    assert not [finding for finding in examine(system) if "could not be checked" in finding.message]


def test_every_finding_is_a_sentence_with_a_remedy_where_something_is_wrong(computer: Computer) -> None:
    computer.uninstall()
    computer.unplug(0)
    computer.environment = {}
    for finding in examine(computer.system()):
        assert finding.message.endswith(".")
        assert (finding.remedy is None) == (finding.severity == "ok")


def test_a_check_that_breaks_becomes_a_finding_and_stops_no_other(
    computer: Computer, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(system: System) -> Verdict | None:
        raise RuntimeError("no such luck")

    def fine(system: System) -> Verdict | None:
        return ok("Fine.")

    first, second = examine(computer.system(), {"broken": broken, "fine": fine})
    assert (first.id, first.severity) == ("broken", "warning")
    assert "RuntimeError: no such luck" in first.message
    assert (second.id, second.severity) == ("fine", "ok")


def test_a_check_that_hangs_becomes_a_finding(computer: Computer, gate: threading.Event) -> None:
    def hangs(system: System) -> Verdict | None:
        gate.wait()
        return None

    (finding,) = examine(computer.system(), {"hangs": hangs}, patience_s=0.05)
    assert "no answer in time" in finding.message


def test_the_devices_are_asked_once_however_many_checks_look_at_them(computer: Computer) -> None:
    asked: list[str] = []
    ask = computer._ask
    computer._ask = lambda path: asked.append(path) or ask(path)  # type: ignore[func-returns-value,method-assign]
    examine(computer.system())
    assert len(asked) == len(set(asked)) == 2


def test_a_command_runs_as_root_by_what_there_is() -> None:
    assert LOADING.command() == "sudo modprobe v4l2loopback"
    assert LOADING.command("pkexec") == "pkexec modprobe v4l2loopback"
    assert LOADING.command("") == "modprobe v4l2loopback"


def test_lines_for_a_shell_become_one_line_that_asks_for_the_password_once() -> None:
    remedy = Remedy("Do.", ("echo 'a' > /etc/x", "true"), as_root=True)
    assert remedy.command() == """sudo sh -c 'echo '"'"'a'"'"' > /etc/x && true'"""


def test_a_user_in_a_terminal_types_a_password_and_one_in_a_window_is_asked(computer: Computer) -> None:
    computer.programs = {"sudo", "pkexec"}
    assert computer.system().elevation(in_terminal=True) == "sudo"
    assert computer.system().elevation(in_terminal=False) == "pkexec"
    computer.programs = {"pkexec"}
    assert computer.system().elevation(in_terminal=True) == "pkexec"
    computer.user_id = 0
    assert computer.system().elevation(in_terminal=True) == ""


def test_what_was_shown_is_run() -> None:
    run: list[str] = []
    fix(LOAD, "sudo modprobe v4l2loopback", run=lambda command: (run.append(command) or 0, ""))  # type: ignore[func-returns-value]
    assert run == ["sudo modprobe v4l2loopback"]


def test_a_command_that_was_not_shown_is_never_run() -> None:
    with pytest.raises(ValueError, match="shown another"):
        fix(LOAD, "sudo modprobe", run=lambda command: pytest.fail("it ran"))


@pytest.mark.parametrize(
    "remedy", [None, Remedy("Think."), Remedy("Remove it.", ("rm -rf /",)), Remedy("Think.", fixable=True)]
)
def test_what_a_person_must_do_is_never_run(remedy: Remedy | None) -> None:
    shown = remedy.command() if remedy else ""
    with pytest.raises(ValueError, match="nothing that vcam may mend"):
        fix(Finding("a", "error", "Bad.", remedy), shown, run=lambda command: pytest.fail("it ran"))


def test_a_command_that_fails_is_one_sentence_with_its_last_words() -> None:
    def refuse(command: str) -> tuple[int, str]:
        return 1, "modprobe: hello\nmodprobe: ERROR: Operation not permitted\n\n"

    with pytest.raises(VcamError, match=r"v4l2loopback` failed \(modprobe: ERROR: Operation not permitted\)"):
        fix(LOAD, "sudo modprobe v4l2loopback", run=refuse)


def test_a_command_runs_in_a_shell_and_keeps_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_in_shell("echo out && echo err >&2; exit 3") == (3, "err\n")
    assert capfd.readouterr() == ("", "")
