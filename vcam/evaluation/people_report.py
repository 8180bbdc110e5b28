"""Judges a folder of people, and tells the outcome: as JSON, as lines, and as a sheet of the worst."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vcam.errors import VcamError
from vcam.evaluation.folder import read_folder
from vcam.evaluation.instances import InstanceScore
from vcam.evaluation.people import (
    BASELINES,
    ORACLES,
    JudgedStill,
    OpenCloseups,
    OpenFaces,
    OpenStage,
    WayScore,
    judge_stills,
    score_stills,
)
from vcam.evaluation.people_clips import JudgedClip, Tally, judge_clips

LISTED = (0.5, 0.6, 0.7, 0.8, 0.9)
WORDS = {
    "ours": "vcam",
    "oracle_boxes": "with the true boxes",
    "oracle_mask": "with the true mask",
    "oracle_both": "with both",
    "box_centre": "nearest box centre",
    "components": "connected pieces",
    "watershed": "watershed",
}


@dataclass(frozen=True, slots=True, eq=False)
class PeopleEvaluation:
    """A folder's outcome.

    Attributes:
        ways: how each way does on single pictures.
        stills: each of these pictures.
        clips: each clip.
        has_detector: whether there was a face detector.
    """

    ways: dict[str, WayScore]
    stills: tuple[JudgedStill, ...]
    clips: tuple[JudgedClip, ...]
    has_detector: bool


def evaluate_people(
    folder: Path,
    open_stage: OpenStage,
    open_closeups: OpenCloseups,
    open_faces: OpenFaces,
    report: Callable[[int, int], None],
) -> PeopleEvaluation:
    """Judge every labelled picture and clip in `folder` and the folders inside it.

    Args:
        folder: holds pictures NAME.jpg with labels NAME.png of person numbers; a folder of
            pictures numbered without a gap is a clip.
        open_stage: makes the portrait stage for a size.
        open_closeups: makes what looks at people from near.
        open_faces: makes what looks for faces: once for the pictures, anew for each clip.
        report: told after each picture how many are done, and of how many.

    Raises:
        UsageError: the folder holds no picture with a label.
        VcamError: a picture cannot be read, or the labels show nobody.
    """
    found = read_folder(folder)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        report(done, found.count)

    with closing(open_faces()) as faces:
        stills = judge_stills(found.stills, open_stage, open_closeups, faces, step)
        has_detector = faces.problem is None
    clips = judge_clips(found.clips, open_stage, open_closeups, open_faces, step)
    try:
        ways = score_stills(stills)
    except ValueError as error:
        raise VcamError(f"{folder} cannot be judged: {error}; name a folder of person numbers.") from error
    return PeopleEvaluation(ways, tuple(stills), tuple(clips), has_detector)


def as_json(found: PeopleEvaluation) -> dict[str, Any]:
    """Put the outcome into the form that outside checks read; percentages with two decimals.

    Our way's figures stand at the top, of overlapping pairs under "pairs", the other ways' under
    "oracles" and "baselines", each with pairs of its own, and what happened in clips under "clips".
    """
    told = _way(found.ways["ours"])
    told["oracles"] = {name.removeprefix("oracle_"): _way(found.ways[name]) for name in ORACLES}
    told["baselines"] = {name: _way(found.ways[name]) for name in BASELINES}
    if found.clips:
        total = Tally()
        for clip in found.clips:
            total.add(clip.tally)
        told["clips"] = {
            "n_clips": len(found.clips),
            **_tally(total),
            "each": {clip.folder.name: _tally(clip.tally) for clip in found.clips},
        }
    return told


def as_lines(found: PeopleEvaluation) -> list[str]:
    """Put the outcome into a table for people."""
    lines: list[str] = []
    if not found.has_detector:
        lines.append("without a face detector: people are told apart by parts of the mask, which is coarser")
    score, pairs = found.ways["ours"].overall, found.ways["ours"].pairs
    pair_count = pairs.n_images if pairs else 0
    lines.append(
        f"{score.n_images} pictures of {score.n_people} people, {pair_count} of them overlapping pairs, %"
    )
    lines.append(f"{'':<22}{_heading()}   pairs:{_heading()}")
    for name, way in found.ways.items():
        lines.append(f"{WORDS[name]:<22}{_figures(way.overall)}         {_figures(way.pairs)}")
    if found.clips:
        lines += _clip_lines(found.clips)
    return lines


def _clip_lines(clips: Sequence[JudgedClip]) -> list[str]:
    total = Tally()
    for clip in clips:
        total.add(clip.tally)
    lines = [
        f"{len(clips)} clips: id switches in 100 frames; % of people found, of bystanders shown in only-me,"
        " of them in their first 3 frames, of me shown",
        f"{'':<22}{'switches':>9}{'found':>8}{'shown':>8}{'first 3':>9}{'me':>8}",
    ]
    named = [(clip.folder.name, clip.tally) for clip in clips]
    for name, tally in [*named, ("all", total)]:
        told = _tally(tally)
        only_me = told["only_me"]
        lines.append(
            f"{name:<22}{told['id_switches_per_100_frames']:9.2f}{told['found']:8.1f}"
            f"{only_me['bystander_shown']:8.2f}{only_me['first_frames_shown']:9.2f}{only_me['me_shown']:8.1f}"
        )
    return lines


def _way(way: WayScore) -> dict[str, Any]:
    told: dict[str, Any] = _score(way.overall)
    if way.pairs is not None:
        told["pairs"] = _score(way.pairs)
    return told


def _score(score: InstanceScore) -> dict[str, float | int]:
    at = {f"ap{round(100 * iou)}": round(score.at[iou], 2) for iou in LISTED}
    return {"ap": round(score.ap, 2), **at, "n_images": score.n_images, "n_people": score.n_people}


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "n_frames": tally.frames,
        "id_switches": tally.switches,
        "id_switches_per_100_frames": round(100 * tally.switches / tally.frames, 3),
        "found": _percent(tally.found, tally.people),
        "only_me": {
            "bystander_shown": _percent(tally.bystander_shown_px, tally.bystander_px),
            "first_frames_shown": _percent(tally.entering_shown_px, tally.entering_px),
            "me_shown": _percent(tally.me_shown_px, tally.me_px),
        },
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 3) if whole else 0.0


def _heading() -> str:
    return f"{'AP':>6}" + "".join(f"{f'AP{round(100 * iou)}':>6}" for iou in LISTED)


def _figures(score: InstanceScore | None) -> str:
    if score is None:
        return ""
    return "".join(f"{value:6.1f}" for value in (score.ap, *(score.at[iou] for iou in LISTED)))
