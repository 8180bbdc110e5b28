"""Finished pages of the window, and what is written on them."""

from PyQt6.QtWidgets import QLabel, QWidget

from vcam.gui.pages.background import BackgroundPage
from vcam.gui.pages.everything import EverythingPage
from vcam.gui.window import MainWindow


def everything_of(window: MainWindow) -> EverythingPage:
    """Give the page with all settings."""
    page = window.page("settings")
    page.finish()
    assert isinstance(page, EverythingPage)
    return page


def backgrounds_of(window: MainWindow) -> BackgroundPage:
    """Give the page with the backgrounds."""
    page = window.page("background")
    page.finish()
    assert isinstance(page, BackgroundPage)
    return page


def texts_of(widget: QWidget) -> list[str]:
    """Give what all labels in a widget say."""
    return [each.text() for each in widget.findChildren(QLabel)]
