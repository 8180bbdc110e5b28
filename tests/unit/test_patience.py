import threading

import pytest

from vcam.errors import UsageError
from vcam.patience import within

HUNG = UsageError("It does not answer.")


def test_an_answer_is_given() -> None:
    assert within(10, lambda: 7, HUNG) == 7
    assert within(10, lambda: None, HUNG) is None


def test_an_error_is_raised_where_somebody_asked() -> None:
    def fail() -> None:
        raise ValueError("no number")

    with pytest.raises(ValueError, match="no number"):
        within(10, fail, HUNG)


def test_what_hangs_is_left_to_itself() -> None:
    gate = threading.Event()
    with pytest.raises(UsageError, match="does not answer"):
        within(0.01, gate.wait, HUNG)
    gate.set()
