"""Which percent of a day's charge a room's temperature gives back (HZ Art.44): one table of bands, edges decided in it.

Pure. The rows are data (sql/0005_refund_bands.sql), kept by the administrator in versions: a day is judged by the
version in force on it, and what was decided keeps the version it was decided by.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.errors import BadInput

COLDEST, WARMEST = Decimal(-30), Decimal(50)
"""What a thermometer in a room can show, both included; anything else is a slip of the hand."""
EDGE_PLACES = 1
MOST_BANDS = 8


@dataclass(frozen=True, slots=True)
class Band:
    """One band: readings above the band before and up to its edge. ``up_to`` None: the last, everything above."""

    version: int
    valid_from: date  # of the whole version
    up_to: Decimal | None  # in °C
    included: bool  # whether a reading of exactly the edge lies in this band, or in the next
    percent: int  # of the day's charge that is given back; 0: warm enough
    article: str  # 菏泽市供热条例第四十四条
    mark: str  # of the edge: V read in the text, P our own reading of it
    note: str  # why the edge lies so


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reading gives back, and why."""

    reading: Decimal
    percent: int
    words: str  # 高于 14.0 ℃，16.0 ℃ 及以下
    article: str
    mark: str
    note: str
    version: int

    @property
    def failed(self) -> bool:
        """Whether the room was too cold (HZ Art.21: 18 °C)."""
        return self.percent > 0


def judge(reading: Decimal, bands: Sequence[Band]) -> Judgement:
    """The band of a reading among those of one version, in any order.

    Errors: BadInput(field="reading") outside of −30…50 °C or for what is no number.
    """
    if not reading.is_finite() or not COLDEST <= reading <= WARMEST:
        raise BadInput("室温应在 −30 ℃ 到 50 ℃ 之间，请核对读数。", field="reading")
    for band in in_order(bands):
        if band.up_to is None or reading < band.up_to or (band.included and reading == band.up_to):
            return Judgement(
                reading, band.percent, band_words(bands, band), band.article, band.mark, band.note, band.version
            )
    raise BadInput("退费档次表没有“以上”的一档，请联系系统管理员。", field="reading")


def in_order(bands: Iterable[Band]) -> list[Band]:
    """From the coldest to the warmest."""
    return sorted(bands, key=lambda band: WARMEST + 1 if band.up_to is None else band.up_to)


def band_words(bands: Sequence[Band], band: Band) -> str:
    """The band in words, with its edges: 高于 16.0 ℃，不到 18.0 ℃."""
    ordered = in_order(bands)
    at = ordered.index(band)
    below = ordered[at - 1] if at else None
    if below is None or below.up_to is None:
        return "不论多少度" if band.up_to is None else f"{_upper(band.up_to, band.included, alone=True)}"
    lower = f"高于 {below.up_to} ℃" if below.included else f"{below.up_to} ℃ 及以上"
    return lower if band.up_to is None else f"{lower}，{_upper(band.up_to, band.included)}"


def bands_on(bands: Iterable[Band], day: date) -> tuple[Band, ...]:
    """The bands in force on a day, from cold to warm. Errors: BadInput(field="day") where there were none yet."""
    valid = [band for band in bands if band.valid_from <= day]
    if not valid:
        raise BadInput(f"{day} 还没有退费档次。", field="day")
    newest = max(band.version for band in valid)
    return tuple(in_order(band for band in valid if band.version == newest))


def check_bands(bands: Sequence[Band]) -> None:
    """Whether these could be a version. Errors: BadInput(field="bands") in words."""
    edges = [band.up_to for band in bands if band.up_to is not None]
    if len(bands) - len(edges) != 1 or not edges:
        raise _refused("档次表要有一档，也只能有一档“以上”（不写上限），下面至少一档。")
    if len(bands) > MOST_BANDS:
        raise _refused(f"最多 {MOST_BANDS} 档。")
    if len(set(edges)) < len(edges):
        raise _refused("同一个度数只能作一档的上限。")
    if any(not edge.is_finite() or not COLDEST <= edge <= WARMEST for edge in edges):
        raise _refused("档次的上限应在 −30 ℃ 到 50 ℃ 之间。")
    if any(edge != round(edge, EDGE_PLACES) for edge in edges):
        raise _refused("档次的上限最多一位小数。")
    percents = [band.percent for band in in_order(bands)]
    if any(not 0 <= percent <= 100 for percent in percents):
        raise _refused("退费比例应是 0–100 的整数。")
    if percents != sorted(set(percents), reverse=True):
        raise _refused("越冷的一档应退得越多。")


def build_bands(rows: Iterable[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Bands of all versions from the rows of the table, oldest version first, cold to warm."""
    made = [
        Band(
            row["version"], row["valid_from"], row["up_to"], row["included"], row["percent"], row["article"],
            row["mark"], row["note"],
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(in_order(made), key=lambda band: band.version))


def _upper(edge: Decimal, included: bool, alone: bool = False) -> str:
    if included:
        return f"{edge} ℃ 及以下"
    return f"低于 {edge} ℃" if alone else f"不到 {edge} ℃"


def _refused(sentence: str) -> BadInput:
    return BadInput(sentence, field="bands")
