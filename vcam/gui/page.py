"""What all pages share."""

from collections.abc import Callable, Iterable
from functools import partial

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vcam.gui.bridge import Bridge
from vcam.gui.setting_row import SettingRow
from vcam.gui.slices import Slices, Step
from vcam.gui.widgets import Card, label
from vcam.gui.words import tr


class Page(QScrollArea):
    """A titled column of cards that scrolls.

    A page makes what is seen first in its constructor and the rest `later`, while it is shown already.

    Attributes:
        column: the cards.
        title: stands above them.
    """

    def __init__(self, bridge: Bridge, title: str) -> None:
        super().__init__()
        self.bridge = bridge
        self._slices = Slices(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setMinimumWidth(1)  # never as wide as the longest name, for nothing scrolls sideways
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(18, 16, 18, 18)
        self.column.setSpacing(12)
        self.title = label(title, "title")
        self.column.addWidget(self.title)
        self.column.addStretch(1)
        self.setWidget(inner)
        self.setAccessibleName(title)

    def close_down(self) -> None:
        """End what runs in the background for this page; what is not yet made of it never is."""
        self._slices.forget()

    def later(self, *steps: Step) -> None:
        """Make parts of the page in the next turns of the event loop, in this order."""
        self._slices.add(*steps)

    @property
    def is_finished(self) -> bool:
        """Whether nothing of it is left to be made."""
        return self._slices.is_done

    def finish(self) -> None:
        """Make all that is left now."""
        self._slices.finish()

    def add(self, widget: QWidget) -> None:
        """Put a card below the others."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_settings(self, heading: str, keys: Iterable[str]) -> None:
        """Put a card with settings below the others; its rows come later."""
        card = Card(heading)
        self.add(card)
        self.later(*(partial(self._add_setting, card, key) for key in keys))

    def _add_setting(self, card: Card, key: str) -> None:
        card.add(SettingRow(self.bridge, key))


class WatchingPage(Page):
    """A page that calls `ask`, which asks for news, again and again while it is seen."""

    PERIOD_MS = 500

    def __init__(self, bridge: Bridge, title: str, ask: Callable[[], object]) -> None:
        super().__init__(bridge, title)
        self._ask = ask
        self._timer = QTimer(self)
        self._timer.setInterval(self.PERIOD_MS)
        self._timer.timeout.connect(ask)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Begin to ask."""
        super().showEvent(event)
        self._ask()
        self._timer.start()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802
        """A page that is not seen costs nothing."""
        super().hideEvent(event)
        self._timer.stop()


def nothing_yet(sentence: str) -> QWidget:
    """Say why a list is empty."""
    return label(sentence or tr("There is nothing here yet."), "quiet")
