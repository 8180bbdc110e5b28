"""Keeps arrays that took long to make."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def keep(store: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays under their names as an .npz file, which is there whole or not at all.

    Several processes may write the same one at once.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    neighbour = store.with_name(f".{store.stem}.{os.getpid()}.npz")
    try:
        np.savez_compressed(neighbour, **arrays)  # type: ignore[arg-type]  # its stub knows no keyword arrays
        neighbour.replace(store)
    finally:
        neighbour.unlink(missing_ok=True)
