"""What a relief comes to (HZ Art.23): the area really paid for × the season's rate, exact, half up to 0.01. Pure.

The rate is data by season. Of a season without one nothing is computed: last year's is no rule for this year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.errors import BadInput
from app.refund_money import half_up

ARTICLE = "菏泽市供热条例第二十三条"
MARK_WORDS = {"V": "见原文", "V-": "见报道，未见文件", "P": "本系统建议"}


@dataclass(frozen=True, slots=True)
class Rate:
    """Yuan a square metre of one season. ``mark``: V read in the text, V- in a report only, P our own proposal."""

    season: str
    rate: Decimal
    basis: str
    mark: str
    note: str

    @property
    def basis_words(self) -> str:
        """What it rests on, and how sure that is."""
        return f"{self.basis}（{MARK_WORDS[self.mark]}）"


@dataclass(frozen=True, slots=True)
class ReliefSum:
    """What an area comes to in a season; ``sum`` None: the season has no rate. ``words`` write it out."""

    season: str
    area: Decimal
    rate: Rate | None
    sum: Decimal | None
    words: str


def relief_sum(season: str, area: Decimal, rates: Mapping[str, Rate], fee: Decimal | None = None) -> ReliefSum:
    """The relief for an area (m², two decimals) in a season. ``fee``: the flat's season fee, where it is known.

    Errors: BadInput(field="area") for none, BadInput(field="fee") where it would be above the fee.
    """
    if not area.is_finite() or area <= 0:
        raise BadInput("没有实际缴费面积，不能减免：减免按实际缴费面积计算。", field="area")
    if area != round(area, 2):
        raise BadInput("面积最多两位小数。", field="area")
    rate = rates.get(season)
    if rate is None:
        known = "、".join(sorted(rates)) or "无"
        words = f"{season} 供暖季还没有减免标准，不计算金额（已有标准的：{known}）。"
        return ReliefSum(season, area, None, None, words)
    made = half_up(int(area * 100) * int(rate.rate * 100), 100)
    if fee is not None and made > fee:
        raise BadInput(
            f"减免 {made} 元超过季热费 {fee} 元；减免不能超过热费，请核对实际缴费面积和季热费。", field="fee"
        )
    words = f"{area} 平方米 × {rate.rate} 元/平方米 ＝ {made} 元，四舍五入到分；依据：{rate.basis_words}"
    return ReliefSum(season, area, rate, made, words)


def build_rates(rows: Iterable[Mapping[str, Any]]) -> dict[str, Rate]:
    """Rates by season from their rows."""
    return {row["season"]: Rate(row["season"], row["rate"], row["basis"], row["mark"], row["note"]) for row in rows}


def check_flat(area: Decimal, flat_area: Decimal, others: Decimal) -> None:
    """Whether a household's area fits into its flat's beside those of the ``others`` (their areas together).

    Errors: BadInput(field="area").
    """
    if area > flat_area:
        raise BadInput(f"这一户的面积 {area} 平方米超过整套房的缴费面积 {flat_area} 平方米。", field="area")
    if area + others > flat_area:
        raise BadInput(
            f"同一套房已有别户申请 {others} 平方米，加上这一户 {area} 平方米，"
            f"超过整套房的缴费面积 {flat_area} 平方米。",
            field="area",
        )
