"""Between the window and the running camera: wishes go to a thread of their own, news come as signals."""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from vcam.errors import UsageError, VcamError
from vcam.gui.faces import cut_face
from vcam.gui.jobs import Job, Jobs
from vcam.gui.look import Judge, with_trouble
from vcam.gui.presses import Presses
from vcam.gui.preview_buffer import PreviewBuffer
from vcam.gui.steering import Seen, Steering
from vcam.gui.undo import Undos
from vcam.gui.usable import change_what_can_be_had, make_usable
from vcam.gui.wishes import Wishes
from vcam.gui.words import tr
from vcam.settings.fields import differences, values_of, with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import is_look, load_profile, without_profile
from vcam.types import Frame

if TYPE_CHECKING:
    from vcam.engine.state import EngineState
    from vcam.steered import Switch

log = logging.getLogger(__name__)

FAREWELL_S = 8.0


class Bridge(QObject):
    """Owns the calls to the running camera. Its methods return at once; use them in the window's thread.

    Args:
        settings: what to begin with.
        make: builds the running camera, on the bridge's thread; it may load what is heavy.
        store: saves settings under their dotted names; all others stay as they were saved.
        doors: opens the running camera to others, who may call its second argument to end vcam
            and its third to raise the window.
    """

    glance_changed = pyqtSignal(object)
    status_changed = pyqtSignal(object, object)
    settings_changed = pyqtSignal(object)
    people_changed = pyqtSignal(object)
    preview_waiting = pyqtSignal()
    switch_changed = pyqtSignal(str)
    raise_asked = pyqtSignal()
    quit_asked = pyqtSignal()
    failed = pyqtSignal(str)
    about_to_undo = pyqtSignal()
    _settled = pyqtSignal(object, int)

    def __init__(
        self,
        settings: Settings,
        make: Callable[[Settings], Steering],
        store: Callable[[Mapping[str, object]], None],
        doors: Callable[[Steering, Callable[[], None], Callable[[], None]], AbstractContextManager[None]],
    ) -> None:
        super().__init__()
        self.preview = PreviewBuffer(self.preview_waiting.emit)
        self._settings = settings
        self._make = make
        self._doors = doors
        self._judge = Judge()
        self._trouble = ""
        self._jobs = Jobs(self._begin, self._carry_out)
        self._wishes = Wishes(store)
        self._presses = Presses(self._carry_out)
        self._undos = Undos()
        self._settled.connect(self._take_settled)

    @property
    def settings(self) -> Settings:
        """The settings as the window shall show them: what was wished for last."""
        return self._settings

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would change something."""
        return bool(self._undos)

    def open(self) -> None:
        """Build the running camera and start it, in the background."""
        self._jobs.start()

    def close(self) -> None:
        """Save what is not saved yet, and end the camera with the card; waits a little for that."""
        self._jobs.end(lambda live: live.stop())
        try:
            self._wishes.end()
        except VcamError as error:
            log.warning("%s", error)  # there is no window any more that could tell it
        self._jobs.wait(FAREWELL_S)

    def turn(self, switch: "Switch") -> None:
        """Switch on, to the card, or off, at once, whatever else is being done."""
        self._presses.press(lambda live: live.turn(switch))
        self.look()

    def panic(self) -> None:
        """Show the card at once and close the webcam."""
        self._presses.press(lambda live: live.panic())
        self.look()

    def change(self, values: Mapping[str, object], undoable: bool = True) -> None:
        """Change settings by their dotted names; they act and are saved at once.

        A value that is not allowed is told by `failed`, and the old ones are told again.
        """
        wanted = dict(values)
        try:
            settings = with_values(self._settings, wanted)
            if self._settings.profile and any(map(is_look, differences(self._settings, settings))):
                wanted.setdefault("profile", "")
                settings = with_values(settings, wanted)
        except UsageError as error:
            self.failed.emit(str(error))
            self.settings_changed.emit(self._settings)
            return
        if settings != self._settings:
            self._wish(settings, wanted, undoable)

    def undo(self) -> None:
        """Take back the newest change."""
        values = self._undos.pop()
        if values is not None:
            self.about_to_undo.emit()
            self.change(values, undoable=False)

    def remember(self, before: Mapping[str, object]) -> None:
        """Let `undo` bring back values that were in force before others were tried out."""
        self._undos.remember(before, before, time.monotonic())
        self.settings_changed.emit(self._settings)

    def use_profile(self, name: str) -> None:
        """Look as a profile says, which `undo` takes back; all of the look is saved, whoever put it on."""
        try:
            loaded = load_profile(name, self._settings)
        except VcamError as error:
            self.failed.emit(str(error))
            self.settings_changed.emit(self._settings)
            return
        before, after = values_of(self._settings), values_of(loaded.settings)
        wanted = {key: value for key, value in after.items() if is_look(key) or value != before[key]}
        self._wish(loaded.settings, {**wanted, "profile": name}, undoable=after != before)
        if loaded.problems:
            self.failed.emit("\n".join(map(str, loaded.problems)))

    def forget_profile(self, name: str) -> None:
        """Note that a profile was removed: nothing names it any more, and no `undo` brings its name back."""
        self._undos.correct(partial(without_profile, name))
        self.change(without_profile(name, values_of(self._settings)), undoable=False)

    def ask(self, job: Job) -> None:
        """Do something with the running camera in the background; what it raises is told by `failed`."""
        self._jobs.add(job)

    def look(self) -> None:
        """Ask what viewers see: `glance_changed` answers, and `settings_changed` if others changed them."""
        self._ask_once("look", self._tell_glance)

    def show_preview(self, who: object, shown: bool) -> None:
        """Note that a picture in the window begins or ceases to be seen; the webcam is wanted meanwhile."""
        was_wanted = self.preview.is_wanted
        if shown:
            self.preview.come(who)
        else:
            self.preview.leave(who)
        if was_wanted != self.preview.is_wanted:
            self._jobs.add(lambda live: live.preview(shown))

    def ask_status(self) -> None:
        """Ask for everything with figures: `status_changed` answers, with the newest time of each stage."""
        self._ask_once("status", lambda live: self.status_changed.emit(live.status(), live.newest_times()))

    def newest_frame(self) -> Frame | None:
        """The last frame as captured: for the user's eyes alone."""
        live = self._presses.live
        return live.newest_frame if live is not None else None

    def ask_people(self, with_faces: bool) -> None:
        """Ask who is there: `people_changed` answers with a tuple of `Seen`."""

        def tell(live: Steering) -> None:
            people = live.people()
            frame = live.newest_frame if with_faces else None
            self.people_changed.emit(tuple(Seen(who, cut_face(frame, who.box)) for who in people))

        self._ask_once("people", tell)

    def _wish(self, settings: Settings, wanted: Mapping[str, object], undoable: bool) -> None:
        if undoable:
            self._undos.remember(wanted, values_of(self._settings), time.monotonic())
        self._settings = settings
        self.settings_changed.emit(settings)
        if self._wishes.add(wanted):
            self._jobs.add(self._carry_out_changes)

    def _carry_out_changes(self, live: Steering) -> None:
        count = self._wishes.count

        def change(wanted: Mapping[str, object]) -> Settings:
            try:
                settings, refusals = change_what_can_be_had(live, wanted)
            except VcamError:
                self._settled.emit(live.settings, count)
                raise
            if refusals:
                self.failed.emit("\n".join(map(str, refusals)))
                self._settled.emit(settings, count)
            return settings

        self._wishes.carry_out(change)

    def _take_settled(self, settings: Settings, count: int) -> None:
        """Show the settings that hold, unless a wish has been uttered since they were asked for."""
        if count == self._wishes.count and settings != self._settings:
            self._undos.settle(self._settings, settings)
            self._settings = settings
            self.settings_changed.emit(settings)

    def _tell_glance(self, live: Steering) -> None:
        count = self._wishes.count
        status = live.status()
        is_read = status.readers is None or status.readers.count > 0
        rests = live.settings.camera.on_demand and not is_read and not self.preview.is_wanted
        glance = self._judge.judge(status.switch, status.state, status.receipt, rests, time.monotonic())
        self.glance_changed.emit(with_trouble(glance, status.trouble))
        if status.trouble and status.trouble != self._trouble:
            self.failed.emit(status.trouble)
        self._trouble = status.trouble
        self.switch_changed.emit(status.switch)
        if not self._wishes:
            self._settled.emit(live.settings, count)

    def _ask_once(self, what: str, job: Job) -> None:
        if self._presses.live is not None:
            self._jobs.add_once(what, job)

    def _begin(self, stack: ExitStack) -> Steering | None:
        try:
            live = self._build()
            self._presses.adopt(live)  # before others can steer it: what they ask for is newer
            stack.enter_context(self._doors(live, self.quit_asked.emit, self.raise_asked.emit))
            live.watch(self.preview.put)
            live.watch_state(self._note_state)
            live.start(patient=True)
            return live
        except VcamError as error:
            self.failed.emit(str(error))
        except Exception:
            log.exception("the camera could not be started")
            self.failed.emit(tr("vcam could not start; see the log."))
        return None

    def _build(self) -> Steering:
        count = self._wishes.count
        live, refusal = make_usable(self._make, self._settings)
        if refusal is not None:
            self.failed.emit(f"{refusal} {tr('Until you switch vcam on, viewers see the card.')}")
            self._settled.emit(live.settings, count)
        return live

    def _note_state(self, _state: "EngineState") -> None:
        self.look()

    def _carry_out(self, job: Job, live: Steering) -> None:
        try:
            job(live)
        except VcamError as error:
            self.failed.emit(str(error))
        except Exception:
            log.exception("a wish was not carried out")
            self.failed.emit(tr("Something broke inside vcam; see the log."))
