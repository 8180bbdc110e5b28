"""The window: navigation at the left, what viewers see in the middle, one page at the right."""

from collections.abc import Callable

from PyQt6.QtCore import QByteArray, QEvent, QPoint, QSettings, QSize, Qt, QTimer
from PyQt6.QtGui import QAction, QCloseEvent, QHideEvent, QIcon, QKeySequence, QShortcut, QShowEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vcam.gui.bridge import Bridge
from vcam.gui.gallery import Gallery
from vcam.gui.look import Glance
from vcam.gui.page import Page
from vcam.gui.pages.about import AboutPage
from vcam.gui.pages.background import BackgroundPage
from vcam.gui.pages.camera import CameraPage
from vcam.gui.pages.everything import EverythingPage
from vcam.gui.pages.output import OutputPage
from vcam.gui.pages.people import PeoplePage
from vcam.gui.pages.quality import QualityPage
from vcam.gui.pages.shortcuts import ShortcutsPage
from vcam.gui.people_menu import show_person_menu
from vcam.gui.shortcuts import Shortcuts
from vcam.gui.slices import Slices
from vcam.gui.stage import Stage
from vcam.gui.steering import Seen
from vcam.gui.theme import colours, make_icon, make_sign
from vcam.gui.welcome import Welcome
from vcam.gui.widgets import Banner
from vcam.gui.words import tr

LOOK_MS = 500
"""How often the state is asked for while the window is seen."""
HOVER_MS = 150
"""How often people are asked for while the pointer is over the picture."""
NAVIGATION_PX = 178


class MainWindow(QMainWindow):
    """The window; closing it hides it where there is a tray, and asks `on_close` where there is none.

    Args:
        bridge: carries out what is wished for.
        gallery: the backgrounds.
        shortcuts: the global ones.
        place: remembers size and place of the window.
        on_close: called when the user closes the window; tells whether it may only be hidden.
    """

    def __init__(
        self,
        bridge: Bridge,
        gallery: Gallery,
        shortcuts: Shortcuts,
        place: QSettings,
        on_close: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._gallery = gallery
        self._welcome: Welcome | None = None
        self._place = place
        self._on_close = on_close
        self._people: tuple[Seen, ...] = ()
        self.setWindowTitle("vcam")
        self.setWindowIcon(make_sign("vcam"))
        self.setMinimumSize(QSize(960, 480))  # a screen of 1920 pixels at 200 %; in less, words are cut off
        self.resize(1180, 720)
        self.stage = Stage(bridge)
        self.banner = Banner()
        self.pages: dict[str, tuple[str, Callable[[], Page]]] = {
            "background": (tr("Background"), lambda: BackgroundPage(bridge, gallery)),
            "people": (tr("People"), lambda: PeoplePage(bridge)),
            "camera": (tr("Camera"), lambda: CameraPage(bridge)),
            "quality": (tr("Quality"), lambda: QualityPage(bridge)),
            "output": (tr("Virtual camera"), lambda: OutputPage(bridge)),
            "shortcuts": (tr("Shortcuts"), lambda: ShortcutsPage(bridge, shortcuts)),
            "settings": (tr("All settings"), lambda: EverythingPage(bridge)),
            "about": (tr("About"), lambda: AboutPage(bridge)),
        }
        self._built: dict[str, Page] = {}
        self._slices = Slices(self)
        self._stack = QStackedWidget()
        self._navigation = QListWidget()
        self._search = QLineEdit()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(bridge.look)
        self._hover_timer = QTimer(self)
        self._hover_timer.setInterval(HOVER_MS)
        self._hover_timer.timeout.connect(self._ask_hovered)
        bridge.failed.connect(self.banner.tell)
        bridge.glance_changed.connect(self._show_glance)
        bridge.people_changed.connect(self._take_people)
        self.stage.preview.person_chosen.connect(self._choose_person)
        QShortcut(QKeySequence.StandardKey.Undo, self, bridge.undo)
        QShortcut(QKeySequence.StandardKey.Find, self, lambda: self._search.setFocus())
        self._restore_place()

    def page(self, name: str) -> Page:
        """Give a page; it is begun when it is first needed, so that the window opens quickly."""
        if name not in self._built:
            self._built[name] = self.pages[name][1]()
            self._stack.addWidget(self._built[name])
        return self._built[name]

    def show_page(self, name: str) -> None:
        """Open a page."""
        self._navigation.setCurrentRow(list(self.pages).index(name))

    def welcome(self) -> Welcome:
        """Lay the steps of a first start over everything, until they are done or skipped."""
        made = Welcome(self._bridge, self._gallery)
        made.done.connect(self._end_welcome)
        self._welcome = made
        self._whole.addWidget(made)
        self._whole.setCurrentWidget(made)
        return made

    def bring_to_front(self) -> None:
        """Show the window, wherever it is."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def close_down(self) -> None:
        """End what runs in the background for this window."""
        self._timer.stop()
        self._hover_timer.stop()
        self._slices.forget()
        for page in self._built.values():
            page.close_down()
        self._end_welcome()

    def refresh_icons(self) -> None:
        """Give the icons the colours of the theme in force."""
        tone = colours()
        for row, name in enumerate(self.pages):
            item = self._navigation.item(row)
            if item is not None:
                item.setIcon(make_icon(name, tone.quiet, tone.accent))
        signs: list[QToolButton | QAction] = [*self.findChildren(QToolButton), *self.findChildren(QAction)]
        for each in signs:
            icon = each.property("icon_name")
            if icon:
                each.setIcon(make_icon(icon, tone.quiet))

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Begin to ask for news."""
        super().showEvent(event)
        if not self._built:
            self._slices.add(lambda: self._open_row(self._navigation.currentRow()))
        self._bridge.look()
        self._timer.start()
        self._hover_timer.start()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802
        """A window that is not seen costs nothing."""
        super().hideEvent(event)
        self._timer.stop()
        self._hover_timer.stop()
        self._keep_place()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802
        """A minimized window costs nothing either."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.WindowStateChange:
            for each in (self.stage, self._welcome):
                if each is not None:
                    each.preview.setVisible(not self.isMinimized())

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802
        """Hide where there is a tray; else everything ends."""
        self._keep_place()
        if event is None:
            return
        if self._on_close():
            event.ignore()
            self.hide()
        else:
            event.accept()

    def _lay_out(self) -> None:
        panel = QFrame()
        panel.setObjectName("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self._stack)
        panel.setMinimumWidth(376)
        middle = QWidget()
        middle.setObjectName("stage")
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.addWidget(self.stage, 1)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(middle)
        splitter.addWidget(panel)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setSizes([616, 386])
        self._main = QWidget()
        line = QHBoxLayout(self._main)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._make_side())
        line.addWidget(splitter, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._main)
        everything = QWidget()
        everything.setObjectName("stage")
        below_banner = QVBoxLayout(everything)
        below_banner.setContentsMargins(0, 0, 0, 0)
        below_banner.setSpacing(0)
        below_banner.addWidget(self.banner)
        below_banner.addWidget(self._whole, 1)
        self.setCentralWidget(everything)
        self.setTabOrder(self._search, self._navigation)
        self.refresh_icons()
        self._navigation.setFocus()

    def _make_side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(NAVIGATION_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 14, 10, 10)
        column.setSpacing(10)
        self._search.setPlaceholderText(tr("Search settings"))
        self._search.setAccessibleName(tr("Search settings"))
        self._search.setClearButtonEnabled(True)
        sign = self._search.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        assert sign is not None, "a field makes the actions it is asked for"
        sign.setProperty("icon_name", "search")
        self._search.textChanged.connect(self._find)
        column.addWidget(self._search)
        self._navigation.setObjectName("navigation")
        self._navigation.setAccessibleName(tr("Pages"))
        self._navigation.setIconSize(QSize(20, 20))
        self._navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for title, _ in self.pages.values():
            self._navigation.addItem(QListWidgetItem(QIcon(), title))
        self._navigation.setCurrentRow(0)
        self._navigation.currentRowChanged.connect(self._open_row)
        column.addWidget(self._navigation, 1)
        return side

    def _end_welcome(self) -> None:
        if self._welcome is None:
            return
        self._whole.setCurrentWidget(self._main)
        self._whole.removeWidget(self._welcome)
        self._welcome.background.close_down()
        self._welcome.deleteLater()
        self._welcome = None

    def _open_row(self, row: int) -> None:
        self._stack.setCurrentWidget(self.page(list(self.pages)[row]))

    def _find(self, text: str) -> None:
        page = self.page("settings")
        assert isinstance(page, EverythingPage), "all settings are on that page"
        page.search(text)
        if text:
            self.show_page("settings")

    def _show_glance(self, glance: Glance) -> None:
        self.setWindowTitle(f"vcam: {glance.headline}")

    def _take_people(self, people: tuple[Seen, ...]) -> None:
        self._people = people

    def _ask_hovered(self) -> None:
        if self.stage.preview.is_hovered:
            self._bridge.ask_people(with_faces=False)

    def _choose_person(self, track_id: int, on_screen: QPoint, point: QPoint) -> None:
        for seen in self._people:
            if seen.who.track_id == track_id:
                show_person_menu(self, self._bridge, seen, on_screen, point)
                return

    def _keep_place(self) -> None:
        self._place.setValue("window/geometry", self.saveGeometry())

    def _restore_place(self) -> None:
        kept = self._place.value("window/geometry")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
