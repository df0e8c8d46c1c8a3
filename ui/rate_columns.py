"""The two lists of the page 回访率: the rates with the numbers they come from, and the rounds behind a number."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.call_tries import TRIES
from app.rates import Outcome, Rate, Rates, Share
from app.records import Act
from app.words import SATISFACTION_WORDS
from ui.table_model import Column

Round = tuple[int, Outcome]
"""A round with its place in the order of time."""


class Behind(StrEnum):
    """Which rounds are listed: all that count, or what a rate lacks."""

    ALL = "全部回访"
    NOT_CONTACTED = "未联系上"
    NOT_SOLVED = "未解决"
    NOT_SATISFIED = "不满意或一般"


_LACKED = {
    Behind.NOT_CONTACTED: Rate.CONTACTED,
    Behind.NOT_SOLVED: Rate.SOLVED,
    Behind.NOT_SATISFIED: Rate.SATISFIED,
}


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line of the rates; ``company`` 0: all together."""

    company: int
    name: str
    rates: Rates


def is_behind(behind: Behind, one: Outcome) -> bool:
    """Whether a round belongs to a list."""
    return bool(one.counts) if behind is Behind.ALL else one.counts.get(_LACKED[behind]) is False


def share_words(share: Share) -> str:
    """93.3%（14/15）."""
    return f"{share.rate:.1%}（{share.part}/{share.whole}）" if share.rate is not None else "—（0/0）"


def rate_columns() -> list[Column[RateRow]]:
    """Each rate says what it was counted from."""

    def all_together(row: RateRow) -> bool:
        return row.company == 0

    return [
        Column(title="公司", text=lambda row: row.name, width=14, strong=all_together),
        Column(
            title="响应率（联系上/应回访）", text=lambda row: share_words(row.rates.contacted), width=30,
            strong=all_together,
        ),
        Column(
            title="解决率（解决/联系上）", text=lambda row: share_words(row.rates.solved), width=30,
            strong=all_together,
        ),
        Column(
            title="满意率（满意/已评价）", text=lambda row: share_words(row.rates.satisfied), width=30,
            strong=all_together,
        ),
    ]  # fmt: skip


def round_columns(company: Callable[[int | None], str]) -> list[Column[Round]]:
    """``company`` gives a company's short name."""
    return [
        Column(title="回访", text=lambda row: f"{row[1].at:%m-%d %H:%M}" if row[1].at else "", width=14),
        Column(title="编号", text=lambda row: row[1].number, width=17),
        Column(title="地点", text=lambda row: row[1].place, width=28),
        Column(title="公司", text=lambda row: company(row[1].company_id), width=10),
        Column(title="结果", text=lambda row: round_words(row[1]), width=18, colour=lambda row: _colour(row[1])),
        Column(title="满意度", text=lambda row: SATISFACTION_WORDS.get(row[1].satisfaction or 0, "—"), width=12),
    ]


def round_words(one: Outcome) -> str:
    """How a round ended, with its shape."""
    if one.act is Act.CLOSE:
        return f"☎ {TRIES} 次未接通"
    return "✓ 已解决" if one.act is Act.CALL_BACK else "× 未解决，重办"


def _colour(one: Outcome) -> str:
    if one.act is Act.CLOSE:
        return "warning"
    return "good" if one.act is Act.CALL_BACK else "danger"
