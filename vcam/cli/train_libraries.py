"""Libraries that only the making and judging of networks needs; the program runs without them."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import vcam
from vcam.errors import VcamError

TRAIN_LIBRARIES = ("torch", "onnx", "ai_edge_litert", "matplotlib")


@contextmanager
def train_libraries() -> Iterator[None]:
    """Turn the lack of a library that only training needs into one sentence."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in TRAIN_LIBRARIES:
            raise
        top = Path(vcam.__file__).resolve().parents[1]
        words = (sys.executable, "-m", "pip", "install", "-c", f"{top}/packaging/constraints.txt")
        command = shlex.join((*words, "-e", f"{top}[train]"))
        raise VcamError(f"Training needs more libraries; install them with `{command}`.") from error
