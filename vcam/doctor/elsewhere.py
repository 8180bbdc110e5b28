"""Windows and macOS, where OBS Studio brings the virtual camera."""

from vcam.doctor.finding import Remedy, Verdict, error, ok
from vcam.doctor.system import System

OBS_FILTER = "{A3FCE0F5-3493-419F-958A-ABA1250EC20B}"
"""Under this name OBS registers its camera with Windows."""
MAC_PLUGIN = "/Library/CoreMediaIO/Plug-Ins/DAL/obs-mac-virtualcam.plugin"
MAC_EXTENSIONS = "/Library/SystemExtensions"
MAC_EXTENSION = "*/com.obsproject.obs-studio.mac-camera-extension.systemextension"


def check_obs(system: System) -> Verdict | None:
    """Look for the virtual camera of OBS Studio."""
    if system.platform == "win32":
        is_there = system.is_registered(rf"CLSID\{OBS_FILTER}")
        command = "winget install OBSProject.OBSStudio"
    elif system.platform == "darwin":
        extensions = system.at(MAC_EXTENSIONS)
        is_there = system.at(MAC_PLUGIN).exists() or any(extensions.glob(MAC_EXTENSION))
        command = "brew install --cask obs"
    else:
        return None
    if is_there:
        return ok("The virtual camera of OBS Studio is there.")
    return error(
        "The virtual camera of OBS Studio, through which vcam's pictures reach video calls, is missing.",
        Remedy(
            "Install OBS Studio, start its virtual camera once, close OBS and start vcam again.", (command,)
        ),
    )
