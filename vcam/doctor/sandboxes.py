"""Browsers and call programs that live in a sandbox, and PipeWire: each may hide a camera that is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from vcam.doctor.finding import Remedy, Verdict, hint, ok, warning
from vcam.doctor.system import System

FLATPAKS = {
    "org.mozilla.firefox": "Firefox",
    "org.chromium.Chromium": "Chromium",
    "com.google.Chrome": "Chrome",
    "com.brave.Browser": "Brave",
    "com.microsoft.Edge": "Edge",
    "us.zoom.Zoom": "Zoom",
    "com.github.IsmaelMartinez.teams_for_linux": "Teams",
    "com.discordapp.Discord": "Discord",
    "com.slack.Slack": "Slack",
    "org.signal.Signal": "Signal",
    "im.riot.Riot": "Element",
}
SNAPS = {
    "firefox": "Firefox",
    "chromium": "Chromium",
    "brave": "Brave",
    "zoom-client": "Zoom",
    "teams-for-linux": "Teams",
    "discord": "Discord",
    "slack": "Slack",
    "signal-desktop": "Signal",
}
FIREFOX_FOLDERS = (
    ".mozilla/firefox",
    "snap/firefox/common/.mozilla/firefox",
    ".var/app/org.mozilla.firefox/.mozilla/firefox",
)
FIREFOX_SWITCH = "media.webrtc.camera.allow-pipewire"


def check_flatpak(system: System) -> Verdict | None:
    """A Flatpak sees devices only if it was given all of them."""
    installed = [name for name in FLATPAKS if any(_flatpak_homes(system, name))]
    blind = [name for name in installed if not _sees_devices(system, name)]
    if not installed:
        return None
    if not blind:
        return ok("The Flatpaks for video calls may see cameras.")
    names = ", ".join(FLATPAKS[name] for name in blind)
    return warning(
        f"{names} was installed as a Flatpak and may not see cameras.",
        Remedy(
            "Give it all devices, and start it again.",
            tuple(f"flatpak override --user --device=all {name}" for name in blind),
        ),
    )


def check_snap(system: System) -> Verdict | None:
    """A Snap sees cameras only if that is connected."""
    installed = [name for name in SNAPS if system.at(f"/snap/{name}/current").exists()]
    blind = [name for name in installed if not _is_connected(system, name)]
    if not installed:
        return None
    if not blind:
        return ok("The Snaps for video calls may see cameras.")
    names = ", ".join(SNAPS[name] for name in blind)
    return warning(
        f"{names} was installed as a Snap and may not see cameras.",
        Remedy("Let it, and start it again.", tuple(f"snap connect {name}:camera" for name in blind), True),
    )


def check_pipewire(system: System) -> Verdict | None:
    """Through PipeWire Firefox misses a virtual camera that was silent when PipeWire first saw it."""
    profiles = [profile for profile in _firefox_profiles(system) if _uses_pipewire(profile)]
    if not (system.is_linux and any(_firefox_profiles(system))):
        return None
    if not profiles:
        return ok("Firefox was not told to take cameras from PipeWire.")
    return hint(
        "Firefox takes cameras from PipeWire, which may miss a virtual camera.",
        Remedy(
            f"Set {FIREFOX_SWITCH} to false in about:config; or let PipeWire look again while vcam runs.",
            ("systemctl --user restart wireplumber",),
        ),
    )


def _flatpak_homes(system: System, name: str) -> Iterator[Path]:
    for base in (system.at("/var/lib/flatpak"), system.home / ".local/share/flatpak"):
        home = base / "app" / name / "current" / "active"
        if home.exists():
            yield home


def _sees_devices(system: System, name: str) -> bool:
    files = [home / "metadata" for home in _flatpak_homes(system, name)]
    files += [
        system.at(f"/var/lib/flatpak/overrides/{name}"),
        system.home / ".local/share/flatpak/overrides" / name,
    ]
    # The later file wins; "!all" takes away what an earlier one gave.
    given = [each for file in files for each in re.findall(r"^devices=(.*)$", _text(file), re.MULTILINE)]
    words = [word for line in given for word in line.split(";") if word in ("all", "!all")]
    return words[-1:] == ["all"]


def _is_connected(system: System, name: str) -> bool:
    """Whether the rules under which a Snap runs name cameras; rules that cannot be read say yes."""
    rules = list(system.at("/var/lib/snapd/apparmor/profiles").glob(f"snap.{name}.*"))
    texts = [_text(file) for file in rules]
    return not any(texts) or any("/dev/video" in text for text in texts)


def _firefox_profiles(system: System) -> Iterator[Path]:
    for folder in FIREFOX_FOLDERS:
        yield from (system.home / folder).glob("*/prefs.js")


def _uses_pipewire(prefs: Path) -> bool:
    return re.search(rf'"{re.escape(FIREFOX_SWITCH)}",\s*true', _text(prefs)) is not None


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
