"""The slip on paper: what a company is sent, drawn as PDF from the record kept at dispatch. Pure; no window needed."""

from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from app import pdf_fonts
from app.company_copy import CompanyCopy, continuation_room, draw_company, draw_continuation, lay_company
from app.records import Layout as Layout, Slip
from app.slip_parts import draw_receipt, draw_stub
from app.slip_pen import Pen

_HIDDEN_CALLER = "保密"
_HIDDEN_PHONE = "保密（请回电 12319 联系）"
_ZONE = ZoneInfo("Asia/Shanghai")
_COMPANY_HEIGHT, _RECEIPT_HEIGHT, _STUB_HEIGHT = 322.0, 337.0, A4[1] - 659.0
_PRINTER_EDGE = 12.0  # what many printers leave white at the lower edge


def draw(slip: Slip, layout: Layout = Layout.A4_THREE_PARTS) -> bytes:
    """The slip as a PDF file; the same slip gives the same bytes. Safe from any thread.

    Nothing is cut: what does not fit the company copy goes on to continuation sheets of the same paper. Of a secret
    complaint neither name nor phone is drawn, whatever the record holds; nothing personal stands in the file's
    properties.
    """
    width, height = A4 if layout is Layout.A4_THREE_PARTS else landscape(A5)
    with pdf_fonts.PRESS:
        pdf_fonts.load()
        slip = _on_paper(slip)
        copy = lay_company(slip, width, _COMPANY_HEIGHT if layout is Layout.A4_THREE_PARTS else height - _PRINTER_EDGE)
        room = continuation_room(height, copy.size)
        sheets = [copy.rest[start : start + room] for start in range(0, len(copy.rest), room)]
        buffer = BytesIO()
        canvas = Canvas(
            buffer,
            pagesize=(width, height),
            pageCompression=1,
            invariant=1,
            initialFontName=pdf_fonts.REGULAR,
            lang="zh-CN",
        )
        canvas.setTitle(slip.number)
        canvas.setAuthor("12319")
        canvas.setViewerPreference("PrintScaling", "None")
        pen = Pen(canvas, height)
        _draw_first(pen, copy, layout, f"第 1 页 共 {len(sheets) + 1} 页")
        for number, lines in enumerate(sheets, 2):
            canvas.showPage()
            draw_continuation(pen, copy, height, lines, f"第 {number} 页 共 {len(sheets) + 1} 页")
        canvas.save()
    return buffer.getvalue()


def _draw_first(pen: Pen, copy: CompanyCopy, layout: Layout, page_words: str) -> None:
    draw_company(pen, copy, page_words)
    if layout is Layout.A4_THREE_PARTS:
        receipt_top, stub_top = _COMPANY_HEIGHT, _COMPANY_HEIGHT + _RECEIPT_HEIGHT
        pen.cut(receipt_top, copy.width)
        draw_receipt(pen, copy.slip, copy.width, receipt_top, _RECEIPT_HEIGHT, page_words)
        pen.cut(stub_top, copy.width)
        draw_stub(pen, copy.slip, copy.width, stub_top, _STUB_HEIGHT, page_words)


def _on_paper(slip: Slip) -> Slip:
    """The slip with characters that can be printed, local time, and the caller masked where secrecy was asked for."""

    def one_line(text: str) -> str:
        return " ".join(pdf_fonts.printable(text).split("\n")).strip()

    return replace(
        slip,
        number=one_line(slip.number),
        company=one_line(slip.company),
        station=one_line(slip.station),
        place=one_line(slip.place),
        vulnerable=one_line(slip.vulnerable),
        caller=_HIDDEN_CALLER if slip.secret else one_line(slip.caller),
        phone=_HIDDEN_PHONE if slip.secret else one_line(slip.phone),
        managers=tuple(one_line(manager) for manager in slip.managers),
        form=tuple(one_line(words) for words in slip.form),
        category=one_line(slip.category),
        urgency=one_line(slip.urgency),
        text=pdf_fonts.printable(slip.text).strip(),
        limit_words=one_line(slip.limit_words),
        article=one_line(slip.article),
        printed_at=slip.printed_at.astimezone(_ZONE),
        seat=one_line(slip.seat),
        taken_by=one_line(slip.taken_by),
    )
