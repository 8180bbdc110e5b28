"""Cleared pictures, and alphas, into files."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vcam.guard import Cleared
from vcam.sinks.encoders import Encoder, open_encoder
from vcam.types import Size


class FileSink:
    """Writes pictures to a video, a picture file or a folder; see `vcam.sinks.encoders.open_encoder`.

    The file appears under its name when the sink is closed; until then, and if it fails,
    an old file of that name stays as it is.
    """

    def __init__(self, path: Path | str) -> None:
        """Remember where to write; nothing is made yet."""
        self._path = Path(path)
        self._encoder: Encoder | None = None
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

    def close(self) -> None:
        """Finish the file; see `vcam.ports.Sink`."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.close()

    def discard(self) -> None:
        """Give up what was begun, and leave an old file of that name as it is."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.discard()


class AlphaWriter:
    """Writes one-channel pictures: alphas, or labels as bytes. It begins with the first one's size."""

    def __init__(self, path: Path | str, fps: float, exact: bool = False) -> None:
        """Remember where to write; nothing is made yet.

        Args:
            path: as for `vcam.sinks.encoders.open_encoder`.
            fps: pictures per second, if it is a video.
            exact: refuse a file that changes the values, as labels must.
        """
        self._path = Path(path)
        self._fps = fps
        self._exact = exact
        self._encoder: Encoder | None = None

    def write(self, alpha: NDArray[np.uint8]) -> None:
        """Write one.

        Args:
            alpha: (H, W) uint8, the same size each time.

        Raises:
            SinkError: it cannot be written; the message says why and what to do.
        """
        if alpha.ndim != 2 or alpha.dtype != np.uint8:
            raise ValueError(f"an alpha is (H, W) uint8, not {alpha.shape} {alpha.dtype}")
        if self._encoder is None:
            size = Size(alpha.shape[1], alpha.shape[0])
            self._encoder = open_encoder(self._path, size, self._fps, grey=True, exact=self._exact)
        self._encoder.write(alpha)

    def close(self) -> None:
        """Finish the file.

        Raises:
            SinkError: it is not whole; nothing was replaced.
        """
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.close()

    def discard(self) -> None:
        """Give up what was begun."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.discard()
