"""The buttons of a complaint: what this person may not do stands there in grey, with the reason."""

import pytest
from PySide6.QtWidgets import QPushButton

from app.records import Act, Complaint, State
from small_city import City
from ui.act_bar import ActBar
from ui.complaint_panel import ComplaintPanel
from ui.jobs import Jobs
from ui.live import Live
from ui.style import start_style


@pytest.fixture
def panel_of(qapp, qtbot, city: City):
    """``panel_of("op1", complaint)``: that person's panel with the complaint in it."""
    start_style(qapp)
    opened: list[Jobs] = []

    def show(login: str, complaint: Complaint) -> ComplaintPanel:
        jobs = Jobs()
        opened.append(jobs)
        panel = ComplaintPanel(Live(city.seat(login), jobs), jobs)
        qtbot.addWidget(panel)
        panel.resize(480, 620)
        panel.show()
        panel.open(complaint.id)
        qtbot.waitUntil(lambda: panel.complaint is not None)
        return panel

    yield show
    for jobs in opened:
        jobs.close()


def call_back_button(bar: ActBar) -> QPushButton:
    return next(one for one in bar.findChildren(QPushButton) if one.text().startswith("回访"))


def test_the_own_call_back_is_grey_and_says_why(panel_of, city: City) -> None:
    panel = panel_of("op1", city.bring(State.REPORTED))
    bar = panel.findChild(ActBar)
    assert not call_back_button(bar).isEnabled()
    assert bar.reason.isVisible()
    assert bar.reason.text() == "这件诉求由您受理，请由别人回访"
    panel.ask(Act.CALL_BACK)
    assert not panel.close_strip()  # nothing opened


def test_somebody_else_calls_back_as_ever(panel_of, city: City) -> None:
    panel = panel_of("op2", city.bring(State.REPORTED))
    bar = panel.findChild(ActBar)
    assert call_back_button(bar).isEnabled()
    assert not bar.reason.isVisible()
    panel.ask(Act.CALL_BACK)
    assert panel.close_strip()
