"""Turns samples into batches, in an order that depends on the seed and nothing else."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from vcam.training.data.advice import soften
from vcam.training.data.closeups import MIX, CloseupMaker, make_held_out
from vcam.training.data.heads import draw_heads, find_heads
from vcam.training.data.labels import HEAD, PERSON, PLANES
from vcam.training.data.pools import UNSURE, Pools, Portrait, load_labelled, load_pools, load_rooms
from vcam.training.data.scenes import Mix, SceneMaker
from vcam.training.data.teacher import label_clips, label_folder
from vcam.training.data.texture import Rng
from vcam.types import ByteAlpha

Shape = tuple[int, int]
Frames = tuple[tuple[Shape, float], ...]
"""Frame shapes (height, width) and how often each is drawn."""

FRAMES: Frames = (
    ((160, 288), 0.32),
    ((256, 192), 0.48),
    ((224, 224), 0.08),
    ((192, 256), 0.12),
)
"""Upright photographs, mostly, then 16:9."""
SMALL_FRAMES: Frames = (
    ((96, 160), 0.45),
    ((160, 128), 0.3),
    ((128, 128), 0.1),
    ((128, 160), 0.15),
)
"""Mostly 16:9, at a third of the pixels, for the first part of a training."""
COMPACT_FRAMES: Frames = (
    ((144, 256), 0.32),
    ((240, 176), 0.48),
    ((208, 208), 0.08),
    ((176, 240), 0.12),
)
"""The same for a network of fewer pixels, whose sides are multiples of 16."""
CALM = 0.9
"""How many of the pictures of full size are shown nearly as they were taken. What is changed about the small
ones and the rest is to make a network robust, but a small one that saw nothing else would answer for nothing
else. Half and nine tenths made no difference that could be measured on dim, noisy and blurred pictures."""
BATCHES_AHEAD = 4


def make_scenes(data: Path, cache: Path, advice: Path | None = None, mix: Mix | None = None) -> SceneMaker:
    """Read everything that a training draws from; teachers label what has no label.

    Args:
        data: the data folder (see its README).
        cache: where teachers' answers are kept.
        advice: what `ask_teachers` wrote of these pictures, if labels are to be softened.
        mix: how often what is drawn, if not as ever.
    """
    pools = open_pools(data, cache)
    return SceneMaker(pools, mix, taught=None if advice is None else soften(pools, advice))


def open_closeups(data: Path, cache: Path) -> CloseupMaker:
    """Read everything that close-ups are drawn from; see `make_scenes`."""
    return CloseupMaker(SceneMaker(open_pools(data, cache), MIX))


def held_out_closeups(data: Path, cache: Path) -> tuple[Portrait, ...]:
    """Make the close-ups of people on whom nothing is trained."""
    portraits = load_labelled(data / "eg1800" / "val")
    return make_held_out(find_heads(Pools(portraits, portraits, (), portraits, load_rooms(data)), cache))


def open_pools(data: Path, cache: Path) -> Pools:
    """Read the pictures, let MediaPipe's networks label what has no label, and look for heads.

    Raises:
        VcamError: something is missing or cannot be read.
    """
    teachers = data / "pretrained"
    pseudo = label_folder(data / "unlabelled_people", teachers, cache)
    pseudo += label_clips(data / "clips", teachers, cache)
    return find_heads(load_pools(data, pseudo), cache)


class Batches(IterableDataset[tuple[Tensor, Tensor]]):
    """Endless batches from number `first` on: pictures, (N, 3, H, W), and labels, (N, 5, H, W), both uint8.

    See `vcam.training.data.labels` for their planes.
    In every `plain_every`-th batch the pictures are (2N, 3, H, W): the same N follow without the texture
    that cameras and lamps add. `small_frames` are drawn before batch number `small_until`, `frames`
    from there on. The pools are read in each worker process, once; with `advice` and `mix` as in
    `make_scenes`. With `closeups` each picture is one of those instead, and its label says no more than
    whose alpha it is.
    """

    def __init__(
        self,
        data: Path,
        cache: Path,
        seed: int,
        size: int,
        first: int,
        small_until: int,
        plain_every: int = 0,
        frames: Frames = FRAMES,
        small_frames: Frames = SMALL_FRAMES,
        advice: Path | None = None,
        mix: Mix | None = None,
        closeups: bool = False,
    ) -> None:
        self._advice = advice
        self._mix = mix
        self._closeups = closeups
        self._data = data
        self._cache = cache
        self._seed = seed
        self._size = size
        self._first = first
        self._small_until = small_until
        self._plain_every = plain_every
        self._frames = frames
        self._small_frames = small_frames

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        make = self._open()
        worker = get_worker_info()
        # The loader asks its workers in turn, so that together they count up one by one.
        number, step = (self._first, 1) if worker is None else (self._first + worker.id, worker.num_workers)
        while True:
            yield make(np.random.default_rng((self._seed, number)), number)
            number += step

    def _open(self) -> Callable[[Rng, int], tuple[Tensor, Tensor]]:
        """Read the pools; give what makes a batch of a generator and the batch's number."""
        if self._closeups:
            return partial(self._make_closeups, open_closeups(self._data, self._cache))
        return partial(self._make, make_scenes(self._data, self._cache, self._advice, self._mix))

    def _make_closeups(self, maker: CloseupMaker, rng: Rng, number: int) -> tuple[Tensor, Tensor]:
        own = list(islice(maker.stream(rng), self._size))
        alphas = np.stack([one.alpha for one in own])
        planes = np.zeros((len(own), PLANES, *alphas.shape[1:]), np.uint8)
        planes[:, PERSON], planes[:, HEAD] = alphas, UNSURE
        images = torch.from_numpy(np.stack([one.image for one in own])).permute(0, 3, 1, 2)
        return images, torch.from_numpy(planes)

    def _make(self, maker: SceneMaker, rng: Rng, number: int) -> tuple[Tensor, Tensor]:
        is_small = number < self._small_until
        frames, calm = (self._small_frames, 0.0) if is_small else (self._frames, CALM)
        shape = frames[int(rng.choice(len(frames), p=[share for _, share in frames]))][0]
        pairs = [maker.draw_pair(rng, shape, calm) for _ in range(self._size)]
        is_plain_due = self._plain_every > 0 and number % self._plain_every == 0
        plain = [picture for _, picture in pairs] if is_plain_due else []
        images = np.stack([sample.image for sample, _ in pairs] + plain)
        labels = np.stack([(sample.alpha, _seams(sample), *draw_heads(sample)) for sample, _ in pairs])
        # A view, not a copy: this is torch's channels_last order already.
        return torch.from_numpy(images).permute(0, 3, 1, 2), torch.from_numpy(labels)


def _seams(sample: Portrait) -> ByteAlpha:
    return np.zeros_like(sample.alpha) if sample.seams is None else sample.seams


def load_batches(batches: Batches, workers: int = 1) -> Iterator[tuple[Tensor, Tensor]]:
    """Make the batches in processes beside the training; their number changes no batch.

    They are spawned, not forked: a fork in the midst of native threads locks up.
    """
    return iter(
        DataLoader(
            batches,
            batch_size=None,
            num_workers=workers,
            prefetch_factor=BATCHES_AHEAD,
            multiprocessing_context="spawn",
        )
    )
