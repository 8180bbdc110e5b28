"""Cleared pictures, and alphas, into files."""

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from vcam.guard import Cleared
from vcam.sinks.encoders import Encoder, open_encoder
from vcam.types import Size


class _FileWriter:
    """A file in the making: whole under its name when it is closed, gone when it is given up."""

    _encoder: Encoder | None = None

    def close(self) -> None:
        """Finish the file. Closing twice does no harm.

        Raises:
            SinkError: it is not whole; nothing was replaced.
        """
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.close()

    def discard(self) -> None:
        """Give up what was begun, and leave an old file of that name as it is."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Finish the file, or give it up if something went wrong before its end."""
        if kind is None:
            self.close()
        else:
            self.discard()


class FileSink(_FileWriter):
    """Writes pictures to a video, a picture file or a folder; see `vcam.sinks.encoders.open_encoder`.

    The file appears under its name when the sink is closed; until then, and if it fails,
    an old file of that name stays as it is. As a context manager it gives the file up if an
    error ends the block.
    """

    def __init__(self, path: Path | str) -> None:
        """Remember where to write; nothing is made yet."""
        self._path = Path(path)
        self._size: Size | None = None

    def open(self, size: Size, fps: float) -> None:
        """Begin the file; see `vcam.ports.Sink`."""
        self.close()
        self._encoder = open_encoder(self._path, size, fps, grey=False)
        self._size = size

    def send(self, picture: Cleared) -> None:
        """Write a picture; see `vcam.ports.Sink`."""
        if not isinstance(picture, Cleared):
            raise TypeError("a sink takes only what the guard has cleared")
        if self._encoder is None or self._size is None or picture.image.shape != self._size.shape:
            raise ValueError(f"opened for {self._size}, sent {picture.image.shape}")
        self._encoder.write(picture.image)


class AlphaWriter(_FileWriter):
    """Writes one-channel pictures: alphas, or labels as bytes. The file appears when it is closed."""

    def __init__(self, path: Path | str, size: Size, fps: float, exact: bool = False) -> None:
        """Begin the file.

        Args:
            path: as for `vcam.sinks.encoders.open_encoder`.
            size: size of the pictures.
            fps: pictures per second, if it is a video.
            exact: refuse a file that changes the values, as labels must.

        Raises:
            SinkError: it cannot be written; the message says why and what to do.
        """
        self._size = size
        self._encoder = open_encoder(Path(path), size, fps, grey=True, exact=exact)

    def write(self, alpha: NDArray[np.uint8]) -> None:
        """Write one.

        Args:
            alpha: (H, W) uint8.

        Raises:
            SinkError: it cannot be written; the message says why and what to do.
        """
        if self._encoder is None or alpha.shape != self._size.shape[:2] or alpha.dtype != np.uint8:
            raise ValueError(f"opened for {self._size}, given {alpha.shape} {alpha.dtype}")
        self._encoder.write(alpha)
