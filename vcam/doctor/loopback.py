"""v4l2loopback: loaded, loaded in the right way, and loaded again after the next start."""

import re
from collections.abc import Iterator
from pathlib import Path

from vcam.devices import OUR_LABEL
from vcam.doctor.finding import Remedy, Verdict, error, hint, ok, warning
from vcam.doctor.kernel import LOADED, MODULE, is_built, is_loaded, takes_modules
from vcam.doctor.system import Camera, System

MOST_OPENERS = 200
FEW_OPENERS = 32
"""A browser alone opens a camera several times; the module's own limit is 10."""
OPTIONS = f"exclusive_caps=1 max_openers={MOST_OPENERS} card_label={OUR_LABEL}"
LOAD = f"modprobe {MODULE} {OPTIONS}"
ADD = f"v4l2loopback-ctl add --name {OUR_LABEL} --exclusive-caps 1"
EVENTS_SINCE = (0, 13)
"""The version that tells its feeder when somebody begins to read."""
OPTION_FILES = ("/etc/modprobe.d", "/run/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d")
LOAD_FILES = ("/etc/modules-load.d", "/run/modules-load.d", "/usr/lib/modules-load.d")


def check_loaded(system: System) -> Verdict | None:
    """Tell whether v4l2loopback is in the kernel."""
    if is_loaded(system):
        return ok(f"v4l2loopback {_version(system)}".strip() + " is loaded.")
    if not (takes_modules(system) and is_built(system)):
        return None
    return error(
        "v4l2loopback is not loaded, so there is no virtual camera.",
        Remedy("Load it with the options that video calls need.", (LOAD,), as_root=True, fixable=True),
    )


def check_device(system: System) -> Verdict | None:
    """v4l2loopback can be loaded without any device."""
    if not is_loaded(system):
        return None
    if system.loopbacks:
        return ok(f"There is a virtual camera: {', '.join(map(str, system.loopbacks))}.")
    remedy = _add_or_reload(system, "Make one.", is_unused=True)
    return error("v4l2loopback is loaded, but has no device.", remedy)


def check_exclusive_caps(system: System) -> Verdict | None:
    """Browsers ignore a device that says it gives and takes pictures at once."""
    camera = _target(system)
    if camera is None or camera.answer is None:
        return None
    if not _is_inclusive(camera):
        return ok(f"{camera} shows itself to browsers as a camera.")
    return error(
        f"{camera} was made without exclusive_caps=1, so Chrome and other browsers do not list it.",
        _add_or_reload(system, "Make one that they list."),
    )


def check_label(system: System) -> Verdict | None:
    """Video calls show the device's name."""
    camera = _target(system)
    if camera is None or _is_inclusive(camera):  # what mends that brings the name, too
        return None
    if camera.device.name == OUR_LABEL:
        return ok(f"Video calls list the camera as {OUR_LABEL}.")
    return hint(
        f"No virtual camera is called {OUR_LABEL}; video calls list vcam as {camera.device.name!r}.",
        _add_or_reload(system, f"Choose that name in the call, or make a camera called {OUR_LABEL}."),
    )


def check_max_openers(system: System) -> Verdict | None:
    """Each program that looks for cameras opens the device, some several times."""
    camera = _target(system)
    if camera is None:
        return None
    text = _text(camera.node / "max_openers")
    most = int(text) if text.isdecimal() else 0
    if not text or most >= FEW_OPENERS:
        return ok(f"Many programs may open {camera} at once.")
    file = f"/sys/class/video4linux/{Path(camera.device.path).name}/max_openers"
    return hint(
        f"{camera} can be opened only {most} times at once, which a few programs use up.",
        Remedy("Raise the limit.", (f"echo {MOST_OPENERS} > {file}",), as_root=True, fixable=True),
    )


def check_version(system: System) -> Verdict | None:
    """Old versions do not say when somebody reads."""
    version = _version(system) if is_loaded(system) else ""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if not numbers:
        return None
    if numbers >= EVENTS_SINCE:
        return ok(f"v4l2loopback {version} tells when somebody watches.")
    return hint(
        f"v4l2loopback {version} does not tell when somebody watches; vcam finds out in a slower way.",
        Remedy("Install 0.13 or newer if your system offers it; vcam works without."),
    )


def check_boot(system: System) -> Verdict | None:
    """What was loaded by hand is gone after the next start."""
    if not (is_loaded(system) or (takes_modules(system) and is_built(system))):
        return None
    options = [(file, line) for file, line in _lines(system, OPTION_FILES) if _sets_options(line)]
    if options and not any(re.search(r"\bexclusive_caps=[1Yy]\b", line) for _, line in options):
        file = options[0][0]
        change = f"sed -i 's/^options *{MODULE}.*/options {MODULE} {OPTIONS}/' {file}"
        return warning(
            f"{file} loads v4l2loopback without exclusive_caps=1, so browsers will not list the camera.",
            Remedy("Replace that line, and restart.", (change,), as_root=True),
        )
    loads = any(line == MODULE for _, line in _lines(system, LOAD_FILES)) or any(
        line == MODULE for line in system.read("/etc/modules").splitlines()
    )
    if options and loads:
        return ok("v4l2loopback is loaded in the right way at every start.")
    commands = []
    if not options:
        commands.append(f"echo options {MODULE} {OPTIONS} > /etc/modprobe.d/{OUR_LABEL}.conf")
    if not loads:
        commands.append(f"echo {MODULE} > /etc/modules-load.d/{OUR_LABEL}.conf")
    what = "is not loaded" if not loads else "is not loaded in the right way"
    return hint(
        f"v4l2loopback {what} when the computer starts.",
        Remedy(
            "Put that into files of the system's configuration.", tuple(commands), as_root=True, fixable=True
        ),
    )


def check_feeder(system: System) -> Verdict | None:
    """A virtual camera takes pictures from one program."""
    camera = _target(system)
    if camera is None or camera.answer is None:
        return None
    is_fed = camera.answer.captures and not camera.answer.outputs
    holders = system.holders(camera.device.path)
    if not is_fed or any(holder.is_vcam for holder in holders):
        return ok(f"No other program feeds {camera}.")
    by = f"; it is open in {', '.join(map(str, holders))}" if holders else ""
    return warning(
        f"Another program feeds {camera}{by}.",
        Remedy("Close the program that feeds it (such as OBS), or give vcam another device with --sink."),
    )


def _target(system: System) -> Camera | None:
    """The device that vcam would feed: its own, else the first."""
    if not is_loaded(system):
        return None
    ours = [camera for camera in system.loopbacks if camera.device.name == OUR_LABEL]
    return next(iter([*ours, *system.loopbacks]), None)


def _is_inclusive(camera: Camera) -> bool:
    """Whether a device says that it gives and takes pictures at once."""
    return camera.answer is not None and camera.answer.captures and camera.answer.outputs


def _add_or_reload(system: System, sentence: str, is_unused: bool = False) -> Remedy:
    """Say how a right device is made: beside the others where that is possible, else in their place."""
    if system.at("/dev/v4l2loopback").exists() and system.find_program("v4l2loopback-ctl"):
        return Remedy(sentence, (ADD,), as_root=True, fixable=True)
    if not is_unused:
        sentence += " First close whatever uses the present one; it goes away."
    return Remedy(sentence, (f"modprobe -r {MODULE}", LOAD), as_root=True, fixable=is_unused)


def _version(system: System) -> str:
    """What the module says of itself, else the version that its source was installed in; or empty."""
    sources = [path.name.rpartition("-")[2] for path in system.at("/usr/src").glob(f"{MODULE}-*")]
    return system.read(f"{LOADED}/version") or (sources[0] if len(sources) == 1 else "")


def _lines(system: System, folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give each line of the configuration files with the path of its file, without comments."""
    for folder in folders:
        for file in sorted(system.at(folder).glob("*.conf")):
            shown = f"{folder}/{file.name}"
            for line in system.read(shown).splitlines():
                words = " ".join(line.partition("#")[0].split())
                if words:
                    yield shown, words


def _sets_options(line: str) -> bool:
    return line.startswith(f"options {MODULE} ")


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
