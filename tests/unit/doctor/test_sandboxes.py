from tests.unit.doctor.conftest import Computer

ZOOM = "us.zoom.Zoom"
METADATA = f"/var/lib/flatpak/app/{ZOOM}/current/active/metadata"
OVERRIDE = f"/home/ada/.local/share/flatpak/overrides/{ZOOM}"
RULES = "/var/lib/snapd/apparmor/profiles/snap.chromium.chromium"
PREFS = "/home/ada/.mozilla/firefox/abc.default/prefs.js"


def test_without_sandboxes_nothing_is_said_of_them(computer: Computer) -> None:
    for check in ("flatpak", "snap", "pipewire"):
        assert computer.judge(f"browser.{check}") is None


def test_a_flatpak_without_devices_is_told_how_to_get_them(computer: Computer) -> None:
    computer.write(METADATA, "[Context]\nshared=network;\ndevices=dri;\n")
    verdict = computer.verdict("browser.flatpak")
    assert verdict.severity == "warning"
    assert "Zoom" in verdict.message
    assert computer.command("browser.flatpak") == f"flatpak override --user --device=all {ZOOM}"


def test_a_flatpak_with_all_devices_is_fine(computer: Computer) -> None:
    computer.write(METADATA, "[Context]\ndevices=dri;all;\n")
    assert computer.severity("browser.flatpak") == "ok"


def test_what_the_user_overrides_in_a_flatpak_wins(computer: Computer) -> None:
    computer.write(METADATA, "[Context]\ndevices=dri;\n")
    computer.write(OVERRIDE, "[Context]\ndevices=all;\n")
    assert computer.severity("browser.flatpak") == "ok"
    computer.write(OVERRIDE, "[Context]\ndevices=!all;\n")
    assert computer.severity("browser.flatpak") == "warning"


def test_a_snap_whose_rules_name_no_camera_is_connected(computer: Computer) -> None:
    computer.write("/snap/chromium/current/meta")
    computer.write(RULES, "/dev/snd/* rw,\n")
    assert computer.severity("browser.snap") == "warning"
    assert computer.command("browser.snap") == "sudo snap connect chromium:camera"


def test_a_snap_that_sees_cameras_or_keeps_its_rules_to_itself_is_fine(computer: Computer) -> None:
    computer.write("/snap/chromium/current/meta")
    assert computer.severity("browser.snap") == "ok"
    computer.write(RULES, "/dev/video[0-9]* rw,\n")
    assert computer.severity("browser.snap") == "ok"


def test_firefox_that_takes_cameras_from_pipewire_is_told(computer: Computer) -> None:
    computer.write(PREFS, 'user_pref("media.webrtc.camera.allow-pipewire", true);\n')
    assert computer.severity("browser.pipewire") == "hint"
    computer.write(PREFS, 'user_pref("media.webrtc.camera.allow-pipewire", false);\n')
    assert computer.severity("browser.pipewire") == "ok"
