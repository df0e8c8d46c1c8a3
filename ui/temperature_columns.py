"""The lists of the section 测温 as data: requests with where they stand, their facts, the companies' instruments."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from app.celsius import celsius_words
from app.limits import time_left
from app.room_days import DAY_WORDS, DayState
from app.room_records import (
    ROOM_STATE_WORDS,
    WAITING,
    Instrument,
    RoomState,
    RoomTest,
    Signed,
    Visit,
    VisitOutcome,
)
from app.rules import CITY_TIME
from app.seat import Seat
from app.temperature_words import KIND_WORDS, OUTCOME_WORDS, PARTY_WORDS, ROOM_WORDS, SIGNED_WORDS
from ui.fact_grid import Fact
from ui.table_model import Column

SHAPES: dict[RoomState, str] = {
    RoomState.ASKED: "◌",
    RoomState.DUE: "◔",
    RoomState.OVERDUE: "▲",
    RoomState.UNDECIDED: "◇",
    RoomState.FAILED: "×",
    RoomState.PASSED: "✓",
    RoomState.DISPUTED: "◆",
    RoomState.WITHDRAWN: "–",
}
COLOURS: dict[RoomState, str] = {
    RoomState.ASKED: "accent",
    RoomState.DUE: "warning",
    RoomState.OVERDUE: "danger",
    RoomState.UNDECIDED: "warning",
    RoomState.FAILED: "danger",
    RoomState.PASSED: "good",
    RoomState.DISPUTED: "warning",
    RoomState.WITHDRAWN: "muted",
}
DAY_LOOKS = {DayState.FAILED: "danger", DayState.DEEMED_FAILED: "danger", DayState.UNKNOWN: "muted"}
MOST_DAYS = 40  # shown beside the list; the sheet has all


class RoomFilter(StrEnum):
    """Which requests are listed, by the word on the chip."""

    ALL = "全部"
    ASKED = "待检测"
    DUE = "临期"
    OVERDUE = "逾期"
    TESTED = "已检测"
    DISPUTED = "鉴定"


_KEPT: dict[str, frozenset[RoomState]] = {
    RoomFilter.ALL: frozenset(RoomState),
    RoomFilter.ASKED: WAITING,
    RoomFilter.DUE: frozenset({RoomState.DUE}),
    RoomFilter.OVERDUE: frozenset({RoomState.OVERDUE}),
    RoomFilter.TESTED: frozenset({RoomState.FAILED, RoomState.PASSED, RoomState.UNDECIDED}),
    RoomFilter.DISPUTED: frozenset({RoomState.DISPUTED}),
}


def kept(test: RoomTest, chosen: RoomFilter, words: str, now: datetime) -> bool:
    """Whether a request is listed under this chip and these words."""
    if test.state(now) not in _KEPT[chosen]:
        return False
    wanted = "".join(words.split()).upper()
    return wanted in f"{test.number}{test.place}{test.asker}".upper().replace(" ", "")


def rank(test: RoomTest, now: datetime) -> tuple[int, float]:
    """What somebody has to do first stands first: what waits by its limit, then the newest."""
    state = test.state(now)
    if state in WAITING:
        return 0, test.due_at.timestamp()
    going = state in (RoomState.FAILED, RoomState.UNDECIDED, RoomState.DISPUTED)
    return 1 if going else 2, -test.requested_at.timestamp()


def columns(seat: Seat, now: Callable[[], datetime]) -> list[Column[RoomTest]]:
    """The columns of the list."""

    def state(test: RoomTest) -> str:
        at = test.state(now())
        return f"{SHAPES[at]} {ROOM_STATE_WORDS[at]}"

    def left(test: RoomTest) -> str:
        return time_left(test.due_at, now()) if test.state(now()) in WAITING else ""

    def company(test: RoomTest) -> str:
        return seat.directory.companies[test.company_id].short_name

    found = [
        Column(title="状态", text=state, width=16, colour=lambda test: COLOURS[test.state(now())]),
        Column(title="剩余", text=left, width=8, right=True, colour=lambda test: COLOURS[test.state(now())]),
        Column(title="编号", text=lambda test: test.number, width=19, strong=lambda _test: True),
        Column(title="地点", text=lambda test: test.place, width=21),
        Column(title="读数", text=last_words, width=10),
    ]
    if seat.person.company_id is None:
        found.append(Column(title="企业", text=company, width=8))
    return found


def last_words(test: RoomTest) -> str:
    """What came of the newest visit."""
    last = test.visits[-1] if test.visits else None
    if last is None:
        return ""
    return celsius_words(last.stable.celsius) if last.stable else OUTCOME_WORDS[last.outcome]


def facts(seat: Seat, test: RoomTest, now: datetime) -> list[Fact]:
    """Everything about one request, newest visit first, then how each day counts."""
    asked = f"{_short(test.requested_at)} 申请，{_short(test.due_at)} 前上门"
    found = [Fact("申请", asked), Fact("", test.due_article, look="muted")]
    if who := "  ".join(filter(None, (test.asker, test.phone))):
        found.append(Fact("申请人", who))
    if test.note:
        found.append(Fact("说明", test.note))
    if test.withdrawn_note:
        found.append(Fact("撤回", test.withdrawn_note))
    for visit in reversed(test.visits):
        found += _visit_facts(seat, test, visit)
    for one in test.disputes:
        asker = f"{PARTY_WORDS[one.asked_by]}提出，{one.body}"
        if one.celsius is None or one.payer is None:
            found.append(Fact("异议", f"{asker}：结果待登记", look="warning"))
        else:
            paid = f"费用{PARTY_WORDS[one.payer]}承担"
            found.append(Fact("鉴定", f"{asker}：{celsius_words(one.celsius)}", paid, look="strong"))
    for day in test.judged(now)[-MOST_DAYS:]:
        words = f"{DAY_WORDS[day.state]}：{day.why}"
        found.append(Fact(f"{day.day:%m-%d}", words, look=DAY_LOOKS.get(day.state, "")))
    return found


def instrument_columns(seat: Seat, today: Callable[[], date]) -> list[Column[Instrument]]:
    """The companies' thermometers; what is out of date is said by shape and word."""

    def state(one: Instrument) -> str:
        if one.retired_at is not None:
            return "– 停用"
        return "▲ 检定过期" if one.out_of_date(today()) else "● 在用"

    def colour(one: Instrument) -> str:
        return "muted" if one.retired_at is not None else "danger" if one.out_of_date(today()) else "good"

    return [
        Column(title="状态", text=state, width=13, colour=colour),
        Column(title="编号", text=lambda one: one.number, width=14, strong=lambda _one: True),
        Column(title="型号", text=lambda one: one.model, width=24),
        Column(title="企业", text=lambda one: seat.directory.companies[one.company_id].short_name, width=10),
        Column(title="检定", text=lambda one: f"{one.calibrated_on}", width=13),
        Column(title="有效期至", text=lambda one: f"{one.valid_until}", width=13, colour=colour),
    ]


def _visit_facts(seat: Seat, test: RoomTest, visit: Visit) -> list[Fact]:
    word = KIND_WORDS[visit.kind]
    when = f"{_short(visit.at)} {visit.tester}"
    if visit.outcome is not VisitOutcome.TESTED or visit.stable is None or visit.room is None:
        reason = visit.user_reason or visit.note
        found = [
            Fact(word, f"{OUTCOME_WORDS[visit.outcome]}：{reason}" if reason else OUTCOME_WORDS[visit.outcome], when)
        ]
        return [*found, *_cause_facts(visit)]
    passes = test.passes(visit)
    result = f"{ROOM_WORDS[visit.room]} {celsius_words(visit.stable.celsius)} {'✓ 合格' if passes else '× 不合格'}"
    found = [Fact(word, result, when, look="good" if passes else "danger")]
    shut = f"{visit.shut_since.astimezone(CITY_TIME):%H:%M} 起关门窗" if visit.shut_since else ""
    high = f"中央，离地 {(visit.height_cm or 0) / 100:g} 米"
    outdoor = f"室外 {celsius_words(visit.outdoor)}" if visit.outdoor is not None else ""
    found.append(Fact("", " · ".join(filter(None, (shut, high, outdoor)))))
    readings = "，".join(f"{one.at.astimezone(CITY_TIME):%H:%M} {celsius_words(one.celsius)}" for one in visit.readings)
    found.append(Fact("", f"读数 {readings}"))
    old = "▲ 检定已过期" if visit.out_of_date else f"有效期至 {visit.valid_until}"
    tool = f"仪器 {visit.instrument_number} {visit.instrument_model}"
    found.append(Fact("", tool, old, right_look="danger" if visit.out_of_date else "muted"))
    signs = [
        f"{who}{SIGNED_WORDS[signed]}" + (f"（{reason}）" if reason else "")
        for who, signed, reason in (
            ("企业", visit.company_signed, visit.company_reason),
            ("用户", visit.user_signed, visit.user_reason),
        )
        if signed is not None
    ]
    refused = Signed.REFUSED in (visit.company_signed, visit.user_signed)
    found.append(Fact("", "，".join(signs), look="warning" if refused else ""))
    if visit.note:
        found.append(Fact("", visit.note))
    if visit.amends is not None:
        by = seat.directory.people.get(visit.made_by)
        found.append(Fact("", f"更正版，{by.name if by else ''} {_short(visit.made_at)}", look="muted"))
        for former in test.before(visit):
            found.append(Fact("", f"原登记 {_short(former.made_at)}：{_reading_words(former)}", look="muted"))
    return [*found, *_cause_facts(visit)]


def _reading_words(visit: Visit) -> str:
    """What a version said, in short."""
    if visit.stable is None or visit.room is None:
        return OUTCOME_WORDS[visit.outcome]
    signed = "用户拒绝签字" if visit.user_signed is Signed.REFUSED else ""
    return " ".join(filter(None, (ROOM_WORDS[visit.room], celsius_words(visit.stable.celsius), signed)))


def _cause_facts(visit: Visit) -> list[Fact]:
    if not visit.user_reason:
        return []
    if visit.cause is None:
        return [Fact("", "有无正当理由待班长认定（更正时选）", look="warning")]
    return [Fact("", f"班长认定{'有' if visit.cause else '无'}正当理由")]


def _short(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"
