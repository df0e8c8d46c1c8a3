"""How a shift log is put together on paper, and the number that it bears."""

from enum import StrEnum

from app.directory import Directory
from app.shift_records import Shift


class LogOrder(StrEnum):
    """How the rows of a paper are put together."""

    TIME = "time"
    SEAT = "seat"
    COMPLAINT = "complaint"


ORDER_WORDS = {LogOrder.TIME: "按时间", LogOrder.SEAT: "按座席", LogOrder.COMPLAINT: "按诉求"}


def log_number(shift: Shift, directory: Directory) -> str:
    """``R20261124-1``; a company's ends with its code."""
    company = directory.companies.get(shift.company_id) if shift.company_id else None
    return f"R{shift.day:%Y%m%d}-{shift.slot}" + (f"-{company.code.upper()}" if company else "")
