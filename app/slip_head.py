"""What all parts of a slip share: the head with title, number and QR code, and the measures of the paper (points)."""

from app.line_breaks import break_lines
from app.pdf_fonts import BOLD, REGULAR, ruler
from app.records import Slip
from app.slip_pen import Pen
from app.slip_rows import BODY, SMALL

MARGIN = 40.0
QR_SIZE = 42.0
HEAD = 52.0  # height of title and QR code with the white that the code needs below it
FOOT = 18.0
TITLE = "12319 供暖诉求派单"
PRIVACY = "本单含个人信息，办结后按规定保存三年，不得转抄外传。"  # 网络数据安全管理条例第十二条: records kept 3 years


def draw_head(pen: Pen, slip: Slip, width: float, top: float, part: str) -> float:
    """Draw title, part, number, time and QR code, and the mark of a reprint; returns the y below them."""
    right = width - MARGIN - QR_SIZE - 16
    x = pen.text(MARGIN, top + 18, TITLE, 16, BOLD)
    pen.text(x + 10, top + 18, part, 11)
    again = reprint_words(slip)
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


def reprint_words(slip: Slip) -> str:
    """What marks a second and later print; empty for the first."""
    return f"重打 第 {slip.prints} 份" if slip.prints > 1 else ""
