import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vcam.control.receipt import MAX_BYTES, ReceiptLog
from vcam.engine import EngineState
from vcam.guard import Receipt

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SO_FAR = Receipt(12, 9, 1, 2, {"Starting": 2})


def receipt_log(path: Path, gather_s: float = 60.0) -> ReceiptLog:
    return ReceiptLog(path, lambda: SO_FAR, now=lambda: NOON, gather_s=gather_s)


def test_states_and_counts_are_written_with_their_time(tmp_path: Path) -> None:
    path = tmp_path / "state" / "receipt.log"
    with receipt_log(path) as log:
        log.note(EngineState("card", "Camera off"))
    counts = "12 pictures so far, 9 with the room hidden, 1 with the room shown, 2 on card"
    stamp = "2026-05-04T12:00:00.000+00:00"
    assert path.read_text().splitlines() == [
        f"{stamp} start",
        f"{stamp} card: Camera off; {counts}",
        f"{stamp} end: {counts} (Starting: 2)",
    ]


def test_states_that_take_turns_quickly_share_a_line(tmp_path: Path) -> None:
    path = tmp_path / "receipt.log"
    with receipt_log(path) as log:
        for _ in range(50):
            log.note(EngineState("live"))
            log.note(EngineState("card", "Waiting for a fresh picture"))
    _, line, _ = path.read_text().splitlines()
    assert " live, then card: Waiting for a fresh picture (100 changes); " in line


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    with receipt_log(tmp_path / "receipt.log"):
        pass
    assert stat.S_IMODE((tmp_path / "receipt.log").stat().st_mode) == 0o600


def test_it_never_grows_large(tmp_path: Path) -> None:
    path = tmp_path / "receipt.log"
    path.write_text("x" * MAX_BYTES)
    with receipt_log(path):
        pass
    assert path.stat().st_size < 1000
    assert (tmp_path / "receipt.log.1").stat().st_size == MAX_BYTES


def test_without_a_place_to_write_vcam_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "state").touch()
    with receipt_log(tmp_path / "state" / "receipt.log") as log:
        log.note(EngineState("live"))
    assert "no receipt is kept" in caplog.text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_is_told_once_and_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "receipt.log"
    path.symlink_to("/dev/full")
    with receipt_log(path, gather_s=0.0) as log:
        for number in range(4):
            log.note(EngineState("card", str(number)))
    assert caplog.text.count("cannot be written on") == 1
