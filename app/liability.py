"""Who is likely to be liable, and why: 责任参考 beside the form and the complaint. Pure.

A suggestion with its article, never a finding: what the company finds stands in its report (责任方). Percentages are
compared as whole numbers, so that exactly half counts and exactly two thirds don't. HZ is 菏泽市供热条例.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.limit_words import length_words
from app.records import Community, Liability, LimitUnit
from app.rules import Rules
from app.words import LIABILITY_WORDS
from db.kinds import Clock

HZ = "菏泽市供热条例第{}条"
ARTICLES = {
    11: HZ.format("十一"),
    26: HZ.format("二十六"),
    27: HZ.format("二十七"),
    28: HZ.format("二十八"),
    30: HZ.format("三十"),
    31: HZ.format("三十一"),
    34: HZ.format("三十四"),
    35: HZ.format("三十五"),
    47: HZ.format("四十七"),
}
REPAIRS = frozenset({"A1", "A2", "A3", "B1", "B2", "B4", "C8"})
"""Categories in which somebody has something to mend, so that plant and warranty decide who."""
BOUNDARY = "入户端口或热计量装置以外归供热公司，以内归用户"
_DAY = 24 * 60
_DIGITS = "零一二三四五六七八九十"
INSIDE, METER, OUTSIDE = "户内", "热计量装置", frozenset({"楼内公共管道", "室外管网", "换热站"})
NO_CAUSE = "无"

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing the law says of this complaint; ``parties`` is empty where it names no one."""

    words: str
    article: str
    parties: tuple[Liability, ...] = ()
    warning: bool = False  # something is too late, too few or not yet settled


def advise(rules: Rules, category: str, form: Form, community: Community | None, today: date) -> tuple[Advice, ...]:
    """What the articles say, the most decisive first; nothing where they say nothing of this category."""
    match category:
        case "C1":
            found = _resume(rules, form)
        case "C2":
            found = _stop(rules, form, today)
        case "C3":
            found = _area(form)
        case "C5":
            found = _meter(form)
        case "C7":
            found = _join(rules, form, today)
        case _ if category in REPAIRS:
            found = _repair(rules, category, form, community, today)
        case _:
            return ()
    return tuple(found)


def advice_words(one: Advice) -> str:
    """企业、开发（保修期）：在保修期内（到 2027-03-15）；…（菏泽市供热条例第二十七条）."""
    named = "、".join(LIABILITY_WORDS[party] for party in one.parties)
    return f"{named}：{one.words}（{one.article}）" if named else f"{one.words}（{one.article}）"


def reached(part: int, whole: int, percent: int) -> bool:
    """Whether ``part`` of ``whole`` is at least so many per cent; exactly so many counts (HZ Art.11, 26: 达到)."""
    return part * 100 >= whole * percent


def missing(part: int, whole: int, percent: int) -> int:
    """How many more it takes to reach so many per cent."""
    return max(0, -(-whole * percent // 100) - part)


def over_share(part: int, whole: int, share: str) -> bool:
    """Whether ``part`` is more than ``share`` (2/3) of ``whole``; exactly the share is not (HZ Art.35: 超过)."""
    over, of = share.split("/")
    return part * int(of) > whole * int(over)


def share_words(share: str) -> str:
    """2/3 as it is said: 三分之二."""
    over, of = share.split("/")
    return f"{_DIGITS[int(of)]}分之{_DIGITS[int(over)]}" if int(of) < len(_DIGITS) else share


def percent_words(part: int, whole: int) -> str:
    """A share to a tenth of a per cent, rounded down: what has not reached a figure never reads as if it had, 49.9%."""
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def _repair(rules: Rules, category: str, form: Form, community: Community | None, today: date) -> Iterator[Advice]:
    cause = form.get("user_cause", NO_CAUSE)
    if cause != NO_CAUSE:
        yield Advice(f"用户自身原因（{cause}）造成不热的，由用户承担", ARTICLES[47], (Liability.USER,))
    own = community is not None and not community.handed_over
    if own:
        yield _not_handed_over(rules, form)
    guaranteed = _warranty(rules, category, form, community, today)
    if guaranteed is not None:
        yield guaranteed
    if category == "C8" and not own and cause == NO_CAUSE and (guaranteed is None or not guaranteed.parties):
        yield _by_part(form)


def _not_handed_over(rules: Rules, form: Form) -> Advice:
    share, short = str(rules.settings["hand_over_share"]), True
    words = f"设施未移交，由产权人或物业按约定负责；超过{share_words(share)}的业主同意才能移交供热公司"
    owners, agreed = form.get("owners"), form.get("agreed")
    if owners and agreed:
        short = not over_share(int(agreed), int(owners), share)
        words = f"设施未移交，由产权人或物业按约定负责；同意移交 {agreed}/{owners} 户，"
        words += f"没有超过{share_words(share)}，还不能移交" if short else f"超过{share_words(share)}，可以移交供热公司"
    return Advice(words, ARTICLES[35], (Liability.PROPERTY,), short)


def _warranty(rules: Rules, category: str, form: Form, community: Community | None, today: date) -> Advice | None:
    """In or out of warranty, and why; None where nothing is known of it."""
    least = int(rules.settings["warranty_seasons"])
    until = community.warranty_until if community is not None else None
    fault = "由开发建设单位和供热公司按各自过错保修"
    parties = (Liability.DEVELOPER, Liability.COMPANY)
    seasons = form.get("seasons")
    if seasons == "0":
        return Advice(f"还没有供过热，保修期从第一个供暖季起算；{fault}", ARTICLES[27], parties)
    if form.get("undone") == "yes":
        return Advice(f"保修期内报修没有修好的，保修期顺延；{fault}", ARTICLES[27], parties)
    if until is not None and today <= until:
        return Advice(f"在保修期内（到 {until}）；{fault}", ARTICLES[27], parties)
    if seasons and int(seasons) < least:
        return Advice(f"才供 {seasons} 个供暖季，保修至少 {least} 个供暖季；{fault}", ARTICLES[27], parties)
    if category == "C8" and (seasons or until is not None):
        why = f"到 {until}" if until is not None else f"已供 {seasons} 个供暖季"
        return Advice(f"保修期已过（{why}，至少 {least} 个供暖季）", ARTICLES[27])
    return None


def _by_part(form: Form) -> Advice:
    part = form.get("part", "")
    if part in OUTSIDE:
        return Advice(f"{part}在入户端口以外，由供热公司负责维修", ARTICLES[34], (Liability.COMPANY,))
    if part == INSIDE:
        return Advice("入户端口以内由用户负责，可以请公司有偿维修", ARTICLES[34], (Liability.USER,))
    if part == METER:
        return Advice(f"{METER}是分界，它以外归供热公司；装置本身请公司先核实", ARTICLES[34], warning=True)
    return Advice(f"过了保修期的：{BOUNDARY}", ARTICLES[34])


def _resume(rules: Rules, form: Form) -> Iterator[Advice]:
    if form.get("stopped_before") != "yes":
        if form.get("paid_in_full") == "yes":
            yield Advice("热费已缴清，公司不得因别人欠费停供或降低标准", ARTICLES[30], (Liability.COMPANY,))
        return
    by = str(rules.settings["resume_paid_by"])
    paid = form.get("paid_on") if form.get("paid_in_full") != "no" else None
    if paid is None:
        yield Advice(f"上年报停、没有在 {_day_words(by)}前缴清的，视为继续报停", ARTICLES[30], warning=True)
        return
    last = _deadline(rules, by, date.fromisoformat(paid))
    if date.fromisoformat(paid) <= last:
        yield Advice(f"{paid} 缴清，不晚于 {last}，视为申请恢复，公司应当开通", ARTICLES[30], (Liability.COMPANY,))
    else:
        yield Advice(f"{paid} 缴清，晚于 {last}，视为继续报停；请与公司协商开通", ARTICLES[30], warning=True)


def _stop(rules: Rules, form: Form, today: date) -> Iterator[Advice]:
    matter, written = form.get("matter"), form.get("written_on")
    if matter not in ("报停", "恢复用热"):
        return
    by = str(rules.settings["stop_notice_by"])
    last = _deadline(rules, by, date.fromisoformat(written) if written else today)
    if written is None:
        still = "，今年的日期已过" if today > last else ""
        yield Advice(f"{matter}须在 {_day_words(by)}前书面申请{still}", ARTICLES[30], warning=True)
    elif date.fromisoformat(written) <= last:
        within, article = _within(rules, "C2", date.fromisoformat(written), form)
        yield Advice(f"{written} 书面申请，公司应{within}办理", article or ARTICLES[30], (Liability.COMPANY,))
    else:
        yield Advice(f"{written} 书面申请，晚于条例规定的 {last}；请与公司协商", ARTICLES[30], warning=True)


def _area(form: Form) -> Iterator[Advice]:
    charged, inner = form.get("area_charged"), form.get("area_inner")
    if charged is None or inner is None:
        if form.get("matter") == "收费面积":
            yield Advice("热费按套内建筑面积计收", ARTICLES[31])
        return
    more = Decimal(charged) - Decimal(inner)
    if more > 0:
        yield Advice(
            f"计费比套内面积多 {more:f} 平方米；热费按套内建筑面积计收，请公司核实", ARTICLES[31],
            (Liability.COMPANY,), True,
        )  # fmt: skip
    else:
        yield Advice("计费面积没有多于套内建筑面积", ARTICLES[31])


def _meter(form: Form) -> Iterator[Advice]:
    """No rule's text on metering disputes was found: only the boundary of repair, where the meter is broken."""
    if form.get("objection") == "故障":
        yield Advice(BOUNDARY, ARTICLES[34])


def _join(rules: Rules, form: Form, today: date) -> Iterator[Advice]:
    homes, applicants, matter = form.get("homes"), form.get("applicants"), form.get("matter")
    retrofit = matter == "既有小区改造"
    if homes and applicants and matter != "单户入网":
        whole, part = int(homes), int(applicants)
        percent = int(rules.settings["retrofit_percent" if retrofit else "join_percent"])
        must = "够既有小区改造的申请户数" if retrofit else "公司应当供热"
        said = f"申请 {part}/{whole} 户（{percent_words(part, whole)}）"
        article = ARTICLES[11 if retrofit else 26]
        if reached(part, whole, percent):
            yield Advice(f"{said}，达到 {percent}%，{must}", article, (Liability.COMPANY,))
        else:
            yield Advice(f"{said}，没有达到 {percent}%，还差 {missing(part, whole, percent)} 户", article, warning=True)
    applied = form.get("applied_on")
    within, article = _within(rules, "C7", date.fromisoformat(applied) if applied else today, form)
    begins = f"{applied} 申请，公司应" if applied else "公司收到申请后应"
    yield Advice(f"{begins}{within}到现场勘察", article or ARTICLES[28], (Liability.COMPANY,))


def _within(rules: Rules, category: str, day: date, form: Form) -> tuple[str, str]:
    """How long the company has on that day, and where that stands: 在 7 日内; both empty without a limit."""
    rule = rules.limits_on(category, day, form).get(Clock.ON_SITE)
    if rule is None:
        return "", ""
    days, rest = divmod(rule.minutes, _DAY)
    calendar = rule.unit is LimitUnit.HOURS and days > 1 and not rest
    length = f"{days} 日" if calendar else length_words(rule.minutes, rule.unit)
    return f"在 {length}内", rule.legal_name


def _deadline(rules: Rules, month_day: str, at: date) -> date:
    """The day of the heating season that ``at`` concerns: the one under way, or the next."""
    year = next((one.starts_on.year for one in rules.seasons if at <= one.ends_on), at.year)
    month, day = month_day.split("-")
    return date(year, int(month), int(day))


def _day_words(month_day: str) -> str:
    month, day = month_day.split("-")
    return f"{int(month)} 月 {int(day)} 日"
