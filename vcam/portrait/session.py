"""Runs a portrait network with onnxruntime; the only file that knows it."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from vcam.errors import AlphaError, NetworkError
from vcam.portrait.manifest import BUDGETS_PX, MULTIPLES, NetworkEntry, describe_file, read_network
from vcam.portrait.prepare import fit_network_size
from vcam.types import Alpha, Cues, Image, Size

RUNTIME = f"onnxruntime {ort.__version__}"
INPUT, OUTPUT, BORDER, HEADS = "frame", "alpha", "border", "heads"
SIZES = {"budget_px": BUDGETS_PX, "size_multiple": MULTIPLES}
"""What a file made by `vcam export` says of its input; see `NetworkEntry`."""
_ORT_ERRORS = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
    UnicodeDecodeError,  # in place of each of them if its message quotes a damaged file
)


def describe(path: Path) -> NetworkEntry:
    """Make an entry for an ONNX file that no manifest lists; the file itself says which sizes it takes.

    Raises:
        NetworkError: it cannot be read, or is no network.
    """
    entry = describe_file(path)
    try:
        session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"], enable_fallback=0)
        told = session.get_modelmeta().custom_metadata_map
    except _ORT_ERRORS as error:
        raise NetworkError(f"{path} is no network that can be run; name an .onnx file.") from error
    sizes = {key: _number(told[key]) for key in SIZES if key in told}
    wrong = next((key for key, size in sizes.items() if size not in SIZES[key]), None)
    if wrong is not None:
        raise NetworkError(f"{path} says that its {wrong} is {told[wrong][:20]!r}; export it again.")
    return entry.model_copy(update=sizes)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1


class Session:
    """A loaded network for frames of one size; one thread at a time may use it.

    Args:
        entry: which network.
        folder: where its file lies.
        frame_size: size of the frames; the network's own size follows its shape.
        threads: how many threads compute, the caller's included.
        size: the network's size, if it shall not follow the frame's.
        pixels: how many times as many pixels as usual its picture has.

    Raises:
        NetworkError: the file is missing, damaged or no network.
        AlphaError: it is a network, but its answer is no alpha.
    """

    def __init__(
        self,
        entry: NetworkEntry,
        folder: Path,
        frame_size: Size,
        threads: int,
        size: Size | None = None,
        pixels: float = 1.0,
    ) -> None:
        budget_px = round(entry.budget_px * pixels)
        fitted = fit_network_size((frame_size.width, frame_size.height), budget_px, entry.size_multiple)
        width, height = (size.width, size.height) if size else fitted
        self._name = entry.file
        self._size = (width, height)
        self._session = self._load(read_network(entry, folder), threads)
        self._frame = np.zeros((1, height, width, 3), np.uint8)
        self._alpha = np.zeros((1, height, width), np.float32)
        self._check_answer()
        self._binding = self._session.io_binding()
        # On a CPU these share the arrays' memory: nothing is allocated for a frame.
        self._binding.bind_ortvalue_input(INPUT, ort.OrtValue.ortvalue_from_numpy(self._frame))
        self._binding.bind_ortvalue_output(OUTPUT, ort.OrtValue.ortvalue_from_numpy(self._alpha))
        self._cues = Cues(
            border=self._bind(BORDER, (1, height // 2, width // 2)),
            heads=self._bind(HEADS, (1, 3, height // 8, width // 8)),
        )

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the network's input and answer, in pixels."""
        return self._size

    @property
    def cues(self) -> Cues:
        """What the network says of the last picture beside alpha: border at (h/2, w/2), heads at (h/8, w/8).

        The arrays are the same for every picture.
        """
        return self._cues

    def infer(self, small: Image, out: Alpha) -> Alpha:
        """Find who is person in a picture of the network's size.

        Args:
            small: (h, w, 3) uint8 BGR.
            out: (h, w) float32, gets the alpha as the network gives it, unchecked.

        Returns:
            `out`.

        Raises:
            AlphaError: the network failed on this picture.
        """
        if small.shape != self._frame.shape[1:]:
            raise ValueError(f"the network takes {self._frame.shape[1:]}, not {small.shape}")
        np.copyto(self._frame[0], small)
        try:
            self._session.run_with_iobinding(self._binding)
        except _ORT_ERRORS as error:
            raise AlphaError(f"The network {self._name} stopped working; restart vcam.") from error
        np.copyto(out, self._alpha[0])
        return out

    def warm_up(self) -> None:
        """Do everything slow now: the first pictures cost more than the later ones."""
        scratch = np.empty(self._alpha.shape[1:], np.float32)
        for _ in range(3):
            self.infer(np.zeros(self._frame.shape[1:], np.uint8), scratch)

    def _bind(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
        """Give memory to a further answer; None if the network does not give it."""
        if name not in [answer.name for answer in self._session.get_outputs()]:
            return None
        answer = np.zeros(shape, np.float32)
        self._binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(answer))
        return np.asarray(answer[0])

    def _load(self, content: bytes, threads: int) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = 3
        # Waiting threads that spin take the processor from the stages after the network.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.inter_op.allow_spinning", "0")
        options.add_session_config_entry("session.set_denormal_as_zero", "1")
        for part, share in {"": 1, "half_": 2, "eighth_": 8}.items():
            options.add_free_dimension_override_by_name(f"{part}width", self._size[0] // share)
            options.add_free_dimension_override_by_name(f"{part}height", self._size[1] // share)
        try:
            # Without the fallback, which is this very provider again and prints before it tries.
            return ort.InferenceSession(
                content, options, providers=["CPUExecutionProvider"], enable_fallback=0
            )
        except _ORT_ERRORS as error:
            raise NetworkError(
                f"{self._name} is no network that can be run; choose another network or reinstall vcam."
            ) from error

    def _check_answer(self) -> None:
        """Run once without bound memory, into which a wrong answer would not fit."""
        try:
            answer = self._session.run([OUTPUT], {INPUT: self._frame})[0]
        except (*_ORT_ERRORS, ValueError) as error:
            raise NetworkError(f"{self._name} is no portrait network; choose another network.") from error
        if answer.shape != self._alpha.shape or answer.dtype != np.float32:
            wanted = "x".join(map(str, self._alpha.shape))
            given = "x".join(map(str, answer.shape))
            raise AlphaError(
                f"{self._name} answers {given} {answer.dtype} in place of {wanted} float32; "
                "choose another network."
            )
