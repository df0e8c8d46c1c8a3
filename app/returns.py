"""How long a company may return a slip (退单), and when it may not at all (domain.md sections 3.3 and 7, point 13)."""

from datetime import datetime

from app.limits import until_words
from app.records import Complaint
from app.rules import Rules
from app.working_days import add_days


def return_until(rules: Rules, dispatched_at: datetime) -> datetime:
    """The last moment for a return: 2 working days after the dispatch (山东省政务服务热线管理办法)."""
    return add_days(dispatched_at, int(rules.settings["return_working_days"]), rules.calendar)


def kept_by(rules: Rules, complaint: Complaint, now: datetime) -> str:
    """Why its company can't return the slip: it was given by ruling, or has it too long; empty where it can."""
    if complaint.binding:
        return "这张派单由班长裁定，不能退单；仍有异议请联系班长"
    if complaint.dispatched_at is None:
        return ""
    limit = complaint.return_until or return_until(rules, complaint.dispatched_at)
    if now <= limit:
        return ""
    days = rules.settings["return_working_days"]
    return f"派单后 {days} 个工作日内可以退单，期限 {until_words(limit)} 已过；请继续办理，确有争议请联系班长"
