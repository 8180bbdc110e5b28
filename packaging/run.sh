#!/usr/bin/env bash
# Set vcam up where needed and start it: bash packaging/run.sh [what vcam is to do]
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# A camera is a video device of real hardware: the virtual ones are where vcam's own pictures go.
has_camera() {
    local device
    for device in /sys/class/video4linux/video*; do
        [[ ! -e $device || $(readlink -f "$device") == /sys/devices/virtual/* ]] || return 0
    done
    return 1
}

has_display() { [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; }

set_up run ""
if (($# == 0)) && ! has_display; then
    if has_camera; then
        set -- run
    else
        say "There is neither a display nor a camera here, so this is the demo"
        set -- demo
    fi
fi
exec "$environment/bin/vcam" "$@"
