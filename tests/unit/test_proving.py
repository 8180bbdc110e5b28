"""Nothing of me is shown that may be somebody else's."""

import numpy as np
import pytest

from vcam.instances.doubts import LONGEST_WAIT, SETTLED
from vcam.proving import Proving
from vcam.types import Alpha, Box, Frame, Labels, Owned, Size

SIZE, SMALL = Size(256, 144), Size(128, 72)
ME = 4
MINE, BEHIND = np.s_[10:, 50:80], np.s_[14:40, 80:95]
BOX = Box(100.0, 20.0, 160.0, 144.0, 0.9, ME, (110.0, 30.0, 150.0, 60.0))
IMAGE = np.full(SMALL.shape, 90, np.uint8)


@pytest.fixture
def proving() -> Proving:
    return Proving(SIZE, SMALL, is_still=False, sees_closely=True)


def see(proving: Proving, index: int, share: Alpha | None) -> Labels:
    """Show me with somebody who looks out behind my head, both as mine."""
    labels = np.zeros((SMALL.height, SMALL.width), np.int32)
    labels[MINE], labels[BEHIND] = ME, ME
    evidence = (labels > 0).astype(np.float32)
    frame = Frame(np.zeros(SIZE.shape, np.uint8), index, index / 30)
    assert proving.begin(frame, ME, is_proven=True) in (0, ME)
    owned = None if share is None else Owned((ME,), share[None])
    proving.withhold(IMAGE, evidence, labels, (BOX,), ME, owned, is_look=index % 4 == 0)
    return labels


def share(*parts: tuple[slice, slice]) -> Alpha:
    claimed = np.zeros((SMALL.height, SMALL.width), np.float32)
    for part in parts:
        claimed[part] = 0.9
    return claimed


def test_nothing_of_me_is_shown_before_doubts_have_spread_and_then_all_that_is_mine(proving: Proving) -> None:
    shown = [see(proving, index, share(MINE)) == ME for index in range(2 * SETTLED)]
    assert not any(labels.any() for labels in shown[: SETTLED - 1])
    assert shown[-1][10:, 50:78].all()
    assert not any(labels[BEHIND].any() for labels in shown)


def test_nothing_of_me_is_shown_before_i_was_looked_at_unless_that_takes_too_long(proving: Proving) -> None:
    shown = [(see(proving, index, None) == ME).any() for index in range(LONGEST_WAIT + 20)]
    assert not any(shown[: LONGEST_WAIT - 1])
    assert shown[-1]
