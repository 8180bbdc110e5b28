"""The clock of a call, which goes on while the computer sleeps."""

import sys
import time


def now_s() -> float:
    """Give seconds since some moment, never fewer than before; those asleep count, where the system tells.

    Whoever sits there after a sleep may be somebody else, and a picture from before it is old.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
