"""Leaves out of a network's file what changes nothing of its answer, but takes time.

A decay of weights that outlasts what a channel learns leaves numbers near 1e-30 behind. They count for
nothing, and many processors multiply them a hundred times slower than others.
"""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, numpy_helper

UNHEARD = 1e-5
"""A channel that nothing weighs by more than this is left out."""
TINY = 1e-12
"""A weight below this is 0: what it adds is far below a float's rounding."""
BLOCK = 16
"""So many channels at once onnxruntime computes where it can; fewer than whole blocks take as long."""

Weights = NDArray[np.float32]


def shrink(model: onnx.ModelProto) -> int:
    """Leave out channels that nothing hears, and call next to nothing 0; gives how many were left out.

    Only channels between two convolutions that nothing else reads are looked at.

    Args:
        model: as exported, with its normalisations folded in; it is changed.
    """
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    left_out = 0
    for speaker, hearer in _pairs(model.graph):
        if not {*speaker.input[1:], hearer.input[1]} <= tensors.keys():
            continue
        weights, heard_by = (_read(tensors[node.input[1]]) for node in (speaker, hearer))
        kept = _audible(np.abs(heard_by).max((0, 2, 3)))
        left_out += len(weights) - len(kept)
        for name in speaker.input[1:]:
            _write(tensors[name], _read(tensors[name])[kept])
        _write(tensors[hearer.input[1]], heard_by[:, kept])
    for tensor in tensors.values():
        if tensor.data_type == TensorProto.FLOAT:
            values = _read(tensor)
            _write(tensor, np.where(np.abs(values) < TINY, np.float32(0), values))
    return left_out


def _pairs(graph: onnx.GraphProto) -> list[tuple[NodeProto, NodeProto]]:
    """Give each dense convolution with the one that alone reads it, straight or after a ReLU."""
    readers: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    answers = {answer.name for answer in graph.output}

    def only_reader(node: NodeProto) -> NodeProto | None:
        name = node.output[0]
        found = readers.get(name, [])
        return found[0] if len(found) == 1 and name not in answers else None

    pairs = []
    for speaker in graph.node:
        if not _is_dense(speaker):
            continue
        hearer = only_reader(speaker)
        if hearer is not None and hearer.op_type == "Relu":
            hearer = only_reader(hearer)
        if hearer is not None and _is_dense(hearer):
            pairs.append((speaker, hearer))
    return pairs


def _is_dense(node: NodeProto) -> bool:
    """Tell whether a node is a convolution of which each channel hears all channels."""
    return node.op_type == "Conv" and all(each.i == 1 for each in node.attribute if each.name == "group")


def _audible(loudness: Weights) -> NDArray[np.int64]:
    """Choose the channels that stay: all that are heard, and the loudest others up to a whole block."""
    count = int(np.count_nonzero(loudness > UNHEARD))
    blocks = max(1, -(-count // BLOCK)) * BLOCK
    return np.sort(np.argsort(-loudness, kind="stable")[:blocks])


def _read(tensor: TensorProto) -> Weights:
    return numpy_helper.to_array(tensor)


def _write(tensor: TensorProto, values: Weights) -> None:
    tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), tensor.name))
