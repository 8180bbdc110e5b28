"""Tells a folder's single pictures from its clips: folders in it, of pictures numbered without a gap."""

from dataclasses import dataclass
from pathlib import Path

from vcam.evaluation.run import find_labelled


@dataclass(frozen=True, slots=True)
class LabelledFolder:
    """What a folder holds.

    Attributes:
        stills: single pictures with labels beside them, by path; those of the clips, if there
            are no others.
        clips: the pictures of each clip, in order.
    """

    stills: tuple[Path, ...]
    clips: tuple[tuple[Path, ...], ...]

    @property
    def count(self) -> int:
        """How many pictures there are to look at."""
        return len(self.stills) + sum(len(clip) for clip in self.clips)


def read_folder(folder: Path) -> LabelledFolder:
    """List the labelled pictures in a folder and the folders inside it.

    Raises:
        UsageError: there is none.
    """
    stills: list[Path] = []
    clips: list[tuple[Path, ...]] = []
    everything = find_labelled(folder)
    for parent in dict.fromkeys(path.parent for path in everything):
        paths = tuple(path for path in everything if path.parent == parent)
        if parent != folder and _is_numbered(paths):
            clips.append(tuple(sorted(paths, key=_number)))
        else:
            stills += paths
    return LabelledFolder(tuple(stills) or everything, tuple(clips))


def _is_numbered(paths: tuple[Path, ...]) -> bool:
    if len(paths) < 2 or not all(path.stem.isascii() and path.stem.isdecimal() for path in paths):
        return False
    numbers = sorted(map(_number, paths))
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _number(path: Path) -> int:
    return int(path.stem)
