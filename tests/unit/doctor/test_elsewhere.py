from tests.unit.doctor.conftest import Computer
from vcam.doctor import examine
from vcam.doctor.elsewhere import MAC_EXTENSIONS, MAC_PLUGIN, OBS_FILTER


def test_windows_needs_the_camera_of_obs(computer: Computer) -> None:
    computer.platform = "win32"
    assert computer.severity("obs.virtual-camera") == "error"
    assert computer.command("obs.virtual-camera") == "winget install OBSProject.OBSStudio"
    computer.registered.add(rf"CLSID\{OBS_FILTER}")
    assert computer.severity("obs.virtual-camera") == "ok"


def test_macos_has_the_camera_of_obs_as_a_plugin_or_as_an_extension(computer: Computer) -> None:
    computer.platform = "darwin"
    assert computer.severity("obs.virtual-camera") == "error"
    computer.write(f"{MAC_PLUGIN}/Contents")
    assert computer.severity("obs.virtual-camera") == "ok"


def test_macos_may_have_it_as_an_extension(computer: Computer) -> None:
    computer.platform = "darwin"
    name = "com.obsproject.obs-studio.mac-camera-extension.systemextension"
    computer.write(f"{MAC_EXTENSIONS}/0A1B/{name}/Contents")
    assert computer.severity("obs.virtual-camera") == "ok"


def test_linux_needs_no_obs_and_the_others_no_kernel_module(computer: Computer) -> None:
    assert computer.judge("obs.virtual-camera") is None
    computer.platform = "win32"
    ids = {finding.id for finding in examine(computer.system())}
    assert not [name for name in ids if name.startswith(("kernel.", "loopback.", "camera.", "desktop.tray"))]
