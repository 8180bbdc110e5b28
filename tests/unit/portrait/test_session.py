from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.testing import assert_allclose

from tests.support.networks import entry_of, write_bright_is_person
from vcam.errors import AlphaError, NetworkError
from vcam.portrait.session import Session, describe
from vcam.types import Alpha, Size


def load(folder: Path, frame_size: Size = Size(1280, 720), size: Size | None = None) -> Session:  # noqa: B008
    return Session(write_bright_is_person(folder / "bright.onnx"), folder, frame_size, 1, size)


def empty_alpha(session: Session) -> Alpha:
    width, height = session.size
    return np.empty((height, width), np.float32)


def test_the_size_follows_the_frames_shape(tmp_path: Path) -> None:
    assert load(tmp_path, Size(1280, 720)).size == (288, 160)
    assert load(tmp_path, Size(720, 1280)).size == (160, 288)


def test_the_size_can_be_fixed(tmp_path: Path) -> None:
    assert load(tmp_path, size=Size(64, 32)).size == (64, 32)


def test_alpha_is_written_into_the_given_array(tmp_path: Path) -> None:
    session = load(tmp_path, size=Size(64, 32))
    small = np.zeros((32, 64, 3), np.uint8)
    small[:, :20] = 255
    out = empty_alpha(session)
    assert session.infer(small, out) is out
    assert_allclose(out[:, :20], 1, atol=1e-6)
    assert_allclose(out[:, 20:], 0, atol=1e-6)


def test_an_answer_is_not_changed_by_the_next_one(tmp_path: Path) -> None:
    session = load(tmp_path, size=Size(32, 32))
    first = session.infer(np.full((32, 32, 3), 255, np.uint8), empty_alpha(session))
    session.infer(np.zeros((32, 32, 3), np.uint8), empty_alpha(session))
    assert_allclose(first, 1, atol=1e-6)


def test_warming_up_leaves_nothing_behind(tmp_path: Path) -> None:
    session = load(tmp_path, size=Size(32, 32))
    session.warm_up()
    assert session.infer(np.full((32, 32, 3), 51, np.uint8), empty_alpha(session)).mean() == pytest.approx(
        0.2
    )


def test_a_picture_of_another_size_is_the_callers_mistake(tmp_path: Path) -> None:
    session = load(tmp_path, size=Size(64, 32))
    with pytest.raises(ValueError, match="takes"):
        session.infer(np.zeros((64, 32, 3), np.uint8), empty_alpha(session))


def test_a_damaged_file_is_refused_before_it_is_read_as_a_network(tmp_path: Path) -> None:
    entry = write_bright_is_person(tmp_path / "bright.onnx")
    content = bytearray((tmp_path / "bright.onnx").read_bytes())
    content[-1] ^= 1
    (tmp_path / "bright.onnx").write_bytes(content)
    with pytest.raises(NetworkError, match="damaged"):
        Session(entry, tmp_path, Size(1280, 720), 1)


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "noise.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(NetworkError, match=r"noise\.onnx is no network that can be run"):
        Session(entry_of(path), tmp_path, Size(1280, 720), 1)


def test_an_answer_of_the_wrong_shape_is_refused(tmp_path: Path) -> None:
    entry = write_bright_is_person(tmp_path / "odd.onnx", keep_channel=True)
    with pytest.raises(AlphaError, match=r"odd\.onnx answers 1x160x288x1 float32"):
        Session(entry, tmp_path, Size(1280, 720), 1)


@pytest.mark.parametrize(
    ("key", "value"), [("budget_px", "9" * 5000), ("budget_px", "many"), ("size_multiple", "0")]
)
def test_a_file_that_says_an_absurd_size_is_refused(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "mine.onnx"
    write_bright_is_person(path)
    model = onnx.load(path)
    model.metadata_props.add(key=key, value=value)
    onnx.save(model, path)
    with pytest.raises(NetworkError, match=f"its {key} is .*; export it again"):
        describe(path)


def test_a_file_whose_name_for_something_is_no_text_is_refused_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.onnx"
    write_bright_is_person(path)
    path.write_bytes(path.read_bytes().replace(b"ReduceMean", b"Reduce\xffean"))
    with pytest.raises(NetworkError, match="no network that can be run"):
        describe(path)
    assert capfd.readouterr().out == ""
