"""The receipt 回执联, which the company fills in and hands back, and the stub 存根联, which stays at the hotline.

Each is drawn from ``top`` downwards over the full width of the page.
"""

from collections.abc import Sequence

from app.pdf_fonts import BOLD
from app.records import Slip
from app.slip_head import FOOT, MARGIN, PRIVACY, draw_head, reprint_words
from app.slip_pen import Pen
from app.slip_rows import PADDING, ROW_HEIGHT, SMALL, TINY, Cell, lay_row

TOP = 16.0  # white above the head
WRITING_ROW = 30.0  # a row that is filled in by hand
HOW_BACK = "办理后请将本联交回 12319 供暖热线，并在系统内登记办理结果。"
IN_COMPANY_COPY = "…（全文见企业联）"


def draw_receipt(pen: Pen, slip: Slip, width: float, top: float, height: float, page_words: str) -> None:
    """Draw the receipt that the company fills in, signs and hands back."""
    inner = width - 2 * MARGIN
    y = draw_head(pen, slip, width, top + TOP, "回执联（办理后交回）")
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
    y = draw_head(pen, slip, width, top + TOP, "存根联")
    printed = reprint_words(slip) or "第 1 份"
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
