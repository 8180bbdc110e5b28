"""A desktop whose panel comes after vcam; as a process of its own, since Qt asks for trays once in each."""

import threading
from pathlib import Path

from jeepney import HeaderFields, MessageType, message_bus, new_method_return
from jeepney.io.blocking import open_dbus_connection
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from tests.gui.fakes import FakeLive, closed_doors
from vcam.gui.application import Desk
from vcam.gui.start import make_application
from vcam.gui.trays import WATCHER
from vcam.paths import config_dir

GIVES_UP_MS = 60_000


class Panel(QObject):
    """Takes in icons on a thread of its own.

    Signals:
        taken: an icon has come.
    """

    taken = pyqtSignal()

    def run(self) -> None:
        """Come, and take the first icon in."""
        bus = open_dbus_connection("SESSION")
        bus.send_and_get_reply(message_bus.RequestName(WATCHER))
        while True:
            message = bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            if message.header.fields[HeaderFields.member] == "RegisterStatusNotifierItem":
                bus.send(new_method_return(message))
                print("RegisterStatusNotifierItem", flush=True)
                self.taken.emit()
                return


def main() -> None:
    """Open a desk, let the panel come, and end once it has the icon."""
    (folder := Path(config_dir())).mkdir(parents=True)
    (folder / "settings.toml").touch()
    application = make_application()
    panel = Panel()
    desk = Desk(FakeLive, closed_doors, folder=folder)
    desk.open(shows_window=False)
    if not desk.tray.is_here():
        print("no icon yet", flush=True)
    panel.taken.connect(application.quit)
    QTimer.singleShot(GIVES_UP_MS, application.quit)
    threading.Thread(target=panel.run, daemon=True).start()
    application.exec()
    desk.close()


if __name__ == "__main__":
    main()
