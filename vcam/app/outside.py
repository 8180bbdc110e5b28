"""Opens a running camera to those outside: commands, D-Bus, systemd, and the receipt on disk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from vcam.app.by_program import ProfileByProgram
from vcam.app.live import Live
from vcam.control.dbus import DBusService
from vcam.control.place import PlaceError, RunsAlreadyError, claimed, listen
from vcam.control.receipt import ReceiptLog
from vcam.control.server import Server
from vcam.control.service import Service
from vcam.control.steering import Steering
from vcam.errors import VcamError
from vcam.paths import receipt_file, runtime_dir
from vcam.settings import Settings, load
from vcam.settings.fields import differences
from vcam.settings.profiles import is_look, load_profile
from vcam.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES

log = logging.getLogger(__name__)


@contextmanager
def open_to_others(
    live: Live, end: Callable[[], None], show: Callable[[], None] | None = None
) -> Iterator[None]:
    """Let others steer a camera, and keep its receipt, until the end of the block.

    To be entered before the camera is started and left after it was stopped. A user has one vcam
    that is steered. A second one that would open a virtual camera is refused; one that writes a
    file, or nothing, runs beside the first without being steered.

    Args:
        live: the camera.
        end: asks vcam to end; called from any thread, returns at once.
        show: brings the window to the front, likewise; None where there is none.

    Raises:
        RunsAlreadyError: this user's vcam runs already; the message says how to steer it.
    """
    with ExitStack() as stack:
        steering = Steering(live, end, show, str(receipt_file()), own_look(live.settings))
        try:
            _open_doors(stack, steering, live.settings.output.sink)
        except RunsAlreadyError as error:
            if not _leaves_devices_alone(live.settings.output.sink):
                raise
            log.info("this run is not steered: %s", error)
        except PlaceError as error:
            log.warning("%s", error)
        receipt = stack.enter_context(ReceiptLog(receipt_file(), lambda: live.receipt))
        live.watch_state(receipt.note)
        service = stack.enter_context(closing(Service()))
        live.watch(service.sent)
        live.watch_state(service.note)
        chooser = stack.enter_context(ProfileByProgram(live))
        live.watch_readers(chooser.note, chooser.is_dressed)
        yield


def _open_doors(stack: ExitStack, steering: Steering, sink: str) -> None:
    folder = runtime_dir()
    stack.enter_context(claimed(folder, f"sends to {sink}"))
    stack.enter_context(Server(listen(folder), steering.carry_out))
    stack.enter_context(DBusService(steering.carry_out))


def own_look(settings: Settings) -> dict[str, object]:
    """Give what of a run's look comes from neither the file nor its profile, by dotted names."""
    kept = load().settings
    try:
        kept = load_profile(settings.profile, kept).settings if settings.profile else kept
    except VcamError:  # whoever named it was told at the start
        return {}
    return {key: value for key, value in differences(kept, settings).items() if is_look(key)}


def _leaves_devices_alone(sink: str) -> bool:
    return sink == "memory" or Path(sink).suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES
