"""Makes the int8 file of a network: as much in bytes as its accuracy allows.

Static quantization, calibrated on training pictures: activations in unsigned bytes, weights
in signed bytes with a scale for each channel and seven bits of range, because processors
without dot-product instructions overflow with eight.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import onnx
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process

from vcam.errors import VcamError
from vcam.evaluation.metrics import score_mask
from vcam.evaluation.run import SessionPredictor, evaluate
from vcam.instances.closeups import PICTURE
from vcam.portrait.session import SIZES, describe
from vcam.training.data.batches import FRAMES, held_out_closeups, open_closeups
from vcam.training.data.pools import Pools, Portrait, load_pools
from vcam.training.data.scenes import SceneMaker
from vcam.training.export import CLOSEUPS, SEES
from vcam.types import Image

log = logging.getLogger(__name__)

SEED = 2026
PORTRAITS, SCENES = 64, 32
"""How many pictures of each kind the calibration looks at."""
TOLERATED_LOSS = 0.2
"""Points of IoU on eg1800/val that quantization may cost before more is left in float; 0.3 would be
allowed, but another processor rounds otherwise."""
OPERATORS = ("Conv", "Relu", "Add", "Concat", "AveragePool")
Parts = tuple[tuple[str, ...], ...]

KEPT: dict[str, Parts] = {
    # The large maps at both ends, where bytes cost more time than they save; the gate, which is small; and
    # the ways to heads, which are no shares.
    "/merge_quarter/": (
        (
            *("/to_half/", "/to_quarter/", "/skips.1/", "/skips.2/", "/merge_eighth/", "/merge_quarter/"),
            *("/head/", "/point/"),
            *("/Add_1", "/Relu_1", "/Add_2", "/Relu_2", "/to_sixteenth/to_sixteenth.5/"),
        ),
        ("/skips.0/",),
        ("/to_eighth/",),
    ),
    "/decoder/steps.": (
        ("/mask/", "/steps.4/"),
        ("/steps.3/", "/stem/"),
        ("/to_quarter/",),
        ("/decoder/",),
    ),
    "/classify_4/": (
        ("/classify", "/fuse/", "_boundary/"),
        ("/layers.0/", "/stem/"),
        ("/to_quarter/",),
        ("/layers.",),
    ),
    "/deepen/": (
        ("/smooth/", "/detail/", "/classify/", "/network/Add", "/attend/", "/encoder/Concat"),
        ("/stem/", "/squeeze_", "/join_"),
        ("/quarter/",),
        ("/deepen/deepen.0/out/",),
        ("/widen/",),
        ("/deepen/",),
    ),
    "/squeeze_quarter/": (
        ("/smooth/", "/detail/", "/network/Add"),
        ("/classify/",),
        ("/stem/",),
        ("/squeeze_quarter/", "/squeeze_eighth/"),
        ("/quarter/",),
    ),
}
"""By a name that only one network's nodes hold: parts in the order in which they stay in float, by what
their nodes' names hold; the first always do."""


def quantize(fp32: Path, data: Path, out: Path, cache: Path) -> None:
    """Write the int8 form of an exported network.

    Parts stay in float, one after the other, until the IoU on the validation pictures is
    within `TOLERATED_LOSS` of the float network's.

    Args:
        fp32: an ONNX file of `export`.
        data: the data folder; eg1800/train calibrates, eg1800/val decides.
        out: the file to write.
        cache: where it is kept where heads are, which close-ups are framed by.

    Raises:
        VcamError: the loss stays above what is tolerated, or a file cannot be read.
    """
    describe(fp32)  # what is no network is told before anything takes long
    trial = _trial_of(fp32, data, cache)
    wanted = trial.judge(fp32)
    with tempfile.TemporaryDirectory() as scratch:
        prepared = Path(scratch) / "prepared.onnx"
        candidate = Path(scratch) / "candidate-int8.onnx"
        quant_pre_process(str(fp32), str(prepared), skip_symbolic_shape=True)
        order = _parts_of(prepared)
        for parts in range(1, len(order) + 1):
            kept = tuple(name for part in order[:parts] for name in part)
            quantize_parts(prepared, trial.frames, kept, candidate)
            _say_sizes(fp32, candidate)
            reached = trial.judge(candidate)
            log.info("IoU %.2f in float, %.2f in int8 with %s in float", wanted, reached, ", ".join(kept))
            if reached >= wanted - TOLERATED_LOSS and _holds_bytes(candidate):
                out.write_bytes(candidate.read_bytes())
                return
    raise VcamError(f"{fp32} loses more than {TOLERATED_LOSS} points in int8; ship it in fp32 only.")


@dataclass(frozen=True, slots=True)
class _Trial:
    """What a network is calibrated on, and what gives its IoU on pictures that it was not trained on."""

    frames: list[Image]
    judge: Callable[[Path], float]


def _trial_of(network: Path, data: Path, cache: Path) -> _Trial:
    said = {each.key: each.value for each in onnx.load(network).metadata_props}
    if said.get(SEES) != CLOSEUPS:
        frames = list(calibration_frames(load_pools(data)))
        return _Trial(frames, partial(_iou, validation=data / "eg1800" / "val"))
    stream = open_closeups(data, cache).stream(np.random.default_rng(SEED))
    frames = [one.image[None] for one in islice(stream, PORTRAITS + SCENES)]
    return _Trial(frames, partial(_iou_near, held_out=held_out_closeups(data, cache)))


def _holds_bytes(network: Path) -> bool:
    """Tell whether anything of it is in bytes: all in float loses nothing, and gains nothing."""
    return any(node.op_type == "QuantizeLinear" for node in onnx.load(network).graph.node)


def _parts_of(fp32: Path) -> Parts:
    names = [node.name for node in onnx.load(fp32).graph.node]
    for own, parts in KEPT.items():
        if any(own in name for name in names):
            return parts
    raise VcamError(f"{fp32} is none of our networks; export one of them by `vcam export`.")


def quantize_parts(fp32: Path, frames: list[Image], kept: tuple[str, ...], out: Path) -> None:
    """Quantize all operators that gain from it, but for nodes whose names hold one of `kept`."""
    graph = onnx.load(fp32).graph
    quantization.quantize_static(
        str(fp32),
        str(out),
        _Reader(frames),
        quant_format=quantization.QuantFormat.QDQ,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=list(OPERATORS),
        nodes_to_exclude=[node.name for node in graph.node if any(part in node.name for part in kept)],
        calibrate_method=quantization.CalibrationMethod.MinMax,
    )


def calibration_frames(pools: Pools) -> Iterator[Image]:
    """Draw training pictures of all framings, each (1, H, W, 3) uint8, always the same ones."""
    rng = np.random.default_rng(SEED)
    maker = SceneMaker(pools)
    shapes = [shape for shape, _ in FRAMES]
    chosen = rng.choice(len(pools.portraits), min(PORTRAITS, len(pools.portraits)), replace=False)
    for turn, number in enumerate(chosen):
        height, width = shapes[turn % len(shapes)]
        yield cv2.resize(pools.portraits[number].image, (width, height), interpolation=cv2.INTER_AREA)[None]
    for turn in range(SCENES):
        yield maker.draw(rng, shapes[turn % len(shapes)]).image[None]


class _Reader(quantization.CalibrationDataReader):  # type: ignore[misc]  # the library has no types
    def __init__(self, frames: list[Image]) -> None:
        self._rest = iter(frames)

    def get_next(self) -> dict[str, Image] | None:
        frame = next(self._rest, None)
        return None if frame is None else {"frame": frame}


def _say_sizes(fp32: Path, int8: Path) -> None:
    """Let the int8 file say of its input what the float one does."""
    model = onnx.load(int8)
    said = {each.key: each.value for each in onnx.load(fp32).metadata_props}
    onnx.helper.set_model_props(model, {key: said[key] for key in (*SIZES, SEES) if key in said})
    onnx.save(model, int8)


def _iou(network: Path, validation: Path) -> float:
    predictor = SessionPredictor(describe(network), network.parent)
    return evaluate(validation, predictor).overall.iou_fg


def _iou_near(network: Path, held_out: Sequence[Portrait]) -> float:
    predictor = SessionPredictor(describe(network), network.parent, size=PICTURE)
    ious = [score_mask(predictor.predict(one.image) > 0.5, one.alpha > 127).iou for one in held_out]
    return 100 * float(np.mean(ious))
