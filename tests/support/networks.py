"""Tiny networks, written by hand: what is bright is person."""

import hashlib
from pathlib import Path

from onnx import TensorProto, helper, save_model

from vcam.portrait.manifest import NetworkEntry


def write_bright_is_person(path: Path, keep_channel: bool = False, multiple: int = 1) -> NetworkEntry:
    """Write a network whose alpha is a picture's mean of the three colours, and give its entry.

    Args:
        path: the file.
        keep_channel: answer (1, H, W, 1) in place of (1, H, W).
        multiple: alpha is this many times as large.
    """
    nodes = [
        helper.make_node("Cast", ["frame"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["numbers", "axis"], ["mean"], keepdims=int(keep_channel)),
        helper.make_node("Div", ["mean", "white"], ["alpha"]),
    ]
    answer: list[str | int | None] = [1, "height", "width", *([1] if keep_channel else [])]
    graph = helper.make_graph(
        nodes,
        "bright",
        [helper.make_tensor_value_info("frame", TensorProto.UINT8, [1, "height", "width", 3])],
        [helper.make_tensor_value_info("alpha", TensorProto.FLOAT, answer)],
        [
            helper.make_tensor("axis", TensorProto.INT64, [1], [3]),
            helper.make_tensor("white", TensorProto.FLOAT, [1], [255 / multiple]),
        ],
    )
    save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), path)
    return entry_of(path)


def entry_of(path: Path, **changes: object) -> NetworkEntry:
    """A manifest's entry for a file that exists."""
    values: dict[str, object] = {
        "name": "bright",
        "precision": "fp32",
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "budget_px": 288 * 160,
        "nominal_size": "288x160",
        "parameters": 1,
        "macs": 1,
        "terms": "made for a test",
    }
    return NetworkEntry.model_validate(values | changes)
