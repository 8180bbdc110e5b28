from pathlib import Path

import pytest

from tests.support.networks import entry_of
from vcam.errors import NetworkError, UsageError
from vcam.portrait.manifest import (
    NetworkEntry,
    describe_file,
    find,
    read_closeups,
    read_manifest,
    read_network,
    verify,
)
from vcam.types import Size

SHA256 = "0" * 64


def entry_text(name: str = "sinet", precision: str = "fp32", more: str = "") -> str:
    return f"""
[[network]]
name = "{name}"
precision = "{precision}"
file = "{name}-{precision}.onnx"
sha256 = "{SHA256}"
budget_px = 46080
nominal_size = "288x160"
parameters = 84788
macs = 58652640
terms = "ours"
{more}
"""


def read(tmp_path: Path, text: str) -> tuple[NetworkEntry, ...]:
    (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")
    return read_manifest(tmp_path)


def test_a_manifest_tells_all_about_a_network(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, entry_text(more="[network.scores.eg1800_test]\niou_fg = 95.1"))
    assert (entry.name, entry.precision, entry.file) == ("sinet", "fp32", "sinet-fp32.onnx")
    assert entry.size == Size(288, 160)
    assert entry.scores["eg1800_test"]["iou_fg"] == 95.1
    assert not entry.default


def test_closeup_networks_are_a_list_of_their_own(tmp_path: Path) -> None:
    text = entry_text() + entry_text("closeup").replace("[[network]]", "[[closeup]]")
    assert [entry.name for entry in read(tmp_path, text)] == ["sinet"]
    assert [entry.name for entry in read_closeups(tmp_path)] == ["closeup"]
    read(tmp_path, entry_text())
    assert read_closeups(tmp_path) == ()


def test_auto_is_the_default_network_in_fp32(tmp_path: Path) -> None:
    text = (
        entry_text("eoam") + entry_text("sinet", "int8", "default = true") + entry_text(more="default = true")
    )
    found = find(read(tmp_path, text))
    assert (found.name, found.precision) == ("sinet", "fp32")


def test_without_a_default_auto_is_the_first_network(tmp_path: Path) -> None:
    assert find(read(tmp_path, entry_text("eoam") + entry_text("sinet"))).name == "eoam"


def test_a_network_can_be_named_with_its_precision(tmp_path: Path) -> None:
    entries = read(tmp_path, entry_text("sinet") + entry_text("sinet", "int8"))
    assert find(entries, "sinet", "int8").file == "sinet-int8.onnx"


def test_an_unknown_network_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    entries = read(tmp_path, entry_text("sinet") + entry_text("eoam"))
    with pytest.raises(UsageError, match="no network 'resnet'; choose one of eoam, sinet"):
        find(entries, "resnet")


def test_an_unknown_precision_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="sinet has no precision 'int8'; choose fp32"):
        find(read(tmp_path, entry_text()), "sinet", "int8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "network"),
        ("[[network]", "no valid TOML"),
        ("macs = " + "9" * 5000, "no valid TOML"),
        ("macs = " + "[" * 5000, "no valid TOML"),
        (entry_text().replace("46080", "1" + "0" * 12), r"network\.0\.budget_px"),
        (entry_text().replace("288x160", "0x160"), r"network\.0\.nominal_size"),
        (entry_text().replace(SHA256, "123"), r"network\.0\.sha256"),
        (entry_text().replace('"sinet-fp32.onnx"', '"../secret.onnx"'), r"network\.0\.file"),
        (entry_text(more="colour = 3"), r"network\.0\.colour"),
        (entry_text() + entry_text(), "sinet fp32 twice"),
        (
            entry_text(more="default = true") + entry_text("eoam", more="default = true"),
            "more than one default",
        ),
    ],
)
def test_a_wrong_manifest_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(NetworkError, match=said) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_a_missing_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"manifest\.toml cannot be read"):
        read_manifest(tmp_path)


def test_an_unchanged_file_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"weights")
    verify(entry_of(path), tmp_path)
    assert read_network(entry_of(path), tmp_path) == b"weights"


def test_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"weights")
    entry = entry_of(path)
    path.write_bytes(b"weightt")
    with pytest.raises(NetworkError, match=r"a\.onnx is damaged \(its checksum differs\); reinstall vcam\.$"):
        verify(entry, tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"weights")
    entry = entry_of(path)
    path.unlink()
    with pytest.raises(NetworkError, match=r"a\.onnx is missing"):
        verify(entry, tmp_path)


def test_a_file_that_is_not_listed_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "My Net int8.onnx"
    path.write_bytes(b"weights")
    entry = describe_file(path)
    assert (entry.name, entry.precision) == ("My Net int8", "int8")
    assert read_network(entry, tmp_path) == b"weights"
