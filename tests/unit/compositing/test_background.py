import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from vcam.compositing.background import Background, make_background, read_fitted
from vcam.compositing.video import AHEAD, VideoBackground, cover
from vcam.errors import UsageError
from vcam.settings.model import BackgroundSettings
from vcam.types import Size

SIZE = Size(64, 36)
FRAME = np.full(SIZE.shape, (255, 0, 255), np.uint8)
NOBODY = np.zeros(SIZE.shape[:2], np.uint8)
FPS = 10.0
LEVELS = (30, 90, 150, 210)
STEPS = range(10, 250, 10)


def background(**settings: str) -> Background:
    return make_background(BackgroundSettings.model_validate(settings), SIZE)


def record(path: Path, levels: Sequence[int], fps: float = FPS) -> Path:
    """Grey pictures, one after the other."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (64, 36))
    for level in levels:
        writer.write(np.full(SIZE.shape, level, np.uint8))
    writer.release()
    return path


@pytest.fixture
def grey_video(tmp_path: Path) -> Path:
    """Four pictures, darker to brighter, a tenth of a second each."""
    return record(tmp_path / "levels.avi", LEVELS)


@contextmanager
def playing(path: Path, wait_s: float = 0.0) -> Iterator[VideoBackground]:
    video = VideoBackground(str(path), SIZE, wait_s)
    try:
        yield video
    finally:
        video.close()


def level_at(video: VideoBackground, time_s: float) -> int:
    """The grey that is shown at a time, once the decoder is ahead of it."""
    with video._changed:
        assert video._changed.wait_for(lambda: len(video._due) > 2, 10)
    return int(video.prepare(FRAME, NOBODY, time_s)[18, 32, 0])


@pytest.mark.parametrize(
    ("settings", "bgr"),
    [({"kind": "colour", "colour": "#3a5a78"}, (0x78, 0x5A, 0x3A)), ({"kind": "chroma"}, (64, 177, 0))],
)
def test_a_colour_is_the_same_everywhere(settings: dict[str, str], bgr: tuple[int, int, int]) -> None:
    image = background(**settings).prepare(FRAME, NOBODY, 0.0)
    assert (image == np.array(bgr)).all()


@pytest.mark.parametrize("kind", ["blur", "colour", "chroma"])
def test_all_but_none_hide_the_room(kind: str) -> None:
    assert background(kind=kind).hides_room
    assert not background(kind="none").hides_room


def test_a_picture_covers_the_frame_and_keeps_its_proportions(tmp_path: Path) -> None:
    tall = np.zeros((200, 64, 3), np.uint8)
    tall[82:118] = 255  # the middle 36 rows are what remains
    cv2.imwrite(str(tmp_path / "tall.png"), tall)
    shown = background(kind="picture", file=str(tmp_path / "tall.png")).prepare(FRAME, NOBODY, 0.0)
    assert_array_equal(shown, np.full(SIZE.shape, 255, np.uint8))


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (37, 65)])
def test_a_picture_of_any_size_covers_the_frame(shape: tuple[int, int]) -> None:
    assert_array_equal(cover(np.full((*shape, 3), 9, np.uint8), SIZE), np.full(SIZE.shape, 9, np.uint8))


def test_a_picture_is_read_once_until_its_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "mine.png"
    cv2.imwrite(str(file), np.full(SIZE.shape, 10, np.uint8))
    first = read_fitted(str(file), SIZE)
    assert read_fitted(str(file), SIZE) is first
    assert read_fitted(str(file), Size(32, 18)).shape == (18, 32, 3)
    cv2.imwrite(str(file), np.full((9, 16, 3), 200, np.uint8))
    assert (read_fitted(str(file), SIZE) == 200).all()
    file.unlink()
    with pytest.raises(UsageError, match="mine"):
        read_fitted(str(file), SIZE)


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_a_missing_file_is_one_sentence_that_names_it(kind: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone") as error:
        background(kind=kind, file=str(tmp_path / "gone.mp4"))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("kind", ["picture", "video"])
@pytest.mark.parametrize("content", [b"", b"no picture at all"])
def test_a_file_that_is_something_else_is_refused(kind: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(UsageError, match="broken"):
        background(kind=kind, file=str(tmp_path / "broken"))


def test_a_video_begins_with_its_first_picture(grey_video: Path) -> None:
    with playing(grey_video) as video:
        assert_allclose(video.prepare(FRAME, NOBODY, 5.0), LEVELS[0], atol=4)


def test_a_video_keeps_its_own_speed_and_begins_again(grey_video: Path) -> None:
    with playing(grey_video) as video:
        shown = [level_at(video, time_s) for time_s in (100.0, 100.15, 100.25, 100.35, 100.45, 100.55)]
    assert_allclose(shown, [*LEVELS, *LEVELS[:2]], atol=4)


def test_a_pause_between_frames_pauses_the_video(grey_video: Path) -> None:
    with playing(grey_video) as video:
        shown = [level_at(video, time_s) for time_s in (0.05, 50.0, 3.0, 3.11)]
    assert_allclose(shown, [*LEVELS[:1] * 3, LEVELS[1]], atol=4)


def test_a_fast_video_keeps_its_speed_behind_slow_frames(tmp_path: Path) -> None:
    fast = record(tmp_path / "fast.avi", STEPS, fps=60.0)
    with playing(fast) as video:
        for step in range(15):
            for _ in range(2):  # for the second time once all is decoded that was due
                with video._changed:
                    assert video._changed.wait_for(lambda: len(video._due) > AHEAD, 10)
                level = int(video.prepare(FRAME, NOBODY, step * 0.1)[18, 32, 0])
            assert level == pytest.approx(STEPS[6 * step % 24], abs=4)


@pytest.mark.parametrize("step_s", [0.1, 0.3, 1.1, 5.2])
def test_a_file_s_frames_wait_for_the_picture_that_is_due_however_far_apart_they_are(
    grey_video: Path, step_s: float
) -> None:
    with playing(grey_video, wait_s=60.0) as video:
        shown = [int(video.prepare(FRAME, NOBODY, 7 + step * step_s)[18, 32, 0]) for step in range(30)]
    due = [LEVELS[round(step * step_s * FPS) % 4] for step in range(30)]
    assert_allclose(shown, due, atol=4)


def test_a_video_s_rate_may_be_a_telephone_s_slow_motion(tmp_path: Path) -> None:
    slow_motion = record(tmp_path / "slow.avi", STEPS, fps=240.2)
    with playing(slow_motion, wait_s=60.0) as video:
        video.prepare(FRAME, NOBODY, 0.0)
        assert int(video.prepare(FRAME, NOBODY, 0.05)[18, 32, 0]) == pytest.approx(STEPS[12], abs=4)


@pytest.mark.parametrize("wait_s", [0.0, 60.0])
def test_a_video_that_disappears_keeps_its_last_picture(
    grey_video: Path, caplog: pytest.LogCaptureFixture, wait_s: float
) -> None:
    with playing(grey_video, wait_s) as video:
        grey_video.unlink()
        for step in range(1000):
            image = video.prepare(FRAME, NOBODY, step * 0.1)
            video._thread.join(0.01)
            if not video._thread.is_alive():
                break
        assert min(abs(int(image[0, 0, 0]) - level) for level in LEVELS) <= 4
    assert "cannot be read any more" in caplog.text


@pytest.mark.parametrize("wait_s", [0.0, 0.01])
def test_closing_a_video_whose_file_hangs_waits_for_nothing(
    grey_video: Path, monkeypatch: pytest.MonkeyPatch, wait_s: float
) -> None:
    answers = threading.Event()
    with playing(grey_video, wait_s) as video:
        reads = video._capture.read

        class HungCapture:
            """A file on a server that is gone."""

            def read(self) -> tuple[bool, object]:
                answers.wait(60)
                return reads()

            def release(self) -> None:
                """Is let go of."""

        monkeypatch.setattr(video, "_capture", HungCapture())
        for step in range(20):  # what was decoded ahead is used up, so that the thread reads anew
            video.prepare(FRAME, NOBODY, step * 0.1)
        closing = threading.Thread(target=video.close)
        closing.start()
        closing.join(10)
        assert not closing.is_alive()
        answers.set()
        video._thread.join(10)
        assert not video._thread.is_alive()


def test_closing_a_video_twice_ends_its_thread(grey_video: Path) -> None:
    before = threading.active_count()
    video = VideoBackground(str(grey_video), SIZE)
    video.close()
    video.close()
    assert threading.active_count() == before


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_a_file_on_a_server_that_hangs_is_refused_after_a_while(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr("vcam.compositing.background._locate", lambda file: gate.wait())
    monkeypatch.setattr("vcam.compositing.background.LONGEST_READ_S", 0.01)
    with pytest.raises(UsageError, match="does not answer"):
        background(kind=kind, file=str(tmp_path / "far.jpg"))
    gate.set()


def test_a_video_that_opens_when_nobody_waits_any_more_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, closed = threading.Event(), threading.Event()

    class Far:
        def __init__(self, file: str, size: Size, wait_s: float) -> None:
            gate.wait()

        def close(self) -> None:
            closed.set()

    (tmp_path / "far.mp4").touch()
    monkeypatch.setattr("vcam.compositing.background.VideoBackground", Far)
    monkeypatch.setattr("vcam.compositing.background.LONGEST_READ_S", 0.01)
    with pytest.raises(UsageError, match="does not answer"):
        background(kind="video", file=str(tmp_path / "far.mp4"))
    assert not closed.is_set()
    gate.set()
    assert closed.wait(10)
