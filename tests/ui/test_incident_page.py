"""The page of incidents: a suggestion taken by one key, closed by another, all on the real database."""

import pytest

from app import incidents
from app.intake import NewComplaint, take
from app.records import Role, State
from ui.incident_page import IncidentPage
from ui.role_pages import ROLE_PAGES, Page


@pytest.fixture
def window(open_window):
    return open_window("op1")


@pytest.fixture
def page(window):
    window.show_page(ROLE_PAGES[Role.OPERATOR].index(Page.INCIDENTS))
    found = window.pages.currentWidget()
    assert isinstance(found, IncidentPage)
    return found


def test_from_the_suggestion_to_the_call_backs(qtbot, window, page):
    seat = window.seat
    community = next(one for one in seat.directory.communities.values() if one.station_id and one.company_id)
    taken = [
        take(
            seat,
            NewComplaint(
                phone="13853000001",
                community_id=community.id,
                building="1",
                unit="1",
                room=str(n),
                category="B1",
                text="暖气突然不热了",
            ),
        )
        for n in range(9)
    ]
    ids = {one.id for one in taken}
    qtbot.waitUntil(lambda: any(ids <= {*one.complaints} for one in page.suggested.rows), timeout=10_000)
    offered = next(one for one in page.suggested.rows if ids <= {*one.complaints})
    page.suggestion_table.choose(offered.spot)
    with qtbot.waitSignal(page.said, timeout=10_000) as told:
        page.accept()
    assert "一次派给" in told.args[0]
    qtbot.waitUntil(lambda: len(page.going.rows) == 1)
    assert page.read_out.text().startswith(f"告知来电人：{offered.spot.words(seat.directory)}供热出现故障")
    with qtbot.waitSignal(page.failed):
        page.close_incident()
    page.cause.setText("循环泵跳闸，已合闸")
    with qtbot.waitSignal(page.said, timeout=10_000) as told:
        page.close_incident()
    assert f"待回访 {len(offered.complaints)} 件" in told.args[0]
    (over,) = incidents.list_incidents(seat, closed=True)
    assert {row.state for row in incidents.complaints_of(seat, over.id)} == {State.REPORTED}
