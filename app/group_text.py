"""The one fixed text of what a work group is told: the same for the robots, the mail and the clipboard.

No personal data: neither name nor phone, no flat, nothing that was typed in free words; of a secret complaint not even
the building. What a company needs beyond that it reads in the program, signed in. The number in the first line tells a
message that came twice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.directory import Directory, building_words
from app.errors import BadInput
from app.limits import limit_words, until_words
from app.records import Clock, Complaint, DueTime, Urgency
from app.rules import CITY_TIME, Rules
from app.words import URGENCY_WORDS

CUT = "…"
_BUILDING = re.compile(r"[0-9]{1,3}[A-Z]?|[A-Z][0-9]{0,2}")
"""What is a building for certain; anything else in that field may be a name or a number that somebody typed."""


class Topic(StrEnum):
    """What a message is about."""

    DISPATCH = "dispatch"
    RETURN = "return"
    REOPEN = "reopen"
    SUPERVISE = "supervise"
    ESCALATE = "escalate"  # supervision by rule
    OVERDUE = "overdue"
    INCIDENT = "incident"
    DUTY = "duty"  # of a season, sql/0005_duties.sql


TOPIC_WORDS = {
    Topic.DISPATCH: "派单",
    Topic.RETURN: "退单",
    Topic.REOPEN: "重办",
    Topic.SUPERVISE: "督办",
    Topic.ESCALATE: "督办",
    Topic.OVERDUE: "超时",
    Topic.INCIDENT: "片区事件",
    Topic.DUTY: "日程",
}
_TO_DO = {
    Topic.DISPATCH: "请登录系统签收办理，室号和联系方式见系统。",
    Topic.RETURN: "待热线改派，退单原因见系统。",
    Topic.REOPEN: "回访未解决，请登录系统重新办理。",
    Topic.SUPERVISE: "请立即办理，督办要求见系统。",
    Topic.ESCALATE: "请立即办理，督办原因见系统。",
    Topic.OVERDUE: "已过时限，请立即办理并在系统中反馈。",
    Topic.INCIDENT: "请登录系统查看并办理。",
    Topic.DUTY: "办完请在系统“知识—日程”里登记办结。",
}


_STAGE_WORDS = {"ahead": "即将到期", "late": "已过期，未登记办结", "asked": "催办"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a text is made of, all of it from tables of the directory and the rules."""

    topic: Topic
    number: str  # 20261120-0038-1, an incident's own
    company: str  # 永恒
    urgency: str  # 特急
    category: str  # B1 不热、温度低（单户）
    place: str  # 牡丹花园 3 号楼
    limit: str  # 11月20日 17:17 前到场（市供热条例第四十一条）
    homes: int = 0  # incidents: an estimate
    complaints: int = 0
    turn: str = ""  # 第 2 次, 二级: tells a second one of the same slip from the first
    task: str = ""  # of a duty: 充水试压（供暖期开始 10 日前充水试压）


def notice_of(rules: Rules, facts: Mapping[str, Any]) -> Notice:
    """The notice of a message's facts (complaint_facts() in sql/0002_messages.sql).

    An incident's facts: kind, number, company, names of communities or of the station in ``place``, category,
    category_name, urgency, homes, complaints, due_at, due_times; each but kind and number may be missing.
    Errors: KeyError, TypeError, ValueError for facts of another version of the program.
    """
    topic = Topic(facts["kind"])
    if topic is Topic.DUTY:
        return _duty(facts)
    times = [
        DueTime(one["clock"], datetime.fromisoformat(one["due_at"]), one.get("minutes", 0), "", one.get("article", ""))
        for one in facts.get("due_times") or ()
    ]
    due_at = datetime.fromisoformat(facts["due_at"]) if facts.get("due_at") else None
    dispatches = facts.get("dispatches", 0)
    return Notice(
        topic=topic,
        number=facts["number"] + (f"-{dispatches}" if dispatches else ""),
        company=facts.get("company") or "",
        urgency=URGENCY_WORDS[Urgency(facts["urgency"])] if facts.get("urgency") else "",
        category=f"{facts.get('category') or ''} {facts.get('category_name') or ''}".strip(),
        place=facts.get("place")
        or _place(facts.get("community") or "", facts.get("building", ""), facts.get("secret")),
        limit=_limit(rules, topic, times, due_at),
        homes=facts.get("homes") or 0,
        complaints=facts.get("complaints") or 0,
        turn=_turn(topic, facts),
    )


def notice_of_complaint(
    directory: Directory, rules: Rules, complaint: Complaint, topic: Topic = Topic.DISPATCH
) -> Notice:
    """The same notice of a complaint at hand, for the clipboard. BadInput(field="state") before the dispatch."""
    company = directory.companies.get(complaint.company_id) if complaint.company_id else None
    if company is None or complaint.dispatched_at is None:
        raise BadInput("这件诉求还没有派单，派单后才有群通知。", field="state")
    community = directory.communities.get(complaint.community_id) if complaint.community_id else None
    category = rules.category(complaint.category)
    return Notice(
        topic=topic,
        number=f"{complaint.number}-{complaint.dispatches}",
        company=company.short_name,
        urgency=URGENCY_WORDS[complaint.urgency],
        category=f"{category.code} {category.name}",
        place=_place(community.name if community else "", complaint.building, complaint.secret),
        limit=_limit(rules, topic, complaint.due_times, complaint.due_at),
        turn=_turn(topic, {"reopened": complaint.reopened, "level": complaint.supervise_level}),
    )


def full_text(rules: Rules, notice: Notice) -> str:
    """The text of one notice, in lines."""
    counted = [f"约 {notice.homes} 户"] if notice.homes else []
    counted += [f"已接 {notice.complaints} 件诉求"] if notice.complaints else []
    lines = [
        f"【{hotline(rules)} {TOPIC_WORDS[notice.topic]}】{notice.number} {notice.turn}".rstrip(),
        " · ".join(part for part in (notice.company, notice.urgency) if part),
        f"类别：{notice.category}" if notice.category else "",
        f"事项：{notice.task}" if notice.task else f"地点：{notice.place or '见系统'}",
        "，".join(counted),
        f"时限：{notice.limit}" if notice.limit else "",
        _TO_DO[notice.topic],
    ]
    return "\n".join(line for line in lines if line)


def short_line(notice: Notice) -> str:
    """One line of several notices that go out together."""
    parts = (
        TOPIC_WORDS[notice.topic],
        notice.number,
        notice.turn,
        notice.company,
        notice.task or notice.place or "地点见系统",
        notice.category,
    )
    return " ".join(part for part in parts if part) + (f"，{notice.limit.partition('（')[0]}" if notice.limit else "")


def joined_text(rules: Rules, notices: Sequence[Notice], limit: int) -> tuple[str, int]:
    """Several notices as one text of at most ``limit`` UTF-8 bytes, and how many of them are in it: at least one."""
    if len(notices) == 1:
        return clip(full_text(rules, notices[0]), limit), 1
    text, held = "", 0
    for count in range(1, len(notices) + 1):
        head = f"【{hotline(rules)} 群通知】共 {count} 条"
        tried = "\n".join([head, *(short_line(one) for one in notices[:count]), "请登录系统办理。"])
        if len(tried.encode()) > limit:
            break
        text, held = tried, count
    return (text, held) if held else (clip(full_text(rules, notices[0]), limit), 1)


def clip(text: str, limit: int) -> str:
    """At most ``limit`` UTF-8 bytes, cut between characters, with … where something is missing."""
    if len(text.encode()) <= limit:
        return text
    room = max(limit - len(CUT.encode()), 0)
    return text.encode()[:room].decode(errors="ignore") + CUT


def hotline(rules: Rules) -> str:
    """The number by which the city knows the hotline: 12319."""
    return str(rules.settings["hotline"])


def _duty(facts: Mapping[str, Any]) -> Notice:
    due = date.fromisoformat(facts["due_on"])
    return Notice(
        topic=Topic.DUTY,
        number=f"{facts['number']} 供暖季",
        company=facts["company"],
        urgency="",
        category="",
        place="",
        limit=f"{due.year} 年 {due.month} 月 {due.day} 日（{facts['article']}）",
        turn=_STAGE_WORDS.get(facts["stage"], ""),
        task=f"{facts['duty']}（{facts['words']}）",
    )


def _turn(topic: Topic, facts: Mapping[str, Any]) -> str:
    if topic is Topic.REOPEN and facts.get("reopened"):
        return f"第 {facts['reopened']} 次"
    if topic in (Topic.SUPERVISE, Topic.ESCALATE) and facts.get("level"):
        return f"{facts['level']} 级"
    return ""


def _place(community: str, building: str, secret: bool | None) -> str:
    if secret or not _BUILDING.fullmatch(building):
        return community
    return f"{community} {building_words(building)}".strip()


def _limit(rules: Rules, topic: Topic, times: Sequence[DueTime], due_at: datetime | None) -> str:
    """The limit that the slip prints; of an overdue notice the one that has passed."""
    if not times:
        return ""
    if topic is Topic.OVERDUE and due_at is not None:
        passed = next((one for one in times if one.due_at == due_at), None)
        if passed is None:  # a pause or an extension has moved it
            return until_words(due_at)
        shown = passed
    else:
        onsite = [one for one in times if one.clock in (Clock.ON_SITE, Clock.TEST)]
        shown = min(onsite, key=lambda one: one.due_at, default=times[-1])
    local = DueTime(shown.clock, shown.due_at.astimezone(CITY_TIME), shown.minutes, shown.rule, shown.article)
    article = f"（{rules.short_article(shown.article)}）" if shown.article else ""
    return limit_words(local) + article
