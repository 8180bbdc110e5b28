"""Score every network of models/, write the figures into its manifest, and print the table of its README.

    python packaging/score_models.py DATA [NETWORK...]

Named networks alone are scored anew; milliseconds are measured for all, and the peers in DATA/pretrained
stand beside ours.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import tomlkit

MODELS = Path(__file__).parent.parent / "models"
VIDEOS = "davis_people"
SETS = ("eg1800/val", "eg1800/test", "coco_people", VIDEOS)
KEPT = ("iou_fg", "iou_fg_p10", "miou", "boundary_f", "boundary_iou")
STEADY = ("dtssd", "flicker")
TIMED_PEER = "selfie_segmentation_landscape.tflite"
PEERS = {
    "MediaPipe selfie, general": "selfie_segmentation.tflite",
    "MediaPipe selfie, landscape": TIMED_PEER,
    "SINet with its authors' weights": "SINet.pth",
}
PUBLISHED = {"sinet": "94.81", "portraitnet": "96.62", "eoam": "96.01", "cof-lite": "95.37 (full)"}
"""What the papers say of EG1800: other splits, and mostly other measures."""
COLUMNS = (
    *("network", "parameters", "M multiply-adds", "MB", "ms, one thread", "EG1800 test: IoU", "worst tenth"),
    *(
        "mIoU",
        "boundary F",
        "published",
        "coco_people: IoU / F",
        "davis_people: IoU",
        "dtSSD / flicker",
        "empty rooms: % marked",
    ),
)


def main() -> None:
    """Score all, or only the networks that are named after the folder."""
    data, only = Path(sys.argv[1]), sys.argv[2:]
    path = MODELS / "manifest.toml"
    manifest = tomlkit.parse(path.read_text(encoding="utf-8"))
    for entry in manifest["network"]:
        if not only or entry["name"] in only:
            score(entry, data)
            path.write_text(tomlkit.dumps(manifest), encoding="utf-8")
    times = measure(data / "pretrained" / TIMED_PEER)
    print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
    for entry in manifest["network"].unwrap():
        print(own_row(entry, times))
    for name, file_name in PEERS.items():
        print(peer_row(name, data, file_name, times))


def score(entry: Any, data: Path) -> None:
    """Write an entry's scores anew, those of empty rooms too."""
    file = str(MODELS / entry["file"])
    found = {name: evaluate(data / name, file) for name in SETS}
    entry["scores"] = {
        name.replace("/", "_"): {key: told[key] for key in KEPT} for name, told in found.items()
    }
    steady = evaluate(data / VIDEOS, file, "--task", "video")
    entry["scores"][VIDEOS] |= {key: steady[key] for key in STEADY}
    entry["scores"]["rooms"] = {"marked": evaluate(data / "rooms", file, "--task", "empty")["marked"]}


def evaluate(folder: Path, network: str, *words: str) -> dict[str, Any]:
    """Ask `vcam evaluate`, as anybody would."""
    told: dict[str, Any] = ask("evaluate", str(folder), "--network", network, "--json", *words)
    return told


def measure(peer: Path) -> dict[str, float]:
    """Give the best milliseconds of each network and precision, and of the peer."""
    rows = ask("bench", "networks", "--peer", str(peer), "--json")
    return {f"{row['name']} {row['precision']}": row["best_ms"] for row in rows}


def ask(*words: str) -> Any:
    """Run a command of the program and read its JSON."""
    command = [sys.executable, "-m", "vcam", *words]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def own_row(entry: dict[str, Any], times: dict[str, float]) -> str:
    """Write one line about a file of ours."""
    name = f"{entry['name']} {entry['precision']}"
    facts = [
        f"{entry['parameters']:,}",
        f"{entry['macs'] / 1e6:.1f}",
        f"{(MODELS / entry['file']).stat().st_size / 1e6:.2f}",
        f"{times[name]:.2f}",
    ]
    return row(name, facts, entry["scores"], PUBLISHED.get(entry["name"], ""))


def peer_row(name: str, data: Path, file_name: str, times: dict[str, float]) -> str:
    """Write one line about a network of others."""
    file = data / "pretrained" / file_name
    scores = {one.replace("/", "_"): evaluate(data / one, str(file)) for one in SETS}
    scores[VIDEOS] |= evaluate(data / VIDEOS, str(file), "--task", "video")
    scores["rooms"] = evaluate(data / "rooms", str(file), "--task", "empty")
    took = times.get(f"{file.stem} peer")
    facts = ["", "", f"{file.stat().st_size / 1e6:.2f}", "" if took is None else f"{took:.2f}"]
    return row(name, facts, scores, "")


def row(name: str, facts: list[str], scores: dict[str, dict[str, float]], published: str) -> str:
    """Write one line of the table."""
    test, coco = scores["eg1800_test"], scores["coco_people"]
    figures = [
        *(f"{test[key]:.2f}" for key in KEPT[:4]),
        published,
        f"{coco['iou_fg']:.1f} / {coco['boundary_f']:.1f}",
        f"{scores[VIDEOS]['iou_fg']:.1f}",
        f"{scores[VIDEOS]['dtssd']:.1f} / {scores[VIDEOS]['flicker']:.1f}",
        f"{scores['rooms']['marked']:.2f}",
    ]
    return f"| {name} | " + " | ".join(facts + figures) + " |"


if __name__ == "__main__":
    main()
