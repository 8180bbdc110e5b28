"""What took long to make is kept whole, or not at all."""

from pathlib import Path

import numpy as np
import pytest

from vcam.training.data.store import keep


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    store = tmp_path / "new" / "answers.npz"
    keep(store, {"a": np.arange(3), "b": np.eye(2)})
    with np.load(store) as kept:
        assert kept["a"].tolist() == [0, 1, 2]
        assert kept["b"].tolist() == [[1, 0], [0, 1]]
    assert [path.name for path in store.parent.iterdir()] == ["answers.npz"]


def test_an_interruption_leaves_nothing_that_could_be_taken_for_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, **_: object) -> None:
        path.write_bytes(b"PK")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", write_half)
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "answers.npz", {"a": np.arange(3)})
    assert list(tmp_path.iterdir()) == []
