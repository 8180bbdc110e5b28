"""The figures of a run are the ones that were measured."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from vcam.errors import VcamError
from vcam.guard import Receipt
from vcam.stats import RunStats, _Ring, peak_rss_mb, write_report

RECEIPT = Receipt(frames_out=4, protected=3, unprotected=0, on_card=1, reasons={"Starting": 1})


def test_the_report_has_the_promised_form() -> None:
    stats = RunStats()
    stats.captured()
    stats.drop()
    stats.analysis.start()
    stats.analysis.lap("network")
    stats.analysis.finish("loop")
    report = stats.report(RECEIPT)
    promised = {"frames_in", "frames_out", "dropped", "unprotected", "on_card", "fps", "cpu_ms_per_frame"}
    assert promised | {"peak_rss_mb", "stages"} <= report.keys()
    assert (report["frames_in"], report["frames_out"], report["dropped"], report["on_card"]) == (1, 4, 1, 1)
    stages = report["stages"]
    assert isinstance(stages, dict)
    assert stages.keys() == {"network", "loop"}
    assert stages["network"].keys() == {"p50_ms", "p95_ms"}


def test_laps_while_warming_up_do_not_count() -> None:
    stats = RunStats()
    stats.analysis.lap("network")
    assert stats.report(RECEIPT)["stages"] == {}


def test_the_report_is_written_whole(tmp_path: Path) -> None:
    write_report(RunStats().report(RECEIPT), tmp_path / "s.json")
    assert json.loads((tmp_path / "s.json").read_text())["frames_out"] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["s.json"]


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(VcamError, match="choose another file"):
        write_report({}, tmp_path / "nowhere" / "s.json")


def test_the_newest_time_of_a_stage_is_that_of_the_last_picture() -> None:
    stats = RunStats()
    for _ in range(2):
        stats.analysis.start()
        stats.analysis.lap("network")
        stats.analysis.finish("loop")
    assert stats.newest().keys() == {"network", "loop"}
    stats.output.start()
    stats.output.lap("send")
    assert 0 <= stats.newest()["send"] < 1000


def test_whoever_asks_while_a_stage_is_timed_for_the_first_time_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stats, told = RunStats(), []
    add = _Ring.add

    def add_and_ask(ring: _Ring, value_ms: float) -> None:
        told.append(stats.report(RECEIPT)["stages"])
        add(ring, value_ms)

    monkeypatch.setattr(_Ring, "add", add_and_ask)
    stats.analysis.start()
    stats.analysis.lap("network")
    assert told == [{}]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the starter's memory")
def test_the_memory_of_the_program_that_started_vcam_does_not_count() -> None:
    ballast = np.ones(400 << 20, np.uint8)
    ask = "from vcam.stats import peak_rss_mb; print(peak_rss_mb())"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 200 < ballast.nbytes >> 20


def without_proc(*_: object, **__: object) -> str:
    raise FileNotFoundError


@pytest.mark.parametrize(("system", "unit"), [("darwin", 1), ("freebsd14", 1 << 10)])
def test_without_proc_the_system_s_own_count_is_read_in_its_unit(
    monkeypatch: pytest.MonkeyPatch, system: str, unit: int
) -> None:
    usage = SimpleNamespace(ru_maxrss=(300 << 20) // unit)
    counts = SimpleNamespace(getrusage=lambda _: usage, RUSAGE_SELF=0)
    monkeypatch.setattr(Path, "read_text", without_proc)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setitem(sys.modules, "resource", counts)
    assert peak_rss_mb() == 300


def test_where_nobody_counts_memory_it_is_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", without_proc)
    monkeypatch.setitem(sys.modules, "resource", None)
    assert RunStats().report(RECEIPT)["peak_rss_mb"] == 0


def test_measuring_begins_without_the_system_s_own_count() -> None:
    load = "import sys; sys.modules['resource'] = None; import vcam.stats"
    subprocess.run([sys.executable, "-c", load], check=True)
