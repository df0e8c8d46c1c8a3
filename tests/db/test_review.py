"""Reviewing a shift's log: who may, what waits for whom, the sample by a seed, score sheets and their answers."""

from uuid import uuid4

import psycopg
import pytest

from app import review, score_sheets
from app.audit import recent_events
from app.errors import BadInput, MoveRefused, NotAllowed
from app.feed import Feed
from app.records import ReviewState, ReviewStep
from app.review_records import ScoreItem
from app.rule_book import history
from app.rule_history import change_lines
from at_once import together
from reviewed_shift import end_shift, reviewed, reviewer, running_shift
from shift_times import OP1, SUP1
from small_city import City

FULL = {"greeting": 10, "facts": 25, "category": 15, "company": 15, "limit": 15, "words": 10, "record": 10}
LESS = FULL | {"facts": 15, "words": 5}


def test_a_log_waits_until_another_supervisor_signs_it_off(city: City) -> None:
    shift, sup2, _ = reviewed(city, 1)
    sup1 = city.seat("sup1")
    (log,) = review.list_logs(sup2)
    assert (log.shift.id, log.state, log.leader_id, log.own, log.overdue) == (
        shift.id, ReviewState.WAITING, SUP1, False, False
    )  # fmt: skip
    assert review.list_logs(sup1)[0].own
    assert review.list_logs(city.seat("op1")) == []
    with pytest.raises(NotAllowed, match="另一位班长"):
        review.sign(sup1, shift.id)
    with pytest.raises(NotAllowed, match="班长"):
        review.sign(city.seat("op1"), shift.id)
    feed = Feed(sup2)
    assert feed.wait(5) is not None
    signed = review.sign(sup2, shift.id, "交接清楚")
    heard = feed.wait(5)
    feed.close()
    assert heard is not None
    assert heard.shifts == (shift.id,)
    assert signed.state is ReviewState.SIGNED
    assert review.list_logs(sup2) == []
    assert [one.shift.id for one in review.list_logs(sup2, signed=True)] == [shift.id]
    (step,) = review.list_steps(sup2, shift.id)
    assert (step.step, step.name, step.note) == (ReviewStep.SIGN, "孙值班长", "交接清楚")
    with pytest.raises(MoveRefused, match="已经复核通过"):
        review.send_back(sup2, shift.id, "再看看")
    event = recent_events(city.seat("audit"), limit=1)[0]
    assert (event.act, event.words) == ("复核通过", "交接清楚")
    assert shift.name in event.subject


def test_sent_back_goes_to_the_leader_and_comes_again(city: City) -> None:
    shift, sup2, _ = reviewed(city, 1)
    sup1 = city.seat("sup1")
    with pytest.raises(BadInput, match="退回意见"):
        review.send_back(sup2, shift.id, " ")
    back = review.send_back(sup2, shift.id, "3 号座席空岗 20 分钟没有记事")
    assert back.state is ReviewState.SENT_BACK
    assert (review.for_me(sup1, review.show_log(sup1, shift.id)), review.for_me(sup2, back)) == (True, False)
    with pytest.raises(MoveRefused, match="已退回"):
        review.sign(sup2, shift.id)
    with pytest.raises(NotAllowed, match="本班班长"):
        review.resubmit(city.seat("op1"), shift.id, "补上了")
    again = review.resubmit(sup1, shift.id, "已补记：3 号座席设备故障")
    assert (again.state, again.since > back.since) == (ReviewState.WAITING, True)
    assert review.sign(sup2, shift.id).state is ReviewState.SIGNED
    said = [(one.step, one.person_id) for one in review.list_steps(sup1, shift.id)]
    assert [step for step, _ in said] == [ReviewStep.SEND_BACK, ReviewStep.RESUBMIT, ReviewStep.SIGN]


def test_a_leader_who_is_an_operator_reads_only_what_came_back(city: City) -> None:
    shift = end_shift(city, running_shift(city, leader=OP1))
    op, sup = city.seat("op1"), city.seat("sup1")
    assert review.list_logs(op) == []
    review.send_back(sup, shift.id, "请补记")
    (log,) = review.list_logs(op)
    assert review.for_me(op, log)
    assert review.list_steps(op, shift.id)[0].note == "请补记"
    assert review.list_logs(city.seat("op2")) == []
    assert review.resubmit(op, shift.id, "已补记").state is ReviewState.WAITING


def test_the_oldest_comes_first_and_after_a_day_the_next_level_sees_it(city: City) -> None:
    shift = end_shift(city, running_shift(city), hours_ago=25)
    chief = reviewer(city)
    other = reviewer(city, "sup3", "钱班长")
    (log,) = review.list_logs(other)
    assert log.overdue
    assert all(review.for_me(seat, log) for seat in (chief, other))
    admin = city.raw("admin")
    admin.execute("SELECT setting_put('review_next', '{people}', '[\"sup2\"]', '值班长')")
    for seat in (chief, other):
        seat.refresh()
    assert review.for_me(chief, log)
    admin.execute("SELECT setting_put('review_next', '{hours}', '48', '改')")
    chief.refresh()
    late = review.show_log(chief, shift.id)
    assert (late.overdue, review.for_me(chief, late), review.for_me(other, late)) == (False, False, True)


def test_what_still_runs_and_what_is_a_companys_is_not_reviewed(city: City) -> None:
    shift = running_shift(city)
    sup2 = reviewer(city)
    with pytest.raises(MoveRefused, match="还没有结束"):
        review.sign(sup2, shift.id)
    with pytest.raises(BadInput, match="没有可复核的日志"):
        review.show_log(sup2, shift.id)
    theirs = city.owner().execute("SELECT shift_of(now(), 1)").fetchone()
    assert theirs is not None
    with pytest.raises(MoveRefused, match="没有这个班次"):
        review.sign(sup2, theirs[0])
    with pytest.raises(MoveRefused, match="没有这个班次"):
        review.draw(sup2, uuid4())


def test_the_sample_can_be_drawn_again_by_its_seed(city: City) -> None:
    shift, sup2, taken = reviewed(city, 5)
    assert review.read_sample(sup2, shift.id) == []
    first = review.draw(sup2, shift.id, 2)
    assert [(one.name, one.draw) for one in first] == [("周岚", 1), ("周岚", 2), ("吴敏", 1), ("吴敏", 2)]
    seed = review.show_log(sup2, shift.id).seed
    assert seed is not None
    assert review.draw(sup2, shift.id, 2) == first
    assert review.draw(sup2, shift.id, 1) == first
    more = review.draw(sup2, shift.id)  # three of each, as the setting says
    assert len(more) == 6
    assert set(first) <= set(more)
    assert review.show_log(sup2, shift.id).seed == seed
    assert {one.number for one in more} <= {one.number for one in taken}
    order = "SELECT complaint_id FROM sample_order(%s, %s) WHERE place <= 2 ORDER BY person_id, place"
    raw = city.raw("sup1")
    assert [row[0] for row in raw.execute(order, (shift.id, seed))] == [one.complaint_id for one in first]
    other = [[row[0] for row in raw.execute(order, (shift.id, seed + plus))] for plus in range(1, 6)]
    assert any(drawn != other[0] for drawn in other)
    with pytest.raises(BadInput, match="1–20"):
        review.draw(sup2, shift.id, 21)
    with pytest.raises(NotAllowed):
        review.draw(city.seat("op1"), shift.id, 9)


def test_scored_answered_and_scored_anew(city: City) -> None:
    shift, sup2, (mine, theirs) = reviewed(city, 1)
    op1 = city.seat("op1")
    assert [item.weight for item in score_sheets.list_items(op1)] == list(FULL.values())
    with pytest.raises(BadInput, match="评语") as refused:
        score_sheets.score(sup2, shift.id, mine.id, LESS)
    assert refused.value.field == "feedback"
    sheet = score_sheets.score(sup2, shift.id, mine.id, LESS, "没有问清楼层；没有告知到场时限")
    assert (sheet.total, sheet.name, sheet.scored_by_name, sheet.round, sheet.can_answer) == (
        85, "周岚", "孙值班长", 1, True
    )  # fmt: skip
    assert [(one.name, one.points) for one in sheet.items][1] == ("要素齐全", 15)
    assert score_sheets.my_sheets(op1) == [sheet]
    assert score_sheets.my_sheets(city.seat("op2")) == []
    with pytest.raises(MoveRefused, match="评的不是您"):
        score_sheets.answer(city.seat("op2"), sheet.id, "不是我")
    answered = score_sheets.answer(op1, sheet.id, "来电人中途挂断，已补问")
    assert (answered.answer, answered.can_answer) == ("来电人中途挂断，已补问", False)
    with pytest.raises(MoveRefused, match="每轮只能申述一次"):
        score_sheets.answer(op1, sheet.id, "还有")
    with pytest.raises(MoveRefused, match="重新评过分"):
        score_sheets.score(sup2, shift.id, mine.id, FULL, round=1)
    anew = score_sheets.score(sup2, shift.id, mine.id, FULL, round=2)
    assert (anew.total, anew.round, anew.last) == (100, 2, True)
    assert [(one.round, one.last) for one in score_sheets.my_sheets(op1)] == [(2, True), (1, False)]
    score_sheets.score(sup2, shift.id, theirs.id, FULL)
    review.draw(sup2, shift.id)
    assert {one.number: one.sheet and one.sheet.total for one in review.read_sample(sup2, shift.id)} == {
        mine.number: 100, theirs.number: 100
    }  # fmt: skip
    assert review.show_log(sup2, shift.id).scored == 2


def test_the_same_score_sent_twice_is_one_round_and_two_at_once_are_not_two(city: City) -> None:
    shift, sup2, (mine, _) = reviewed(city, 1)
    id = uuid4()
    once = score_sheets.score(sup2, shift.id, mine.id, FULL, id=id)
    assert score_sheets.score(sup2, shift.id, mine.id, LESS, "别的", id=id) == once

    def again(login: str) -> str:
        try:
            score_sheets.score(city.seat(login), shift.id, mine.id, LESS, "扣分", round=2)
        except MoveRefused as refused:
            return refused.sentence
        return ""

    assert sorted(map(bool, together(lambda: again("sup1"), lambda: again("sup2")))) == [False, True]


def test_nobody_scores_their_own_call_nor_one_of_another_shift(city: City) -> None:
    shift = running_shift(city, leader=OP1)
    own = city.take(by="sup1")
    over = end_shift(city, shift)
    later = city.take(by="op1", room="777")
    sup1, sup2 = city.seat("sup1"), reviewer(city)
    with pytest.raises(NotAllowed, match="由别人评分"):
        score_sheets.score(sup1, over.id, own.id, FULL)
    assert score_sheets.score(sup2, over.id, own.id, FULL).name == "郑班长"
    with pytest.raises(MoveRefused, match="不是这个班次受理的"):
        score_sheets.score(sup2, over.id, later.id, FULL)
    with pytest.raises(NotAllowed):
        score_sheets.score(city.seat("op2"), over.id, own.id, FULL, round=2)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ({key: FULL[key] for key in FULL if key != "facts"}, "要素齐全"),
        (FULL | {"facts": 26}, "0–25"),
        (FULL | {"facts": -1}, "0–25"),
        (FULL | {"charm": 3}, "charm"),
    ],
)
def test_points_that_can_not_be(city: City, points: dict[str, int], words: str) -> None:
    shift, sup2, (mine, _) = reviewed(city, 1)
    with pytest.raises(BadInput, match=words):
        score_sheets.score(sup2, shift.id, mine.id, points, "评语")
    with pytest.raises(psycopg.Error) as refused:
        city.raw("sup2").execute(
            "SELECT score_put(gen_random_uuid(), %s, %s, 1, %s, '评语')",
            (shift.id, mine.id, psycopg.types.json.Jsonb(points)),
        )
    assert refused.value.sqlstate == "WL006"


def test_items_are_data_and_a_sheet_keeps_its_own(city: City) -> None:
    shift, sup2, (mine, _) = reviewed(city, 1)
    sheet = score_sheets.score(sup2, shift.id, mine.id, LESS, "扣分")
    items = [ScoreItem("facts", "要素", 60, "地点到室"), ScoreItem("tone", "态度", 40)]
    with pytest.raises(BadInput, match="合计应为 100 分，现在是 99 分"):
        score_sheets.put_items(sup2, [items[0], ScoreItem("tone", "态度", 39)], "改")
    with pytest.raises(NotAllowed):
        score_sheets.put_items(city.seat("op1"), items, "改")
    assert score_sheets.put_items(sup2, items, "二〇二六年起") == items
    assert score_sheets.put_items(city.seat("admin"), items[::-1], "换次序") == items[::-1]
    order, change = history(city.seat("op1"), ("score_item",), 10)
    assert (order.person, order.note, change_lines(order)) == ("系统管理员", "换次序", ["只改了次序"])
    assert (change.person, change_lines(change)[:2]) == (
        "孙值班长",
        [
            "要素齐全 25 分（地点到室、联系电话、温度或漏水情况问清；本系统建议） → 要素 60 分（地点到室）",
            "（无） → 态度 40 分",
        ],
    )
    for login in ("op1", "audit", "a1"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute("DELETE FROM score_item")
    assert score_sheets.read_sheet(sup2, sheet.id) == sheet
    anew = score_sheets.score(sup2, shift.id, mine.id, {"facts": 60, "tone": 40}, round=2)
    assert [one.name for one in anew.items] == ["态度", "要素"]


@pytest.mark.parametrize("login", ["a1", "admin"])
def test_companies_and_the_administrator_read_nothing_of_it(city: City, login: str) -> None:
    shift, sup2, (mine, _) = reviewed(city, 1)
    score_sheets.score(sup2, shift.id, mine.id, FULL)
    for table in ("review", "review_step", "score_sheet", *(("score_item",) if login == "a1" else ())):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute(f"SELECT * FROM {table}")


def test_an_operator_reads_only_the_sheets_about_them_and_writes_none(city: City) -> None:
    shift, sup2, (mine, theirs) = reviewed(city, 1)
    for one in (mine, theirs):
        score_sheets.score(sup2, shift.id, one.id, LESS, "评语")
    raw = city.raw("op1")
    assert raw.execute("SELECT DISTINCT person_id FROM score_sheet").fetchall() == [(OP1,)]
    assert raw.execute("SELECT count(*) FROM review").fetchone() == (0,)
    for words in (
        "UPDATE score_sheet SET total = 100",
        "DELETE FROM score_sheet",
        "INSERT INTO review (shift_id, since) VALUES (gen_random_uuid(), now())",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(words)
    assert score_sheets.list_sheets(city.seat("audit"), shift.id) != []
