"""How long a company may return a slip (退单), and when it may not at all (domain.md sections 3.3 and 7, point 13)."""

from datetime import datetime

from app.errors import MoveRefused
from app.records import Act, Complaint, Role
from app.rules import CITY_TIME, Rules
from app.seat import Seat
from app.states import allowed
from app.working_days import add_days


def return_until(rules: Rules, dispatched_at: datetime) -> datetime:
    """The last moment for a return: 2 working days after the dispatch (山东省政务服务热线管理办法)."""
    return add_days(dispatched_at, int(rules.settings["return_working_days"]), rules.calendar)


def check_return(seat: Seat, complaint: Complaint, now: datetime) -> None:
    """Errors: MoveRefused for a slip given by ruling and for one kept too long; a supervisor takes back any."""
    if seat.person.role is Role.SUPERVISOR or Act.RETURN not in allowed(seat, complaint.state):
        return  # whoever may not return at all hears that from the database
    if complaint.binding:
        raise MoveRefused("这张派单由班长裁定，不能退单；仍有异议请联系班长。", field="state")
    if complaint.dispatched_at is None:
        return
    limit = complaint.return_until or return_until(seat.rules, complaint.dispatched_at)
    if now > limit:
        days, local = seat.rules.settings["return_working_days"], limit.astimezone(CITY_TIME)
        raise MoveRefused(
            f"派单后 {days} 个工作日内可以退单，期限 {local.month}月{local.day}日 {local:%H:%M} 已过；"
            "请继续办理，确有争议请联系班长。",
            field="state",
        )
