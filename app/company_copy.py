"""The company copy 企业联 and its continuation sheets 续页.

It is laid out before anything is drawn (:func:`lay_company`), because what does not fit decides how many pages there
are. Nothing is cut: a value that is too long for its place ends with a mark and stands whole on the next sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.line_breaks import break_lines, flow_items
from app.pdf_fonts import BOLD, REGULAR, ruler
from app.records import Slip
from app.slip_head import FOOT, HEAD, MARGIN, PRIVACY, draw_head
from app.slip_pen import Pen
from app.slip_rows import BODY, LEADING, PADDING, SMALL, TINY, Cell, LaidRow, lay_row, shorten

TOP = 22.0  # white above the head
LIMIT = 14.0  # type size of the limit
HOW_SENT = "派送：企业座席已推送，纸质随单。签收、到场、办结请在系统内登记，无法登记时回电 12319。"
IN_CONTINUATION = "…（全文见续页）"


@dataclass(frozen=True, slots=True)
class Band:
    """The black band: the limit, and category, urgency and article beside it or below it."""

    limit: list[str]
    facts: list[str]
    beside: bool
    overflow: list[str]

    @property
    def height(self) -> float:
        return 10 + len(self.limit) * LIMIT * 1.2 + (0 if self.beside else len(self.facts) * SMALL * LEADING)


@dataclass(frozen=True, slots=True)
class CompanyCopy:
    """The company copy laid out for one paper."""

    slip: Slip
    width: float  # of the paper
    height: float  # of the part
    band: Band
    rows: list[LaidRow]
    size: float
    lines: list[str]
    rest: list[str]  # lines for continuation sheets, in type of the same size


def lay_company(slip: Slip, width: float, height: float) -> CompanyCopy:
    """Lay the company copy out: the text takes the room the rows leave, in smaller type when it is long."""
    inner = width - 2 * MARGIN
    band = _lay_band(slip, inner - 24)
    for most in (3, 2, 1):
        rows = [lay_row(cells, inner, most, IN_CONTINUATION) for cells in _cells(slip)]
        taken = TOP + HEAD + band.height + 6 + sum(row.height for row in rows) + PADDING / 2 + FOOT + 14
        if height - taken >= 3 * SMALL * LEADING:
            break
    for size in (BODY, SMALL):
        measure = ruler(REGULAR, size)
        lines = break_lines(f"诉求内容：{slip.text}", inner - 2 * PADDING - 2, measure)
        fitting = int((height - taken) / (size * LEADING))
        if len(lines) <= fitting:
            break
    rest = [line for words in band.overflow for line in break_lines(words, inner - 2 * PADDING - 2, measure)]
    for laid in (laid for row in rows for laid in row.cells if not laid.whole):
        first, *others = laid.cell.items
        rest += flow_items([f"{laid.cell.label}：{first}", *others], inner - 2 * PADDING - 2, measure)
    if lines[fitting:]:
        rest += ["诉求内容（接上页）：", *lines[fitting:]]
    return CompanyCopy(slip, width, height, band, rows, size, lines[:fitting], rest)


def _lay_band(slip: Slip, room: float) -> Band:
    words = slip.limit_words or "—"
    facts = " · ".join(words for words in (slip.category, slip.urgency, slip.article) if words)
    limit_lines = break_lines(f"时限：{words}", room, ruler(BOLD, LIMIT))
    limit = shorten(limit_lines, 2, room, BOLD, LIMIT, IN_CONTINUATION)
    if len(limit) == 1 and ruler(BOLD, LIMIT)(limit[0]) + 16 + ruler(REGULAR, SMALL)(facts) <= room:
        return Band(limit, [facts], True, [])
    fact_lines = break_lines(facts, room, ruler(REGULAR, SMALL))
    shown = shorten(fact_lines, 2, room, REGULAR, SMALL, IN_CONTINUATION)
    overflow = [f"时限：{words}"] if limit != limit_lines else []
    overflow += [f"类别、紧急程度、依据：{facts}"] if shown != fact_lines else []
    return Band(limit, shown, False, overflow)


def _cells(slip: Slip) -> list[list[Cell]]:
    rows = [
        [Cell("承办企业", [slip.company], 5, BOLD), Cell("换热站", [slip.station or "—"], 5)],
        [Cell("地点", [slip.place], 62, BOLD), Cell("特殊人群", [slip.vulnerable or "无"], 38)],
        [Cell("诉求人", [slip.caller or "未留"], 38), Cell("电话", [slip.phone or "未留"], 62, BOLD)],
        [Cell("管理员", slip.managers or ("暂无登记",))],
    ]
    return [*rows, [Cell("登记表", slip.form)]] if slip.form else rows


def draw_company(pen: Pen, copy: CompanyCopy, page_words: str) -> None:
    """Draw the company copy at the top of the page."""
    inner = copy.width - 2 * MARGIN
    y = draw_head(pen, copy.slip, copy.width, TOP, "企业联")
    _draw_band(pen, copy.band, y, inner)
    y += copy.band.height + 6
    for row in copy.rows:
        y = pen.row(MARGIN, y, row)
    bottom = copy.height - FOOT - 14
    pen.frame(MARGIN, y, inner, bottom - y)
    pen.lines(MARGIN + PADDING, y + PADDING / 2, copy.lines, copy.size)
    pen.text(MARGIN, bottom + 12, HOW_SENT, TINY)
    pen.text(MARGIN, bottom + 24, PRIVACY, TINY)
    more = "内容转续页　" if copy.rest else ""
    pen.text_right(MARGIN + inner, bottom + 24, more + page_words, TINY, BOLD if more else REGULAR)


def _draw_band(pen: Pen, band: Band, top: float, inner: float) -> None:
    pen.fill(MARGIN, top, inner, band.height, 0.08, 2)
    baseline = top + 5 + LIMIT * 0.96
    for line in band.limit:
        pen.text(MARGIN + 12, baseline, line, LIMIT, BOLD, white=True)
        baseline += LIMIT * 1.2
    if band.beside:
        pen.text_right(MARGIN + inner - 12, top + 5 + LIMIT * 0.92, band.facts[0], SMALL, white=True)
        return
    for line in band.facts:
        pen.text(MARGIN + 12, baseline - 4, line, SMALL, white=True)
        baseline += SMALL * LEADING


def continuation_room(height: float, size: float) -> int:
    """How many lines of the company copy's type a continuation sheet of this height holds."""
    return int((height - TOP - HEAD - 2 * PADDING - FOOT - 14) / (size * LEADING))


def draw_continuation(pen: Pen, copy: CompanyCopy, height: float, lines: Sequence[str], page_words: str) -> None:
    """Draw one continuation sheet of the company copy over a whole page."""
    inner = copy.width - 2 * MARGIN
    y = draw_head(pen, copy.slip, copy.width, TOP, "企业联 续页")
    bottom = height - FOOT - 14
    pen.frame(MARGIN, y, inner, bottom - y)
    pen.lines(MARGIN + PADDING, y + PADDING, lines, copy.size)
    pen.text(MARGIN, bottom + 14, PRIVACY, TINY)
    pen.text_right(MARGIN + inner, bottom + 14, page_words, TINY)
