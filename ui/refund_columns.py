"""The lines of the section 退费: how far each refund is, how many days, until when; and its days."""

from app import refunds
from app.celsius import celsius_words
from app.records import RefundState
from app.refund_days import RefundDay
from app.refund_records import CAUSE_WORDS, STATE_WORDS, Refund, stop_words
from app.rules import CITY_TIME
from app.seat import Seat
from ui.table_model import Column

SHAPES: dict[RefundState, str] = {
    RefundState.DRAFT: "◌",
    RefundState.DECIDED: "◔",
    RefundState.TOLD: "◑",
    RefundState.PAID: "●",
    RefundState.REFUSED: "×",
    RefundState.VOID: "–",
}
COLOURS: dict[RefundState, str] = {
    RefundState.DRAFT: "accent",
    RefundState.DECIDED: "accent",
    RefundState.TOLD: "accent",
    RefundState.PAID: "good",
}
_WEEK = "一二三四五六日"


def columns(seat: Seat) -> list[Column[Refund]]:
    """The columns of the list."""

    def late(refund: Refund) -> bool:
        return refund.overdue(refunds.today(seat))

    def due(refund: Refund) -> str:
        if refund.paid_on:
            return f"{refund.paid_on} 退清"
        return f"▲ 逾期 {refund.due_on}" if late(refund) else f"{refund.due_on} 前"

    def company(refund: Refund) -> str:
        found = seat.directory.companies.get(refund.company_id)
        return found.short_name if found else ""

    return [
        Column(title="状态", text=_state, width=13, colour=lambda one: COLOURS.get(one.state, "muted")),
        Column(title="编号", text=lambda one: one.number, width=16),
        Column(title="地点", text=lambda one: one.place, width=22, strong=lambda _one: True),
        Column(title="供热企业", text=company, width=10),
        Column(title="供暖季", text=lambda one: one.season, width=11),
        Column(title="应退", text=lambda one: one.days_words, width=26, strong=lambda one: bool(one.days)),
        Column(title="期限", text=due, width=18, colour=lambda one: "danger" if late(one) else "muted", strong=late),
    ]


def day_columns() -> list[Column[RefundDay]]:
    """The columns of the days."""
    return [
        Column(title="日期", text=lambda one: f"{one.day:%m-%d} 周{_WEEK[one.day.weekday()]}", width=11),
        Column(title="判为", text=lambda one: CAUSE_WORDS[one.cause], width=11),
        Column(title="读数", text=_reading, width=9, right=True),
        Column(title="退", text=_percent, width=10, right=True, strong=lambda _one: True),
        Column(title="依据", text=lambda one: one.article, width=25),
        Column(title="怎样判的", text=lambda one: f"{one.why}。{one.also}" if one.also else one.why, width=64),
    ]


def day_words(day: RefundDay) -> str:
    """All of a day in one sentence."""
    also = f"。{day.also}" if day.also else ""
    return f"退 {day.percent}%，{day.why}{also}（{day.article}）"


def about(seat: Seat, refund: Refund) -> str:
    """What else there is to know of a refund, in a few lines."""
    judged = refund.judged_at.astimezone(CITY_TIME)
    said = [f"{refund.sum} 元　{refund.sum_words}" if refund.sum is not None else refund.sum_words]
    said.append(f"判定数据截至 {judged:%m-%d %H:%M}　{_name(seat, refund.made_by)} 建单")
    if refund.stops:
        said.append("查过的停热：" + "；".join(stop_words(stop) for stop in refund.stops))
    if refund.decided_at is not None:
        at = refund.decided_at.astimezone(CITY_TIME)
        verb = "定为不予退费" if refund.state is RefundState.REFUSED else "核定"
        said.append(f"{_name(seat, refund.decided_by)} {at:%m-%d %H:%M} {verb}：{refund.decision or '按所列日子'}")
    if refund.told_on:
        said.append(f"{refund.told_on} 已告知用户（{_name(seat, refund.told_by)}）")
    if refund.paid_on:
        paid = f" {refund.paid_sum} 元" if refund.paid_sum is not None else ""
        said.append(f"{refund.paid_on} 已退费{paid}（{_name(seat, refund.paid_by)}报）")
    if refund.remarks:
        said.append(f"备注：{refund.remarks}")
    return "\n".join(said)


def _state(refund: Refund) -> str:
    return f"{SHAPES[refund.state]} {STATE_WORDS[refund.state]}"


def _reading(day: RefundDay) -> str:
    return celsius_words(day.reading) if day.reading is not None else "—"


def _percent(day: RefundDay) -> str:
    return f"{day.percent}%{' *' if day.mark == 'P' else ''}"


def _name(seat: Seat, person_id: int | None) -> str:
    person = seat.directory.people.get(person_id or 0)
    return person.name if person else ""
