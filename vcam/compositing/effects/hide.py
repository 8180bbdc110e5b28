"""Takes people out of what is laid over the background."""

import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels


@kernel
def keep_only(alpha: ByteAlpha, labels: FrameLabels, track_id: int, shown: ByteAlpha) -> None:
    """Fill `shown` with the alpha of one person, >= 1, and 0 for everybody and everything else."""
    height, width = alpha.shape
    wanted = np.int32(track_id)
    for y in range(height):
        alphas, names, out = alpha[y], labels[y], shown[y]
        for x in range(width):
            out[x] = alphas[x] if names[x] == wanted else np.uint8(0)


@kernel
def take_out(alpha: ByteAlpha, labels: FrameLabels, hidden: NDArray[np.int32], shown: ByteAlpha) -> None:
    """Fill `shown` with alpha, but 0 for those who are hidden.

    Args:
        alpha: (H, W) uint8.
        labels: (H, W) uint16.
        hidden: (n,) int32, the labels of those who are hidden; 0 is among them to hide what is nobody's.
        shown: (H, W) uint8.
    """
    height, width = alpha.shape
    last, is_hidden = np.int32(-1), False
    for y in range(height):
        alphas, names, out = alpha[y], labels[y], shown[y]
        x = 0
        while x < width:
            name = names[x]
            if name != last:
                last, is_hidden = name, False
                for one in hidden:
                    is_hidden |= one == name
            end = x + 1
            while end < width and names[end] == name:
                end += 1
            if is_hidden:
                out[x:end] = 0
            else:
                out[x:end] = alphas[x:end]
            x = end


@kernel
def cover_up(alpha: ByteAlpha, labels: FrameLabels, covered: NDArray[np.int32], seen: ByteAlpha) -> None:
    """Fill `seen` with how much of an open picture stays when people in it are covered.

    Of somebody nothing stays, however little of a pixel is theirs: else their edge would be seen.

    Args:
        alpha, labels: see `take_out`.
        covered: (n,) int32, the labels of those who are; 0 is among them to cover what is nobody's as far
            as it is anybody.
        seen: (H, W) uint8.
    """
    height, width = alpha.shape
    last, is_covered = np.int32(-1), False
    for y in range(height):
        alphas, names, out = alpha[y], labels[y], seen[y]
        x = 0
        while x < width:
            name = names[x]
            if name != last:
                last, is_covered = name, False
                for one in covered:
                    is_covered |= one == name
            end = x + 1
            while end < width and names[end] == name:
                end += 1
            # Slices, from whose first on is counted: what may be negative is not done in vectors.
            own, stays = alphas[x:end], out[x:end]
            if not is_covered:
                stays[:] = 255
            elif name > 0:
                for i in range(own.size):
                    stays[i] = np.uint8(0) if own[i] > 0 else np.uint8(255)
            else:
                for i in range(own.size):
                    stays[i] = np.uint8(255) - own[i]
            x = end


@kernel
def cover_rim(
    alpha: ByteAlpha, labels: FrameLabels, covered: NDArray[np.int32], rim: ByteAlpha, seen: ByteAlpha
) -> None:
    """Lower `seen` to `rim`, what stays with the cover grown, but where somebody is who is not covered.

    Args:
        alpha, labels, covered: see `cover_up`.
        rim: (H, W) uint8.
        seen: (H, W) uint8, of `cover_up`.
    """
    height, width = alpha.shape
    for y in range(height):
        for x in range(width):
            if rim[y, x] == seen[y, x]:
                continue
            may_cover = alpha[y, x] == 0
            for one in covered:
                may_cover |= one == labels[y, x]
            if may_cover:
                seen[y, x] = rim[y, x]
