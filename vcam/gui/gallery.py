"""The backgrounds to choose from: those that come with vcam, and those that the user has added."""

import json
import logging
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QBuffer, QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QImageIOHandler, QImageReader

from vcam.errors import SourceError, UsageError, VcamError
from vcam.gui.errands import Errands
from vcam.gui.words import tr
from vcam.paths import MOST_PIXELS, assets_dir, config_dir
from vcam.settings.background import VIDEO_SUFFIXES
from vcam.settings.file import renamed_aside, write_in_one_step
from vcam.suffixes import PICTURE_SUFFIXES
from vcam.types import Size

log = logging.getLogger(__name__)

THUMBNAIL = QSize(288, 162)
MOST = 500
MOST_MIB = 256
"""A file, and the picture that comes out of it, may take so much memory for a small picture."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A background.

    Attributes:
        path: the picture or video.
        is_ours: whether it comes with vcam and cannot be removed.
    """

    path: Path
    is_ours: bool

    @property
    def title(self) -> str:
        """What it is called."""
        plain = self.path.stem.replace("-", " ").replace("_", " ").strip() or self.path.name
        return tr(plain[:1].upper() + plain[1:]) if self.is_ours else plain

    @property
    def kind(self) -> str:
        """What the setting `background.kind` calls it."""
        return "video" if self.path.suffix.lower() in VIDEO_SUFFIXES else "picture"


class Gallery(QObject):
    """Remembers which backgrounds the user has added; the files stay where they are.

    Attributes:
        trouble: a sentence about a list that could not be read; empty if it could.

    Args:
        file: where it is remembered.
    """

    changed = pyqtSignal()

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self._file = config_dir() / "backgrounds.json" if file is None else file
        self._added, is_whole = _read(self._file)
        self.trouble = "" if is_whole else _damaged(self._file)

    def entries(self) -> list[Entry]:
        """All backgrounds: the newest of the user first, then ours."""
        ours = sorted((assets_dir() / "backgrounds").glob("*.jpg"))
        return [Entry(path, False) for path in self._added] + [Entry(path, True) for path in ours]

    def recent(self, count: int) -> list[Entry]:
        """The first few, though they may be gone: a disk that is asked may never answer."""
        return self.entries()[:count]

    def add(self, paths: Iterable[Path]) -> list[Path]:
        """Take in files and give those that are new.

        Raises:
            UsageError: a file is neither picture nor video, or is not there, or there are too many; none
                has been added then.
            VcamError: they are in the gallery now, but cannot be remembered.
        """
        wanted = [path.absolute() for path in paths]
        for path in wanted:
            if path.suffix.lower() not in PICTURE_SUFFIXES | VIDEO_SUFFIXES or not _is_there(path):
                raise UsageError(
                    tr(
                        "{0} is neither a picture nor a video; choose a file such as a .jpg, .png or .mp4."
                    ).format(path.name)
                )
        new = [path for path in dict.fromkeys(wanted) if path not in self._added]
        if new and len(new) + len(self._added) > MOST:
            raise UsageError(tr("There is room for {0} backgrounds; remove some first.").format(MOST))
        self._set([*new, *self._added])
        return new

    def remove(self, path: Path) -> int:
        """Forget a file, which stays on the disk; give the place where it was."""
        place = self._added.index(path)
        self._set([each for each in self._added if each != path])
        return place

    def put_back(self, path: Path, place: int) -> None:
        """Undo `remove`."""
        if path not in self._added:
            self._set([*self._added[:place], path, *self._added[place:]])

    def _set(self, added: list[Path]) -> None:
        self._added = added
        self.changed.emit()
        if self.trouble:
            if os.path.lexists(self._file):  # somebody may have taken it away meanwhile
                renamed_aside(self._file, "broken")
            self.trouble = ""
        write_in_one_step(self._file, json.dumps([str(path) for path in added], indent=1).encode())


class Thumbnails(QObject):
    """Makes small pictures in the background.

    Args:
        on_loaded: told the path and the small picture, in the window's thread; a file that cannot be
            read gives an empty one.
    """

    _loaded = pyqtSignal(str, QImage)

    def __init__(self, on_loaded: Callable[[str, QImage], None]) -> None:
        super().__init__()
        self._loaded.connect(on_loaded)
        self._loader = Errands("vcam-thumbnails")
        self._foresight = Errands("vcam-foresight")

    def want(self, entry: Entry) -> None:
        """Ask for a small picture."""
        self._loader.ask(str(entry.path), partial(self._load, entry.path), is_quick=entry.is_ours)

    def foresee(self, entry: Entry, size: Size) -> None:
        """Read a picture, at the size of viewers' pictures, that the user may be about to choose."""
        if entry.kind == "picture":
            what = f"{entry.path} at {size}"
            self._foresight.ask(what, partial(_foresee, str(entry.path), size), is_quick=entry.is_ours)

    def close(self) -> None:
        """Stop; what was asked for and not begun is forgotten, and what was begun is not waited for."""
        for each in (self._loader, self._foresight):
            each.close()

    def _load(self, path: Path) -> None:
        image = load_thumbnail(path)
        try:
            self._loaded.emit(str(path), image)
        except RuntimeError:
            log.debug("the window was closed before %s was read", path)


def _foresee(file: str, size: Size) -> None:
    """Read a picture to where the compositor finds it; what is wrong with it is told when it is chosen."""
    from vcam.compositing.background import read_fitted

    try:
        read_fitted(file, size)
    except VcamError as error:
        log.debug("not read ahead: %s", error)


def _is_there(path: Path) -> bool:
    """Whether there is such a file; one whose disk does not answer is not there."""
    try:
        return path.is_file()
    except OSError as error:
        log.info("%s cannot be looked for (%s)", path, error.strerror)
        return False


def load_thumbnail(path: Path) -> QImage:
    """Read a picture, or the first one of a video, and shrink it; null if that cannot be done."""
    if path.suffix.lower() in VIDEO_SUFFIXES:
        return _first_of_video(path)
    content = _content_of(path)
    if content is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(content)
    QImageReader.setAllocationLimit(MOST_MIB)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        log.info("no small picture of %s: it has %d x %d pixels", path, size.width(), size.height())
        return QImage()
    if size.isValid():
        # Qt scales a picture before it turns it upright.
        lies = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        upright = size.transposed() if lies else size
        small = upright.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        reader.setScaledSize(small.transposed() if lies else small)
    return _cropped(reader.read())


def _content_of(path: Path) -> bytes | None:
    """Read a file, or give None; Qt would let no other thread of Python run until the disk answers."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if stat.S_ISREG(about.st_mode) and about.st_size <= MOST_MIB << 20:
                return file.read()
    except OSError as error:
        log.info("no small picture of %s: %s", path, error)
        return None
    log.info("no small picture of %s: it is no file, or larger than %d MiB", path, MOST_MIB)
    return None


def _first_of_video(path: Path) -> QImage:
    from vcam.sources.file import FileSource

    source = FileSource(path, loop=False)
    try:
        source.open()
        image = source.read()
    except (SourceError, VcamError) as error:
        log.info("no small picture of %s: %s", path, error)
        return QImage()
    finally:
        source.close()
    if image is None:
        return QImage()
    height, width = image.shape[:2]
    wrapped = QImage(image.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888)
    return _cropped(
        wrapped.scaled(
            THUMBNAIL,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
    )


def _cropped(image: QImage) -> QImage:
    left = max(0, (image.width() - THUMBNAIL.width()) // 2)
    top = max(0, (image.height() - THUMBNAIL.height()) // 2)
    return image if image.isNull() else image.copy(left, top, THUMBNAIL.width(), THUMBNAIL.height())


def _read(file: Path) -> tuple[list[Path], bool]:
    """Give what can be read of a list, and whether that is all of it."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return [], True
    except (OSError, ValueError, RecursionError):
        return [], False
    texts = [text for text in found if isinstance(text, str)] if isinstance(found, list) else []
    return [Path(text) for text in texts], texts == found


def _damaged(file: Path) -> str:
    return tr(
        "The list of your backgrounds cannot be read; correct {0}, or it is kept aside once you add others."
    ).format(file)
