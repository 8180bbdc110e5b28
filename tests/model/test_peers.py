"""Weights by others run through our code: proof that network and metrics are what was published."""

from pathlib import Path

import pytest
from torch import nn

from vcam.errors import VcamError
from vcam.evaluation.run import evaluate
from vcam.training.count import count_parameters
from vcam.training.peers import AuthorsSINet, MediaPipe, load_authors_sinet

pytestmark = pytest.mark.slow


def test_the_authors_sinet_runs_through_ours(data: Path) -> None:
    weights = data / "pretrained" / "SINet.pth"
    assert count_parameters(load_authors_sinet(weights)) == 86_910
    assert evaluate(data / "eg1800" / "val", AuthorsSINet(weights)).overall.iou_fg > 90


def test_other_weights_are_refused(data: Path, tmp_path: Path) -> None:
    import torch

    torch.save(nn.Linear(2, 2).state_dict(), tmp_path / "other.pth")
    with pytest.raises(VcamError, match="holds no SINet"):
        load_authors_sinet(tmp_path / "other.pth")


def test_mediapipe_scores_what_others_measured(data: Path) -> None:
    peer = MediaPipe(data / "pretrained" / "selfie_segmentation.tflite")
    overall = evaluate(data / "eg1800" / "test", peer).overall
    assert overall.iou_fg == pytest.approx(96.14, abs=0.2)
    assert overall.boundary_f == pytest.approx(78.9, abs=0.8)
