"""The one place where numba compiles: cached on disk, without the interpreter lock."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop over pixels.

    It is cached, so that only the first start after an installation compiles; it runs
    without the interpreter lock, so that the other threads go on. Give it one dtype,
    C-contiguous and writable arrays: anything else is compiled anew in mid-call.
    """
    compiled = numba.njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")(function)
    return cast("Callable[P, R]", compiled)
