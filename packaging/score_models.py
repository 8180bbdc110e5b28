"""Score every network of models/, write the figures into its manifest, and print the tables of its README.

    python packaging/score_models.py DATA [NETWORK...]

Named networks alone are scored anew; the peers in DATA/pretrained stand beside all of ours.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import tomlkit

MODELS = Path(__file__).parent.parent / "models"
SETS = ("eg1800/val", "eg1800/test", "coco_people", "davis_people")
KEPT = ("iou_fg", "iou_fg_p10", "miou", "boundary_f", "boundary_iou")
PEERS = {
    "MediaPipe selfie, general": "selfie_segmentation.tflite",
    "MediaPipe selfie, landscape": "selfie_segmentation_landscape.tflite",
    "SINet with its authors' weights": "SINet.pth",
}


def main() -> None:
    """Score all, or only the networks that are named after the folder."""
    data, only = Path(sys.argv[1]), sys.argv[2:]
    path = MODELS / "manifest.toml"
    manifest = tomlkit.parse(path.read_text(encoding="utf-8"))
    rows = []
    for entry in manifest["network"]:
        file = MODELS / entry["file"]
        if not only or entry["name"] in only:
            found = {name: evaluate(data / name, str(file)) for name in SETS}
            entry["scores"] = {
                name.replace("/", "_"): {key: score[key] for key in KEPT} for name, score in found.items()
            }
            path.write_text(tomlkit.dumps(manifest), encoding="utf-8")
        rows.append(row(f"{entry['name']} {entry['precision']}", entry["scores"].unwrap()))
    for name, file_name in PEERS.items():
        peer = str(data / "pretrained" / file_name)
        rows.append(row(name, {one.replace("/", "_"): evaluate(data / one, peer) for one in SETS}))
    print(
        "| network | EG1800 test: IoU | worst tenth | mIoU | boundary F | boundary IoU"
        " | EG1800 val: IoU | coco_people: IoU | F | davis_people: IoU |\n" + "|---" * 10 + "|"
    )
    print("\n".join(rows))


def evaluate(folder: Path, network: str) -> dict[str, Any]:
    """Ask `vcam evaluate`, as anybody would."""
    command = [sys.executable, "-m", "vcam", "evaluate", str(folder), "--network", network, "--json"]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def row(name: str, scores: dict[str, dict[str, float]]) -> str:
    """Write one line of the table."""
    test, val = scores["eg1800_test"], scores["eg1800_val"]
    coco, davis = scores["coco_people"], scores["davis_people"]
    figures = [
        *(test[key] for key in KEPT),
        val["iou_fg"],
        coco["iou_fg"],
        coco["boundary_f"],
        davis["iou_fg"],
    ]
    return f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |"


if __name__ == "__main__":
    main()
