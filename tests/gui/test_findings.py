"""What the doctor finds is shown with what to do about it."""

import pytest
from PyQt6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.pages import texts_of
from vcam.doctor import Finding, Remedy
from vcam.gui.pages.output import Findings


def test_findings_come_with_a_command_to_copy_and_a_button_to_fix(qtbot: QtBot) -> None:
    card = Findings()
    qtbot.addWidget(card)
    remedy = Remedy("Load the module.", ("modprobe v4l2loopback",), as_root=True, fixable=True)
    card.show_findings(
        (Finding("a", "ok", "Fine."), Finding("b", "error", "There is no virtual camera.", remedy)), "pkexec"
    )
    command = card.findChild(QLineEdit)
    assert command is not None
    assert command.text() == "sudo modprobe v4l2loopback"
    buttons = {each.text(): each for each in card.findChildren(QAbstractButton)}
    assert buttons["Fix"].toolTip() == "pkexec modprobe v4l2loopback"


def test_a_fix_that_failed_is_forgotten_when_one_looks_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Findings()
    qtbot.addWidget(card)
    monkeypatch.setattr(card, "examine", lambda: card.show_findings((), "pkexec"))
    card._after_fix("The module could not be loaded.")
    assert "The module could not be loaded." in texts_of(card)
    next(each for each in card.findChildren(QAbstractButton) if each.text() == "Look again").click()
    assert "The module could not be loaded." not in texts_of(card)
    assert "All is well." in texts_of(card)
