# shellcheck shell=bash
# What run.sh and test.sh share: the system libraries, the environment in .venv and the face model.
# It is sourced, never run.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment="$top/.venv"
face_model="${XDG_CACHE_HOME:-$HOME/.cache}/vcam/face_detection_short_range.tflite"
face_model_sha256=bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8

# Each library that OpenCV, mediapipe and Qt open, and the package that brings it on Debian and Ubuntu.
# Fedora's packages are asked for by the library itself.
declare -A debian_package=(
    [libGL.so.1]=libgl1
    [libEGL.so.1]=libegl1
    [libGLESv2.so.2]=libgles2
    [libxcb.so.1]=libxcb1
    [libglib-2.0.so.0]=libglib2.0-0
    [libxkbcommon.so.0]=libxkbcommon0
    [libfontconfig.so.1]=libfontconfig1
    [libdbus-1.so.3]=libdbus-1-3
    [libxkbcommon-x11.so.0]=libxkbcommon-x11-0
    [libxcb-cursor.so.0]=libxcb-cursor0
    [libxcb-icccm.so.4]=libxcb-icccm4
    [libxcb-keysyms.so.1]=libxcb-keysyms1
    [libxcb-shape.so.0]=libxcb-shape0
    [libxcb-image.so.0]=libxcb-image0
    [libxcb-render-util.so.0]=libxcb-render-util0
    [libxcb-randr.so.0]=libxcb-randr0
    [libwayland-cursor.so.0]=libwayland-cursor0
)

say() { printf '\n== %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# set_up NAME EXTRAS: make everything that `NAME` needs; do nothing if that was done for this very state.
set_up() {
    local extras=$2 stamp="$environment/.set-up-for-$1" state
    state=$(set_up_state)
    if [[ ! -x "$environment/bin/python" || ! -f "$stamp" || $(<"$stamp") != "$state" ]]; then
        rm -f "$stamp"
        install_missing_system_packages
        install_vcam "$extras"
        set_up_state >"$stamp"
    fi
    [[ -f "$face_model" ]] || fetch_face_model ||
        warn "the face model could not be fetched; vcam works without it, but tells close people apart less well."
}

# What the environment depends on: its programs hold the checkout's path, and its Python is the system's, which
# another release of the distribution replaces.
set_up_state() {
    {
        printf '%s\n' "$top"
        "$environment/bin/python" -c 'import sys; print(sys.version_info[:2])' 2>&1 || true
        cat "$top/pyproject.toml" "$top/packaging/constraints.txt"
    } | sha256sum | cut -d ' ' -f 1
}

install_missing_system_packages() {
    local libraries=() packages=() newer_python=() library
    mapfile -t libraries < <(missing_libraries)
    if command -v apt-get >/dev/null; then
        for library in "${libraries[@]}"; do packages+=("${debian_package[$library]}"); done
        suitable_python >/dev/null || packages+=(python3 python3-venv)
        newer_python=(python3.11 python3.11-venv)
    elif command -v dnf >/dev/null; then
        for library in "${libraries[@]}"; do packages+=("$library()(64bit)"); done
        suitable_python >/dev/null || packages+=(python3)
        newer_python=(python3.11)
    elif ((${#libraries[@]})); then
        fail "these libraries are missing: ${libraries[*]}; install them with your system's package manager and start again."
    fi
    ((${#packages[@]} == 0)) || install_packages "${packages[@]}"
    # Where the system's own Python is too old, it may offer a newer one beside it.
    suitable_python >/dev/null || { ((${#newer_python[@]})) && install_packages "${newer_python[@]}"; } ||
        fail "vcam needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module; install one and start again."
}

missing_libraries() {
    local known library
    known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p)
    for library in "${!debian_package[@]}"; do
        [[ $known == *"$library "* ]] || printf '%s\n' "$library"
    done | sort
}

install_packages() {
    say "Installing from your system's packages: $*"
    local install=(dnf install -y "$@") as_root=(env DEBIAN_FRONTEND=noninteractive)
    if command -v apt-get >/dev/null; then
        install=(apt-get install -q -y --no-install-recommends "$@")
    fi
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "these packages are missing and there is no sudo; as root, run: ${install[*]}"
        as_root=(sudo "${as_root[@]}")
    fi
    [[ ${install[0]} == dnf ]] || "${as_root[@]}" apt-get update -q
    "${as_root[@]}" "${install[@]}"
}

# Print the first Python that vcam can use.
suitable_python() {
    local python
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if is_suitable "$python"; then
            printf '%s\n' "$python"
            return
        fi
    done
    return 1
}

is_suitable() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null
}

install_vcam() {
    local extras=$1
    # A first start that was interrupted, or an older Python's environment, leaves one without pip.
    if ! is_suitable "$environment/bin/python" || ! "$environment/bin/python" -m pip --version >/dev/null 2>&1; then
        say "Making a private Python environment in .venv"
        "$(suitable_python)" -m venv --clear "$environment"
    fi
    local size="some 400 MB, a few minutes"
    [[ $extras != *train* ]] || size="up to several GB with the training's PyTorch"
    say "Installing vcam and its Python packages (the first time $size)"
    "$environment/bin/python" -m pip install --disable-pip-version-check \
        --constraint "$top/packaging/constraints.txt" --editable "$top$extras" ||
        fail "the Python packages could not be installed; see pip's message above, mend it and start again."
}

# mediapipe's newer packages hold no model, so it is taken out of the last one that does.
fetch_face_model() {
    local member=mediapipe/modules/face_detection/face_detection_short_range.tflite folder
    say "Fetching the face model (a download of some 40 MB)"
    folder=$(mktemp -d)
    "$environment/bin/python" -m pip download --disable-pip-version-check --timeout 30 --retries 1 \
        --no-deps --only-binary=:all: --python-version 3.11 --platform manylinux_2_28_x86_64 \
        --dest "$folder" mediapipe==0.10.21 &&
        "$environment/bin/python" -m zipfile --extract "$folder"/mediapipe-*.whl "$folder" &&
        sha256sum --check --quiet <<<"$face_model_sha256  $folder/$member" &&
        mkdir -p "$(dirname "$face_model")" &&
        mv "$folder/$member" "$face_model"
    local status=$?
    rm -rf "$folder"
    return "$status"
}
