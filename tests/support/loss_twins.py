"""Slow and obvious twins of the losses."""

from collections.abc import Sequence


def lovasz_hinge(scores: Sequence[float], person: Sequence[bool]) -> float:
    """Add up, from the worst pixel on, each hinge times what the pixel costs of the IoU."""
    hinges = [1 - score if mine else 1 + score for score, mine in zip(scores, person, strict=True)]
    order = sorted(range(len(hinges)), key=lambda pixel: -hinges[pixel])
    wrong: set[int] = set()
    total = before = 0.0
    for pixel in order:
        wrong.add(pixel)
        after = 1 - _iou_if_wrong(wrong, person)
        total += max(0.0, hinges[pixel]) * (after - before)
        before = after
    return total


def _iou_if_wrong(wrong: set[int], person: Sequence[bool]) -> float:
    truth = {pixel for pixel, mine in enumerate(person) if mine}
    answer = truth ^ wrong
    return len(truth & answer) / len(truth | answer)
