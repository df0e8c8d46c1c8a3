"""The sheet of a room temperature test (室温检测记录单): blank for the visit, or filled in, A4, a page a visit. Pure.

Its QR code holds the test's number and nothing else: a scanner at any seat types it and the record opens.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app import pdf_fonts
from app.celsius import celsius_words
from app.directory import Directory
from app.pdf_fonts import BOLD
from app.room_days import DAY_WORDS, DayJudged
from app.room_records import Dispute, RoomTest, Signed, Visit, VisitKind, VisitOutcome
from app.room_sketch import RoomSketch
from app.rules import CITY_TIME, Rules
from app.slip_pen import Pen
from app.slip_rows import LABEL_WIDTH, SMALL, TINY, Cell, lay_row
from app.temperature_words import KIND_WORDS, OUTCOME_WORDS, PARTY_WORDS, ROOM_WORDS, SIGNED_WORDS

WIDTH, HEIGHT = A4
MARGIN = 36.0
INNER = WIDTH - 2 * MARGIN
BOTTOM = HEIGHT - 40.0
ROW = 27.0
READING_ROWS = 6
MOST_LINES = 40  # of one value; the longest that can be stored fits
TITLE = "室温检测记录单"
BASIS = "菏泽市供热条例第四十二条、第四十三条"

_DATE = (30.0, "年", 18.0, "月", 18.0, "日", 18.0, "时", 18.0, "分")


def draw_test(
    test: RoomTest, directory: Directory, rules: Rules, now: datetime, complaint: str = "", blank: bool = False
) -> bytes:
    """The sheet as a PDF file; the same test at the same moment gives the same bytes. Safe from any thread.

    ``complaint``: the number of its complaint. ``blank``: a form to take along; without any visit it is one anyway.
    """
    with pdf_fonts.PRESS:
        pdf_fonts.load()
        sheet = _Sheet(test, directory, rules, complaint)
        count = sheet.draw(Canvas(BytesIO(), pagesize=A4), now, blank, 0)  # so that page 1 knows the last one
        buffer = BytesIO()
        canvas = Canvas(
            buffer, pagesize=A4, pageCompression=1, invariant=1, initialFontName=pdf_fonts.REGULAR, lang="zh-CN"
        )
        canvas.setTitle(test.number)
        canvas.setAuthor("12319")
        canvas.setViewerPreference("PrintScaling", "None")
        sheet.draw(canvas, now, blank, count)
        canvas.save()
    return buffer.getvalue()


class _Sheet:
    """One sheet on its way to paper."""

    _canvas: Canvas
    _pen: Pen

    def __init__(self, test: RoomTest, directory: Directory, rules: Rules, complaint: str) -> None:
        self._test, self._directory, self._rules, self._complaint = test, directory, rules, complaint
        self._page, self._count, self._y = 0, 0, 0.0

    def draw(self, canvas: Canvas, now: datetime, blank: bool, count: int) -> int:
        """Draw all pages, ``count`` of them, and say how many there were."""
        self._canvas, self._pen, self._page, self._count = canvas, Pen(canvas, HEIGHT), 0, count
        visits: Sequence[Visit | None] = [None] if blank or not self._test.visits else self._test.visits
        for visit in visits:
            self._turn()
            self._visit(visit)
        if visits != [None]:
            self._days(self._test.judged(now))
        canvas.showPage()
        return self._page

    def _visit(self, visit: Visit | None) -> None:
        """A visit, or (None) a form for the next one."""
        again = any(one.stable for one in self._test.visits)
        kind = visit.kind if visit else VisitKind.RETEST if again else VisitKind.TEST
        self._asked()
        self._heading(f"二、{KIND_WORDS[kind]}" + ("" if visit is None else f"　{OUTCOME_WORDS[visit.outcome]}"))
        if visit is None:
            self._blank_form()
        else:
            self._filled(visit)

    def _days(self, days: Sequence[DayJudged]) -> None:
        """How each day counts, with why and the article."""
        self._turn()
        self._heading("三、逐日判定")
        widths = (66.0, 66.0, 54.0, INNER - 186)
        self._table_row(("日期", "判定", "读数", "理由与依据"), widths, BOLD)
        for one in days:
            reading = celsius_words(one.reading) if one.reading is not None else "—"
            self._table_row((f"{one.day:%Y-%m-%d}", DAY_WORDS[one.state], reading, f"{one.why}。{one.article}"), widths)
        self._room(20)
        words = "本表只列判定，不计算金额；退费比例按条例第四十四条的温度档次。"
        self._pen.text(MARGIN, self._y + 16, words, TINY)

    # parts of a page

    def _turn(self) -> None:
        if self._page:
            self._canvas.showPage()
        self._page += 1
        self._head(f"第 {self._page} 页 共 {self._count} 页")

    def _room(self, height: float) -> None:
        """What comes next needs so much room on one page."""
        if self._y + height > BOTTOM:
            self._turn()

    def _head(self, page: str) -> None:
        pen, test = self._pen, self._test
        pen.text(MARGIN, 52, TITLE, 18, BOLD)
        pen.text(MARGIN, 72, f"依据：{BASIS}", SMALL)
        pen.text(MARGIN, 90, test.number, 13, BOLD)
        pen.qr(WIDTH - MARGIN - 66, 28, 66, test.number)
        pen.text_right(WIDTH - MARGIN - 76, 90, "扫码打开记录", TINY)
        pen.text(MARGIN, HEIGHT - 24, f"{self._rules.settings['hotline']} 供暖热线", TINY)
        pen.text_right(WIDTH - MARGIN, HEIGHT - 24, page, TINY)
        self._y = 102.0

    def _heading(self, words: str) -> None:
        self._pen.text(MARGIN, self._y + 17, words, 11, BOLD)
        self._y += 24

    def _asked(self) -> None:
        test = self._test
        company = self._directory.companies[test.company_id].name
        self._heading("一、申请")
        self._row([Cell("地点", [test.place], 60), Cell("企业", [company], 40)])
        due = Cell("上门时限", [f"{_full(test.due_at)} 前"], 50, BOLD)
        self._row([Cell("申请时间", [_full(test.requested_at)], 50), due])
        if self._complaint:
            who = [f"诉求 {self._complaint}"]
        else:
            who = [one for one in (test.asker, test.phone) if one] or ["—"]
        self._row([Cell("申请人", who, 50), Cell("合格温度", [f"{celsius_words(test.minimum)} 以上（含）"], 50)])

    def _filled(self, visit: Visit) -> None:
        self._row([Cell("上门时间", [_full(visit.arrived_at)], 50), Cell("检测人", [visit.tester], 50)])
        if visit.outcome is not VisitOutcome.TESTED:
            words = visit.user_reason or visit.note or "—"
            self._row([Cell("经过", [words])])
            if visit.outcome is VisitOutcome.USER_REFUSED:
                self._row([Cell("理由", [_cause_words(visit)])])
            return
        assert visit.stable is not None
        dates = f"{visit.calibrated_on} 检定，有效期至 {visit.valid_until}"
        if visit.out_of_date:
            dates += "　▲ 已过期"
        tool = f"{visit.instrument_number}　{visit.instrument_model}"
        self._row([Cell("仪器", [tool], 45), Cell("检定", [dates], 55)])
        room = ROOM_WORDS[visit.room] if visit.room else ""
        shut = f"自 {_full(visit.shut_since)} 起关闭" if visit.shut_since else ""
        self._row([Cell("房间", [f"{room}（有供暖）"], 45), Cell("门窗", [shut], 55)])
        outdoor = celsius_words(visit.outdoor) if visit.outdoor is not None else "—"
        height = f"房间中央，离地 {(visit.height_cm or 0) / 100:g} 米"
        self._row([Cell("测点", [height], 45), Cell("室外温度", [outdoor], 55)])
        self._readings(
            [
                (f"{one.at.astimezone(CITY_TIME):%H:%M}", celsius_words(one.celsius), one.stable)
                for one in visit.readings
            ]
        )
        reached = "达到" if self._test.passes(visit) else "低于"
        words = f"稳定读数 {celsius_words(visit.stable.celsius)}　{reached} {celsius_words(self._test.minimum)}"
        self._row([Cell("结果", [words], 1, BOLD)])
        if visit.note:
            self._row([Cell("备注", [visit.note])])
        self._signatures([(visit.tester, visit.company_signed), ("", visit.user_signed)])
        if visit.company_reason:
            self._row([Cell("企业理由", [visit.company_reason])])
        if visit.user_reason:
            self._row([Cell("用户理由", [visit.user_reason])])
            self._row([Cell("认定", [_cause_words(visit)])])
        for one in self._test.disputes:
            if self._test.first_version(one.visit_id) == self._test.first_version(visit.id):
                self._row([Cell("异议", [_dispute_words(one)])])

    def _blank_form(self) -> None:
        must = self._rules.settings["room_test"]
        self._form([("上门时间", 58, _DATE), ("检测人", 42, (90.0,))])
        self._form([("仪器编号", 45, (110.0,)), ("检定有效", 55, ("至　", 36.0, "年", 22.0, "月", 22.0, "日"))])
        self._form([("房间", 45, ("□ 卧室　□ 起居室（客厅）",)), ("门窗关闭", 55, ("自", 22.0, "时", 22.0, "分起"))])
        self._form(
            [
                ("测点", 45, ("□ 房间中央　离地", 30.0, "米")),
                ("室外温度", 55, (54.0, "℃")),
            ]
        )
        self._readings([])
        ticks = "℃　　□ 合格　□ 不合格　　未检测：□ 用户拒绝　□ 企业拒绝　□ 未能入户"
        self._form([("结果", 1, ("稳定读数", 60.0, ticks))])
        self._form([("备注", 1, (430.0,))])
        self._signatures([("", None), ("", None)])
        notes = (
            f"1. 门窗关闭 {must['shut_minutes']} 分钟以上，在有供暖的卧室或起居室中央、"
            f"离地 {must['height_cm'] / 100:g} 米处测，以稳定读数为准，双方签字。",
            "2. 企业未按时检测或者拒绝检测的，当日视为不合格；用户无正当理由拒绝检测或者拒绝签字的，当日视为合格。",
            "3. 有异议的，可以提交法定鉴定机构检测，费用由责任方承担。",
        )
        for number, words in enumerate(notes):
            self._pen.text(MARGIN, self._y + 14 + number * 12, words, TINY)

    def _readings(self, readings: Sequence[tuple[str, str, bool]]) -> None:
        """The table of readings with the sketch of the room beside it."""
        rows = max(READING_ROWS, len(readings))
        step = 152.0 / (READING_ROWS + 1) if len(readings) <= READING_ROWS else 15.0
        high = step * (rows + 1)
        self._room(high)
        pen, left, top = self._pen, INNER * 0.45, self._y
        columns = (0.16, 0.34, 0.3, 0.2)
        y = top
        for at in range(rows + 1):
            x = MARGIN
            number, mark = str(at), readings[at - 1] if 0 < at <= len(readings) else ("", "", False)
            cells = (
                (number, mark[0], mark[1] or ("" if readings else "　　℃"), "✓" if mark[2] else "")
                if at
                else ("序", "时间", "读数", "稳定")
            )
            for share, words in zip(columns, cells, strict=True):
                wide = left * share
                if at == 0:
                    pen.fill(x, y, wide, step, 0.94)
                pen.frame(x, y, wide, step)
                weight = BOLD if at == 0 or mark[2] else pdf_fonts.REGULAR
                pen.text(x + 6, y + step / 2 + SMALL * 0.36, words, SMALL, weight)
                x += wide
            y += step
        pen.frame(MARGIN + left, top, INNER - left, high)
        height = f"{self._rules.settings['room_test']['height_cm'] / 100:g} 米"
        RoomSketch(self._canvas, HEIGHT, height).draw(MARGIN + left, top, INNER - left, min(high, 152.0))
        self._y = top + high

    def _signatures(self, signed: Sequence[tuple[str, Signed | None]]) -> None:
        """Both parties' boxes: name and whether they signed; None: lines to sign on."""
        pen, wide, high = self._pen, INNER / 2, 76.0
        self._room(high)
        for at, (who, (name, one)) in enumerate(zip(("供热企业检测人签字", "用户签字"), signed, strict=True)):
            x = MARGIN + at * wide
            pen.frame(x, self._y, wide, high)
            pen.text(x + 6, self._y + 15, f"{who}：", SMALL)
            if one is None:
                pen.text(x + 6, self._y + high - 8, "拒绝签字的理由：", TINY)
            else:
                words = f"{SIGNED_WORDS[one]}（已登记，见纸质单）" if one is Signed.SIGNED else SIGNED_WORDS[one]
                pen.text(x + 6, self._y + 38, pdf_fonts.printable(f"{name}　{words}".strip()), SMALL, BOLD)
            pen.text_right(x + wide - 8, self._y + high - 8, "年　　月　　日", TINY)
        self._y += high

    def _row(self, cells: Sequence[Cell]) -> None:
        printed = [
            Cell(one.label, [" ".join(pdf_fonts.printable(item).split()) for item in one.items], one.share, one.weight)
            for one in cells
        ]
        laid = lay_row(printed, INNER, MOST_LINES, "…")
        self._room(laid.height)
        self._y = self._pen.row(MARGIN, self._y, laid)

    def _form(self, cells: Sequence[tuple[str, float, Sequence[str | float]]]) -> None:
        self._y = self._pen.form_row(MARGIN, self._y, INNER, ROW, cells)

    def _table_row(self, cells: Sequence[str], widths: Sequence[float], weight: str = pdf_fonts.REGULAR) -> None:
        pen, x, high = self._pen, MARGIN, 24.0
        self._room(high)
        for words, wide in zip(cells, widths, strict=True):
            row = lay_row([Cell("", [words], 1, weight)], wide + LABEL_WIDTH, 2, "…")
            laid = row.cells[0]
            pen.frame(x, self._y, wide, high)
            spare = high - len(laid.lines) * TINY * 1.42
            size = TINY if len(laid.lines) > 1 else min(laid.size, SMALL)
            pen.lines(x + 6, self._y + spare / 2, laid.lines, size, weight)
            x += wide
        self._y += high


def _cause_words(visit: Visit) -> str:
    if visit.cause is None:
        return "是否有正当理由：待班长认定"
    return "班长认定：有正当理由" if visit.cause else "班长认定：无正当理由"


def _dispute_words(one: Dispute) -> str:
    asked = f"{PARTY_WORDS[one.asked_by]} {_full(one.asked_at)} 提出，提交{one.body}"
    if one.celsius is None or one.payer is None:
        return f"{asked}，结果待登记"
    return f"{asked}；结果 {celsius_words(one.celsius)}，费用由{PARTY_WORDS[one.payer]}承担"


def _full(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
