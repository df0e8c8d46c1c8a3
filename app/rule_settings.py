"""The settings that the administrator keeps: each value by name, with its unit, its bounds and what it rests on.

A setting of several values (pauses, incident groups) is shown as one line a value; ``path`` says where it stands.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.directory_cells import half_width
from app.errors import BadInput, NotAllowed
from app.records import Role
from app.rules import Rules
from app.seat import Seat
from app.typed_words import line, paragraph
from app.words import ROLE_WORDS
from db import rule_book


class ValueKind(StrEnum):
    """How a value is typed."""

    WHOLE = "whole"  # a whole number within bounds
    TEXT = "text"
    DIGITS = "digits"  # a telephone number or its beginning
    CODE = "code"  # one category
    CODES = "codes"  # categories, each once
    WORDS = "words"  # phrases of up to ``most`` signs, each once
    ROLES = "roles"  # roles by their words, each once
    MONTH_DAY = "month_day"  # 05-31
    SHARE = "share"  # 2/3
    BASIS = "basis"  # what allows something that is off without it: its words, or OFF


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One value that can be changed. ``least`` and ``most``: bounds of a number, lengths of a text."""

    key: str
    name: str
    kind: ValueKind = ValueKind.WHOLE
    path: tuple[str | int, ...] = ()
    unit: str = ""
    least: int = 1
    most: int = 60

    @property
    def id(self) -> str:
        """What the console and errors call it: refund_hours, pauses.user.hours."""
        return ".".join((self.key, *map(str, self.path)))


@dataclass(frozen=True, slots=True)
class SettingNow:
    """A line with its value as it stands, and what it rests on."""

    line: SettingLine
    value: Any
    basis: str

    @property
    def words(self) -> str:
        """The value as it is shown and typed: 72 小时, A1、A3."""
        shown = [ROLE_WORDS[Role(one)] for one in self.value] if self.line.kind is ValueKind.ROLES else self.value
        words = "、".join(shown) if isinstance(shown, list) else str(shown)
        return f"{words} {self.line.unit}".strip()


def _group(at: int, name: str) -> tuple[SettingLine, ...]:
    places = (("building", "一栋楼"), ("community", "一个小区"), ("station", "一座换热站"))
    return (
        SettingLine("incident_groups", f"{name}：哪些类别可能同一原因", ValueKind.CODES, (at, "categories")),
        *(
            SettingLine("incident_groups", f"{name}：{words}的事件记为", ValueKind.CODE, (at, place))
            for place, words in places
        ),
    )


LINES: tuple[SettingLine, ...] = (
    SettingLine("return_working_days", "退单期限", unit="个工作日", most=10),
    SettingLine("extension_working_days", "延期累计最多", unit="个工作日", most=10),
    SettingLine("supervise_reminders", "催办满几次自动督办", unit="次", most=20),
    SettingLine("supervise_reopened", "回访不满意满几次自动督办", unit="次", most=20),
    SettingLine("refund_hours", "连续停热超过多久应退热费", unit="小时", most=24),
    SettingLine("refund_days", "累计停热超过几天应退热费", unit="天", most=7),
    SettingLine("refund_categories", "属于停热的类别", ValueKind.CODES),
    SettingLine("refund_deemed_percent", "未按时检测而无读数的日子退", unit="%", most=100),
    SettingLine("refund_due", "退费最迟在次年", ValueKind.MONTH_DAY),
    SettingLine("relief_deciders", "减免由谁核定", ValueKind.WORDS, most=20),
    SettingLine("relief_proofs", "减免登记时见过的证明", ValueKind.WORDS, most=20),
    SettingLine("relief_due", "减免最迟在次年", ValueKind.MONTH_DAY),
    SettingLine("refund_formula", "退费金额按日热费×比例×天数的依据", ValueKind.BASIS, least=8),
    SettingLine("pauses", "等待用户最长暂停", path=("user", "hours"), unit="小时", most=720),
    SettingLine("pauses", "无法入户最长暂停", path=("access", "hours"), unit="小时", most=720),
    *_group(0, "停热"),
    *_group(1, "漏水"),
    SettingLine("room_test", "室温最低", path=("minimum",), unit="℃", least=18, most=26),
    SettingLine("room_test", "测温前门窗至少关闭", path=("shut_minutes",), unit="分钟", least=60, most=240),
    SettingLine("room_test", "测温离地高度", path=("height_cm",), unit="厘米", least=100, most=150),
    SettingLine("room_test", "测温离地允许偏差", path=("height_within_cm",), unit="厘米", most=30),
    SettingLine("seats", "热线座席", path=("hotline",), unit="个", most=99),
    SettingLine("seats", "每家企业座席", path=("company",), unit="个", most=99),
    SettingLine("shift_cover", "热线每班至少当值", path=("hotline", "ordinary"), unit="人", most=99),
    SettingLine("shift_cover", "热线法定节假日每班至少当值", path=("hotline", "holiday"), unit="人", most=99),
    SettingLine("shift_cover", "企业每班至少当值", path=("company", "ordinary"), unit="人", most=99),
    SettingLine("shift_cover", "企业法定节假日每班至少当值", path=("company", "holiday"), unit="人", most=99),
    SettingLine("shift_rest_hours", "两班之间至少歇", unit="小时", most=48),
    SettingLine("early_minutes", "接班人最多提前签到", unit="分钟", most=240),
    SettingLine("away_reasons", "暂离的原因", ValueKind.WORDS, most=20),
    SettingLine("review_next", "值班日志无人复核，多久转上一级", path=("hours",), unit="小时", most=240),
    SettingLine("review_next", "值班日志复核的上一级", ValueKind.WORDS, ("people",), most=24),
    SettingLine("missed_alarm_minutes", "提醒后多久无人处理算漏处理", unit="分钟", most=720),
    SettingLine("sample_each", "质检每人抽", unit="件", most=20),
    SettingLine("exporters", "可以导出诉求清单的岗位", ValueKind.ROLES),
    SettingLine("lock_minutes", "无操作几分钟后锁屏", unit="分钟", most=120),
    SettingLine("planned_stop", "计划停热超过多久要提前告知", path=("hours",), unit="小时", most=24),
    SettingLine("planned_stop", "计划停热提前告知", path=("days",), unit="日", least=2, most=10),
    SettingLine("test_told_days", "充水试压提前告知", unit="日", least=5, most=30),
    SettingLine("notice_ahead_days", "公告开始前显示在受理单旁", unit="日", most=30),
    SettingLine("join_percent", "新小区申请到多少应当供热", unit="%", most=50),
    SettingLine("retrofit_percent", "既有小区改造申请到多少", unit="%", least=60, most=100),
    SettingLine("warranty_seasons", "供热设施至少保修几季", unit="个供暖季", least=2, most=10),
    SettingLine("hand_over_share", "移交供热公司须超过多少业主同意", ValueKind.SHARE),
    SettingLine("stop_notice_by", "报停、恢复最晚哪天书面申请", ValueKind.MONTH_DAY),
    SettingLine("resume_paid_by", "上年报停户最晚哪天缴清", ValueKind.MONTH_DAY),
    SettingLine("article_days", "问答多久不核对算过期", unit="天", most=720),
    SettingLine("article_season_days", "供暖季开始前多久之内算季前核对", unit="天", most=180),
    SettingLine("duty_remind_days", "供热日程到期前几天提醒企业", unit="日", most=60),
    SettingLine("city", "城市", ValueKind.TEXT, most=20),
    SettingLine("hotline", "热线号码", ValueKind.DIGITS, least=3, most=12),
    SettingLine("area_code", "区号", ValueKind.DIGITS, least=3, most=4),
)
"""Bounds of extension, refund, planned stops, new connections and warranty are the law's own: the city may be stricter,
not laxer."""

_SPLIT = re.compile(r"[\s,，、;；]+")
_SHARE = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
_PHRASES = re.compile(r"[,，、;；]")
MOST_PHRASES = 12
OFF = "不计算"
"""The value of a BASIS while nothing allows it."""


def list_settings(seat: Seat) -> list[SettingNow]:
    """All values in the order of ``LINES``; those that this database doesn't have are left out."""
    with seat.use() as connection:
        stored = {row["key"]: row for row in rule_book.settings(connection)}
    return [
        SettingNow(one, _at(stored[one.key]["value"], one.path), stored[one.key]["note"])
        for one in LINES
        if one.key in stored
    ]


def find_setting(name: str) -> SettingLine:
    """The line of that id. Errors: BadInput(field="setting")."""
    for one in LINES:
        if one.id == name.strip():
            return one
    raise BadInput(f"没有设置“{name.strip()[:40]}”，请用 setting list 查看。", field="setting")


def set_setting(seat: Seat, wanted: SettingLine, typed: str, reason: str) -> None:
    """Store a value as it was typed. Errors: NotAllowed; BadInput(field="value", "reason")."""
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改规则。")
    value = read_value(seat.rules, wanted, typed)
    said = paragraph(reason, "reason", "修改依据", 400, required=True)
    seat.do(lambda db, _at: rule_book.setting_put(db, wanted.key, [str(step) for step in wanted.path], value, said))
    seat.refresh()


def read_value(rules: Rules, wanted: SettingLine, typed: str) -> Any:
    """The value meant by what was typed; its unit may stand behind it. Errors: BadInput(field="value")."""
    text = line(half_width(typed), "value", wanted.name, 400, required=True)
    match wanted.kind:
        case ValueKind.WHOLE:
            number = text.removesuffix(wanted.unit).strip()
            if not number.isascii() or not number.isdecimal() or not wanted.least <= int(number) <= wanted.most:
                raise BadInput(
                    f"{wanted.name}应是 {wanted.least}–{wanted.most} 的整数（{wanted.unit}）。", field="value"
                )
            return int(number)
        case ValueKind.TEXT | ValueKind.DIGITS:
            digits = wanted.kind is ValueKind.TEXT or (text.isascii() and text.isdecimal())
            if not digits or not wanted.least <= len(text) <= wanted.most:
                what = "位数字" if wanted.kind is ValueKind.DIGITS else "个字"
                raise BadInput(f"{wanted.name}应是 {wanted.least}–{wanted.most} {what}。", field="value")
            return text
        case ValueKind.MONTH_DAY:
            return _month_day(wanted.name, text)
        case ValueKind.SHARE:
            share = _SHARE.fullmatch(text)
            if share is None or not 0 < int(share[1]) < int(share[2]):
                raise BadInput(f"{wanted.name}写成 2/3 的样子，不是“{text[:20]}”。", field="value")
            return f"{int(share[1])}/{int(share[2])}"
        case ValueKind.BASIS:
            if text != OFF and not wanted.least <= len(text) <= wanted.most:
                raise BadInput(
                    f"{wanted.name}：写“{OFF}”，或写明文件和条款（{wanted.least}–{wanted.most} 字）。", field="value"
                )
            return text
        case ValueKind.CODE:
            return _code(rules, text)
        case ValueKind.CODES:
            return list(dict.fromkeys(_code(rules, one) for one in _SPLIT.split(text) if one))
        case ValueKind.WORDS:
            phrases = [one.strip() for one in _PHRASES.split(text)]
            found = list(dict.fromkeys(one for one in phrases if one))
            if not 1 <= len(found) <= MOST_PHRASES or any(len(one) > wanted.most for one in found):
                raise BadInput(
                    f"{wanted.name}写 1–{MOST_PHRASES} 项，每项最多 {wanted.most} 字，用顿号分开。", field="value"
                )
            return found
        case ValueKind.ROLES:
            return list(dict.fromkeys(_role(one) for one in _SPLIT.split(text) if one))


def _month_day(name: str, typed: str) -> str:
    try:
        return f"{date.fromisoformat(f'2027-{typed}'):%m-%d}"  # a year without 02-29, which most years lack
    except ValueError:
        raise BadInput(f"{name}写成 05-31 的样子，不是“{typed[:20]}”。", field="value") from None


def _role(typed: str) -> str:
    for role, words in ROLE_WORDS.items():
        if typed in (role, words):
            return str(role)
    raise BadInput(f"没有岗位“{typed[:20]}”，可用：{'、'.join(ROLE_WORDS.values())}。", field="value")


def _code(rules: Rules, typed: str) -> str:
    try:
        return rules.category(typed).code
    except BadInput as error:
        raise BadInput(error.sentence, field="value") from None


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
