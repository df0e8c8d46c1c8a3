"""Room temperature tests in the console: as JSON and as lines of text."""

from app.celsius import celsius_words
from app.moment_words import until_short
from app.refund_bands import Judgement
from app.room_days import DAY_WORDS
from app.room_records import ROOM_STATE_WORDS, Dispute, Instrument, RoomTest, Visit
from app.rules import CITY_TIME
from app.seat import Seat
from app.temperature_words import KIND_WORDS, OUTCOME_WORDS, PARTY_WORDS, ROOM_WORDS, SIGNED_WORDS
from ui.console_json import Record, moment


def judgement_record(judgement: Judgement) -> Record:
    """A judged reading as JSON; degrees as text."""
    return {
        "reading": str(judgement.reading),
        "percent": judgement.percent,
        "band": judgement.words,
        "failed": judgement.failed,
        "article": judgement.article,
        "mark": judgement.mark,
        "note": judgement.note,
        "version": judgement.version,
    }


def judgement_lines(judgement: Judgement) -> list[str]:
    """A judged reading for people: percent, band, article."""
    what = f"退当日热费的 {judgement.percent}%" if judgement.failed else "合格，不退"
    said = [f"{celsius_words(judgement.reading)}　{what}", f"档次：{judgement.words}", f"依据：{judgement.article}"]
    return [*said, *([f"说明：{judgement.note}"] if judgement.note else [])]


def room_record(seat: Seat, test: RoomTest, days: bool = False) -> Record:
    """A test as JSON; ``days``: with how each day counts."""
    now, directory = seat.now(), seat.directory
    state = test.state(now)
    record: Record = {
        "id": str(test.id),
        "number": test.number,
        "state": state,
        "state_words": ROOM_STATE_WORDS[state],
        "complaint_id": str(test.complaint_id) if test.complaint_id else None,
        "place": test.place,
        "company": directory.companies[test.company_id].code,
        "requested_at": moment(test.requested_at),
        "due_at": moment(test.due_at),
        "rule": test.due_rule,
        "article": test.due_article,
        "minimum": str(test.minimum),
        "note": test.note,
        "withdrawn_at": moment(test.withdrawn_at),
        "visits": [visit_record(test, one) for one in test.visits],
        "versions": len(test.versions),
        "disputes": [_dispute_record(one) for one in test.disputes],
    }
    if days:
        record["days"] = [
            {
                "day": one.day.isoformat(),
                "state": one.state,
                "reading": None if one.reading is None else str(one.reading),
                "why": one.why,
                "article": one.article,
            }
            for one in test.judged(now)
        ]
    return record


def visit_record(test: RoomTest, visit: Visit) -> Record:
    """The newest version of a visit as JSON."""
    return {
        "id": str(visit.id),
        "kind": visit.kind,
        "outcome": visit.outcome,
        "tester": visit.tester,
        "arrived_at": moment(visit.arrived_at),
        "instrument": visit.instrument_number or None,
        "instrument_out_of_date": visit.out_of_date,
        "room": visit.room,
        "shut_since": moment(visit.shut_since),
        "height_cm": visit.height_cm,
        "outdoor": None if visit.outdoor is None else str(visit.outdoor),
        "readings": [
            {"at": moment(one.at), "celsius": str(one.celsius), "stable": one.stable} for one in visit.readings
        ],
        "passes": test.passes(visit),
        "company_signed": visit.company_signed,
        "company_reason": visit.company_reason,
        "user_signed": visit.user_signed,
        "user_reason": visit.user_reason,
        "cause": visit.cause,
        "note": visit.note,
    }


def room_line(seat: Seat, test: RoomTest) -> str:
    """A test in one line."""
    company = seat.directory.companies[test.company_id]
    state = ROOM_STATE_WORDS[test.state(seat.now())]
    due = f"{until_short(test.due_at)} 前"
    return "  ".join((test.number, state, test.place, company.short_name, due, _last_words(test)))


def room_lines(seat: Seat, test: RoomTest) -> list[str]:
    """A test for people: the request, each visit, each dispute."""
    asked = f"{test.requested_at.astimezone(CITY_TIME):%m-%d %H:%M}"
    lines = [room_line(seat, test), f"申请 {asked}，{test.due_rule}（{test.due_article}）"]
    for visit in test.visits:
        lines.append(visit_line(test, visit))
        lines += [f"  原登记：{visit_line(test, old)}" for old in test.before(visit)]
    lines += [_dispute_line(one) for one in test.disputes]
    return [*lines, *([f"撤回：{test.withdrawn_note}"] if test.withdrawn_note else [])]


def visit_line(test: RoomTest, visit: Visit) -> str:
    """A visit in one line."""
    head = f"{KIND_WORDS[visit.kind]} {visit.at.astimezone(CITY_TIME):%m-%d %H:%M}"
    if visit.stable is None or visit.room is None:
        reason = visit.user_reason or visit.note
        return "  ".join(filter(None, (head, OUTCOME_WORDS[visit.outcome], reason)))
    signs = [
        f"{who}{SIGNED_WORDS[signed]}" + (f"（{reason}）" if reason else "")
        for who, signed, reason in (
            ("企业", visit.company_signed, visit.company_reason),
            ("用户", visit.user_signed, visit.user_reason),
        )
        if signed
    ]
    result = "合格" if test.passes(visit) else "不合格"
    old = "▲ 仪器检定已过期" if visit.out_of_date else ""
    words = (head, ROOM_WORDS[visit.room], celsius_words(visit.stable.celsius), result, "，".join(signs), old)
    return "  ".join(filter(None, words))


def days_lines(seat: Seat, test: RoomTest) -> list[str]:
    """How each day counts, a line a day."""
    return [
        f"{one.day}  {DAY_WORDS[one.state]}  {'' if one.reading is None else celsius_words(one.reading)}  "
        f"{one.why}（{one.article}）"
        for one in test.judged(seat.now())
    ]


def instrument_record(seat: Seat, one: Instrument) -> Record:
    """An instrument as JSON."""
    return {
        "id": one.id,
        "company": seat.directory.companies[one.company_id].code,
        "number": one.number,
        "model": one.model,
        "calibrated_on": one.calibrated_on.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "out_of_date": one.out_of_date(seat.now().astimezone(CITY_TIME).date()),
        "retired": one.retired_at is not None,
    }


def instrument_line(seat: Seat, one: Instrument) -> str:
    """An instrument in one line."""
    company = seat.directory.companies[one.company_id].short_name
    old = one.out_of_date(seat.now().astimezone(CITY_TIME).date())
    state = "已停用" if one.retired_at else "▲ 检定已过期" if old else ""
    return "  ".join(filter(None, (company, one.number, one.model, f"检定有效期至 {one.valid_until}", state)))


def _dispute_record(one: Dispute) -> Record:
    return {
        "asked_by": one.asked_by,
        "body": one.body,
        "asked_at": moment(one.asked_at),
        "note": one.note,
        "celsius": None if one.celsius is None else str(one.celsius),
        "payer": one.payer,
        "result_note": one.result_note,
        "result_at": moment(one.result_at),
    }


def _dispute_line(one: Dispute) -> str:
    asked = f"异议 {PARTY_WORDS[one.asked_by]}提出，提交{one.body}"
    if one.celsius is None or one.payer is None:
        return f"{asked}，结果待登记"
    return f"{asked}：{celsius_words(one.celsius)}，费用由{PARTY_WORDS[one.payer]}承担"


def _last_words(test: RoomTest) -> str:
    last = test.visits[-1] if test.visits else None
    if last is None:
        return ""
    return celsius_words(last.stable.celsius) if last.stable else OUTCOME_WORDS[last.outcome]
