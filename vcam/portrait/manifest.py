"""Which networks there are: the list in models/manifest.toml, and the proof that a file is the one listed."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vcam.errors import NetworkError, UsageError
from vcam.types import Size

MANIFEST = "manifest.toml"
AUTO = "auto"
"""As a name: the default network. As a precision: the faster one."""
BUDGETS_PX = range(32 * 32, (1 << 21) + 1)
MULTIPLES = range(1, 65)


class NetworkEntry(BaseModel):
    """One network file.

    Attributes:
        name: what a user calls the network; one name may have a file of each precision.
        precision: the numbers it computes with.
        file: name of the ONNX file, in the manifest's folder.
        sha256: checksum of the file, in hexadecimal.
        budget_px: about how many pixels its input has; the shape follows the frame's.
        size_multiple: its input's sides are multiples of this.
        nominal_size: its input for a 16:9 frame, such as "288x160".
        parameters: trained numbers.
        macs: multiply-adds at the nominal size.
        terms: licence of the file and terms of the data behind it, in a sentence.
        scores: percentages by data set and metric, such as scores["eg1800_test"]["iou_fg"].
        default: whether it is the network to take if none is named.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    precision: Literal["fp32", "int8"]
    file: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.onnx$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    budget_px: int = Field(ge=BUDGETS_PX[0], le=BUDGETS_PX[-1])
    size_multiple: int = Field(default=32, ge=MULTIPLES[0], le=MULTIPLES[-1])
    nominal_size: str = Field(pattern=r"^[1-9]\d{0,4}x[1-9]\d{0,4}$")
    parameters: int = Field(ge=1)
    macs: int = Field(ge=1)
    terms: str
    scores: dict[str, dict[str, float]] = Field(default_factory=dict)
    default: bool = False

    @property
    def size(self) -> Size:
        """The nominal size."""
        width, height = self.nominal_size.split("x")
        return Size(int(width), int(height))


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    network: list[NetworkEntry] = Field(min_length=1)
    closeup: list[NetworkEntry] = Field(default_factory=list)


def read_manifest(folder: Path) -> tuple[NetworkEntry, ...]:
    """Read the list of portrait networks in `folder`.

    Raises:
        NetworkError: there is no list, or it is not as it should be.
    """
    return _read(folder).portraits


def read_closeups(folder: Path) -> tuple[NetworkEntry, ...]:
    """Read the list of files of the close-up network in `folder`, which may be empty.

    Raises:
        NetworkError: see `read_manifest`.
    """
    return _read(folder).closeups


@dataclass(frozen=True, slots=True)
class _Lists:
    portraits: tuple[NetworkEntry, ...]
    closeups: tuple[NetworkEntry, ...]


def _read(folder: Path) -> _Lists:
    path = folder / MANIFEST
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        manifest = _Manifest.model_validate(found)
    except OSError as error:
        raise NetworkError(f"{path} cannot be read ({error.strerror}); reinstall vcam.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NetworkError(f"{path} is wrong at {where} ({first['msg']}); reinstall vcam.") from error
    except (ValueError, RecursionError) as error:  # also no UTF-8, or a number of thousands of digits
        raise NetworkError(f"{path} is no valid TOML ({error}); reinstall vcam.") from error
    lists = _Lists(tuple(manifest.network), tuple(manifest.closeup))
    _check_unique(lists.portraits, path)
    _check_unique(lists.closeups, path)
    return lists


def find(entries: Sequence[NetworkEntry], name: str = AUTO, precision: str = AUTO) -> NetworkEntry:
    """Choose a network: "auto" is the default one, and of its precisions fp32; see also `portrait.choice`.

    Raises:
        UsageError: there is no such network, or not in this precision.
    """
    files = named(entries, name)
    wanted = [entry for entry in files if precision in (AUTO, entry.precision)]
    if not wanted:
        known = ", ".join(entry.precision for entry in files)
        raise UsageError(f"The network {files[0].name} has no precision {precision!r}; choose {known}.")
    return min(wanted, key=lambda entry: entry.precision != "fp32")


def named(entries: Sequence[NetworkEntry], name: str) -> tuple[NetworkEntry, ...]:
    """Give all files of a network.

    Raises:
        UsageError: there is no such network.
    """
    files = tuple(entry for entry in entries if entry.name == _resolve(entries, name))
    if not files:
        known = ", ".join(sorted({entry.name for entry in entries}))
        raise UsageError(f"There is no network {name!r}; choose one of {known}.")
    return files


def read_network(entry: NetworkEntry, folder: Path) -> bytes:
    """Read a network's file and give it only if it is the one listed.

    Raises:
        NetworkError: the file is missing, cannot be read, or differs from the one listed.
    """
    path = folder / entry.file
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NetworkError(f"{_short(path)} is missing; reinstall vcam.") from error
    except OSError as error:
        raise NetworkError(f"{_short(path)} cannot be read ({error.strerror}); reinstall vcam.") from error
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise NetworkError(f"{_short(path)} is damaged (its checksum differs); reinstall vcam.")
    return content


def verify(entry: NetworkEntry, folder: Path) -> None:
    """Check that a network's file is there and unchanged.

    Raises:
        NetworkError: see `read_network`.
    """
    read_network(entry, folder)


def describe_file(path: Path, budget_px: int = 256 * 192, size_multiple: int = 32) -> NetworkEntry:
    """Make an entry for an ONNX file that no manifest lists, such as one just exported.

    It is taken as it is; parameters and multiply-adds are not known and given as 1.

    Raises:
        NetworkError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NetworkError(f"{path} cannot be read ({error.strerror}); name an .onnx file.") from error
    # Unchecked, for a user may call the file what he likes.
    return NetworkEntry.model_construct(
        name=path.stem,
        precision="int8" if "int8" in path.stem else "fp32",
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        budget_px=budget_px,
        size_multiple=size_multiple,
        nominal_size="288x160",
        parameters=1,
        macs=1,
        terms="not listed",
    )


def _resolve(entries: Sequence[NetworkEntry], name: str) -> str:
    if name != AUTO:
        return name
    return next((entry.name for entry in entries if entry.default), entries[0].name)


def _check_unique(entries: Sequence[NetworkEntry], path: Path) -> None:
    seen = [(entry.name, entry.precision) for entry in entries]
    twice = next((key for key in seen if seen.count(key) > 1), None)
    if twice is not None:
        raise NetworkError(f"{path} lists {twice[0]} {twice[1]} twice; reinstall vcam.")
    defaults = {entry.name for entry in entries if entry.default}
    if len(defaults) > 1:
        raise NetworkError(f"{path} has more than one default network; reinstall vcam.")


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
