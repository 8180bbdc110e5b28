"""The virtual camera as its user steers it, from a window, a command or another program."""

import threading
from collections.abc import Callable, Mapping

from vcam.app.changes import changes
from vcam.app.demand import Demand
from vcam.app.kept import KeptStages
from vcam.app.parts import (
    file_of_sink,
    make_card,
    make_plan,
    make_sink,
    make_source,
    parse_size,
    require_parts,
    use_one_thread_for_pictures,
)
from vcam.app.people_wishes import PeopleWishes
from vcam.app.telling import Separation, make_face_finder
from vcam.app.watchers import Watchers
from vcam.cast import Cast
from vcam.engine import Engine, EngineState, Plan
from vcam.errors import SinkError, UsageError
from vcam.guard import Cleared, Guard, Receipt
from vcam.ports import Source
from vcam.readers import Readers
from vcam.settings.fields import with_values
from vcam.settings.model import Settings
from vcam.stats import RunStats
from vcam.steered import Status, Switch
from vcam.types import Frame, Image, Size


class Live(PeopleWishes):
    """Owns the engine and the settings in force. Safe to use from any thread.

    Args:
        settings: what to do.
        on_state: told of each change of state, from any thread.
    """

    def __init__(self, settings: Settings, on_state: Callable[[EngineState], None] = lambda _: None) -> None:
        use_one_thread_for_pictures()
        super().__init__(Cast(parse_size(settings.output.size), settings.people), threading.RLock())
        self._settings = settings
        self._watchers = Watchers(on_state)
        self._demand = Demand(settings.camera.on_demand)
        self._guard = Guard()
        self._stats = RunStats()
        self._has_started = self._has_ended = False
        self._separation = Separation(self._cast, make_face_finder())
        self._separates = False
        self._engine = self._make_engine(make_source(settings, parse_size(settings.output.size)))

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @property
    def receipt(self) -> Receipt:
        """What has left so far."""
        return self._guard.receipt()

    @property
    def newest_frame(self) -> Frame | None:
        """The last frame as captured: it shows the room, so it is for the user's eyes alone."""
        return self._engine.newest_frame

    def start(self, patient: bool = False) -> None:
        """Begin.

        Args:
            patient: go on with the card if the webcam or the virtual camera cannot be opened.

        Raises:
            VcamError: one of them cannot be opened, unless `patient`.
        """
        with self._lock:
            self._has_started = True
            self._engine.start(self._plan(), patient)

    def stop(self) -> None:
        """End with the card; everything is closed."""
        with self._lock:
            self._has_ended = True
            self._engine.stop()
            self._separation.faces.close()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it ends by itself; tell whether it has.

        Raises:
            SinkError: the sink, a file, could not be written on.
        """
        engine = self._engine
        if not engine.wait(timeout_s):
            return False
        # An engine that has been asked to end may be about to be replaced; whoever does that holds the lock,
        # and may wait for a disk.
        if not self._lock.acquire(timeout=timeout_s):
            return False
        try:
            if engine is not self._engine:
                return False
        finally:
            self._lock.release()
        if engine.state.kind == "failed":
            raise SinkError(engine.state.message)
        return True

    def turn(self, switch: Switch) -> None:
        """Switch on, to the card, or off; it holds from the next picture on."""
        self._demand.turn(switch)

    def panic(self) -> None:
        """Show the card at once and close the webcam."""
        self.turn("off")

    def check(self, values: Mapping[str, object]) -> None:
        """Make sure that what values name can be shown, for whoever has just chosen it.

        It reads files, and only the caller waits for that. `change` does without: what was good once may
        be wanted back while its disk is away.

        Raises:
            VcamError: a value is not allowed, or a file or a network cannot be used.
        """
        before = self._settings
        require_parts(with_values(before, values), before)

    def change(self, values: Mapping[str, object]) -> Settings:
        """Change settings by their dotted names, while running; give all of them.

        Raises:
            UsageError: a value is not allowed; nothing has changed then.
        """
        with self._lock:
            self.use(with_values(self._settings, values))
            return self._settings

    def use(self, settings: Settings) -> None:
        """Go over to other settings, such as a profile's, without a raw picture between.

        The virtual camera is opened anew only if its device, size or rate changes.

        Raises:
            UsageError: the source is a file that does not exist, or the sink one that is being recorded;
                nothing has changed then.
        """
        with self._lock:
            size, before = parse_size(settings.output.size), self._settings
            new = changes(before, settings)
            # First what may be refused: nothing has changed then.
            if new.output:
                self._keep_recording(settings.output.sink)
            source = make_source(settings, size) if new.output or new.camera else None
            self._settings = settings
            # Then what is demanded: a picture that shows too much is refused from now on.
            self._cast.use(settings.people)
            self._require()
            self._demand.use(settings.camera.on_demand)
            if new.programs:
                self._demand.tell_again()
            if new.output:
                self._engine.stop()
                self._cast.resize(size)
            elif source is not None:
                self._engine.use_source(source)
            if new.mirror:
                self._cast.mirror()
            if new.camera:
                self._cast.forget_places()
            if new.output and source is not None:
                self._engine = self._make_engine(source)
                if self._has_started and not self._has_ended:
                    self._engine.start(self._plan(), patient=True)
            elif new.picture:
                self._engine.apply(self._plan())
            self._separate_if_wanted()

    def preview(self, shown: bool) -> None:
        """Tell that a preview was opened or closed: while one is open, the webcam is on as for a program."""
        self._demand.preview(shown)

    def watch(self, on_sent: Callable[[Cleared], None]) -> None:
        """Also tell `on_sent` of every picture that viewers get; it must copy what it keeps, and quickly."""
        self._watchers.add_for_pictures(on_sent)

    def watch_state(self, on_state: Callable[[EngineState], None]) -> None:
        """Also tell `on_state` of each change of state, from any thread; it must not wait for anything."""
        self._watchers.add_for_states(on_state)

    def watch_readers(
        self, on_readers: Callable[[Readers | None], None], is_dressed: Callable[[], bool] = lambda: True
    ) -> None:
        """Tell who reads whenever that or the programs' table changes, from any thread.

        Args:
            on_readers: is told; must not wait for anything.
            is_dressed: tells whether readers may see the picture; asked again when `dressed` is called.
        """
        self._demand.on_readers, self._demand.is_dressed = on_readers, is_dressed

    def dressed(self) -> None:
        """Note that the look may have become the one for who reads."""
        self._demand.dressed()

    def status(self) -> Status:
        """Tell what it does now."""
        engine = self._engine
        receipt = self._guard.receipt()
        source = engine.source_format
        return Status(
            state=engine.state,
            since=self._watchers.since,
            switch=self._demand.switch,
            camera="" if source is None else source.description,
            readers=self._demand.readers,
            sink=self._settings.output.sink,
            receipt=receipt,
            figures=self._stats.report(receipt),
            people=self._cast.known,
            trouble=engine.trouble,
        )

    def newest_times(self) -> dict[str, float]:
        """Tell how long each stage took for its newest picture, in milliseconds."""
        return self._stats.newest()

    def _keep_recording(self, sink: str) -> None:
        """Refuse to begin anew the file that is being recorded: the new one would replace it."""
        recorded, wanted = file_of_sink(self._settings.output.sink), file_of_sink(sink)
        if recorded is None or wanted is None or self._engine.state.kind in ("failed", "stopped"):
            return
        if wanted.resolve() == recorded.resolve():
            raise UsageError(
                f"{recorded.name} is being recorded and would be begun anew; end the recording first, "
                "or set output.sink to another name."
            )

    def _make_engine(self, source: Source) -> Engine:
        settings = self._settings
        size = parse_size(settings.output.size)
        # One for each engine: the one before may still hold its own in a thread that does not end.
        self._kept = KeptStages()
        self._demand.read_by(None)
        sink, is_file = make_sink(settings.output.sink, settings.safety.card_title, self._demand.read_by)
        engine = Engine(
            source,
            sink,
            size,
            settings.output.fps,
            self._guard,
            self._draw_card,
            self._stats,
            reopen_sink=not is_file,
            on_state=self._watchers.tell_state,
        )
        engine.watch(self._watchers.tell_sent)
        self._demand.steer(engine)
        return engine

    def _draw_card(self, size: Size, reason: str) -> Image:
        return make_card(self._settings.safety.card_title, size, reason)

    def _require(self) -> None:
        """Let the guard demand what the settings and the effects of single people demand."""
        settings = self._settings
        self._guard.require(settings.protects, settings.people.only_me, self._cast.conceals)

    def _plan(self) -> Plan:
        self._separates = self._cast.is_wanted
        size = parse_size(self._settings.output.size)
        separation = self._separation if self._separates else None
        return make_plan(self._settings, size, self._stats, separation, self._kept)

    def _separate_if_wanted(self) -> None:
        """Go over to a pipeline that tells people apart, if that is needed and this one does not."""
        with self._lock:
            if self._cast.is_wanted and not self._separates:
                self._engine.apply(self._plan())
