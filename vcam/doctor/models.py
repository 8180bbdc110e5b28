"""The networks: those that come with vcam, and the face detector's, which the set-up fetches."""

import hashlib
import shlex
from pathlib import Path

from vcam.doctor.finding import Remedy, Verdict, error, ok, warning
from vcam.doctor.system import System
from vcam.errors import NetworkError

FACE_SHA256 = "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8"
FACE_WHEEL = "mediapipe==0.10.21"
"""The last one that holds the face model."""
FACE_MEMBER = "mediapipe/modules/face_detection/face_detection_short_range.tflite"
SETUP = Path(__file__).resolve().parents[2] / "packaging" / "run.sh"


def check_networks(system: System) -> Verdict | None:
    """Compare every network that the manifest lists with its checksum."""
    from vcam.portrait.manifest import read_closeups, read_manifest, verify

    try:
        entries = (*read_manifest(system.models_dir), *read_closeups(system.models_dir))
        for entry in entries:
            verify(entry, system.models_dir)
    except NetworkError as failure:
        what = str(failure).partition(";")[0].rstrip(".")
        return error(f"{what}.", Remedy("Install vcam again; a checkout gets its networks back with git."))
    return ok(f"All {len(entries)} network files are there and unchanged.")


def check_face(system: System) -> Verdict | None:
    """Without the face model people are told apart by parts of the mask alone."""
    path = system.face_model
    try:
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return warning("The face model is missing, so people are told apart less well.", _fetch(system))
    except OSError as failure:
        reason = (failure.strerror or "it is no file").lower()
        return warning(f"The face model {path} cannot be read ({reason}).", _fetch(system))
    if checksum != FACE_SHA256:
        return warning(f"The face model {path} is damaged (its checksum differs).", _fetch(system))
    return ok("The face model is there and unchanged.")


def _fetch(system: System) -> Remedy:
    """Say how the face model is had: by the set-up of a checkout, else out of the wheel that holds it."""
    target = shlex.quote(str(system.face_model))
    if SETUP.exists():
        return Remedy(
            "Let the set-up fetch it.", (f"rm -f {target}", f"bash {shlex.quote(str(SETUP))} --version")
        )
    python, folder = shlex.quote(system.python), shlex.quote(str(system.cache_dir / "face-model"))
    return Remedy(
        "Take it out of the package that holds it (a download of some 40 MB).",
        (
            f"{python} -m pip download --no-deps --only-binary=:all: --python-version 3.11"
            f" --platform manylinux_2_28_x86_64 --dest {folder} {FACE_WHEEL}",
            f"{python} -m zipfile --extract {folder}/mediapipe-*.whl {folder}",
            f"cp {folder}/{FACE_MEMBER} {target}",
        ),
    )
