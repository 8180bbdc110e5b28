"""Draws how a training went."""

from pathlib import Path

from matplotlib.figure import Figure


def draw_curves(path: Path, steps: list[int], losses: list[float], scores: list[tuple[int, float]]) -> None:
    """Write a PNG with the training loss and the held-out score over the steps."""
    figure = Figure(figsize=(8, 4.5), dpi=120, layout="constrained")
    loss_axis = figure.add_subplot()
    loss_axis.plot(steps, losses, color="tab:gray", label="training loss")
    loss_axis.set_xlabel("step")
    loss_axis.set_ylabel("loss")
    score_axis = loss_axis.twinx()
    score_axis.plot(
        [s for s, _ in scores],
        [v for _, v in scores],
        color="tab:blue",
        label="mean of IoU and boundary F on eg1800/val, %",
    )
    score_axis.set_ylabel("score, %")
    figure.legend(loc="outside upper center", ncols=2)
    figure.savefig(path)
