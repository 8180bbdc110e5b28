"""Parts of a running vcam that break on demand, and the viewer who looks at every picture."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tests.support.scenery import PERSON, ROOM, ROOM_TOO, PaintedSource, TrueFinder, person_box
from vcam.errors import NetworkError, SinkError, SourceError
from vcam.guard import Cleared
from vcam.ports import SourceFormat
from vcam.readers import Readers
from vcam.settings.model import Settings
from vcam.stats import RunStats
from vcam.types import Alpha, ByteAlpha, Image, Size

CAMERA_FPS = 30.0
USUAL = Size(96, 64)
ODD_SIZES = (Size(192, 128), Size(128, 128), Size(97, 65), Size(640, 360), Size(72, 48))
LONGEST_FREEZE_S = 3.0
TILES = 32
"""Along the shorter side of a chequered room: whole ones survive any change of size, none a blur."""
LIKENESS = 40
"""A pixel that is no further than this from the room's colour in each channel shows the room."""


def chequered_room(size: Size) -> Image:
    """A frame whose room shows in whatever size it leaves, but not blurred, with a person in its middle."""
    tile = max(1, round(size.height / TILES))
    rows, columns = np.indices((size.height, size.width)) // tile
    image = np.where(((rows + columns) % 2 == 0)[..., None], ROOM, ROOM_TOO).astype(np.uint8)
    image[person_box(size)] = PERSON
    return image


def shows_room(image: Image) -> bool:
    """Whether a chequered room is seen anywhere in a picture."""
    return bool((np.abs(image.astype(np.int16) - ROOM) <= LIKENESS).all(2).any())


class Weather:
    """What is broken now. Parts ask it; the run changes it."""

    def __init__(self) -> None:
        self.broken: frozenset[str] = frozenset()
        self._calm = threading.Event()

    def turns(self, broken: frozenset[str]) -> None:
        """Let these be broken, and nothing else."""
        self.broken = broken
        if "camera hangs" not in broken and "stage hangs" not in broken:
            self._calm.set()
        else:
            self._calm.clear()

    def hang(self) -> None:
        """Keep the caller until it clears up."""
        self._calm.wait(LONGEST_FREEZE_S)


class ChaosCamera(PaintedSource):
    """A camera before the painted room that gets lost, hangs, changes its size, and gives nonsense."""

    def __init__(self, weather: Weather) -> None:
        super().__init__(self._instead)
        self._weather = weather
        self._usual = chequered_room(USUAL)

    def open(self) -> SourceFormat:
        if self._weather.broken & {"camera is lost", "camera is busy"}:
            raise SourceError("The camera is gone; plug it in again.")
        super().open()
        return SourceFormat(USUAL, CAMERA_FPS, is_live=False, description="a painted room")

    def _instead(self, count: int) -> Image | None:
        broken = self._weather.broken
        if "camera is lost" in broken:
            raise SourceError("The camera was unplugged; plug it in again.")
        if "camera breaks" in broken:
            raise OSError("EIO")
        if "camera hangs" in broken:
            self._weather.hang()
        if "camera gives nonsense" in broken and count % 3:
            return np.zeros((count % 2 * 4, 4, 3), np.uint8)
        if "camera changes size" in broken:
            return chequered_room(ODD_SIZES[count // 7 % len(ODD_SIZES)])
        return self._usual.copy()


class ChaosFinder(TrueFinder):
    """Knows where the person is, but for what is broken."""

    def __init__(self, weather: Weather, size: Size) -> None:
        super().__init__(self._spoil_as_now)
        self.evidence_shape = (size.height, size.width)
        self.small = chequered_room(size)
        self._weather = weather

    def _spoil_as_now(self, evidence: Alpha, alpha: ByteAlpha) -> None:
        broken = self._weather.broken
        if "stage raises" in broken:
            raise RuntimeError("the stage broke")
        if "stage hangs" in broken:
            self._weather.hang()
        if "mask is not a number" in broken:
            evidence[::7] = np.nan
        if "mask covers everything" in broken:
            evidence.fill(1)
            alpha.fill(255)
        if "mask does not fit" in broken:
            alpha[:] = 255 - alpha


def find_as_now(weather: Weather) -> Callable[[Settings, Size, RunStats], ChaosFinder]:
    """Make the maker of finders: it fails while the network is broken."""

    def make(_settings: Settings, size: Size, _stats: RunStats) -> ChaosFinder:
        if "network is missing" in weather.broken:
            raise NetworkError("The network is missing; reinstall vcam.")
        return ChaosFinder(weather, size)

    return make


@dataclass
class Viewer:
    """Looks at every picture, whichever sink it came through.

    Attributes:
        pictures: how many came.
        kinds: how many of each kind.
        leaks: when a picture showed the room against the user's will.
        longest_gap_s: the longest time without any while the virtual camera worked.
        longest_closed_s: the longest time without a virtual camera while none was broken.
        rated_s: for how long the full rate was due.
        rated: how many pictures came in that time.
    """

    pictures: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    leaks: list[float] = field(default_factory=list)
    longest_gap_s: float = 0.0
    longest_closed_s: float = 0.0
    rated_s: float = 0.0
    rated: int = 0
    watched_since_s: float | None = None
    _may_show_room: bool = False
    _is_on_its_way: bool = False
    _last_s: float | None = None
    _closed_s: float | None = None
    _lock: threading.Condition = field(default_factory=threading.Condition)

    def opened(self) -> None:
        """A virtual camera is there; its kernel shows the card until the first picture."""
        with self._lock:
            now_s = time.monotonic()
            if self._closed_s is not None:
                self.longest_closed_s = max(self.longest_closed_s, now_s - self._closed_s)
            self._last_s, self._closed_s = now_s, None

    def look(self, picture: Cleared) -> None:
        """Judge one picture."""
        is_open = picture.kind == "open" or shows_room(picture.image)
        with self._lock:
            now_s = time.monotonic()
            self.pictures += 1
            self.kinds[picture.kind] = self.kinds.get(picture.kind, 0) + 1
            if is_open and not (self._may_show_room or self._is_on_its_way):
                self.leaks.append(now_s)
            self._is_on_its_way = False
            self._lock.notify_all()
            if self._last_s is not None:
                self.longest_gap_s = max(self.longest_gap_s, now_s - self._last_s)
                if self.watched_since_s is not None and self.watched_since_s < self._last_s:
                    self.rated_s += now_s - self._last_s
                    self.rated += 1
            self._last_s = now_s

    def wait_for_picture(self, timeout_s: float) -> None:
        """Wait until a composed picture comes, or in vain."""
        with self._lock:
            before = self.kinds.get("composed", 0)
            self._lock.wait_for(lambda: self.kinds.get("composed", 0) > before, timeout_s)

    def may_show_room(self, may: bool) -> None:
        """The user has just shown or hidden the room; a picture from before may be on its way."""
        with self._lock:
            self._is_on_its_way = self._may_show_room and not may
            self._may_show_room = may

    def closed(self, broken: bool) -> None:
        """The virtual camera is gone: what its viewers see now is the kernel's card."""
        with self._lock:
            self._last_s = None
            self._closed_s = None if broken else time.monotonic()

    def watch(self, does: bool) -> None:
        """Begin or end to expect the full rate."""
        with self._lock:
            self.watched_since_s = time.monotonic() if does else None


class ChaosSink:
    """A virtual camera that breaks and whose readers come and go."""

    def __init__(self, weather: Weather, viewer: Viewer) -> None:
        self._weather = weather
        self._viewer = viewer
        self._size: Size | None = None

    def open(self, size: Size, fps: float) -> None:
        if "sink breaks" in self._weather.broken:
            raise SinkError("The virtual camera is gone; load v4l2loopback.")
        self._size = size
        self._viewer.opened()

    def send(self, picture: Cleared) -> None:
        assert isinstance(picture, Cleared)
        assert self._size is not None
        assert picture.image.shape == self._size.shape, "the size changed under a reader"
        if "sink breaks" in self._weather.broken:
            self._viewer.closed(broken=True)
            raise SinkError("The virtual camera is gone; load v4l2loopback.")
        self._viewer.look(picture)

    def close(self) -> None:
        if self._size is not None:
            self._viewer.closed("sink breaks" in self._weather.broken)
        self._size = None


def readers_of(count: int) -> Readers:
    """Some readers."""
    return Readers(count, ("meet",) * count)
