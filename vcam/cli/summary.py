"""What a run did and what it cost, for a person to read."""

from collections.abc import Mapping
from typing import Any

EXPLANATIONS = {
    "prepare": "shrink the frame for the network",
    "network": "find who is person",
    "smooth": "steady the edge over time",
    "refine": "bring the edge to full size",
    "people": "find who is who",
    "background": "blur or fetch the background",
    "effects": "show each person as wished",
    "blend": "compose the picture",
    "loop": "all of the above, processor time",
    "send": "hand the picture to the camera",
    "send_cpu": "of that, processor time",
}


def print_summary(figures: Mapping[str, Any]) -> None:
    """Print counts, rate, processor time and the time of each stage as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title=(
            f"{figures['frames_out']} pictures, {figures['unprotected']} unprotected, "
            f"{figures['on_card']} cards"
        ),
        caption=(
            f"{figures['fps']:g} pictures/s, {figures['cpu_ms_per_frame']:g} ms processor time each, "
            f"{figures['peak_rss_mb']:g} MB at most"
        ),
    )
    table.add_column("Stage")
    table.add_column("What it does")
    table.add_column("Median ms", justify="right")
    table.add_column("95 % ms", justify="right")
    for stage, times in figures["stages"].items():
        row = (stage, EXPLANATIONS.get(stage, ""), f"{times['p50_ms']:.2f}", f"{times['p95_ms']:.2f}")
        table.add_row(*row)
    Console().print(table)
