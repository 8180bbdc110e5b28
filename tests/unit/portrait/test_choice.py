import json
from pathlib import Path

import pytest

from tests.support.networks import entry_of, write_bright_is_person
from vcam.errors import NetworkError, UsageError
from vcam.portrait import choice
from vcam.portrait.choice import choose
from vcam.portrait.manifest import NetworkEntry


@pytest.fixture
def entries(tmp_path: Path) -> tuple[NetworkEntry, ...]:
    write_bright_is_person(tmp_path / "bright.onnx")
    write_bright_is_person(tmp_path / "bright-int8.onnx", multiple=2)
    return (
        entry_of(tmp_path / "bright.onnx", default=True),
        entry_of(tmp_path / "bright-int8.onnx", precision="int8", default=True),
    )


@pytest.fixture
def remembered(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "faster.json"


def test_a_named_precision_is_taken_without_measuring(
    entries: tuple[NetworkEntry, ...], tmp_path: Path, remembered: Path
) -> None:
    assert choose(entries, tmp_path, "bright", "int8", remembered).precision == "int8"
    assert not remembered.exists()


def test_auto_measures_once_and_remembers(
    entries: tuple[NetworkEntry, ...],
    tmp_path: Path,
    remembered: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = choose(entries, tmp_path, "auto", "auto", remembered)
    monkeypatch.setattr(choice, "_faster", lambda *_: pytest.fail("measured again"))
    assert choose(entries, tmp_path, "auto", "auto", remembered) == first
    assert list(json.loads(remembered.read_text()).values()) == [first.precision]


@pytest.mark.parametrize(
    ("fp32_ms", "int8_ms", "taken"), [(2.0, 1.0, "int8"), (1.0, 2.0, "fp32"), (1, 0.97, "fp32")]
)
def test_int8_is_taken_only_if_it_is_clearly_faster(
    fp32_ms: float,
    int8_ms: float,
    taken: str,
    entries: tuple[NetworkEntry, ...],
    tmp_path: Path,
    remembered: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock_s = 0.0

    class Slow:
        def __init__(self, entry: NetworkEntry, *_: object) -> None:
            self._takes_s = (fp32_ms if entry.precision == "fp32" else int8_ms) / 1000

        def infer(self, *_: object) -> None:
            nonlocal clock_s
            clock_s += self._takes_s

    monkeypatch.setattr(choice, "Session", Slow)
    monkeypatch.setattr(choice, "thread_time", lambda: clock_s)
    assert choose(entries, tmp_path, "auto", "auto", remembered).precision == taken


def test_other_files_are_measured_anew(
    entries: tuple[NetworkEntry, ...], tmp_path: Path, remembered: Path
) -> None:
    choose(entries, tmp_path, "auto", "auto", remembered)
    write_bright_is_person(tmp_path / "bright.onnx", multiple=3)
    changed = (entry_of(tmp_path / "bright.onnx", default=True), entries[1])
    choose(changed, tmp_path, "auto", "auto", remembered)
    assert len(json.loads(remembered.read_text())) == 2


@pytest.mark.parametrize("content", ["", "[1]", '{"a": 3}', "\x00"])
def test_a_broken_memory_is_forgotten(
    content: str, entries: tuple[NetworkEntry, ...], tmp_path: Path, remembered: Path
) -> None:
    remembered.parent.mkdir()
    remembered.write_text(content)
    assert choose(entries, tmp_path, "auto", "auto", remembered) in entries


def test_a_memory_that_cannot_be_written_stops_nobody(
    entries: tuple[NetworkEntry, ...], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert choose(entries, tmp_path, "auto", "auto", tmp_path / "file" / "faster.json") in entries


def test_an_unknown_network_and_a_damaged_file_are_told(
    entries: tuple[NetworkEntry, ...], tmp_path: Path, remembered: Path
) -> None:
    with pytest.raises(UsageError, match="no network 'dark'"):
        choose(entries, tmp_path, "dark", "auto", remembered)
    (tmp_path / "bright.onnx").write_bytes(b"0")
    with pytest.raises(NetworkError):
        choose(entries, tmp_path, "auto", "auto", remembered)
