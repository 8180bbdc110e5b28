"""Trains a network: resumable, from a fixed seed, keeping the best weights and the curves."""

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from vcam.errors import UsageError, VcamError
from vcam.evaluation.run import Predictor
from vcam.training.checkpoint import read_weights
from vcam.training.curves import draw_curves
from vcam.training.data.advice import FILE_NAME as ADVICE
from vcam.training.data.advice import ask_teachers
from vcam.training.data.batches import Batches, held_out_closeups, load_batches, open_pools
from vcam.training.data.pools import Portrait, load_labelled
from vcam.training.growth import start_from_weights
from vcam.training.networks.catalogue import find_network, normalise
from vcam.training.networks.imagenet import FILE_NAME, start_from_imagenet
from vcam.training.recipe import Recipe
from vcam.training.shares import Shares
from vcam.training.validate import held_out_score

log = logging.getLogger(__name__)

EMA_DECAY = 0.998
WEIGHT_DECAY = 0.01
"""Of what a step at a rate of 1 would take off; it is counted apart from the gradients."""
CHANCE = 0.3
"""So little, in points of the held-out score, says nothing: a few dozen pictures are held out."""


@dataclass(slots=True)
class History:
    """What was seen on the way, by step."""

    steps: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    scores: list[tuple[int, float]] = field(default_factory=list)
    best: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """Reported after every step."""

    step: int
    steps: int
    loss: float
    pictures_per_s: float
    best: float


def train(
    recipe: Recipe,
    data: Path,
    out: Path,
    cache: Path,
    report: Callable[[Progress], None],
    check_every: int = 1000,
    teachers: Sequence[Predictor] = (),
) -> Path:
    """Train until the recipe's pictures are seen; a second call goes on where the last one ended.

    Args:
        data: the data folder (see its README).
        out: gets `last.pt` (to resume), `best.pt` (the shipped weights), `curves.png`, and with a start
            `first.pt` (the first weights, whose mean with the last is often better than both).
        cache: where teachers' answers are kept.
        teachers: networks that soften the labels of photographs. What they say is kept in `out`, where
            a training that goes on finds it.

    Returns:
        The path of the best weights.

    Raises:
        UsageError: there is nothing to train, or `out` holds another training.
        VcamError: the data cannot be read, or the start, which only a new training needs.
    """
    if recipe.steps == 0:
        raise UsageError(
            "There are fewer pictures than a step looks at; ask for more, or for a smaller batch."
        )
    if recipe.start is not None and not (out / "last.pt").exists():
        read_weights(recipe.start)  # before what takes long
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    run = _Run(recipe, out)
    # The workers read them, too, but what is wrong with them only this process can say in one sentence.
    pools = open_pools(data, cache)
    advice = out / ADVICE if teachers else None
    if advice is not None and not advice.exists():
        ask_teachers(pools, teachers, advice)
    del pools
    near = run.trainable.closeups
    held_out = held_out_closeups(data, cache) if near else load_labelled(data / "eg1800" / "val")
    small_until = int(recipe.steps * recipe.small_share)
    batches = Batches(
        data,
        cache,
        recipe.seed,
        recipe.batch,
        run.step,
        small_until,
        plain_every=run.trainable.plain_every,
        frames=run.trainable.frames,
        advice=advice,
        mix=run.trainable.mix,
        closeups=near,
    )
    source = load_batches(batches, workers())
    while run.step < recipe.steps:
        started = time.monotonic()
        images, labels = next(source)
        if run.step == 0:
            run.begin(images, data / "pretrained")
        loss = run.learn(images, labels)
        took = time.monotonic() - started
        report(Progress(run.step, recipe.steps, loss, recipe.batch / took, run.history.best))
        if run.step % check_every == 0 or run.step == recipe.steps:
            run.keep(held_out)
    return out / "best.pt"


def workers() -> int:
    """Give how many processes make pictures: one beside a training on the processor, all beside a GPU."""
    return max(1, cores() - 1) if torch.cuda.is_available() else 1


def cores() -> int:
    """Give how many cores a training may use."""
    return os.cpu_count() or 1


def has_bfloat16(device: torch.device) -> bool:
    """Say whether the device convolves numbers of 16 bits faster than those of 32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


class _Run:
    """One training's network, optimiser, averaged weights and history, on disk and in memory."""

    def __init__(self, recipe: Recipe, out: Path) -> None:
        self.recipe = recipe
        self.out = out
        self.step = 0
        self.history = History()
        self.trainable = find_network(recipe.network)
        self.network: nn.Module = self.trainable.make()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network.to(self.device, memory_format=torch.channels_last)
        average = get_ema_multi_avg_fn(EMA_DECAY)  # type: ignore[no-untyped-call]
        self.averaged = AveragedModel(self.network, multi_avg_fn=average, use_buffers=True)
        groups = parameter_groups(self.network)
        # Not plain Adam, in whose steps even a small decay outweighs the rest where gradients are small: half
        # of the channels of vcam's network had died of that.
        self.optimiser = torch.optim.AdamW(groups, lr=recipe.rate(0))
        self.is_brief = self.trainable.may_be_brief and has_bfloat16(self.device)
        self._recent: list[float] = []
        self._shares: Shares | None = None
        if (out / "last.pt").exists():
            self._resume()

    def begin(self, images: Tensor, pretrained: Path) -> None:
        """Start from the recipe's checkpoint, or the encoder from ImageNet's weights, if this network's does.

        Args:
            images: the first ones of the training.
            pretrained: where ImageNet's weights lie.

        Raises:
            VcamError: the checkpoint cannot be read, or is another network's or a larger one's.
        """
        if self.recipe.start is not None:
            name, weights = read_weights(self.recipe.start)
            if name not in (self.recipe.network, self.trainable.start_from):
                raise VcamError(
                    f"{self.recipe.start} holds {name}; name a checkpoint of {self.recipe.network}."
                )
            start_from_weights(self.network, weights)
            _write(
                {"network": self.recipe.network, "weights": self.network.state_dict()}, self.out / "first.pt"
            )
        elif self.trainable.encoder is not None:
            encoder = self.trainable.encoder(self.network)
            start_from_imagenet(encoder, pretrained / FILE_NAME, normalise(images).to(self.device))

    def learn(self, images: Tensor, labels: Tensor) -> float:
        """Take one step on a batch as `Batches` makes it; give the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.recipe.rate(self.step)
        if self._shares is None:
            threads = 1 if self.device.type == "cuda" else cores()
            self._shares = Shares(self.network, self._judge, self.recipe.batch, threads)
        loss = self._shares.learn(images.to(self.device), labels.to(self.device))
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.averaged.update_parameters(self.network)
        self.step += 1
        self._recent.append(loss)
        return loss

    def _judge(self, network: nn.Module, images: Tensor, labels: Tensor) -> Tensor:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.is_brief):
            loss: Tensor = self.trainable.loss(network, normalise(images), labels.float().mul_(1 / 255))
        return loss

    def keep(self, held_out: tuple[Portrait, ...]) -> None:
        """Write the checkpoint, the curves, and the best weights if these are the best.

        The averaged weights are better once the rate is low; before that they lag behind. The last
        weights are also the best ones if only chance tells them apart.
        """
        candidates = [self.network, self.averaged.module]
        budget_px, multiple = self.trainable.budget_px, self.trainable.size_multiple
        scores = [held_out_score(candidate, held_out, budget_px, multiple) for candidate in candidates]
        score = max(scores)
        weights = candidates[scores.index(score)].state_dict()
        history = self.history
        history.steps.append(self.step)
        history.losses.append(sum(self._recent) / max(1, len(self._recent)))
        history.scores.append((self.step, score))
        self._recent.clear()
        is_last = self.step == self.recipe.steps
        if score > history.best - (CHANCE if is_last else 0):
            history.best = max(score, history.best)
            _write(
                {
                    "network": self.recipe.network,
                    "weights": weights,
                    "step": self.step,
                    "val_score": score,
                },
                self.out / "best.pt",
            )
        _write(
            {
                "name": self.recipe.network,
                "start": "" if self.recipe.start is None else str(self.recipe.start.resolve()),
                "network": self.network.state_dict(),
                "averaged": self.averaged.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "history": (history.steps, history.losses, history.scores, history.best),
            },
            self.out / "last.pt",
        )
        draw_curves(self.out / "curves.png", history.steps, history.losses, history.scores)
        log.info(
            "step %d: loss %.4f, held-out score %.2f (best %.2f)",
            self.step,
            history.losses[-1],
            score,
            history.best,
        )

    def _resume(self) -> None:
        saved = torch.load(self.out / "last.pt", weights_only=True, map_location=self.device)
        start = saved.get("start")
        is_same_start = start is None or _named(Path(start) if start else None) == _named(self.recipe.start)
        if saved["name"] != self.recipe.network or not is_same_start:
            raise UsageError(
                f"{self.out} holds another training; go on with that one, or choose another --out."
            )
        self.network.load_state_dict(saved["network"])
        self.averaged.load_state_dict(saved["averaged"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.step = saved["step"]
        self.history = History(*saved["history"])
        log.info("going on at step %d", self.step)


def parameter_groups(network: nn.Module) -> list[dict[str, object]]:
    """Let dense convolutions decay, and neither depth-wise ones nor what else is learnt."""
    dense: list[Tensor] = []
    depthwise: list[Tensor] = []
    rest: list[Tensor] = []
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            is_depthwise = module.groups == module.in_channels > 1
            (depthwise if is_depthwise else dense).append(module.weight)
            rest += [module.bias] if module.bias is not None else []
        else:
            rest += list(module.parameters(recurse=False))
    return [
        {"params": dense, "weight_decay": WEIGHT_DECAY},
        {"params": depthwise, "weight_decay": 0.0},
        {"params": rest, "weight_decay": 0.0},
    ]


def _named(start: Path | None) -> tuple[str, ...]:
    """Call one file by one name, however it was typed, and wherever all of it was moved to."""
    return () if start is None else start.resolve().parts[-2:]


def _write(state: dict[str, object], path: Path) -> None:
    """Replace `path` in one step, so that a stop in mid-write costs nothing."""
    neighbour = path.with_suffix(".new")
    torch.save(state, neighbour)
    neighbour.replace(path)
