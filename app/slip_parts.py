"""The parts of a slip: company copy 企业联, receipt 回执联, stub 存根联, and the continuation sheet 续页.

The company copy is laid out first (:func:`lay_company`), because what does not fit there decides how many pages there
are; then every part is drawn. A part is drawn from ``top`` downwards over the full width of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.line_breaks import break_lines
from app.pdf_fonts import BOLD, REGULAR, ruler
from app.records import Slip
from app.slip_pen import BODY, LEADING, PADDING, ROW_HEIGHT, SMALL, TINY, Cell, LaidRow, Pen, lay_row

MARGIN = 40.0
QR_SIZE = 42.0
HEAD = 52.0  # height of title and QR code with the white that the code needs below it
FOOT = 18.0
WRITING_ROW = 30.0  # a row that is filled in by hand
TITLE = "12319 供暖诉求派单"
HOW_SENT = "派送：企业座席已推送，纸质随单。签收、到场、办结请在系统内登记，无法登记时回电 12319。"
HOW_BACK = "办理后请将本联交回 12319 供暖热线，并在系统内登记办理结果。"
PRIVACY = "本单含个人信息，办结后按规定保存三年，不得转抄外传。"  # 网络数据安全管理条例第十二条: records kept 3 years
IN_CONTINUATION = "…（全文见续页）"
IN_COMPANY_COPY = "…（全文见企业联）"


@dataclass(frozen=True, slots=True)
class CompanyCopy:
    """The company copy laid out for one paper, and the lines that go to continuation sheets."""

    slip: Slip
    width: float  # of the paper
    height: float  # of the part
    limit: list[str]
    band: list[str]  # category, urgency and article
    band_beside: bool  # they stand at the right of the limit; else below it
    rows: list[LaidRow]
    size: float
    lines: list[str]
    rest: list[str]

    @property
    def band_height(self) -> float:
        below = 0 if self.band_beside else len(self.band) * SMALL * LEADING
        return 10 + len(self.limit) * 14 * 1.2 + below


def lay_company(slip: Slip, width: float, height: float) -> CompanyCopy:
    """Lay the company copy out: the text takes the room the rows leave, in smaller type when it is long."""
    inner = width - 2 * MARGIN
    limit = break_lines(f"时限：{slip.limit_words or '—'}", inner - 24, ruler(BOLD, 14))
    facts = " · ".join(words for words in (slip.category, slip.urgency, slip.article) if words)
    measure = ruler(REGULAR, SMALL)
    beside = len(limit) == 1 and ruler(BOLD, 14)(limit[0]) + 16 + measure(facts) <= inner - 24
    band = [facts] if beside else break_lines(facts, inner - 24, measure)
    rows = [
        lay_row(cells, inner, 3, IN_CONTINUATION)
        for cells in (
            [Cell("承办企业", [slip.company], 5, BOLD), Cell("换热站", [slip.station or "—"], 5)],
            [Cell("地点", [slip.place], 62, BOLD), Cell("特殊人群", [slip.vulnerable or "无"], 38)],
            [Cell("诉求人", [slip.caller or "未留"], 38), Cell("电话", [slip.phone or "未留"], 62, BOLD)],
            [Cell("管理员", slip.managers or ("暂无登记",))],
        )
    ]
    copy = CompanyCopy(slip, width, height, limit, band, beside, rows, BODY, [], [])
    room = height - 22 - HEAD - copy.band_height - 6 - sum(row.height for row in rows) - PADDING / 2 - FOOT - 14
    for size in (BODY, SMALL):
        lines = break_lines(f"诉求内容：{slip.text}", inner - 2 * PADDING - 2, ruler(REGULAR, size))
        fitting = max(1, int(room / (size * LEADING)))
        if len(lines) <= fitting:
            break
    rest = [
        line
        for row in rows
        for laid in row.cells
        if not laid.whole
        for line in break_lines(
            f"{laid.cell.label}：{'　'.join(laid.cell.items)}", inner - 2 * PADDING - 2, ruler(REGULAR, size)
        )
    ]
    if lines[fitting:]:
        rest += ["诉求内容（接上页）：", *lines[fitting:]]
    return CompanyCopy(slip, width, height, limit, band, beside, rows, size, lines[:fitting], rest)


def draw_company(pen: Pen, copy: CompanyCopy, page_words: str) -> None:
    """Draw the company copy at the top of the page."""
    slip, inner = copy.slip, copy.width - 2 * MARGIN
    y = _head(pen, slip, copy.width, 22, "企业联")
    pen.fill(MARGIN, y, inner, copy.band_height, 0.08, 2)
    baseline = y + 5 + 14 * 0.96
    for line in copy.limit:
        pen.text(MARGIN + 12, baseline, line, 14, BOLD, white=True)
        baseline += 14 * 1.2
    if copy.band_beside:
        pen.text_right(MARGIN + inner - 12, y + 5 + 14 * 0.92, copy.band[0], SMALL, white=True)
    else:
        for line in copy.band:
            pen.text(MARGIN + 12, baseline - 4, line, SMALL, white=True)
            baseline += SMALL * LEADING
    y += copy.band_height + 6
    for row in copy.rows:
        y = pen.row(MARGIN, y, row)
    bottom = copy.height - FOOT - 14
    pen.frame(MARGIN, y, inner, bottom - y)
    pen.lines(MARGIN + PADDING, y + PADDING / 2, copy.lines, copy.size)
    pen.text(MARGIN, bottom + 12, HOW_SENT, TINY)
    pen.text(MARGIN, bottom + 24, PRIVACY, TINY)
    more = "内容转续页　" if copy.rest else ""
    pen.text_right(MARGIN + inner, bottom + 24, more + page_words, TINY, BOLD if more else REGULAR)


def draw_receipt(pen: Pen, slip: Slip, width: float, top: float, height: float, page_words: str) -> None:
    """Draw the receipt that the company fills in, signs and hands back."""
    inner = width - 2 * MARGIN
    y = _head(pen, slip, width, top + 16, "回执联（办理后交回）")
    for row in (
        [Cell("承办企业", [slip.company], 58), Cell("时限", [slip.limit_words or "—"], 42, BOLD)],
        [Cell("地点", [slip.place])],
    ):
        y = pen.row(MARGIN, y, lay_row(row, inner, 2, IN_COMPANY_COPY))
    when = (20.0, "月", 20.0, "日", 20.0, "时", 20.0, "分")
    forms: list[list[tuple[str, float, Sequence[str | float]]]] = [
        [("企业签收", 58, (*when, "　签名", 70.0)), ("到场时间", 42, when)],
        [
            ("实测室温", 58, (34.0, "℃　房间", 62.0, "　室外", 30.0, "℃")),
            ("门窗关闭", 42, (20.0, "时", 20.0, "分起　仪器", 38.0)),
        ],
        [
            ("责任", 58, ("□ 企业　□ 用户户内　□ 开发（保修期）　□ 物业",)),
            ("是否解决", 42, ("□ 是　　□ 否",)),
        ],
    ]
    for cells in forms:
        y = pen.form_row(MARGIN, y, inner, WRITING_ROW, cells)
    bottom = top + height - FOOT - 8
    pen.frame(MARGIN, y, inner, bottom - WRITING_ROW - y)
    pen.text(MARGIN + PADDING, y + 15, "办理情况：", SMALL)
    signed = ("（保密件，可不签）",) if slip.secret else ()
    pen.form_row(MARGIN, bottom - WRITING_ROW, inner, WRITING_ROW, [("经办人", 5, ()), ("用户签字", 5, signed)])
    pen.text(MARGIN, bottom + 12, HOW_BACK, TINY)
    pen.text_right(MARGIN + inner, bottom + 12, page_words, TINY)


def draw_stub(pen: Pen, slip: Slip, width: float, top: float, height: float, page_words: str) -> None:
    """Draw the stub that stays at the hotline."""
    inner = width - 2 * MARGIN
    y = _head(pen, slip, width, top + 16, "存根联")
    printed = _reprint(slip) or "第 1 份"
    rows = [
        [Cell("承办企业", [slip.company], 38), Cell("地点", [slip.place], 62)],
        [
            Cell("时限", [slip.limit_words or "—"], 42, BOLD),
            Cell("受理人", [slip.taken_by], 29),
            Cell("打印", [printed], 29),
        ],
    ]
    for cells in rows:
        y = pen.row(MARGIN, y, lay_row(cells, inner, 2, IN_COMPANY_COPY))
    pen.form_row(
        MARGIN,
        y,
        inner,
        ROW_HEIGHT,
        [
            ("送达方式", 5, ("□ 系统　□ 纸质　□ 电话　□ 其他",)),
            ("接收人", 5, (58.0, 16.0, "月", 16.0, "日", 16.0, "时", 16.0, "分")),
        ],
    )
    pen.text(MARGIN, top + height - FOOT, PRIVACY, TINY)
    pen.text_right(MARGIN + inner, top + height - FOOT, page_words, TINY)


def continuation_room(height: float, size: float) -> int:
    """How many lines of the company copy's type a continuation sheet of this height holds."""
    return int((height - 22 - HEAD - 2 * PADDING - FOOT - 14) / (size * LEADING))


def draw_continuation(pen: Pen, copy: CompanyCopy, height: float, lines: Sequence[str], page_words: str) -> None:
    """Draw one continuation sheet of the company copy over a whole page."""
    inner = copy.width - 2 * MARGIN
    y = _head(pen, copy.slip, copy.width, 22, "企业联 续页")
    bottom = height - FOOT - 14
    pen.frame(MARGIN, y, inner, bottom - y)
    pen.lines(MARGIN + PADDING, y + PADDING, lines, copy.size)
    pen.text(MARGIN, bottom + 14, PRIVACY, TINY)
    pen.text_right(MARGIN + inner, bottom + 14, page_words, TINY)


def _head(pen: Pen, slip: Slip, width: float, top: float, part: str) -> float:
    """Title, part, number, time and QR code; returns the y below them."""
    right = width - MARGIN - QR_SIZE - 16
    x = pen.text(MARGIN, top + 18, TITLE, 16, BOLD)
    pen.text(x + 10, top + 18, part, 11)
    again = _reprint(slip)
    if again:
        wide = ruler(BOLD, BODY)(again) + 12
        pen.fill(MARGIN, top + 25, wide, 17, 0.08, 2)
        pen.text(MARGIN + 6, top + 25 + 12.4, again, BODY, BOLD, white=True)
    pen.text_right(right, top + 17, f"派单 {slip.number}", 12.5, BOLD)
    stamp = f"{slip.printed_at:%Y-%m-%d %H:%M} · {slip.seat}"
    for size in (SMALL, 7.5, 6.0):
        lines = break_lines(stamp, right - MARGIN - 110, ruler(REGULAR, size))
        if len(lines) <= 2:
            break
    for number, line in enumerate(lines):
        pen.text_right(right, top + 32 + number * size * 1.25, line, size)
    pen.qr(width - MARGIN - QR_SIZE, top, QR_SIZE, slip.complaint_number)
    return top + HEAD


def _reprint(slip: Slip) -> str:
    return f"重打 第 {slip.prints} 份" if slip.prints > 1 else ""
