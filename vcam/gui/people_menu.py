"""The menu of a person: how they are shown, and whether they are the user."""

from typing import get_args

from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QMenu, QWidget

from vcam.casting import EffectKind
from vcam.gui.bridge import Bridge
from vcam.gui.preview import describe
from vcam.gui.steering import Seen
from vcam.gui.widgets import as_title
from vcam.gui.words import choice_title, tr

DEFAULT_COLOURS = {"tint": "tint:#4f8fd6"}
"""An effect that needs a colour gets this one until another is typed."""


def effect_choices() -> list[tuple[str, str]]:
    """Give every effect as it is written, with what it is called."""
    return [(DEFAULT_COLOURS.get(kind, kind), choice_title(kind)) for kind in get_args(EffectKind)]


def word_of(effect: str) -> str:
    """Give the effect among `effect_choices` that an effect as it is written belongs to."""
    kind = effect.partition(":")[0]
    return DEFAULT_COLOURS.get(kind, kind)


def fill_person_menu(menu: QMenu, bridge: Bridge, seen: Seen, point: QPoint | None = None) -> None:
    """Put what can be done with a person into a menu.

    Args:
        menu: is filled.
        bridge: carries it out.
        seen: the person.
        point: the frame's pixel that was clicked, so that what is there can be kept.
    """
    who = seen.who
    group = QActionGroup(menu)
    for word, title in effect_choices():
        action = QAction(title, menu)
        action.setCheckable(True)
        action.setChecked(word == word_of(who.effect))
        action.triggered.connect(
            lambda _=False, word=word: bridge.ask(lambda live: live.set_effect(who.track_id, word))
        )
        group.addAction(action)
        menu.addAction(action)
    menu.addSeparator()
    forget = menu.addAction(tr("As the settings say"))
    assert forget is not None, "a menu makes the actions it is asked for"
    forget.triggered.connect(lambda: bridge.ask(lambda live: live.set_effect(who.track_id, None)))
    if not who.is_me:
        mine = menu.addAction(tr("This is me"))
        assert mine is not None, "a menu makes the actions it is asked for"
        mine.triggered.connect(lambda: bridge.ask(lambda live: live.choose_me(who.track_id)))
    if point is not None:
        keep = menu.addAction(tr("Keep the thing at this place, or no more"))
        assert keep is not None, "a menu makes the actions it is asked for"
        x, y = point.x(), point.y()
        keep.triggered.connect(lambda: bridge.ask(lambda live: live.keep(x, y, who.track_id)))


def show_person_menu(parent: QWidget, bridge: Bridge, seen: Seen, on_screen: QPoint, point: QPoint) -> QMenu:
    """Open the menu of a person at a place on the screen."""
    menu = QMenu(parent)
    menu.setAccessibleName(describe(seen))
    title = menu.addAction(as_title(describe(seen)))
    assert title is not None, "a menu makes the actions it is asked for"
    title.setEnabled(False)
    menu.addSeparator()
    fill_person_menu(menu, bridge, seen, point)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(on_screen)
    return menu
