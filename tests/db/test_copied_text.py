"""The clipboard says what a robot would: of a slip, of what came after it, of what is overdue, and of an incident."""

import pytest

from app import callback, dispatch, incidents, supervision
from app.errors import BadInput
from app.group_chats import group_text
from app.incident_groups import Spot
from app.message_queue import MessageSender
from app.records import IncidentKind, State
from robot import Robot
from small_city import PEONY, City
from work_group import Chat, rested, states


def send(city: City, robot: Robot, sender: MessageSender) -> str:
    """The last thing told."""
    while True:
        rested(city)
        sender._overdue_at = 0.0
        sender.turn(1)
        if "waiting" not in states(city):
            return robot.texts[-1]


def test_what_comes_after_the_slip(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat(company_id=None)
    op1, sup1, a1 = city.seat("op1"), city.seat("sup1"), city.seat("a1")
    sent = city.bring(State.DISPATCHED)
    assert group_text(op1, sent.number) == send(city, robot, sender)
    back = dispatch.give_back(a1, sent.id, sent.revision, "不是我公司管网")
    assert group_text(op1, sent.number) == send(city, robot, sender)
    assert "【12319 退单】" in robot.texts[-1]
    again, _ = dispatch.dispatch(op1, back.id, back.revision)
    supervision.supervise(sup1, again.id, again.revision, 2, "媒体关注")
    assert group_text(op1, sent.number) == send(city, robot, sender)
    assert "【12319 督办】" in robot.texts[-1]
    reported = city.bring(State.REPORTED)
    callback.call_back(city.seat("op2"), reported.id, reported.revision, contacted=True, solved=False, satisfaction=1)
    assert group_text(op1, reported.number) == send(city, robot, sender)
    assert "【12319 重办】" in robot.texts[-1]


def test_what_is_overdue(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    sent = city.bring(State.SIGNED)
    send(city, robot, sender)
    city.owner().execute("UPDATE group_chat SET active_since = now() - interval '1 day'")
    city.owner().execute("UPDATE event SET at = at - interval '1 hour'")
    city.owner().execute("UPDATE complaint SET due_at = now() - interval '5 min', rank_at = now() - interval '5 min'")
    assert group_text(city.seat("op1"), sent.number) == send(city, robot, sender)
    assert "【12319 超时】" in robot.texts[-1]


@pytest.mark.parametrize("spot", [Spot(IncidentKind.COMMUNITY, PEONY), Spot(IncidentKind.BUILDING, PEONY, "3")])
def test_an_incident(city: City, chat: Chat, robot: Robot, sender: MessageSender, spot: Spot) -> None:
    chat()
    op1 = city.seat("op1")
    taken = city.take()
    made = incidents.open_incident(op1, spot, "A3", [taken.id], homes=600)
    assert group_text(op1, made.number) == send(city, robot, sender)
    assert group_text(op1, made.number.lower()) == robot.texts[-1]
    assert group_text(op1, taken.number).startswith("【12319 派单】")
    incidents.close(op1, made.id, made.revision, "焊口已修好")
    with pytest.raises(BadInput, match="已结束"):
        group_text(op1, made.number)


def test_an_incident_of_a_station(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    op1 = city.seat("op1")
    station = next(iter(op1.directory.stations))
    made = incidents.open_incident(op1, Spot(IncidentKind.STATION, station_id=station), "A3", [city.take().id])
    assert group_text(op1, made.number) == send(city, robot, sender)
