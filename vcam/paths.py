"""Where things lie: what the user may change, what may be thrown away, and what is installed."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_log_path, user_state_path

NAME = "vcam"
MOST_PIXELS = 1 << 27
"""134 million, more than cameras have: a picture whose header lies must not fill the memory."""
_CHECKOUT = Path(__file__).resolve().parent.parent


def own_command() -> str:
    """Give what calls vcam in a shell: its name where that is found, else the place where it lies."""
    if shutil.which(NAME) is not None:
        return NAME
    script = Path(sys.executable).with_name(NAME)
    return shlex.quote(str(script)) if script.is_file() else f"{shlex.quote(sys.executable)} -m {NAME}"


def config_dir() -> Path:
    """The folder of the settings and profiles. It need not exist yet, as is true for each folder here."""
    return user_config_path(NAME, appauthor=False)


def settings_file() -> Path:
    """The file that holds the user's settings."""
    return config_dir() / "settings.toml"


def profiles_dir() -> Path:
    """The folder that holds one file for each profile."""
    return config_dir() / "profiles"


def cache_dir() -> Path:
    """The folder of what can be made or fetched again."""
    return user_cache_path(NAME, appauthor=False)


def log_dir() -> Path:
    """The folder of the log."""
    return user_log_path(NAME, appauthor=False)


def log_file() -> Path:
    """The newest log; older ones have a number behind the name."""
    return log_dir() / "vcam.log"


def receipt_file() -> Path:
    """The newest record of what left vcam; older ones have a number behind the name."""
    return user_state_path(NAME, appauthor=False) / "receipt.log"


def runtime_dir() -> Path:
    """The folder in which a running vcam is found; it is the user's own and need not outlive a login."""
    given = os.environ.get("XDG_RUNTIME_DIR") or (f"/run/user/{os.getuid()}" if hasattr(os, "getuid") else "")
    base = Path(given)
    return base / NAME if base.is_absolute() and base.is_dir() else cache_dir() / "run"


def models_dir() -> Path:
    """The folder of the networks and their manifest; VCAM_MODELS overrides it."""
    return _installed("models", "VCAM_MODELS")


def assets_dir() -> Path:
    """The folder of icons, backgrounds and the card; VCAM_ASSETS overrides it."""
    return _installed("assets", "VCAM_ASSETS")


def face_model() -> Path:
    """The face detector's model, which the set-up keeps in the cache. vcam runs without it."""
    return cache_dir() / "face_detection_short_range.tflite"


def prepare_environment() -> None:
    """Tell numba where to keep compiled loops, and OpenCV how large a picture may be.

    To be called before either is imported. Where numba's folder cannot be written, it looks for
    another one by itself.
    """
    os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MOST_PIXELS))
    folder = cache_dir() / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))


def _installed(name: str, variable: str) -> Path:
    override = os.environ.get(variable)
    if override:
        return Path(override)
    beside = _CHECKOUT / name
    return beside if beside.is_dir() else Path(sys.prefix) / "share" / NAME / name
