"""Who is in the picture, and how each is shown."""

from functools import partial

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vcam.gui.bridge import Bridge
from vcam.gui.editors import Combo
from vcam.gui.page import WatchingPage
from vcam.gui.people_menu import effect_choices, word_of
from vcam.gui.preview import describe
from vcam.gui.steering import Seen
from vcam.gui.theme import colours, icon_pixmap
from vcam.gui.widgets import Card, Row, Segments, button, label
from vcam.gui.words import tr
from vcam.settings.model import Settings


class Face(QWidget):
    """A round picture of a person."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFixedSize(QSize(52, 52))

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addEllipse(QRectF(self.rect()))
        painter.fillPath(shape, QColor(colours().line))
        painter.setClipPath(shape)
        if self.image.isNull():
            painter.drawPixmap(12, 12, icon_pixmap("people", 28, colours().quiet, 2.0))
        else:
            painter.drawImage(QRectF(self.rect()), self.image)


class PersonRow(QWidget):
    """A person with their name and effect."""

    def __init__(self, bridge: Bridge, track_id: int) -> None:
        super().__init__()
        self.track_id = track_id
        self.face = Face()
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.name.editingFinished.connect(lambda: self._call(bridge))
        self.effect = Combo()
        for word, title in effect_choices():
            self.effect.addItem(title, word)
        self.effect.activated.connect(lambda place: self._give(bridge, self.effect.itemData(place)))
        self._me = button(tr("This is me"), lambda: bridge.ask(lambda live: live.choose_me(track_id)), "link")
        self._said = label("", "quiet", wraps=False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(12)
        line.addWidget(self.face, alignment=Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.effect, 0, 1)
        below = QVBoxLayout()
        below.addWidget(Row(self._said, None, self._me))
        grid.addLayout(below, 1, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        line.addLayout(grid, 1)

    def show_person(self, seen: Seen) -> None:
        """Show what is known now; a name that is being typed is left alone."""
        who = seen.who
        who_in_words = describe(seen)
        if not seen.face.isNull():
            self.face.image = seen.face
        self.face.update()
        if not self.name.hasFocus():
            self.name.setText(who.name)
        self.name.setPlaceholderText(who_in_words)
        self.name.setAccessibleName(tr("Name of {0}").format(who_in_words))
        self.effect.setAccessibleName(tr("Effect for {0}").format(who_in_words))
        view = self.effect.view()
        if view is None or not view.isVisible():
            self.effect.setCurrentIndex(max(0, self.effect.findData(word_of(who.effect))))
        self._me.setVisible(not who.is_me)
        said = tr("This is you") if who.is_me else tr("Is this you again?") if who.may_be_me else ""
        self._said.setText(said)
        self.setAccessibleName(who_in_words)

    def _give(self, bridge: Bridge, word: str) -> None:
        """Wish for an effect; the row may be gone by the time that it is given."""
        track_id = self.track_id
        bridge.ask(lambda live: live.set_effect(track_id, word))

    def _call(self, bridge: Bridge) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            name = self.name.text()
            bridge.ask(lambda live: live.name_person(self.track_id, name))


class PeoplePage(WatchingPage):
    """Everybody or only me, and everybody who is seen."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, tr("People"), partial(bridge.ask_people, with_faces=True))
        self._show = Segments(tr("Who is shown"), [("all", tr("Everybody")), ("only-me", tr("Only me"))])
        self._show.chosen.connect(lambda word: bridge.change({"people.show": word}))
        card = Card(tr("Who is shown"))
        card.add(self._show)
        card.add(label(tr("With Only me, whoever walks in behind you is not seen."), "quiet"))
        self.add(card)
        self._people = Card(tr("In the picture now"), tr("You can also click somebody in the picture."))
        self._nobody = label(tr("Nobody is seen yet."), "quiet")
        self._people.add(self._nobody)
        self.add(self._people)
        self.rows: dict[int, PersonRow] = {}
        self.add_settings("", ("framing.follow", "framing.closest"))
        self.add_settings("", ["people.effects"])
        bridge.people_changed.connect(self.show_people)
        bridge.settings_changed.connect(self._show_settings)
        self._show_settings(bridge.settings)

    def show_people(self, people: tuple[Seen, ...]) -> None:
        """Show who is there; a row keeps its place for as long as its person stays."""
        here = {seen.who.track_id for seen in people}
        for track_id in [track_id for track_id in self.rows if track_id not in here]:
            row = self.rows.pop(track_id)
            self._people.column.removeWidget(row)
            row.deleteLater()
        for seen in people:
            row_or_none = self.rows.get(seen.who.track_id)
            if row_or_none is None:
                row_or_none = self.rows[seen.who.track_id] = PersonRow(self.bridge, seen.who.track_id)
                self._people.add(row_or_none)
            row_or_none.show_person(seen)
        self._nobody.setVisible(not self.rows)

    def _show_settings(self, settings: Settings) -> None:
        self._show.show_choice(settings.people.show)
