"""Python packages, networks, vcam's own files, and the machine that they run on."""

import re
from pathlib import Path

import pytest

from tests.unit.doctor.conftest import Computer
from vcam.doctor import models

SETTINGS = "/home/ada/config/settings.toml"
PROFILE = "/home/ada/config/profiles/office.toml"
PIP = "/opt/vcam/bin/python -m pip"
SETUP = Path(__file__).parents[3] / "packaging" / "setup.sh"


def test_a_package_that_vcam_needs_is_installed_with_vcams_own_python(computer: Computer) -> None:
    assert computer.severity("python.packages") == "ok"
    computer.missing_modules.add("pyvirtualcam")
    assert computer.severity("python.packages") == "error"
    assert computer.command("python.packages") == f"{PIP} install pyvirtualcam"


def test_a_package_that_vcam_can_do_without_is_a_hint(computer: Computer) -> None:
    computer.missing_modules.add("PyQt6")
    assert computer.severity("python.packages") == "hint"
    assert "no window" in computer.verdict("python.packages").message


def test_two_opencvs_at_once_are_replaced_by_ours_in_the_same_version(computer: Computer) -> None:
    assert computer.severity("python.opencv") == "ok"
    computer.versions["opencv-python"] = "4.10.0"
    assert computer.severity("python.opencv") == "warning"
    assert computer.command("python.opencv") == (
        f"{PIP} uninstall -y opencv-python opencv-contrib-python"
        f" && {PIP} install --no-deps opencv-contrib-python==4.11.0"
    )


def test_an_opencv_of_the_system_gets_no_verdict(computer: Computer) -> None:
    computer.versions.clear()
    assert computer.judge("python.opencv") is None


def test_without_mediapipe_vcam_works_less_well(computer: Computer) -> None:
    assert computer.severity("python.mediapipe") == "ok"
    computer.missing_modules.add("mediapipe")
    assert computer.severity("python.mediapipe") == "hint"
    assert computer.command("python.mediapipe") == f"{PIP} install mediapipe"


def test_every_network_is_compared_with_its_checksum(computer: Computer) -> None:
    assert computer.severity("models.networks") == "ok"
    computer.write("/models/sinet.onnx", b"A network")
    verdict = computer.verdict("models.networks")
    assert verdict.severity == "error"
    assert verdict.message == "models/sinet.onnx is damaged (its checksum differs)."


def test_a_missing_or_broken_list_of_networks_is_an_error(computer: Computer) -> None:
    computer.write("/models/manifest.toml", "[[network")
    assert computer.severity("models.networks") == "error"
    computer.at("/models/manifest.toml").unlink()
    assert computer.severity("models.networks") == "error"


def test_a_missing_face_model_is_fetched(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert computer.severity("models.face") == "ok"
    computer.at("/home/ada/cache/face.tflite").unlink()
    assert computer.severity("models.face") == "warning"
    assert computer.command("models.face").endswith("packaging/run.sh --version")
    monkeypatch.setattr(models, "SETUP", Path("/nowhere"))
    assert computer.command("models.face").startswith(f"{PIP} download --no-deps")


def test_a_damaged_face_model_is_told_from_a_missing_one(computer: Computer) -> None:
    computer.write("/home/ada/cache/face.tflite", b"A face model")
    assert "damaged" in computer.verdict("models.face").message


def test_a_folder_in_place_of_the_face_model_is_one_sentence(computer: Computer) -> None:
    computer.at("/home/ada/cache/face.tflite").unlink()
    computer.at("/home/ada/cache/face.tflite").mkdir()
    assert "cannot be read" in computer.verdict("models.face").message


def test_the_set_up_and_the_doctor_know_the_same_face_model(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SETUP.read_text(encoding="utf-8")
    assert re.findall(r"face_model_sha256=(\w+)", text) == [models.FACE_SHA256]
    assert models.FACE_WHEEL in text
    assert models.FACE_MEMBER in text


def test_good_settings_are_fine_and_so_are_none(computer: Computer) -> None:
    assert computer.severity("files.settings") == "ok"
    computer.write(SETTINGS, "output.fps = 25\n")
    assert computer.severity("files.settings") == "ok"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("output.fps = 999", "output.fps is 999"),
        ("output.colour = 1", "output.colour is not a setting"),
        ("[[", "it is not TOML"),
        (b"\xff", "it is not TOML"),
        ("\n".join(f"x{n} = 1" for n in range(9)), "and 6 more"),
    ],
)
def test_what_is_wrong_with_the_settings_is_told_and_the_file_stays(
    computer: Computer, content: str | bytes, said: str
) -> None:
    file = computer.write(SETTINGS, content)
    before = file.read_bytes()
    verdict = computer.verdict("files.settings")
    assert verdict.severity == "warning"
    assert said in verdict.message
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]
    assert file.read_bytes() == before


def test_settings_that_were_kept_aside_and_never_corrected_are_told(computer: Computer) -> None:
    computer.write(f"{SETTINGS}.broken-20261127-120000", "= 1")
    verdict = computer.verdict("files.settings")
    assert verdict.severity == "warning"
    assert "settings.toml.broken-20261127-120000" in verdict.message
    computer.write(SETTINGS, 'profile = ""')
    assert computer.severity("files.settings") == "ok"


def test_a_profile_that_does_not_exist_is_told(computer: Computer) -> None:
    assert computer.judge("files.profiles") is None
    computer.write(SETTINGS, 'profile = "office"')
    assert computer.severity("files.profiles") == "warning"
    assert computer.command("files.profiles") == 'vcam settings set profile ""'
    computer.write(PROFILE, "background.kind = 'blur'")
    assert computer.severity("files.profiles") == "ok"


def test_a_broken_profile_is_named(computer: Computer) -> None:
    computer.write(PROFILE, "background.kind = 'fog'")
    assert "office.toml" in computer.verdict("files.profiles").message


def test_a_folder_that_cannot_be_written_is_told_with_what_is_lost(computer: Computer) -> None:
    assert computer.severity("files.folders") == "ok"
    computer.closed.add(computer.at("/home/ada/cache"))
    assert computer.severity("files.folders") == "hint"
    computer.closed.add(computer.home)  # the other folders do not exist yet and would be made there
    assert computer.severity("files.folders") == "warning"
    assert "settings cannot be kept" in computer.verdict("files.folders").message


@pytest.mark.parametrize(
    ("architecture", "features", "severity", "said"),
    [
        ("x86_64", "sse4_2 avx2 avx512_vnni", "ok", "has instructions for int8"),
        ("x86_64", "sse4_2 avx2", "ok", "no instructions for int8"),
        ("x86_64", "sse4_2", "warning", "no AVX2"),
        ("aarch64", "fp asimd asimddp", "ok", "has instructions for int8"),
        ("aarch64", "fp asimd", "ok", "no instructions for int8"),
    ],
)
def test_what_the_processor_can_do_is_told_with_what_that_means(
    computer: Computer, architecture: str, features: str, severity: str, said: str
) -> None:
    computer.architecture = architecture
    label = "flags" if architecture == "x86_64" else "Features"
    computer.write("/proc/cpuinfo", f"processor\t: 0\n{label}\t: {features}\n")
    assert computer.severity("machine.processor") == severity
    assert said in computer.verdict("machine.processor").message


def test_little_memory_is_told(computer: Computer) -> None:
    assert computer.severity("machine.memory") == "ok"
    computer.write("/proc/meminfo", "MemTotal: 4000000 kB\nMemAvailable: 200000 kB\n")
    assert computer.severity("machine.memory") == "hint"


@pytest.mark.parametrize("check", ["machine.processor", "machine.memory"])
def test_a_machine_that_tells_nothing_of_itself_gets_no_verdict(computer: Computer, check: str) -> None:
    computer.write("/proc/cpuinfo", "")
    computer.write("/proc/meminfo", "garbage\n:\nMemTotal: many kB\n")
    assert computer.judge(check) is None
