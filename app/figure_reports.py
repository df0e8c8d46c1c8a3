"""A report of figures to take along: the same lines as workbook and as paper, whatever they are counted by."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

from app.figures import DIMENSION_WORDS, MEASURE_WORDS, Dimension, Figures, Line, Measure, Ratio, Scope, total
from app.paper import Bar, Paper, PaperColumn, Progress
from app.pdf_fonts import BOLD
from app.workbooks import Percent, Table, Value, write_book

Sections = Mapping[Dimension, Sequence[Line]]

_PAPER_MEASURES = (
    *(Measure.TAKEN, Measure.ANSWERED, Measure.DISPATCHED, Measure.REPORTED),
    *(Measure.RETURNS, Measure.REOPENED, Measure.REPEATS, Measure.MERGED),
)


def scope_words(scope: Scope) -> str:
    """``2026年11月1日至30日受理的诉求``."""
    first, last = scope.first, scope.last
    words = f"{first.year}年{first.month}月{first.day}日"
    if last != first:
        month = "" if (last.year, last.month) == (first.year, first.month) else f"{last.month}月"
        words += f"至{'' if last.year == first.year else f'{last.year}年'}{month}{last.day}日"
    return f"{words}受理的诉求"


def write_report(path: Path, sections: Sections) -> None:
    """One sheet a dimension: counts as numbers, rates as percentages. Errors: BadInput(field="file"), DiskFull."""
    write_book(path, [_sheet(by, lines) for by, lines in sections.items()])


def draw_report(
    sections: Sections,
    scope: Scope,
    title: str = "统计报表",
    note: str = "",
    progress: Progress | None = None,
    cancelled: Event | None = None,
) -> bytes:
    """The report as a PDF of A4 pages: for each dimension a table with bars of what was taken, then the rates.

    ``note``: what stands under the title, such as the version of a frozen month. Errors: Cancelled.
    """
    paper = Paper(title, scope_words(scope), "数字按受理日期统计，每一步计入当时承办的企业")
    if note:
        paper.paragraph(note)
    for by, lines in sections.items():
        paper.heading(f"按{DIMENSION_WORDS[by]}" if by is not Dimension.TOTAL else "合计")
        most = max((line.figures[Measure.TAKEN] for line in lines), default=0)
        paper.table(
            [
                PaperColumn(DIMENSION_WORDS[by], 20),
                *(PaperColumn(MEASURE_WORDS[one], 8 + (len(MEASURE_WORDS[one]) > 2)) for one in _PAPER_MEASURES),
                PaperColumn("受理量", 17),
            ]
        )
        for line in (*lines, *_sum(lines)):
            counts = [str(line.figures[one]) for one in _PAPER_MEASURES]
            paper.row([line.name, *counts, _bar(line, most)], *([BOLD] if line.key == _SUM else []))
        paper.gap(6)
        paper.table([PaperColumn(DIMENSION_WORDS[by], 17), *(PaperColumn(one, 16) for one in Ratio)])
        shares = [[_share_words(line.figures, one) for one in Ratio] for line in (*lines, *_sum(lines))]
        if not all(paper.fits(cell, 1) for row in shares for cell in row):  # then all of them break at the same place
            shares = [[cell.replace("（", "\n（") for cell in row] for row in shares]
        for line, row in zip((*lines, *_sum(lines)), shares, strict=True):
            paper.row([line.name, *row], *([BOLD] if line.key == _SUM else []))
    return paper.print(progress, cancelled)


_SUM = "sum"


def _sum(lines: Sequence[Line]) -> list[Line]:
    return [Line(_SUM, "合计", total(lines))] if len(lines) > 1 else []


def _sheet(by: Dimension, lines: Sequence[Line]) -> Table:
    homes = by in (Dimension.COMMUNITY, Dimension.STATION)
    columns = [(DIMENSION_WORDS[by], 26), *((MEASURE_WORDS[one], 10) for one in Measure), *((one, 12) for one in Ratio)]
    if homes:
        columns += [("户数", 9), ("每千户受理", 12)]
    rows: list[list[Value]] = []
    for line in lines:
        row: list[Value] = [line.name, *(line.figures[one] for one in Measure)]
        for one in Ratio:
            rate = line.figures.share(one).rate
            row.append(None if rate is None else Percent(rate))
        if homes:
            row += [line.homes or None, line.per_thousand]
        rows.append(row)
    return Table(f"按{DIMENSION_WORDS[by]}" if by is not Dimension.TOTAL else "合计", columns, rows)


def _bar(line: Line, most: int) -> Bar:
    """What was taken, against the line with the most of it."""
    return Bar(line.figures[Measure.TAKEN] / most if most and line.key != _SUM else 0)


def _share_words(figures: Figures, ratio: Ratio) -> str:
    share = figures.share(ratio)
    return "–" if share.rate is None else f"{share.rate:.1%}（{share.part}/{share.whole}）"
