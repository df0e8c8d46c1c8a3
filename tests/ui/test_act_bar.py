"""The buttons of a complaint: what this person may not do stands there in grey, with the reason."""

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from app import dispatch
from app.records import Act, Complaint, State
from small_city import City
from ui.act_bar import ActBar
from ui.complaint_panel import ComplaintPanel
from ui.jobs import Jobs
from ui.keys import cap
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


def ruled(city: City) -> Complaint:
    back = city.bring(State.RETURNED)
    return dispatch.dispatch(city.seat("sup1"), back.id, back.revision, 1, binding=True, reason="在你方红线内")[0]


def test_after_a_ruling_the_return_is_grey_under_its_own_key(panel_of, city: City) -> None:
    panel = panel_of("a1", ruled(city))
    bar = panel.findChild(ActBar)
    button = next(one for one in bar.findChildren(QPushButton) if one.text().startswith("退单"))
    assert (button.isEnabled(), button.text().split()[-1]) == (False, cap("return"))
    assert bar.reason.text().startswith("这张派单由班长裁定，不能退单")
    panel.ask(Act.RETURN)
    assert not panel.close_strip()


def test_in_the_menu_it_is_grey_with_the_reason_beside_it(panel_of, city: City) -> None:
    panel = panel_of("op1", ruled(city))
    bar = panel.findChild(ActBar)
    again = next(one for one in bar.findChild(QMenu).actions() if one.text().startswith("改派"))
    assert (again.isEnabled(), again.text()) == (False, "改派（这件诉求由班长裁定派单，只有班长可以改派）")
    assert "改派" not in bar.reason.text()
