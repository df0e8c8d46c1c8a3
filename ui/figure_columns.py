"""The columns of the page 统计 as data: each number with the measure that its list is opened by."""

from collections.abc import Callable
from dataclasses import dataclass

from app.figures import MEASURE_WORDS, Dimension, Line, Measure, Ratio
from ui.table_model import Column

TOTAL = ""
"""The key of the line of all together; no dimension has it."""


@dataclass(frozen=True, kw_only=True)
class FigureColumn(Column[Line]):
    """A column of numbers. ``opens``: what Enter lists; None: nothing. ``words``: a cell said in full."""

    opens: Measure | None = None
    words: Callable[[Line], str] = lambda _line: ""


_RATIO_OPENS = {
    Ratio.SIGNED: Measure.SIGNED_LATE,
    Ratio.ON_SITE: Measure.ARRIVED_LATE,
    Ratio.CONTACTED: Measure.CONTACTED,
    Ratio.SOLVED: Measure.SOLVED,
    Ratio.SATISFIED: Measure.SATISFIED,
}
"""Of what is done in time the rest is asked for, of the three rates what is counted."""


def figure_columns(by: Dimension, name_title: str) -> list[FigureColumn]:
    """The main table; by community and station the number per 1,000 homes too."""
    columns = [
        FigureColumn(title=name_title, text=lambda line: line.name, width=16, strong=_is_total),
        _count(Measure.TAKEN, "受理"),
    ]
    if by in (Dimension.COMMUNITY, Dimension.STATION):
        columns.append(_per_thousand())
    return [
        *columns,
        _count(Measure.ANSWERED, "直答"),
        _count(Measure.DISPATCHED, "派单"),
        _count(Measure.SIGNED, "签收"),
        _ratio(Ratio.SIGNED, "签收及时", 10),
        _count(Measure.ARRIVED, "到场"),
        _ratio(Ratio.ON_SITE, "到场及时", 10),
        _count(Measure.REPORTED, "反馈"),
        _count(Measure.ROUNDS, "应访"),
        _ratio(Ratio.CONTACTED, "响应率", 8),
        _ratio(Ratio.SOLVED, "解决率", 8),
        _ratio(Ratio.SATISFIED, "满意率", 8),
        _count(Measure.RETURNS, "退单"),
        _count(Measure.EXTENSIONS, "延期"),
        _count(Measure.REOPENED, "重办"),
        _count(Measure.REPEATS, "重复"),
        _count(Measure.MERGED, "并入"),
        _count(Measure.REFERRED, "转办"),
        _count(Measure.INVALID, "作废"),
    ]


def homes_columns(name_title: str) -> list[FigureColumn]:
    """The places with the most complaints per 1,000 homes."""
    return [
        FigureColumn(title=name_title, text=lambda line: line.name, width=30),
        _per_thousand(),
        FigureColumn(title="户数", text=lambda line: f"{line.homes:,}" if line.homes else "—", width=10, right=True),
        _count(Measure.TAKEN, "受理", 10),
        _count(Measure.DISPATCHED, "派单", 10),
        _ratio(Ratio.ON_SITE, "到场及时", 12),
        _count(Measure.REOPENED, "重办", 10),
        _count(Measure.REPEATS, "重复", 10),
        _count(Measure.MERGED, "并入", 10),
    ]


def ratio_words(line: Line, ratio: Ratio) -> str:
    """93.3%, — of nothing."""
    share = line.figures.share(ratio)
    return "—" if share.rate is None else f"{share.rate:.1%}"


def _is_total(line: Line) -> bool:
    return line.key == TOTAL


def _count(measure: Measure, title: str, width: int = 6) -> FigureColumn:
    return FigureColumn(
        title=title,
        text=lambda line: str(line.figures[measure]),
        sort=lambda line: line.figures[measure],
        width=width,
        right=True,
        strong=_is_total,
        colour=lambda line: None if line.figures[measure] else "muted",
        opens=measure,
        words=lambda line: f"{MEASURE_WORDS[measure]} {line.figures[measure]}",
    )


def _ratio(ratio: Ratio, title: str, width: int) -> FigureColumn:
    def words(line: Line) -> str:
        share, opens = line.figures.share(ratio), _RATIO_OPENS[ratio]
        said = f"{ratio} {ratio_words(line, ratio)}（{share.part}/{share.whole}）"
        return f"{said}，{MEASURE_WORDS[opens]} {line.figures[opens]}"

    return FigureColumn(
        title=title,
        text=lambda line: ratio_words(line, ratio),
        sort=lambda line: line.figures.share(ratio).rate or 0.0,
        width=width,
        right=True,
        strong=_is_total,
        colour=lambda line: None if line.figures.share(ratio).whole else "muted",
        opens=_RATIO_OPENS[ratio],
        words=words,
    )


def _per_thousand() -> FigureColumn:
    def text(line: Line) -> str:
        return "—" if line.per_thousand is None else f"{line.per_thousand:.1f}"

    return FigureColumn(
        title="每千户", text=text, sort=lambda line: line.per_thousand or 0.0, width=8, right=True,
        opens=Measure.TAKEN,
        words=lambda line: f"每千户 {text(line)}（{line.figures[Measure.TAKEN]} 件，{line.homes or '不明'} 户）",
    )  # fmt: skip
