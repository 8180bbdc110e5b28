"""The tray icon: what viewers see now, and the menu that steers it."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup, QIcon, QImage, QPixmap
from PyQt6.QtWidgets import QMenu, QSystemTrayIcon

from vcam.errors import VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.gallery import Entry, Gallery, Thumbnails
from vcam.gui.look import Glance, Look
from vcam.gui.pages.background import LIGHT_BLUR, STRONG_BLUR, key_of
from vcam.gui.people_menu import fill_person_menu
from vcam.gui.preview import describe
from vcam.gui.steering import SWITCHES, Seen
from vcam.gui.theme import make_sign
from vcam.gui.trays import has_tray
from vcam.gui.widgets import as_title
from vcam.gui.words import tr
from vcam.settings.profiles import list_profiles

RECENT = 6
LOOK_MS = 2000
"""How often it is looked whether a tray has come."""
TELL_MS = 8000
ASK_MS, MOST_ASKS = 500, 40
"""While the menu is open it is asked who is there; not for ever, as some desktops never tell its end."""


class Tray(QObject):
    """Icon and menu.

    Signals:
        window_asked: the window is to be shown, with the page of this name; empty for any.
        quit_asked: everything is to end.

    Args:
        bridge: carries out what is wished for.
        gallery: the backgrounds.
        has_tray: tells whether this desktop has a tray now.

    Attributes:
        icon: None until there is a tray: Qt never puts one that is made before into a tray that comes later.
    """

    window_asked = pyqtSignal(str)
    quit_asked = pyqtSignal()

    def __init__(
        self,
        bridge: Bridge,
        gallery: Gallery,
        has_tray: Callable[[], bool] = has_tray,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._gallery = gallery
        self._switch = "on"
        self._people: tuple[Seen, ...] = ()
        self._listed: list[tuple[object, ...]] = []
        self._asking = QTimer(self)
        self._asking.setInterval(ASK_MS)
        self._asking.timeout.connect(self._ask)
        self._asks_left = 0
        self._pictures: dict[str, QIcon] = {}
        self._waiting: dict[str, QAction] = {}
        self._thumbnails = Thumbnails(self._take_thumbnail)
        self._people_menu: QMenu | None = None
        self._icons = {look: make_sign(f"tray-{look.value}") for look in Look}
        self._glance: Glance | None = None
        self._has_tray = has_tray
        self.icon: QSystemTrayIcon | None = None
        self.menu = QMenu()
        self.menu.setAccessibleName("vcam")
        self.menu.aboutToShow.connect(self._open)
        self.menu.aboutToHide.connect(self._asking.stop)
        bridge.glance_changed.connect(self.show_glance)
        bridge.switch_changed.connect(self._take_switch)
        bridge.people_changed.connect(self._take_people)
        self.fill()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._put_up)
        self._looking.start()
        self._put_up()

    def is_here(self) -> bool:
        """Whether the icon is in a tray now, where the window can be opened again."""
        self._put_up()
        return self.icon is not None and self._has_tray()

    def tell(self, title: str, sentence: str) -> bool:
        """Show a notice beside the icon; tell whether there is one."""
        if self.icon is None or not self.is_here():
            return False
        self.icon.showMessage(title, sentence, make_sign("tray-trouble"), TELL_MS)
        return True

    def show_glance(self, glance: Glance) -> None:
        """Show what viewers see."""
        self._glance = glance
        if self.icon is not None:
            self.icon.setIcon(self._icons[glance.look])
            self.icon.setToolTip(f"vcam: {glance.headline}\n{glance.sentence}".rstrip())

    def _put_up(self) -> None:
        """Make the icon if there is a tray by now."""
        if self.icon is not None or not self._has_tray():
            return
        self._looking.stop()
        self.icon = QSystemTrayIcon(self._icons[Look.STARTING])
        self.icon.setToolTip("vcam")
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        if self._glance is not None:
            self.show_glance(self._glance)
        self.icon.show()

    def _open(self) -> None:
        """Ask who is there for as long as the menu is open: the first answer is that of a moment ago."""
        self._people, self._asks_left = (), MOST_ASKS
        self._ask()
        self._asking.start()
        self.fill()

    def _ask(self) -> None:
        self._asks_left -= 1
        if self._asks_left <= 0:
            self._asking.stop()
        self._bridge.ask_people(with_faces=True)

    def fill(self) -> None:
        """Make the menu anew, as things are now."""
        self._waiting.clear()
        _empty(self.menu)
        for word, title in zip(SWITCHES, (tr("On"), tr("Be right back"), tr("Off")), strict=True):
            self._add(self.menu, title, partial(self._bridge.turn, word), self._switch == word)
        self.menu.addSeparator()
        only_me = self._bridge.settings.people.only_me
        wanted = "all" if only_me else "only-me"
        self._add(self.menu, tr("Only me"), lambda: self._bridge.change({"people.show": wanted}), only_me)
        self._fill_backgrounds(self._submenu(tr("Background")))
        self._people_menu = self._submenu(tr("People"))
        self._fill_people(self._people_menu)
        self._fill_profiles(self._submenu(tr("Profiles")))
        self._add(self.menu, tr("Camera"), lambda: self.window_asked.emit("camera"))
        self.menu.addSeparator()
        self._add(self.menu, tr("Open window"), lambda: self.window_asked.emit(""))
        self._add(self.menu, tr("Quit"), self.quit_asked.emit)

    def close(self) -> None:
        """Take the icon away."""
        self._thumbnails.close()
        self._looking.stop()
        if self.icon is not None:
            self.icon.hide()

    def _fill_backgrounds(self, menu: QMenu) -> None:
        chosen = key_of(self._bridge.settings.background)
        change = self._bridge.change
        for key, title, strength in (
            ("blur-light", tr("Light blur"), LIGHT_BLUR),
            ("blur-strong", tr("Strong blur"), STRONG_BLUR),
        ):
            values = {"background.kind": "blur", "background.blur_strength": strength}
            self._add(menu, title, partial(change, values), chosen == key)
        self._add(menu, tr("Show the room"), partial(change, {"background.kind": "none"}), chosen == "none")
        menu.addSeparator()
        for entry in self._gallery.recent(RECENT):
            path = str(entry.path)
            values = {"background.kind": entry.kind, "background.file": path}
            action = self._add(menu, entry.title, partial(change, values), chosen == path)
            self._decorate(action, entry)
        menu.addSeparator()
        self._add(menu, tr("Add picture or video"), lambda: self.window_asked.emit("background"))

    def _fill_people(self, menu: QMenu) -> None:
        self._listed = _told_of(self._people)
        for seen in self._people:
            one = menu.addMenu(as_title(describe(seen)))
            assert one is not None, "a menu makes the menus it is asked for"
            if not seen.face.isNull():
                one.setIcon(QIcon(QPixmap.fromImage(seen.face)))
            fill_person_menu(one, self._bridge, seen)
        if not self._people:
            self._add(menu, tr("Nobody is seen yet."), lambda: None).setEnabled(False)
        menu.addSeparator()
        self._add(menu, tr("Open the page People"), lambda: self.window_asked.emit("people"))

    def _fill_profiles(self, menu: QMenu) -> None:
        try:
            names = list_profiles()
        except VcamError:
            names = ()
        group = QActionGroup(menu)
        for name in names:
            is_used = self._bridge.settings.profile == name
            group.addAction(self._add(menu, name, partial(self._bridge.use_profile, name), is_used))
        if not names:
            self._add(menu, tr("There are no profiles yet."), lambda: None).setEnabled(False)
        menu.addSeparator()
        self._add(menu, tr("Save or import a profile"), lambda: self.window_asked.emit("settings"))

    def _decorate(self, action: QAction, entry: Entry) -> None:
        """Give an action a small picture, now or as soon as it is read."""
        known = self._pictures.get(str(entry.path))
        if known is not None:
            action.setIcon(known)
            return
        self._waiting[str(entry.path)] = action
        self._thumbnails.want(entry)

    def _take_thumbnail(self, path: str, image: QImage) -> None:
        self._pictures[path] = QIcon(QPixmap.fromImage(image))
        action = self._waiting.pop(path, None)
        if action is not None:
            action.setIcon(self._pictures[path])

    def _submenu(self, title: str) -> QMenu:
        made = self.menu.addMenu(title)
        assert made is not None, "a menu makes the menus it is asked for"
        return made

    def _add(self, menu: QMenu, title: str, act: Callable[[], object], is_on: bool | None = None) -> QAction:
        action = menu.addAction(as_title(title))
        assert action is not None, "a menu makes the actions it is asked for"
        if is_on is not None:
            action.setCheckable(True)
            action.setChecked(is_on)
        action.triggered.connect(lambda: act())
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.window_asked.emit("")

    def _take_switch(self, switch: str) -> None:
        self._switch = switch

    def _take_people(self, people: tuple[Seen, ...]) -> None:
        self._people = people
        is_news = _told_of(people) != self._listed
        is_open = self._asking.isActive()
        if is_news and self._people_menu is not None and is_open and not self._people_menu.isVisible():
            _empty(self._people_menu)
            self._fill_people(self._people_menu)


def _told_of(people: tuple[Seen, ...]) -> list[tuple[object, ...]]:
    """What a menu says of people, wherever they are."""
    return [(who.track_id, who.name, who.is_me, who.effect, who.may_be_me) for who in (p.who for p in people)]


def _empty(menu: QMenu) -> None:
    """Take everything out of a menu, with the menus below it, which `clear` would keep."""
    for below in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        below.deleteLater()
    menu.clear()
