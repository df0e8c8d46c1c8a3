"""The calendar of duties on the real database: who says it is done, whom the sending session reminds, once."""

from datetime import timedelta

import psycopg
import pytest

from app import chat_queue, group_chats, season_duties
from app.audit import EVENT_WORDS
from app.duty_calendar import Duty, DutyState
from app.errors import BadInput, MoveRefused, NotAllowed, WarmlineError
from app.message_queue import MessageSender
from app.rule_settings import find_setting, set_setting
from db.notify import Listener
from robot import Robot
from small_city import City
from work_group import Chat, rested, states


def begins_in(city: City, days: int) -> None:
    """As if the season began in so many days from today, and none other were known."""
    owner = city.owner()
    owner.execute("UPDATE notice SET season = NULL")
    owner.execute("DELETE FROM season")
    start = season_duties.today(city.seat("op1")) + timedelta(days=days)
    owner.execute(
        "INSERT INTO season (name, starts_on, ends_on) VALUES ('2026-2027', %s, %s)", (start, start + timedelta(120))
    )
    for login in ("op1", "sup1", "a1", "b1"):
        city.seat(login).refresh()


def duty(city: City, login: str, code: str, company: int = 1) -> Duty:
    _, found = season_duties.read_duties(city.seat(login))
    return next(one for one in found if (one.rule.code, one.company_id) == (code, company))


@pytest.fixture
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the hour at which the tests are run: companies are reminded."""
    monkeypatch.setattr("app.duty_calendar.AWAKE", range(24))


def test_each_company_has_each_duty_with_its_day_and_article(city: City) -> None:
    begins_in(city, 20)
    season, found = season_duties.read_duties(city.seat("op1"))
    assert season is not None
    assert len(found) == 8 * 3
    test = duty(city, "op1", "pressure_test")
    assert test.due_on == season.starts_on - timedelta(days=10)
    assert (test.rule.article, test.state(season_duties.today(city.seat("op1")), 5)) == (
        "菏泽市供热条例第十九条",
        DutyState.AHEAD,
    )
    _, own = season_duties.read_duties(city.seat("a1"))
    assert {one.company_id for one in own} == {1}


def test_a_company_says_for_itself_the_supervisor_for_all(city: City) -> None:
    begins_in(city, 5)
    today = season_duties.today(city.seat("op1"))
    listener = Listener(city.seat("op1").store)
    yesterday = today - timedelta(days=1)
    season_duties.mark_done(city.seat("a1"), duty(city, "a1", "pressure_test"), yesterday, "三处都已试压")
    assert listener.wait(10).topics == {"duty"}
    listener.close()
    season_duties.mark_done(city.seat("sup1"), duty(city, "sup1", "pressure_test", 2))
    done = duty(city, "op1", "pressure_test")
    assert (done.done_on, done.remark, done.marked_by_name) == (yesterday, "三处都已试压", "永恒一号")
    for login, company in (("b1", 1), ("op1", 1), ("admin", 1), ("audit", 1)):
        with pytest.raises(NotAllowed):
            season_duties.mark_done(city.seat(login), duty(city, "op1", "preheating", company))
        with pytest.raises(psycopg.Error) as caught:
            city.raw(login).execute("SELECT duty_mark('2026-2027', 'preheating', 1, current_date, '')")
        assert caught.value.sqlstate in ("WL003", "42501")
    hidden = city.raw("b1").execute("SELECT count(*) FROM duty_done WHERE company_id <> 2").fetchone()
    assert hidden == (0,)


def test_what_is_done_is_said_once_and_taken_back_with_a_reason(city: City) -> None:
    begins_in(city, 5)
    a1 = city.seat("a1")
    open_one = duty(city, "a1", "preheating")
    with pytest.raises(MoveRefused):
        season_duties.mark_open(a1, open_one, "没做")
    season_duties.mark_done(a1, open_one)
    with pytest.raises(MoveRefused) as caught:
        season_duties.mark_done(a1, open_one)
    assert caught.value.field == "duty"
    with pytest.raises(BadInput) as asked:
        season_duties.mark_open(a1, open_one, " ")
    assert asked.value.field == "note"
    season_duties.mark_open(city.seat("sup1"), open_one, "东区还没有预热")
    assert duty(city, "a1", "preheating").done_on is None
    acts = city.owner().execute("SELECT act FROM event WHERE act LIKE 'duty%' ORDER BY seq").fetchall()
    assert [act for (act,) in acts] == ["duty_done", "duty_undone"]
    assert {"duty_done", "duty_undone", "duty_remind"} <= set(EVENT_WORDS)


@pytest.mark.parametrize("days", [1, -401])
def test_a_day_on_which_it_cannot_have_been_done(city: City, days: int) -> None:
    begins_in(city, 5)
    day = season_duties.today(city.seat("op1")) + timedelta(days=days)
    with pytest.raises(WarmlineError) as caught:
        season_duties.mark_done(city.seat("a1"), duty(city, "a1", "preheating"), day)
    assert caught.value.field == "done_on"
    with pytest.raises(psycopg.Error) as raw:
        city.raw("a1").execute("SELECT duty_mark('2026-2027', 'preheating', 1, %s, '')", (day,))
    assert raw.value.diag.message_hint == "done_on"


def test_a_season_that_is_not_entered(city: City) -> None:
    with pytest.raises(BadInput) as caught:
        season_duties.read_duties(city.seat("op1"), "1999-2000")
    assert caught.value.field == "season"


def test_the_late_ones_are_counted_for_whom_they_concern(city: City) -> None:
    begins_in(city, 7)  # told and tested are over, pre-heating is near
    before = season_duties.late_duties(city.seat("sup1"))
    assert before == 3 * season_duties.late_duties(city.seat("a1"))
    season_duties.mark_done(city.seat("a1"), duty(city, "a1", "pressure_test"))
    assert season_duties.late_duties(city.seat("sup1")) == before - 1


@pytest.mark.usefixtures("by_day")
def test_companies_are_reminded_once_a_stage_without_personal_data(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    begins_in(city, 5 + 3)  # pre-heating in three days
    chat(), chat(company_id=2, name="同心")
    city.owner().execute("DELETE FROM duty_rule WHERE code <> 'preheating'")
    sender._duties_at = 0.0
    sender.turn()
    assert states(city) == []  # who was added today is not behind
    city.owner().execute("UPDATE group_chat SET active_since = now() - interval '9 days'")
    season_duties.mark_done(city.seat("b1"), duty(city, "b1", "preheating", 2))
    for _ in range(3):
        sender._duties_at = 0.0
        sender.turn()
        rested(city)
    assert len(robot.texts) == 1
    due = duty(city, "op1", "preheating").due_on
    assert robot.texts[0] == (
        "【12319 日程】2026-2027 供暖季 即将到期\n永恒\n事项：预供热（供暖期开始 5 日前预供热：调试、排气）\n"
        f"时限：{due.year} 年 {due.month} 月 {due.day} 日（市供热条例第十九条）\n办完请在系统“知识—日程”里登记办结。"
    )
    city.owner().execute("UPDATE season SET starts_on = starts_on - 4")
    city.seat("op1").refresh()
    for _ in range(3):
        sender._duties_at = 0.0
        sender.turn()
        rested(city)
    assert [text.splitlines()[0] for text in robot.texts] == [
        "【12319 日程】2026-2027 供暖季 即将到期",
        "【12319 日程】2026-2027 供暖季 已过期，未登记办结",
    ]
    logged = city.owner().execute("SELECT count(*) FROM event WHERE act = 'duty_remind'").fetchone()
    assert logged == (2,)


def test_only_the_session_that_sends_queues_reminders(city: City) -> None:
    with pytest.raises(psycopg.Error) as caught:
        city.raw("op2").execute("SELECT remind_duties('[]')")
    assert caught.value.sqlstate == "WL003"
    with pytest.raises(psycopg.Error) as company:
        city.raw("a1").execute("SELECT remind_duties('[]')")
    assert company.value.sqlstate == "42501"


def test_the_supervisor_reminds_by_hand_once_a_day(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    begins_in(city, 3)
    chat()
    late = [duty(city, "sup1", "pressure_test"), duty(city, "sup1", "pressure_test", 2)]
    with pytest.raises(NotAllowed):
        season_duties.remind_now(city.seat("op1"), late)
    assert season_duties.remind_now(city.seat("sup1"), late) == 1  # the other company has no chat
    assert season_duties.remind_now(city.seat("sup1"), late) == 0
    sender.turn()
    assert "供暖季 催办\n永恒\n事项：充水试压" in robot.texts[0]
    assert group_chats.list_messages(city.seat("op1"), 1)[0].state == "sent"
    season_duties.mark_done(city.seat("a1"), late[0])
    with pytest.raises(BadInput):
        season_duties.remind_now(city.seat("sup1"), [duty(city, "sup1", "pressure_test")])


def test_a_message_of_the_calendar_is_named_in_the_administrators_queue(city: City, chat: Chat) -> None:
    begins_in(city, 3)
    chat()
    season_duties.remind_now(city.seat("sup1"), [duty(city, "sup1", "pressure_test")])
    assert chat_queue.queued(city.seat("admin"))[0].subject == "日程 2026-2027"


def test_a_day_that_the_city_moves_moves_in_the_calendar_too(city: City) -> None:
    begins_in(city, 30)
    admin = city.seat("admin")
    set_setting(admin, find_setting("refund_due"), "06-30", "市里通知")
    city.seat("op1").refresh()
    due = duty(city, "op1", "refund").due_on
    assert (due.month, due.day) == (6, 30)
