"""Refunds as they cross to the window, the console and the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.directory import Directory
from app.entitlements import FlatKey, due_on, place_of
from app.records import RefundState
from app.refund_days import Cause, RefundDay, Stop, by_percent
from app.rules import CITY_TIME, Rules

STATE_WORDS: Mapping[RefundState, str] = {
    RefundState.DRAFT: "待核定",
    RefundState.DECIDED: "待告知",
    RefundState.TOLD: "待退费",
    RefundState.PAID: "已退费",
    RefundState.REFUSED: "不予退费",
    RefundState.VOID: "作废",
}
OPEN_STATES = (RefundState.DRAFT, RefundState.DECIDED, RefundState.TOLD)
CAUSE_WORDS: Mapping[Cause, str] = {Cause.OUTAGE: "停热", Cause.READING: "室温", Cause.DEEMED: "视为不合格"}


@dataclass(frozen=True, slots=True)
class Refund:
    """One refund. ``days`` as they were judged; ``stops`` all that were looked at, those left out too."""

    id: UUID
    number: str  # T20261205-01
    revision: int
    season: str
    flat: FlatKey
    place: str
    company_id: int
    complaint_ids: tuple[UUID, ...]
    state: RefundState
    days: tuple[RefundDay, ...]
    stops: tuple[Stop, ...]
    judged_at: datetime
    season_days: int
    fee: Decimal | None  # season fee in yuan, where it is known
    sum: Decimal | None  # None: no rule says what it comes to
    sum_words: str
    remarks: str
    made_by: int
    made_at: datetime
    decision: str
    decided_by: int | None
    decided_at: datetime | None
    told_on: date | None
    told_by: int | None
    paid_on: date | None
    paid_sum: Decimal | None
    paid_by: int | None
    due_on: date  # HZ Art.46

    def overdue(self, today: date) -> bool:
        """Whether it should have been told and paid by now (HZ Art.46)."""
        return self.state in OPEN_STATES and today > self.due_on

    @property
    def days_words(self) -> str:
        """How many days by percent: 3 天×100%、2 天×50%."""
        return days_words(self.days)


def days_words(days: tuple[RefundDay, ...]) -> str:
    """How many days by percent, or that there are none."""
    return "、".join(f"{many} 天×{percent}%" for percent, many in by_percent(days).items()) or "没有可退的日子"


def refund_of(row: Mapping[str, Any], directory: Directory, rules: Rules) -> Refund:
    """A refund from its row."""
    flat = FlatKey(row["community_id"], row["building"], row["unit"], row["room"])
    return Refund(
        id=row["id"],
        number=row["number"],
        revision=row["revision"],
        season=row["season"],
        flat=flat,
        place=place_of(directory, flat),
        company_id=row["company_id"],
        complaint_ids=tuple(row["complaint_ids"]),
        state=RefundState(row["state"]),
        days=tuple(_day(one) for one in row["days"]),
        stops=tuple(_stop(one) for one in row["stops"]),
        judged_at=row["judged_at"],
        season_days=row["season_days"],
        fee=row["fee"],
        sum=row["sum"],
        sum_words=row["sum_words"],
        remarks=row["remarks"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        decision=row["decision"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        told_on=row["told_on"],
        told_by=row["told_by"],
        paid_on=row["paid_on"],
        paid_sum=row["paid_sum"],
        paid_by=row["paid_by"],
        due_on=due_on(rules, row["season"], "refund_due"),
    )


def day_row(day: RefundDay) -> dict[str, Any]:
    """A day as it is stored; degrees as text."""
    return {
        "day": day.day.isoformat(),
        "percent": day.percent,
        "cause": str(day.cause),
        "reading": None if day.reading is None else str(day.reading),
        "why": day.why,
        "article": day.article,
        "mark": day.mark,
        "version": day.version,
        "also": day.also,
    }


def stop_row(stop: Stop) -> dict[str, Any]:
    """A stop as it is stored."""
    return {
        "began_at": stop.began_at.isoformat(),
        "ended_at": stop.ended_at.isoformat() if stop.ended_at else None,
        "words": stop.words,
        "key": stop.key,
        "counted": stop.counted,
    }


def stop_words(stop: Stop) -> str:
    """片区事件 P20261201-01 12-01 08:00 至 12-02 20:00."""
    end = f"{stop.ended_at.astimezone(CITY_TIME):%m-%d %H:%M}" if stop.ended_at else "尚未恢复"
    left_out = "" if stop.counted else "（未计）"
    return f"{stop.words} {stop.began_at.astimezone(CITY_TIME):%m-%d %H:%M} 至 {end}{left_out}"


def _day(row: Mapping[str, Any]) -> RefundDay:
    return RefundDay(
        day=date.fromisoformat(row["day"]),
        percent=row["percent"],
        cause=Cause(row["cause"]),
        reading=Decimal(row["reading"]) if row["reading"] is not None else None,
        why=row["why"],
        article=row["article"],
        mark=row["mark"],
        version=row["version"],
        also=row["also"],
    )


def _stop(row: Mapping[str, Any]) -> Stop:
    ended = row["ended_at"]
    return Stop(
        datetime.fromisoformat(row["began_at"]),
        datetime.fromisoformat(ended) if ended else None,
        row["words"],
        row["key"],
        row["counted"],
    )
