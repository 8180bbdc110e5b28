"""Files that are cut, garbled or lies: each is taken, or refused in one sentence; nothing hangs."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.networks import write_bright_is_person
from vcam.compositing.background import make_background
from vcam.errors import VcamError
from vcam.portrait.manifest import find, read_manifest, read_network
from vcam.portrait.session import Session, describe
from vcam.settings.file import load, save
from vcam.settings.model import BackgroundSettings, Settings
from vcam.settings.profiles import load_profile
from vcam.sources.file import FileSource
from vcam.types import Size

pytestmark = pytest.mark.slow
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SIZE = Size(64, 48)
PICTURES = (".png", ".jpg", ".bmp", ".webp", ".tif", ".ppm")
VIDEOS = {".mp4": "mp4v", ".avi": "MJPG", ".mkv": "MJPG"}
MODELS = Path(__file__).parents[2] / "models"
NASTY_VALUES = [
    "9" * 5000,
    "[" * 3000,
    "{a=" * 3000,
    "nan",
    "-1",
    "1e400",
    '"0x0"',
    "10000000000000",
    '""',
    "[]",
]


@dataclass(frozen=True)
class Edit:
    """One way to damage a file, at so many thousandths of its length."""

    kind: str
    per_mille: int
    junk: bytes
    removed: int

    def __call__(self, content: bytes) -> bytes:
        start = self.per_mille * len(content) // 1000
        after = {
            "overwrite": self.junk + content[start + len(self.junk) :],
            "insert": self.junk + content[start:],
            "remove": content[start + self.removed :],
            "cut": b"",
        }
        return content[:start] + after[self.kind]


edits = st.builds(
    Edit,
    st.sampled_from(["overwrite", "insert", "remove", "cut"]),
    st.one_of(st.integers(0, 100), st.integers(0, 1000)),  # most hit the head, where a file says what it is
    st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from([b"\xff" * 4, b"\0" * 4])),
    st.integers(0, 40),
)
damage = st.lists(edits, min_size=1, max_size=4)


def damaged(content: bytes, steps: list[Edit]) -> bytes:
    for step in steps:
        content = step(content)
    return content


@cache
def _noise() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, SIZE.shape, np.uint8)


@cache
def picture(suffix: str) -> bytes:
    return cv2.imencode(suffix, _noise())[1].tobytes()


@pytest.fixture(scope="module", name="videos")
def make_videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A short video of each kind."""
    made = {}
    for suffix, code in VIDEOS.items():
        path = tmp_path_factory.mktemp("videos") / f"whole{suffix}"
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*code), 12, (64, 48))
        for shift in range(6):
            writer.write(np.roll(_noise(), 5 * shift, axis=1))
        writer.release()
        made[suffix] = path.read_bytes()
    return made


@pytest.fixture(scope="module", name="network")
def make_network(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A network that says which sizes it takes."""
    path = tmp_path_factory.mktemp("network") / "whole.onnx"
    write_bright_is_person(path)
    model = onnx.load(path)
    for key, value in (("budget_px", "3072"), ("size_multiple", "16")):
        model.metadata_props.add(key=key, value=value)
    return bytes(model.SerializeToString())


def is_taken(use: Callable[[], object]) -> bool:
    """Use something; tell whether it was taken, or else refused in one sentence."""
    try:
        use()
    except VcamError as error:
        said = str(error)
    else:
        return True
    assert said.endswith(".")
    assert "\n" not in said
    return False


def read_all(file: Path, loop: bool) -> None:
    source = FileSource(file, loop)
    try:
        source.open()
        for _ in range(20):
            image = source.read()
            if image is None:
                return
            assert image.dtype == np.uint8
            assert image.shape[2:] == (3,)
    finally:
        source.close()


def show(kind: str, file: str) -> None:
    background = make_background(BackgroundSettings.model_validate({"kind": kind, "file": file}), SIZE)
    try:
        for step in range(8):
            assert background.prepare(_noise(), _noise()[:, :, 0], step / 10).shape == SIZE.shape
    finally:
        background.close()


def store(folders: pytest.TempPathFactory, name: str, content: bytes) -> Path:
    file = folders.mktemp("files") / name
    file.write_bytes(content)
    return file


@FEW
@given(st.sampled_from(PICTURES), damage, st.booleans())
def test_a_damaged_picture_as_source(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, steps: list[Edit], loop: bool
) -> None:
    file = store(tmp_path_factory, f"x{suffix}", damaged(picture(suffix), steps))
    is_taken(partial(read_all, file, loop))


@FEW
@given(st.sampled_from(PICTURES), damage)
def test_a_damaged_picture_as_background(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, steps: list[Edit]
) -> None:
    file = store(tmp_path_factory, f"x{suffix}", damaged(picture(suffix), steps))
    is_taken(partial(show, "picture", str(file)))


@FEW
@given(st.sampled_from(sorted(VIDEOS)), damage, st.booleans())
def test_a_damaged_video_as_source(
    tmp_path_factory: pytest.TempPathFactory,
    videos: dict[str, bytes],
    suffix: str,
    steps: list[Edit],
    loop: bool,
) -> None:
    file = store(tmp_path_factory, f"x{suffix}", damaged(videos[suffix], steps))
    is_taken(partial(read_all, file, loop))


@FEW
@given(st.sampled_from(sorted(VIDEOS)), damage)
def test_a_damaged_video_as_background(
    tmp_path_factory: pytest.TempPathFactory, videos: dict[str, bytes], suffix: str, steps: list[Edit]
) -> None:
    file = store(tmp_path_factory, f"x{suffix}", damaged(videos[suffix], steps))
    is_taken(partial(show, "video", str(file)))


def test_whole_files_are_taken(tmp_path_factory: pytest.TempPathFactory, videos: dict[str, bytes]) -> None:
    for suffix in PICTURES:
        file = store(tmp_path_factory, f"x{suffix}", picture(suffix))
        assert is_taken(partial(read_all, file, loop=True))
        assert is_taken(partial(show, "picture", str(file)))
    for suffix, content in videos.items():
        file = store(tmp_path_factory, f"x{suffix}", content)
        assert is_taken(partial(read_all, file, loop=True))
        assert is_taken(partial(show, "video", str(file)))


@FEW
@given(st.sampled_from(["picture", "video"]), st.text(max_size=20))
def test_a_background_may_be_called_anything(kind: str, name: str) -> None:
    assert not is_taken(partial(show, kind, f"/nowhere/{name}"))
    is_taken(partial(show, kind, name))
    is_taken(partial(show, kind, f"~{name}"))


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_a_pipe_that_nobody_feeds_keeps_nobody_waiting(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_taken(partial(show, kind, str(tmp_path / "pipe")))
    assert not is_taken(partial(read_all, tmp_path / "pipe", loop=False))


@st.composite
def manifests(draw: st.DrawFn) -> bytes:
    """The real list of networks with some lines replaced."""
    lines = (MODELS / "manifest.toml").read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[index].partition("=")
        value = draw(st.one_of(st.sampled_from(NASTY_VALUES), st.text(max_size=5)))
        lines[index] = f"{key}{equals} {value}" if equals else value
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    return damaged(text, draw(st.lists(edits, max_size=1)))


@FEW
@given(manifests())
def test_a_garbled_list_of_networks(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = store(tmp_path_factory, "manifest.toml", content).parent

    def use() -> None:
        entry = find(read_manifest(folder))
        assert entry.size.width > 0

    is_taken(use)


@FEW
@given(damage)
def test_not_one_byte_of_a_listed_network_may_differ(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Edit]
) -> None:
    entry = find(read_manifest(MODELS))
    whole = (MODELS / entry.file).read_bytes()
    content = damaged(whole, steps)
    folder = store(tmp_path_factory, entry.file, content).parent
    assert is_taken(partial(read_network, entry, folder)) == (content == whole)


@FEW
@given(damage)
def test_a_network_that_nobody_lists(
    tmp_path_factory: pytest.TempPathFactory, network: bytes, steps: list[Edit]
) -> None:
    file = store(tmp_path_factory, "mine.onnx", damaged(network, steps))
    is_taken(lambda: Session(describe(file), file.parent, SIZE, 1).warm_up())


def settings_text() -> Iterator[str]:
    yield from (
        "camera.fps = 12",
        "[background]",
        'kind = "video"',
        'file = "x"',
        "[people.effects]",
        'me = "none"',
    )


@st.composite
def setting_files(draw: st.DrawFn) -> bytes:
    lines = list(settings_text())
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(lines) - 1))
        lines[index] = lines[index].partition("=")[0] + "= " + draw(st.sampled_from(NASTY_VALUES))
    return damaged("\n".join(lines).encode(), draw(st.lists(edits, max_size=3)))


@FEW
@given(setting_files())
def test_garbled_settings_are_read_as_far_as_they_are_good_and_can_be_written(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = store(tmp_path_factory, "settings.toml", content)
    loaded = load(file)
    for problem in loaded.problems:
        assert "\n" not in str(problem)
    save(loaded.settings, file)
    assert load(file).settings == loaded.settings


@FEW
@given(setting_files(), st.text(max_size=8))
def test_a_garbled_profile(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    folder = store(tmp_path_factory, "office.toml", content).parent
    is_taken(lambda: load_profile("office", Settings(), folder))
    is_taken(lambda: load_profile(name, Settings(), folder))
