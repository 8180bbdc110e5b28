"""The chart of what a picture costs can be read at a glance, also a minute later."""

from pytestqt.qtbot import QtBot

from vcam.gui.chart import KEPT, MOST_STAGES, Chart


def test_a_stage_keeps_its_colour_and_place_whichever_costs_most_just_now(qtbot: QtBot) -> None:
    chart = Chart()
    qtbot.addWidget(chart)
    chart.add({"network": 6.0, "blend": 2.0}, 33.3)
    shown = [*chart.stages.items()]
    chart.add({"network": 1.0, "blend": 9.0}, 33.3)
    assert [*chart.stages.items()] == shown


def test_of_many_stages_the_costliest_are_shown_each_in_a_colour_of_its_own(qtbot: QtBot) -> None:
    chart = Chart()
    qtbot.addWidget(chart)
    for cheap in range(3):
        chart.add({f"s{place}": 0.1 if place == cheap else 5.0 for place in range(MOST_STAGES + 1)}, 33.3)
    assert len(set(chart.stages.values())) == len(chart.stages) == MOST_STAGES
    for _ in range(KEPT):
        chart.add({"new": 9.0, "s0": 1.0}, 33.3)
    assert chart.stages.keys() == {"new", "s0"}
