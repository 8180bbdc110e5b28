"""The whole portrait stage as a predictor: what viewers get, and not the network's answer alone."""

from pathlib import Path

import numpy as np

from vcam.portrait.manifest import NetworkEntry
from vcam.portrait.session import Session
from vcam.portrait.stage import PortraitStage
from vcam.stats import StageTimes
from vcam.types import Alpha, Frame, Image, Size


class StagePredictor:
    """Network, smoothing over time and refinement; frames come in order until `reset`.

    Args:
        entry: which network.
        folder: where its file lies.
        smoothing: 0..1, as in the settings; 0 for pictures that have nothing to do with each other.
        edge_px: as in the settings; 0 refines nothing.
    """

    def __init__(self, entry: NetworkEntry, folder: Path, smoothing: float, edge_px: int) -> None:
        self._entry = entry
        self._folder = folder
        self._smoothing = smoothing
        self._edge_px = edge_px
        self._stages: dict[Size, PortraitStage] = {}

    def predict(self, image: Image) -> Alpha:
        """Give alpha at the picture's own size, (H, W) float32."""
        size = Size(image.shape[1], image.shape[0])
        if size not in self._stages:
            self._stages[size] = self._make_stage(size)
        stage = self._stages[size]
        evidence = np.empty(stage.evidence_shape, np.float32)
        alpha = np.empty(image.shape[:2], np.uint8)
        stage.find(Frame(image, 0, 0.0), evidence, alpha)
        return np.asarray(alpha / np.float32(255), np.float32)

    def reset(self) -> None:
        """Forget earlier frames."""
        for stage in self._stages.values():
            stage.reset()

    def _make_stage(self, size: Size) -> PortraitStage:
        session = Session(self._entry, self._folder, size, 1)
        return PortraitStage(session, size, self._smoothing, self._edge_px, StageTimes())
