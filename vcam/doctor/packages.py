"""Python packages: all there, and none that breaks another."""

import shlex

from vcam.doctor.finding import Remedy, Verdict, error, hint, ok, warning
from vcam.doctor.system import System

NEEDED = {
    "cv2": "opencv-contrib-python",
    "numba": "numba",
    "numpy": "numpy",
    "onnxruntime": "onnxruntime",
    "psutil": "psutil",
    "pyvirtualcam": "pyvirtualcam",
}
"""What vcam cannot run without, and the package that brings it."""
NICE = {"PyQt6": ("PyQt6", "there is no window"), "linuxpy": ("linuxpy", "cameras have no names")}
OPENCV = (
    "opencv-python",
    "opencv-contrib-python",
    "opencv-python-headless",
    "opencv-contrib-python-headless",
)
"""They all install into the same folder."""
OURS = "opencv-contrib-python"


def check_packages(system: System) -> Verdict | None:
    """Look for every package without importing it."""
    missing = [package for module, package in NEEDED.items() if not system.has_module(module)]
    if missing:
        names = " and ".join(missing)
        are = "is" if len(missing) == 1 else "are"
        return error(f"{names} {are} not installed, so vcam cannot run.", _install(system, *missing))
    nice = {module: why for module, why in NICE.items() if module != "linuxpy" or system.is_linux}
    for module, (package, loss) in nice.items():
        if not system.has_module(module):
            return hint(f"{package} is not installed, so {loss}.", _install(system, package))
    return ok("All Python packages are there.")


def check_opencv(system: System) -> Verdict | None:
    """Two packages of OpenCV overwrite each other's files."""
    found = [name for name in OPENCV if system.find_version(name)]
    if len(found) < 2:
        return ok("There is one OpenCV.") if found else None
    python = shlex.quote(system.python)
    wanted = f"{OURS}=={system.find_version(OURS)}" if OURS in found else OURS
    return warning(
        f"{' and '.join(found)} are installed at once and overwrite each other's files.",
        Remedy(
            f"Remove them all and install {OURS} again, which can do what the others do.",
            (
                f"{python} -m pip uninstall -y {' '.join(found)}",
                f"{python} -m pip install --no-deps {wanted}",
            ),
        ),
    )


def check_mediapipe(system: System) -> Verdict | None:
    """Mediapipe finds faces, by which people are told apart."""
    if system.has_module("mediapipe"):
        return ok("mediapipe is there to find faces.")
    return hint(
        "mediapipe is not installed, so people are told apart less well; all else works.",
        _install(system, "mediapipe"),
    )


def _install(system: System, *packages: str) -> Remedy:
    command = f"{shlex.quote(system.python)} -m pip install {' '.join(packages)}"
    return Remedy("Install what is missing.", (command,))
