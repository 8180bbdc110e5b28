import threading

import pytest

from vcam.errors import UsageError
from vcam.patience import within

HUNG = UsageError("It does not answer.")


def test_an_answer_is_given() -> None:
    assert within("a", 10, lambda: 7, HUNG) == 7
    assert within("a", 10, lambda: None, HUNG) is None


def test_an_error_is_raised_where_somebody_asked() -> None:
    def fail() -> None:
        raise ValueError("no number")

    with pytest.raises(ValueError, match="no number"):
        within("a", 10, fail, HUNG)


def test_what_hangs_is_left_to_itself_and_not_asked_again_until_it_answers() -> None:
    gate, asked = threading.Event(), []

    def hang() -> bool:
        asked.append(threading.current_thread())
        return gate.wait()

    for _ in range(5):
        with pytest.raises(UsageError, match="does not answer"):
            within("far", 0.01, hang, HUNG)
    assert len(asked) == 1
    assert within("near", 10, lambda: 3, HUNG) == 3
    gate.set()
    asked[0].join()
    assert within("far", 10, hang, HUNG) is True
