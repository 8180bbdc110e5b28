"""Who looks at the pictures, so that the webcam is on only while somebody does."""

import threading
from collections.abc import Callable

from vcam.engine import Engine
from vcam.readers import Readers
from vcam.steered import WORDS, Switch

NOBODY = "No program uses the camera"
DRESSING = "The picture is about to change"


class Demand:
    """Tells the engine to work or to rest. Safe to use from any thread.

    Attributes:
        on_readers: told of the readers whenever they change, from any thread, before they see anything; must
            not wait for anything, and not call back.
        is_dressed: tells whether the look is fit for who reads; if not, they get the card
            until `dressed` is called.

    Args:
        on_demand: whether the webcam is on only while somebody looks.
    """

    def __init__(self, on_demand: bool) -> None:
        self._lock = threading.Lock()
        self._on_demand = on_demand
        self._switch: Switch = "on"
        self._readers: Readers | None = None
        self._previews = 0
        self._engine: Engine | None = None
        self.on_readers: Callable[[Readers | None], None] = lambda _: None
        self.is_dressed: Callable[[], bool] = lambda: True

    @property
    def switch(self) -> Switch:
        """What the user wants."""
        return self._switch

    @property
    def readers(self) -> Readers | None:
        """Who reads the virtual camera, or None where nobody can know."""
        return self._readers

    def steer(self, engine: Engine) -> None:
        """Steer this engine from now on."""
        with self._lock:
            self._engine = engine
            self._steer()

    def use(self, on_demand: bool) -> None:
        """Change whether the webcam is on only while somebody looks."""
        with self._lock:
            self._on_demand = on_demand
            self._steer()

    def turn(self, switch: Switch) -> None:
        """Note what the user wants."""
        with self._lock:
            self._switch = switch
            self._steer()

    def read_by(self, readers: Readers | None) -> None:
        """Note who reads the virtual camera; None where nobody can know."""
        with self._lock:
            self._readers = readers
            self.on_readers(readers)
            self._steer()

    def tell_again(self) -> None:
        """Tell once more who reads: what follows from it has changed."""
        with self._lock:
            self.on_readers(self._readers)
            self._steer()

    def dressed(self) -> None:
        """Note that the look may have become fit for who reads."""
        with self._lock:
            self._steer()

    def preview(self, shown: bool) -> None:
        """Note that a preview was opened or closed; it counts as somebody who looks."""
        with self._lock:
            self._previews = max(0, self._previews + (1 if shown else -1))
            self._steer()

    def _steer(self) -> None:
        if self._engine is None:
            return
        if not self._is_seen():
            self._engine.idle(NOBODY if self._switch == "on" else WORDS[self._switch])
        elif self._switch != "on":
            self._engine.hold(WORDS[self._switch], rest=self._switch == "off")
        elif self.is_dressed():
            self._engine.resume()
        else:
            self._engine.hold(DRESSING, rest=False)

    def _is_seen(self) -> bool:
        if not self._on_demand or self._readers is None:
            return True
        return self._readers.count > 0 or self._previews > 0
