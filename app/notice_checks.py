"""What a notice must say before it is issued: places that are there and one's own, times that make sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.errors import BadInput, NotAllowed
from app.notice_places import PublicNotice, serves
from app.notice_words import NOTICE_REFUSALS, REACH_WORDS
from app.records import Role
from app.rules import CITY_TIME, Rules
from app.seat import Seat
from db.notices import NoticeKind, NoticeReach

LONGEST = timedelta(days=200)
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is said of a notice. ``places``: ids by ``reach``; ``ends_at`` None: a sudden stop, nobody knows yet."""

    kind: NoticeKind
    reach: NoticeReach
    begins_at: datetime
    ends_at: datetime | None
    text: str  # read out to who calls
    places: tuple[int, ...] = ()
    buildings: tuple[str, ...] = ()  # as typed; only with one community
    area: str = ""  # 八一路以北
    basis: str = ""  # empty: the article of its kind
    late_reason: str = ""  # why a long planned stop is told less than two days ahead


def told_too_late(rules: Rules, new: NewNotice, told_at: datetime) -> str:
    """Why a notice comes too late, as a question for the reason; empty: it does not.

    A planned stop longer than 24 hours is told two days ahead (菏泽市供热条例第十七条), a pressure test five days
    (第十九条); days of the calendar, the day of telling not counted.
    """
    stop, length = rules.settings["planned_stop"], new.ends_at - new.begins_at if new.ends_at else timedelta()
    if new.kind is NoticeKind.PRESSURE_TEST:
        what, days, article = "充水试压", int(rules.settings["test_told_days"]), "菏泽市供热条例第十九条"
    elif new.kind is NoticeKind.PLANNED_STOP and length > timedelta(hours=stop["hours"]):
        what, days, article = f"计划停热超过 {stop['hours']} 小时", stop["days"], "菏泽市供热条例第十七条"
    else:
        return ""
    ahead = (new.begins_at.astimezone(CITY_TIME).date() - told_at.astimezone(CITY_TIME).date()).days
    if ahead >= days:
        return ""
    return f"{what}，应提前 {days} 日告知用户（{article}）。仍要发布，请写明未提前告知的原因。"


def check_places(seat: Seat, reach: NoticeReach, places: tuple[int, ...], buildings: tuple[str, ...]) -> None:
    """That the places are there and this person's. Errors: BadInput, NotAllowed (field="places", "buildings")."""
    directory, own = seat.directory, seat.person.company_id if seat.person.role is Role.COMPANY else None
    known: Mapping[int, object] = {
        NoticeReach.COMPANY: directory.companies,
        NoticeReach.STATION: directory.stations,
        NoticeReach.COMMUNITY: directory.communities,
    }.get(reach, {})
    if reach is NoticeReach.CITY and places:
        raise BadInput("全市的公告不另选地点。", field="places")
    if reach is not NoticeReach.CITY and not places:
        raise BadInput(f"请选择{REACH_WORDS[reach]}。", field="places")
    if any(place not in known for place in places):
        raise BadInput("名录里没有这个地点，请重新选择。", field="places")
    if own is not None and not all(serves(directory, own, reach, place) for place in places or (0,)):
        raise NotAllowed(NOTICE_REFUSALS["notice_plant"][0], field="places")
    if buildings and (reach is not NoticeReach.COMMUNITY or len(places) != 1):
        raise BadInput("写楼号时只选一个小区。", field="buildings")
    if own is not None and reach is NoticeReach.COMMUNITY:
        for building in buildings or ("",):
            for place in places:
                company = directory.route(place, building).company
                if company is None or company.id != own:
                    asked = "楼号" if not buildings else f"{building} 号楼"
                    raise NotAllowed(
                        f"这个小区不全由本公司供热，请只写本公司供热的楼号（{asked}）。", field="buildings"
                    )


def check_times(seat: Seat, new: NewNotice, old: PublicNotice | None) -> None:
    """That beginning and end make sense. Errors: BadInput(field="begins_at", "ends_at")."""
    now = seat.now()
    if new.ends_at is None and new.kind is not NoticeKind.SUDDEN_STOP:
        raise BadInput("请填写结束时间；只有突发停热可以先不填。", field="ends_at")
    if new.ends_at is not None and new.ends_at <= new.begins_at:
        raise BadInput("结束时间要晚于开始时间。", field="ends_at")
    if new.ends_at is not None and new.ends_at - new.begins_at > LONGEST:
        raise BadInput(f"一条公告最长 {LONGEST.days} 天，请核对起止时间。", field="ends_at")
    if abs(new.begins_at - now) > FARTHEST:
        raise BadInput("开始时间离今天太远，请核对年份。", field="begins_at")
    over = new.ends_at is not None and new.ends_at <= now
    if over and (old is None or old.ends_at != new.ends_at):
        if old is None:
            raise BadInput("结束时间已经过了，这样的公告没有人会看到。", field="ends_at")
        if old.begins_at > now:
            raise BadInput("公告还没有开始，请撤回，不要改成已结束。", field="ends_at")
