import pytest

from tests.unit.doctor.conftest import Computer

PLUGINS = "QT_QPA_PLATFORM_PLUGIN_PATH"


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_either_kind_of_display_will_do(computer: Computer, variable: str) -> None:
    computer.environment = {variable: "0"}
    assert computer.severity("desktop.display") == "ok"


def test_without_a_display_there_is_a_way_to_run_without_a_window(computer: Computer) -> None:
    computer.environment = {}
    assert computer.severity("desktop.display") == "hint"
    assert computer.command("desktop.display") == "vcam run"
    assert computer.judge("desktop.tray") is None
    assert computer.judge("desktop.xcb-cursor") is None


def test_gnome_needs_an_extension_for_the_tray(computer: Computer) -> None:
    computer.environment["XDG_CURRENT_DESKTOP"] = "ubuntu:GNOME"
    assert computer.severity("desktop.tray") == "hint"
    assert computer.command("desktop.tray") == "sudo apt-get install gnome-shell-extension-appindicator"
    computer.write("/usr/share/gnome-shell/extensions/ubuntu-appindicators@ubuntu.com/metadata.json")
    assert computer.severity("desktop.tray") == "ok"


def test_other_desktops_have_a_tray(computer: Computer) -> None:
    computer.environment["XDG_CURRENT_DESKTOP"] = "KDE"
    assert computer.severity("desktop.tray") == "ok"


@pytest.mark.parametrize(
    ("distribution", "command"),
    [
        ("debian", "sudo apt-get install libxcb-cursor0"),
        ("fedora", "sudo dnf install xcb-util-cursor"),
        ("arch", "sudo pacman -S xcb-util-cursor"),
        ("void", ""),
    ],
)
def test_a_library_that_qt_lacks_is_named_with_its_package(
    computer: Computer, distribution: str, command: str
) -> None:
    assert computer.severity("desktop.xcb-cursor") == "ok"
    computer.at("/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0").unlink()
    computer.write("/etc/os-release", f"ID={distribution}")
    assert computer.severity("desktop.xcb-cursor") == "warning"
    assert computer.command("desktop.xcb-cursor") == command


def test_the_library_may_lie_where_fedora_keeps_it(computer: Computer) -> None:
    computer.at("/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0").unlink()
    computer.write("/usr/lib64/libxcb-cursor.so.0")
    assert computer.severity("desktop.xcb-cursor") == "ok"


@pytest.mark.parametrize("path", ["/site-packages/cv2/qt/plugins", "/opt/qt5/plugins"])
def test_a_variable_that_leads_qt_astray_is_taken_out(computer: Computer, path: str) -> None:
    assert computer.severity("desktop.qt-plugins") == "ok"
    computer.environment[PLUGINS] = path
    assert computer.severity("desktop.qt-plugins") == "warning"
    assert computer.command("desktop.qt-plugins") == f"unset {PLUGINS}"
