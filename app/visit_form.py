"""A visit as it was typed, checked against the article before it is stored: each fault in words, at its field. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.celsius import celsius_words, read_celsius, read_height
from app.errors import BadInput
from app.moment_words import read_past
from app.room_records import Reading, RoomKind, RoomTest, Signed, Visit, VisitOutcome
from app.rules import CITY_TIME, Rules
from app.temperature_words import OUTCOME_WORDS, ROOM_WORDS
from app.typed_words import line, paragraph

ARTICLE = "菏泽市供热条例第四十二条"
MOST_READINGS = 20

_SPLIT = re.compile(r"[,，、;；\n]+")
_READING = re.compile(r"(?P<time>.*?(?::\d{2}|[点时](?:\d{2}分?)?))\s*(?P<degrees>\S.*?)\s*(?P<stable>\*|稳定?)?")


@dataclass(frozen=True, slots=True)
class VisitForm:
    """What was typed and chosen; times as words (14:05, 昨天 14:05), readings as 14:05 16.8，14:15 16.5.

    The last reading is the stable one, unless another has a * or 稳 behind it. ``cause``: the supervisor's alone.
    """

    outcome: VisitOutcome = VisitOutcome.TESTED
    tester: str = ""
    arrived: str = ""
    instrument_id: int | None = None
    room: RoomKind | None = None
    shut: str = ""
    height: str = "1"
    centre: bool | None = None
    readings: str = ""
    outdoor: str = ""
    company_signed: Signed | None = Signed.SIGNED
    company_reason: str = ""
    user_signed: Signed | None = None
    user_reason: str = ""
    cause: bool | None = None
    note: str = ""
    retest: bool = False


@dataclass(frozen=True, slots=True)
class ReadVisit:
    """A visit ready to be stored: the columns of room_visit, and its readings."""

    values: Mapping[str, Any]
    readings: tuple[Reading, ...]


def read_visit(form: VisitForm, test: RoomTest, rules: Rules, now: datetime, amends: Visit | None = None) -> ReadVisit:
    """The visit that was typed. Errors: BadInput with the field that is wrong."""
    tester = line(form.tester, "tester", "检测人", 40, required=True)
    arrived = read_past(form.arrived, now, "arrived")
    if arrived is None:
        raise BadInput("请填写上门时间，例如 14:05。", field="arrived")
    if arrived < _minute(test.requested_at):
        raise BadInput(f"上门时间早于申请时间（{_when(test.requested_at)}），请核对。", field="arrived")
    arrived = max(arrived, test.requested_at)  # typed to the minute, asked for within it
    values: dict[str, Any] = {
        "outcome": form.outcome,
        "tester": tester,
        "arrived_at": arrived,
        "kind": "retest" if form.retest else None,
        "cause": form.cause,
        "note": paragraph(form.note, "note", "备注", 1000),
        "user_reason": "",
        "company_reason": "",
    }
    earlier = [one for one in test.visits if one.stable is not None and (amends is None or one.id != amends.id)]
    if form.retest and amends is None and not earlier:
        raise BadInput("还没有检测过，不能登记回测。", field="kind")
    if form.outcome is VisitOutcome.USER_REFUSED:
        values["user_reason"] = line(form.user_reason, "user_reason", "用户拒绝检测的理由", 500, required=True)
    readings: tuple[Reading, ...] = ()
    if form.outcome is VisitOutcome.TESTED:
        readings = _measured(form, rules, now, arrived, values)
    at = next((one.at for one in readings if one.stable), arrived)
    if amends is None and earlier and at <= earlier[-1].at:
        raise BadInput(f"回测早于上一次检测（{_when(earlier[-1].at)}），请核对时间。", field="arrived")
    if form.outcome is VisitOutcome.COMPANY_REFUSED and not values["note"]:
        raise BadInput("请在备注里写明企业拒绝检测的经过。", field="note")
    return ReadVisit(values, readings)


def read_readings(text: str, now: datetime, day_of: datetime | None = None) -> tuple[Reading, ...]:
    """Readings as typed, by time, one of them stable. Errors: BadInput(field="readings")."""
    found: list[tuple[datetime, Any, bool]] = []
    for part in _SPLIT.split(_plain(text)):
        if not part.strip():
            continue
        split = _READING.fullmatch(part.strip())
        if split is None:
            raise BadInput(
                f"读数“{part.strip()[:20]}”看不懂，请写时间和度数，例如 14:05 16.8，14:15 16.5。", field="readings"
            )
        at = read_past(split["time"], now, "readings", day_of, after=True)
        assert at is not None
        found.append((at, read_celsius(split["degrees"], "readings", "读数"), bool(split["stable"])))
    if not found:
        raise BadInput("请填写读数，例如 14:05 16.8，14:15 16.5；最后一个是稳定读数。", field="readings")
    if len(found) > MOST_READINGS:
        raise BadInput(f"读数最多 {MOST_READINGS} 个。", field="readings")
    found.sort(key=lambda one: one[0])
    marked = [at for at, one in enumerate(found) if one[2]]
    if len(marked) > 1:
        raise BadInput("只有一个读数可以标为稳定。", field="readings")
    counts = marked[0] if marked else len(found) - 1
    return tuple(Reading(one[0], one[1], at == counts) for at, one in enumerate(found))


def reading_words(readings: tuple[Reading, ...]) -> str:
    """Readings as they are typed."""
    last = readings[-1] if readings else None
    return "，".join(
        f"{one.at.astimezone(CITY_TIME):%H:%M} {_number(one)}{'*' if one.stable and one is not last else ''}"
        for one in readings
    )


def visit_words(values: Mapping[str, Any], readings: tuple[Reading, ...], test: RoomTest) -> str:
    """A visit in one line for the timeline: 卧室 15.3 ℃，低于 18.0 ℃，双方已签字."""
    outcome = VisitOutcome(values["outcome"])
    stable = next((one for one in readings if one.stable), None)
    if stable is None:
        reason = values["user_reason"] or values["note"]
        return f"{OUTCOME_WORDS[outcome]}：{reason}" if reason else OUTCOME_WORDS[outcome]
    low = stable.celsius < test.minimum
    result = f"低于 {celsius_words(test.minimum)}" if low else "合格"
    signs = [
        f"{who}拒绝签字（{values[reason]}）"
        for who, key, reason in (("企业", "company_signed", "company_reason"), ("用户", "user_signed", "user_reason"))
        if values[key] == Signed.REFUSED
    ]
    return "，".join(
        [
            f"{ROOM_WORDS[RoomKind(values['room_kind'])]} {celsius_words(stable.celsius)}",
            result,
            *(signs or ["双方已签字"]),
        ]
    )


def _measured(
    form: VisitForm, rules: Rules, now: datetime, arrived: datetime, values: dict[str, Any]
) -> tuple[Reading, ...]:
    """The part of a visit that was measured goes into ``values``; returns the readings."""
    must = rules.settings["room_test"]
    if form.instrument_id is None:
        raise BadInput("请选择检测仪器；没有登记的先在“仪器”里登记。", field="instrument")
    if form.room is None:
        raise BadInput(f"请选择检测的房间：有供暖的卧室或起居室（{ARTICLE}）。", field="room")
    shut = read_past(form.shut, now, "shut", arrived)
    if shut is None:
        raise BadInput(f"请填写门窗从几点起关闭，须关闭 {must['shut_minutes']} 分钟以上（{ARTICLE}）。", field="shut")
    readings = read_readings(form.readings, now, arrived)
    stable = next(one for one in readings if one.stable)
    if (early := readings[0]).at < _minute(arrived):
        raise BadInput(f"{early.at:%H:%M} 的读数早于上门时间，请核对。", field="readings")
    if early.at < shut:
        raise BadInput(f"{early.at:%H:%M} 的读数早于关闭门窗（{_when(shut)}），请核对。", field="readings")
    least = timedelta(minutes=must["shut_minutes"])
    if stable.at - shut < least:
        raise BadInput(
            f"门窗只关了 {(stable.at - shut) // timedelta(minutes=1)} 分钟，须 {must['shut_minutes']} 分钟以上"
            f"（{ARTICLE}）：请到 {shut + least:%H:%M} 以后再读数。",
            field="shut",
        )
    height = read_height(form.height, "height", "离地高度")
    if abs(height - must["height_cm"]) > must["height_within_cm"]:
        raise BadInput(f"应在离地面 {must['height_cm'] / 100:g} 米处测（{ARTICLE}），请重测后登记。", field="height")
    if not form.centre:
        raise BadInput(f"应在房间中央测（{ARTICLE}），请确认测点，不在中央的请重测。", field="centre")
    values |= {
        "instrument_id": form.instrument_id,
        "room_kind": form.room,
        "shut_since": shut,
        "height_cm": height,
        "centre": True,
        "outdoor": read_celsius(form.outdoor, "outdoor", "室外温度") if form.outdoor.strip() else None,
    }
    if values["outdoor"] is None:
        raise BadInput("请填写室外温度。", field="outdoor")
    for key, signed, reason, who in (
        ("company", form.company_signed, form.company_reason, "企业"),
        ("user", form.user_signed, form.user_reason, "用户"),
    ):
        if signed is None:
            raise BadInput(f"请选择{who}是否签字；拒绝签字的写明理由。", field=f"{key}_signed")
        refused = signed is Signed.REFUSED
        words = line(reason, f"{key}_reason", f"{who}拒绝签字的理由", 500, required=refused)
        values |= {f"{key}_signed": signed, f"{key}_reason": words if refused else ""}
    # Typed to the minute: what was read within the minute of the arrival was read after it.
    return tuple(Reading(max(one.at, arrived), one.celsius, one.stable) for one in readings)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("：", ":")


def _number(reading: Reading) -> str:
    return celsius_words(reading.celsius).removesuffix(" ℃")


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _when(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"
