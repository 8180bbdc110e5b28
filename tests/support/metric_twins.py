"""The metrics once more, pixel by pixel: slow, and plain to see."""

import math

from vcam.evaluation.metrics import Mask

Pixel = tuple[int, int]


def slow_iou(mask: Mask, truth: Mask) -> float:
    """Count what both, or either, call person."""
    both, either = 0, 0
    for said, true in zip(mask.flat, truth.flat, strict=True):
        both += bool(said and true)
        either += bool(said or true)
    return both / either if either else 1.0


def slow_boundary_iou(mask: Mask, truth: Mask) -> float:
    """Compare the pixels from which a square of 2 % of the diagonal reaches outside."""
    depth = max(1, round(0.02 * math.hypot(*truth.shape)))
    a, b = _rim(mask, depth), _rim(truth, depth)
    return len(a & b) / len(a | b) if a | b else 1.0


def slow_boundary_f(mask: Mask, truth: Mask) -> float:
    """Compare contours with a tolerance of 0.8 % of the diagonal."""
    reach = math.ceil(0.008 * math.hypot(*truth.shape))
    found, wanted = _contour(mask), _contour(truth)
    if not found or not wanted:
        return float(found == wanted)
    precision = sum(_is_near(pixel, wanted, reach) for pixel in found) / len(found)
    recall = sum(_is_near(pixel, found, reach) for pixel in wanted) / len(wanted)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _contour(mask: Mask) -> set[Pixel]:
    height, width = mask.shape
    pixels = set()
    for y in range(height):
        for x in range(width):
            right, below = min(x + 1, width - 1), min(y + 1, height - 1)
            neighbours = (mask[y, right], mask[below, x], mask[below, right])
            if any(neighbour != mask[y, x] for neighbour in neighbours):
                pixels.add((y, x))
    return pixels


def _rim(mask: Mask, depth: int) -> set[Pixel]:
    height, width = mask.shape
    pixels = set()
    for y in range(height):
        for x in range(width):
            square = [(y + dy, x + dx) for dy in range(-depth, depth + 1) for dx in range(-depth, depth + 1)]
            outside = any(not (0 <= qy < height and 0 <= qx < width) or not mask[qy, qx] for qy, qx in square)
            if mask[y, x] and outside:
                pixels.add((y, x))
    return pixels


def _is_near(pixel: Pixel, others: set[Pixel], reach: int) -> bool:
    return any((pixel[0] - y) ** 2 + (pixel[1] - x) ** 2 <= reach**2 for y, x in others)
