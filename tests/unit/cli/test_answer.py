import io
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import vcam
from tests.unit.cli.conftest import Call, FakeApp
from vcam.errors import SinkError, UsageError
from vcam.logs import record_crash, start_logging, stop_logging
from vcam.paths import log_file

PLACE = str(Path(vcam.__file__).parent.parent)
START = [sys.executable, "-c", "import sys; from vcam.cli import main; sys.exit(main())"]


@pytest.fixture
def package(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a new process find vcam."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([PLACE, os.environ.get("PYTHONPATH", "")]))


def sentence_count(text: str) -> int:
    return len(text.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--nonsense"],
        ["run", "--size"],
        ["run", "--nonsense", "1"],
        ["run", "left", "over"],
        ["process"],
        ["process", "missing.mp4", "out.mp4"],
        ["process", "caf\udce9.mp4", "out.mp4"],
        ["run", "--source", "caf\udce9.png"],
        ["settings", "get"],
        ["settings", "get", "nonsense"],
        ["settings", "nonsense"],
        ["profiles", "delete", "../x"],
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(call: Call, app: FakeApp, words: list[str]) -> None:
    outcome = call(*words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert sentence_count(outcome.err) == 1
    assert outcome.err.endswith(".\n")


def test_a_failure_is_its_own_sentence_and_code_1(call: Call, app: FakeApp) -> None:
    app.failure = SinkError("No virtual camera was found; load v4l2loopback.")
    outcome = call("run")
    assert (outcome.code, outcome.err) == (1, "No virtual camera was found; load v4l2loopback.\n")


def test_a_sentence_stays_in_one_line(call: Call, app: FakeApp) -> None:
    app.failure = UsageError("This\nis wrong.")
    assert call("run").err == "This is wrong.\n"


def test_what_nobody_expected_is_one_sentence_and_its_traceback_is_in_the_log(
    call: Call, app: FakeApp
) -> None:
    app.failure = ZeroDivisionError("deep inside")
    outcome = call("run")
    assert outcome.code == 1
    assert (
        outcome.err == f"Something broke inside vcam (ZeroDivisionError); the details are in {log_file()}.\n"
    )
    assert "Traceback" in log_file().read_text()
    assert "deep inside" in log_file().read_text()


def test_without_a_log_the_sentence_says_how_to_see_the_details(call: Call, app: FakeApp, home: Path) -> None:
    (home / "XDG_STATE_HOME").write_text("a file where the folder should be")
    app.failure = ZeroDivisionError("deep inside")
    outcome = call("run")
    assert outcome.code == 1
    assert outcome.err.endswith("; run it again with -vv to see the details.\n")
    assert "Traceback" in call("-vv", "run").err


def test_ctrl_c_ends_quietly_with_130(call: Call, app: FakeApp) -> None:
    app.failure = KeyboardInterrupt()
    outcome = call("run")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")


def test_the_version_has_a_short_option_too(call: Call) -> None:
    assert call("--version").out == call("-V").out
    assert call("-V").out.startswith("vcam 0.")


@pytest.mark.parametrize(("words", "shows_window"), [((), True), (("--hidden",), False)])
def test_without_a_command_it_is_the_tray_app(
    words: tuple[str, ...], shows_window: bool, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []

    def start(shows_window: bool) -> int:
        opened.append(shows_window)
        return 0

    monkeypatch.setattr("vcam.gui.start.start", start)
    assert call(*words).code == 0
    assert opened == [shows_window]


def test_hidden_is_for_the_tray_app_alone(call: Call, app: FakeApp) -> None:
    outcome = call("--hidden", "run")
    assert (outcome.code, outcome.out, app.made) == (2, "", [])
    assert outcome.err.startswith("--hidden is for the tray app")


def test_the_help_names_the_commands(call: Call) -> None:
    assert "process" in call("--help").out


def test_a_real_process_gives_the_code_and_the_sentence(package: None) -> None:
    done = subprocess.run(
        [*START, "settings", "get", "nonsense"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, sentence_count(done.stderr)) == (2, "", 1)


def test_a_reader_that_leaves_early_gets_no_complaint(package: None) -> None:
    with subprocess.Popen([*START, "settings"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_the_start_imports_nothing_heavy(package: None) -> None:
    heavy = ("numpy", "numba", "cv2", "onnxruntime", "mediapipe", "torch", "PyQt6", "tomlkit", "rich")
    code = f"import sys, vcam.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_stderr_shows_warnings_and_more_if_asked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("vcam.test")
    for verbosity in (0, 1, 2):
        start_logging(verbosity)
        log.warning("w%d", verbosity)
        log.info("i%d", verbosity)
        log.debug("d%d", verbosity)
    stop_logging()
    assert capsys.readouterr().err.split() == [
        word for line in ("w0", "w1", "i1", "w2", "i2", "d2") for word in ("vcam:", line)
    ]


def test_the_log_keeps_what_is_done_also_where_stderr_is_quiet(home: Path) -> None:
    start_logging()
    logging.getLogger("vcam.test").info("the camera was opened")
    stop_logging()
    assert "the camera was opened" in log_file().read_text()


def test_a_crash_before_the_log_is_started_is_recorded_too(home: Path) -> None:
    stop_logging()
    assert record_crash(ValueError("early")) == log_file()
    stop_logging()
    assert "early" in log_file().read_text()


def test_a_log_that_grows_is_put_aside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vcam.logs.MAX_BYTES", 200)
    start_logging()
    for _ in range(20):
        logging.getLogger("vcam.test").info("x" * 100)
    stop_logging()
    assert len(list(log_file().parent.iterdir())) == 6


class HungTerminal(io.StringIO):
    """Takes nothing until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()

    def write(self, text: str) -> int:
        assert self.goes_on.wait(60)
        return super().write(text)


def test_no_picture_waits_for_a_stopped_terminal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = HungTerminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    start_logging()

    def send() -> None:
        for number in range(3):
            logging.getLogger("vcam.test").warning("late %d", number)

    output = threading.Thread(target=send)
    output.start()
    output.join(10)
    is_held_up = output.is_alive()
    terminal.goes_on.set()
    output.join()
    stop_logging()
    assert not is_held_up
    assert terminal.getvalue() == "".join(f"vcam: late {number}\n" for number in range(3))
    assert [line.split()[-1] for line in log_file().read_text().splitlines()] == ["0", "1", "2"]


def test_a_disk_that_fills_up_stops_the_log_and_nothing_else(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging()
    handlers = logging.getLogger("vcam").handlers
    file = next(each for each in handlers if isinstance(each, logging.FileHandler))
    assert file.stream
    file.stream.close()
    file.stream = open("/dev/full", "w")  # noqa: SIM115 (the handler closes it)
    logging.getLogger("vcam.test").info("x")
    assert file not in logging.getLogger("vcam").handlers
    stop_logging()
    assert capsys.readouterr().err == ""
