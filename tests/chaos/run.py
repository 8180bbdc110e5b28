"""Steers the real `Live` through random faults and wishes, and judges what its viewers saw."""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import vcam.app.live
import vcam.app.parts
from tests.chaos.weather import (
    USUAL,
    ChaosCamera,
    ChaosSink,
    Viewer,
    Weather,
    chequered_room,
    find_as_now,
    readers_of,
    shows_room,
)
from tests.support.metronome import Metronome
from vcam.app import Live
from vcam.guard import Receipt
from vcam.paths import assets_dir
from vcam.ports import Sink, Source
from vcam.readers import Readers
from vcam.settings.model import BackgroundSettings, CameraSettings, OutputSettings, SafetySettings, Settings
from vcam.types import Size

FAULTS = (
    *("camera is lost", "camera is busy", "camera breaks", "camera hangs", "camera gives nonsense"),
    *("camera changes size", "stage raises", "stage hangs", "network is missing", "sink breaks"),
)
TEMPTATIONS = ("mask is not a number", "mask covers everything", "mask does not fit")
"""Faults by which a picture that shows the room is composed, so that only the guard keeps it back."""
REFUSALS = ("The mask is broken", "The mask does not fit", "Too close, or the mask is broken", "Switching")
"""What the guard must have said in a run that lasts, or it was not put to the test."""
BACKGROUNDS = (
    BackgroundSettings(kind="blur", blur_strength=0.3),
    BackgroundSettings(kind="blur", blur_strength=1.0),
    BackgroundSettings(kind="colour", colour="#203040"),
    BackgroundSettings(kind="chroma"),
    BackgroundSettings(kind="picture", file=str(assets_dir() / "backgrounds" / "paper.jpg")),
    BackgroundSettings(kind="picture", file="/nowhere/lost.png"),
)
FPS = 30.0
SIZES = ("96x64", "128x96")
LEAST_RATE = 0.7
"""Of the rate that a thread that only looks at pictures reaches meanwhile on the same machine."""
LONGEST_GAP_S = 1.0
"""Without a picture, on a machine that holds up no thread."""
STALLS = 2
"""A picture takes several steps, each of which a busy machine may hold up as long as that thread."""
RECOVERY_S = 20.0
CALM_S = 2.0
"""A picture is waited for so long before the next fault comes."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        text: a line for each figure.
        failures: what should not have been.
    """

    text: str
    failures: tuple[str, ...]


class Storm:
    """One run: the program, what is broken, and who looks."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.weather, self.viewer = Weather(), Viewer()
        self.done: Counter[str] = Counter()
        self._tell_readers: Callable[[Readers | None], None] = lambda _: None
        self._unprotected = 0
        self._readers = 1
        self._previews = 0

    def blow(self, seconds: float) -> Outcome:
        """Run for so long, then let everything heal, and judge."""
        with self._parts_of_chaos():
            live = Live(self._settings())
            live.start(patient=True)
            metronome = Metronome(FPS, look_at_something)
            end_s = time.monotonic() + seconds
            while time.monotonic() < end_s:
                self._do(live)
                time.sleep(self.chance.uniform(0.02, 0.8))
            recovered_s = self._heal(live)
            ticks_per_s = metronome.stop()
            receipt = live.receipt
            live.stop()
        return self._judge(recovered_s, ticks_per_s, metronome.longest_s, receipt)

    def _do(self, live: Live) -> None:
        """Break something, heal everything, or wish for something."""
        acts: tuple[tuple[str, Callable[[Live], object]], ...] = (
            *[("fault", self._break)] * 2,
            *[("temptation", self._tempt)] * 2,
            *[("calm", self._clear_up)] * 4,
            ("background", lambda live: live.use(self._settings(live.settings.output))),
            ("profile", lambda live: live.use(self._settings())),
            ("room", self._show_room),
            ("mirror", lambda live: live.change({"output.mirror": self.chance.random() < 0.5})),
            ("switch", lambda live: live.turn(self.chance.choice(("on", "on", "card", "off")))),
            ("panic", _panic),
            ("readers", lambda _: self._read(self.chance.choice((0, 1, 1, 2)))),
            ("preview", self._preview),
            ("on demand", lambda live: live.change({"camera.on_demand": self.chance.random() < 0.5})),
        )
        name, act = self.chance.choice(acts)
        self.done[name] += 1
        self.viewer.watch(False)
        act(live)
        self.viewer.watch(self._readers > 0)

    def _clear_up(self, live: Live) -> None:
        """Let all be well, and mostly wait for a picture."""
        self.weather.turns(frozenset())
        live.turn("on")
        self._read(1)
        if self.chance.random() < 0.7:
            self.viewer.wait_for_picture(CALM_S)

    def _tempt(self, live: Live) -> None:
        """Spoil the masks of a camera that shows pictures."""
        self._clear_up(live)
        self._break(live, TEMPTATIONS)

    def _break(self, _live: Live, faults: Sequence[str] = FAULTS + TEMPTATIONS) -> None:
        broken = frozenset(self.chance.sample(faults, self.chance.choice((1, 1, 1, 2, 3))))
        self.done.update(broken)
        self.weather.turns(broken)

    def _show_room(self, live: Live) -> None:
        """Show the room for a moment because the user wants it, then hide it again."""
        before = live.receipt.unprotected
        self.viewer.may_show_room(True)
        live.use(live.settings.model_copy(update={"background": BackgroundSettings(kind="none")}))
        time.sleep(self.chance.uniform(0.05, 0.5))
        live.use(live.settings.model_copy(update={"background": self.chance.choice(BACKGROUNDS)}))
        self.viewer.may_show_room(False)
        # One may have been cleared already that is not yet counted.
        self._unprotected += live.receipt.unprotected - before + 1

    def _read(self, count: int) -> None:
        self._readers = count
        self._tell_readers(readers_of(count))

    def _preview(self, live: Live) -> None:
        shown = not self._previews
        self._previews = int(shown)
        live.preview(shown)

    def _settings(self, output: OutputSettings | None = None) -> Settings:
        return Settings(
            camera=CameraSettings(on_demand=self.chance.random() < 0.7),
            output=output or OutputSettings(sink="chaos", size=self.chance.choice(SIZES), fps=FPS),
            background=self.chance.choice(BACKGROUNDS),
            safety=SafetySettings(fallback=self.chance.choice(("card", "blur"))),
        )

    def _heal(self, live: Live) -> float | None:
        """Repair everything; give how long pictures take to come back, None if they do not."""
        self.weather.turns(frozenset())
        live.use(Settings(output=live.settings.output, background=BACKGROUNDS[2]))
        live.turn("on")
        self._read(1)
        begin_s, before = time.monotonic(), self.viewer.kinds.get("composed", 0)
        while time.monotonic() < begin_s + RECOVERY_S:
            if self.viewer.kinds.get("composed", 0) > before + 10:
                return time.monotonic() - begin_s
            time.sleep(0.05)
        return None

    def _judge(
        self, recovered_s: float | None, ticks_per_s: float, stall_s: float, receipt: Receipt
    ) -> Outcome:
        seen = self.viewer
        unprotected = receipt.unprotected - self._unprotected
        untried = [refusal for refusal in REFUSALS if not receipt.reasons.get(refusal)]
        rate = seen.rated / seen.rated_s if seen.rated_s else 0.0
        longest_s = LONGEST_GAP_S + STALLS * stall_s
        verdicts = (
            (bool(seen.leaks), f"{len(seen.leaks)} pictures showed the room"),
            (unprotected > 0, f"{unprotected} more pictures were unprotected than was wished"),
            (seen.longest_gap_s > longest_s, f"nothing came for {seen.longest_gap_s:.2f} s"),
            (
                rate < LEAST_RATE * ticks_per_s,
                f"{rate:.1f} pictures a second while {ticks_per_s:.1f} were due",
            ),
            (recovered_s is None, f"no picture within {RECOVERY_S:g} s after everything was healed"),
            (not seen.kinds.get("composed"), "nothing was ever composed"),
            (bool(untried), f"the guard was never asked to say: {', '.join(untried)}"),
        )
        lines = (
            f"pictures {seen.pictures}: {', '.join(f'{n} {kind}' for kind, n in sorted(seen.kinds.items()))}",
            f"that showed the room unasked {len(seen.leaks)}",
            f"longest gap {seen.longest_gap_s:.2f} s, where a bare thread was held up for {stall_s:.2f} s; "
            f"without a virtual camera {seen.longest_closed_s:.2f} s",
            f"rate {rate:.1f} of {ticks_per_s:.1f} that a bare thread reached",
            f"recovered in {recovered_s:.1f} s" if recovered_s is not None else "did not recover",
            f"done: {', '.join(f'{name} {count}' for name, count in sorted(self.done.items()))}",
        )
        return Outcome("\n".join(lines), tuple(sentence for failed, sentence in verdicts if failed))

    @contextmanager
    def _parts_of_chaos(self) -> Iterator[None]:
        """Let the program build our camera, finder and virtual camera in place of its own."""

        def make_source(_settings: Settings, _size: Size) -> Source:
            return ChaosCamera(self.weather)

        def make_sink(
            _wanted: str, _title: str, on_readers: Callable[[Readers | None], None]
        ) -> tuple[Sink, bool]:
            self._tell_readers = on_readers
            on_readers(readers_of(self._readers))
            return ChaosSink(self.weather, self.viewer), False

        with (
            patch.object(vcam.app.live, "make_source", make_source),
            patch.object(vcam.app.live, "make_sink", make_sink),
            patch.object(vcam.app.parts, "make_portrait_stage", find_as_now(self.weather)),
        ):
            yield


def look_at_something() -> None:
    """Do about as much as whoever sends a picture and looks at it."""
    shows_room(chequered_room(USUAL))


def _panic(live: Live) -> None:
    live.panic()
    live.turn("on")


def run(minutes: float, seed: int) -> Outcome:
    """Run for so many minutes with the faults and wishes that follow from `seed`."""
    logging.getLogger("vcam").setLevel(logging.CRITICAL)
    try:
        return Storm(seed).blow(minutes * 60)
    finally:
        logging.getLogger("vcam").setLevel(logging.NOTSET)
