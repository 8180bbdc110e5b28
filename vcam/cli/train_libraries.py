"""Libraries that only the making and judging of networks needs; the program runs without them."""

from collections.abc import Iterator
from contextlib import contextmanager

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
        raise VcamError("Training needs more libraries: pip install 'vcam[train]'.") from error
