"""Darkens everything but those who stand in the light."""

import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels

DARK = 96
"""What is left of the rest's brightness, in 256ths."""


@kernel
def dim(
    shown: ByteAlpha, labels: FrameLabels, lit: NDArray[np.int32], dark: int, picture: NDArray[np.uint8]
) -> None:
    """Darken a composed picture where nobody in the light is.

    Args:
        shown: (H, W) uint8, how much of a pixel is person.
        labels: (H, W) uint16.
        lit: (n,) int32, the labels of those in the light.
        dark: what is left elsewhere, in 256ths.
        picture: (H, 3 * W) uint8, changed in place.
    """
    height, width = labels.shape
    last, is_lit = np.int32(-1), False
    for y in range(height):
        alphas, names, out = shown[y], labels[y], picture[y]
        x = 0
        while x < width:
            name = names[x]
            if name != last:
                last, is_lit = name, False
                for one in lit:
                    is_lit |= one == name
            end = x + 1
            while end < width and names[end] == name:
                end += 1
            if is_lit:
                for u in range(x, end):
                    share = dark + ((256 - dark) * np.int32(alphas[u]) + 127) // 255
                    for i in range(3 * u, 3 * u + 3):
                        out[i] = np.uint8((np.int32(out[i]) * share) >> 8)
            else:
                for i in range(3 * x, 3 * end):
                    out[i] = np.uint8((np.uint16(out[i]) * np.uint16(dark)) >> 8)
            x = end
