"""What stands behind people: a gallery that takes files by drag and drop."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import (
    QImage,
)
from PyQt6.QtWidgets import (
    QFileDialog,
    QListWidgetItem,
)

from vcam.errors import VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.gallery import Entry, Gallery, Thumbnails
from vcam.gui.page import Page
from vcam.gui.setting_row import SettingRow
from vcam.gui.tiles import ENTRY, KEY, PICTURE, Tiles
from vcam.gui.widgets import Card, Row, as_title, button, label
from vcam.gui.words import tr
from vcam.settings.background import VIDEO_SUFFIXES
from vcam.settings.model import BackgroundSettings, Settings
from vcam.suffixes import PICTURE_SUFFIXES
from vcam.types import Size

LIGHT_BLUR, STRONG_BLUR = 0.35, 0.9
NAME_PX = 120
"""So much room has a file's name where the rest of the line tells what happened to it."""
ROWS = {"blur": "background.blur_strength", "colour": "background.colour"}
"""What else can be set of a kind of background."""


class BackgroundPage(Page):
    """The gallery, the strength of the blur, and the colour."""

    def __init__(self, bridge: Bridge, gallery: Gallery) -> None:
        super().__init__(bridge, tr("Background"))
        self._gallery = gallery
        self._removed: tuple[Path, int] | None = None
        self._thumbnails = Thumbnails(self._take_thumbnail)
        self._known: dict[str, QImage] = {}
        self.tiles = Tiles()
        self.tiles.itemClicked.connect(self._choose)
        self.tiles.itemActivated.connect(self._choose)
        self.tiles.itemEntered.connect(self._foresee)
        self.tiles.currentItemChanged.connect(self._foresee)
        self.tiles.currentItemChanged.connect(self._show_remove)
        self.tiles.dropped.connect(self.add_files)
        self._remove = button(tr("Remove"), self._remove_chosen)
        self._put_back = button(tr("Put back"), self._put_removed_back, "link")
        self._undo = button(tr("Undo"), bridge.undo)
        self._put_back.hide()
        self.add(Row(button(tr("Add picture or video"), self._ask_files, "main"), None))
        self.add(Row(self._remove, None, self._undo))
        self.add(self._put_back)
        self._more = Card()
        self._more.hide()
        self._rows: dict[str, SettingRow] = {}
        self.add(self._more)
        self.add(self.tiles)
        self.add(label(tr("Drop pictures and videos here. They stay where they are on your disk."), "quiet"))
        gallery.changed.connect(self._fill)
        bridge.settings_changed.connect(self._mark_chosen)
        bridge.about_to_undo.connect(self.tiles.follow)
        self.later(self._fill, *(partial(self._add_row, *each) for each in ROWS.items()))

    def add_files(self, paths: list[Path]) -> None:
        """Take files into the gallery, and show the first one to viewers."""
        try:
            self._gallery.add(paths)
        except VcamError as error:
            self.bridge.failed.emit(str(error))
        present = [
            entry
            for entry in self._gallery.entries()
            if entry.path == (paths[0].absolute() if paths else None)
        ]
        if present:
            self._use(present[0])

    def close_down(self) -> None:
        """Make no further tiles and small pictures."""
        super().close_down()
        self._thumbnails.close()

    def _ask_files(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES | VIDEO_SUFFIXES))
        dialog = QFileDialog(self, tr("Add picture or video"), "", f"{tr('Pictures and videos')} ({endings})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.open()

    def _fill(self) -> None:
        self.tiles.clear()
        for key, title in (
            ("blur-light", tr("Light blur")),
            ("blur-strong", tr("Strong blur")),
            ("colour", tr("Colour")),
            ("chroma", tr("Green screen")),
            ("none", tr("Show the room")),
        ):
            self._add_tile(key, title, None)
        for entry in self._gallery.entries():
            item = self._add_tile(str(entry.path), entry.title, entry)
            known = self._known.get(str(entry.path))
            if known is None:
                self._thumbnails.want(entry)
            else:
                item.setData(PICTURE, known)
        self.tiles.fit()
        self._mark_chosen(self.bridge.settings)

    def _add_row(self, kind: str, key: str) -> None:
        self._rows[kind] = SettingRow(self.bridge, key)
        self._more.add(self._rows[kind])
        self._show_row(self.bridge.settings)

    def _show_row(self, settings: Settings) -> None:
        """Show what else can be set of the kind of background that is chosen."""
        for kind, row in self._rows.items():
            row.setVisible(kind == settings.background.kind)
        self._more.setVisible(settings.background.kind in self._rows)

    def _add_tile(self, key: str, title: str, entry: Entry | None) -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setData(KEY, key)
        item.setData(ENTRY, entry)
        item.setToolTip(title if entry is None else str(entry.path))
        self.tiles.addItem(item)
        return item

    def _take_thumbnail(self, path: str, image: QImage) -> None:
        self._known[path] = image
        for item in self.tiles.all_items():
            if item.data(KEY) == path:
                item.setData(PICTURE, image)

    def _foresee(self, item: QListWidgetItem | None) -> None:
        """Read what is under the pointer, so that a click on it acts at once."""
        entry = item.data(ENTRY) if item is not None else None
        if entry is not None:
            self._thumbnails.foresee(entry, Size(*self.bridge.settings.output.dimensions))

    def _choose(self, item: QListWidgetItem) -> None:
        entry = item.data(ENTRY)
        if entry is not None:
            self._use(entry)
            return
        key = item.data(KEY)
        if key == "blur-light":
            self.bridge.change({"background.kind": "blur", "background.blur_strength": LIGHT_BLUR})
        elif key == "blur-strong":
            self.bridge.change({"background.kind": "blur", "background.blur_strength": STRONG_BLUR})
        else:
            self.bridge.change({"background.kind": key})

    def _use(self, entry: Entry) -> None:
        self.bridge.change({"background.kind": entry.kind, "background.file": str(entry.path)})

    def _mark_chosen(self, settings: Settings) -> None:
        self.tiles.show_chosen(key_of(settings.background), settings.background.colour)
        self._show_row(settings)
        self._undo.setEnabled(self.bridge.can_undo)
        self._show_remove()

    def _show_remove(self) -> None:
        item = self.tiles.currentItem()
        entry = item.data(ENTRY) if item is not None else None
        self._remove.setEnabled(entry is not None and not entry.is_ours)

    def _remove_chosen(self) -> None:
        item = self.tiles.currentItem()
        entry = item.data(ENTRY) if item is not None else None
        if entry is None or entry.is_ours:
            return
        if key_of(self.bridge.settings.background) == str(entry.path):
            self.bridge.change({"background.kind": "blur", "background.file": ""})
        self._try(lambda: self._note_removed(entry.path))

    def _note_removed(self, path: Path) -> None:
        elided = self._put_back.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, NAME_PX)
        self._put_back.setText(tr("{0} was removed. Put it back").format(as_title(elided)))
        self._put_back.setToolTip(str(path))
        self._put_back.show()
        self._removed = (path, [entry.path for entry in self._gallery.entries()].index(path))
        self._gallery.remove(path)

    def _put_removed_back(self) -> None:
        if self._removed is not None:
            path, place = self._removed
            self._put_back.hide()
            self._try(lambda: self._gallery.put_back(path, place))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except VcamError as error:
            self.bridge.failed.emit(str(error))


def key_of(background: BackgroundSettings) -> str:
    """Give the tile that a background belongs to."""
    if background.kind == "blur":
        middle = (LIGHT_BLUR + STRONG_BLUR) / 2
        return "blur-light" if background.blur_strength < middle else "blur-strong"
    if background.kind in ("picture", "video"):
        return background.file
    return background.kind
