"""The desktop: a display, a tray, and what Qt needs to open a window."""

from vcam.doctor.finding import Remedy, Verdict, hint, ok, warning
from vcam.doctor.system import System

PLUGIN_PATH = "QT_QPA_PLATFORM_PLUGIN_PATH"
LIBRARY_FOLDERS = ("/usr/lib/*-linux-gnu*", "/lib/*-linux-gnu*", "/usr/lib64", "/lib64", "/usr/lib", "/lib")
XCB_CURSOR = "libxcb-cursor.so.0"
TRAY_EXTENSIONS = (
    "usr/share/gnome-shell/extensions/ubuntu-appindicators@ubuntu.com",
    "usr/share/gnome-shell/extensions/appindicatorsupport@rgcjonas.gmail.com",
)
HOME_EXTENSION = ".local/share/gnome-shell/extensions/appindicatorsupport@rgcjonas.gmail.com"


def check_display(system: System) -> Verdict | None:
    """Without a display there is no window."""
    if not system.is_linux:
        return None
    if _has_display(system):
        return ok("There is a display for the window.")
    return hint(
        "There is no display, so the window cannot open.",
        Remedy("Start vcam from a desktop; without one, use the camera without a window.", ("vcam run",)),
    )


def check_tray(system: System) -> Verdict | None:
    """GNOME shows no tray icons by itself."""
    if not (system.is_linux and _has_display(system)):
        return None
    if "gnome" not in system.environment.get("XDG_CURRENT_DESKTOP", "").lower():
        return ok("The desktop is not known to lack a tray.")
    if (system.home / HOME_EXTENSION).exists() or any(system.at(path).exists() for path in TRAY_EXTENSIONS):
        return ok("GNOME has an extension that shows tray icons.")
    sentence = "Install the extension AppIndicator, log out and in again, and switch it on."
    is_debian = bool(system.distribution & {"debian", "ubuntu"})
    package = "gnome-shell-extension-appindicator"
    installer = "apt-get" if is_debian else "dnf" if "fedora" in system.distribution else ""
    commands = (f"{installer} install {package}",) if installer else ()
    return hint("GNOME shows no tray icons by itself.", Remedy(sentence, commands, as_root=True))


def check_xcb_cursor(system: System) -> Verdict | None:
    """Qt opens no window on X11 without this library."""
    if not (system.is_linux and system.environment.get("DISPLAY")):
        return None
    if any(any(system.root.glob(f"{folder[1:]}/{XCB_CURSOR}")) for folder in LIBRARY_FOLDERS):
        return ok("Qt finds its libraries for X11.")
    installs = {
        "debian": "apt-get install libxcb-cursor0",
        "ubuntu": "apt-get install libxcb-cursor0",
        "fedora": "dnf install xcb-util-cursor",
        "arch": "pacman -S xcb-util-cursor",
    }
    commands = tuple(command for name, command in installs.items() if name in system.distribution)[:1]
    return warning(
        f"The library {XCB_CURSOR} is missing, without which no window opens on X11.",
        Remedy(f"Install the package that holds {XCB_CURSOR}.", commands, as_root=True),
    )


def check_qt_plugins(system: System) -> Verdict | None:
    """OpenCV brings plugins for another Qt, and this variable may lead PyQt6 to them."""
    path = system.environment.get(PLUGIN_PATH, "")
    if not path:
        return ok("PyQt6 uses plugins of its own.")
    whose = "OpenCV's plugins, which are for another Qt" if "cv2" in path else path
    return warning(
        f"The variable {PLUGIN_PATH} leads PyQt6 to {whose}, so the window may not open.",
        Remedy("Remove it, also from ~/.profile and the like.", (f"unset {PLUGIN_PATH}",)),
    )


def _has_display(system: System) -> bool:
    return bool(system.environment.get("DISPLAY") or system.environment.get("WAYLAND_DISPLAY"))
