"""The sheet of a refund on paper (退费逐日核定单): how each day was judged, with its article. A4, page x of y. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from app.celsius import celsius_words
from app.directory import Directory
from app.paper import Paper, PaperColumn
from app.pdf_fonts import BOLD
from app.refund_bands import Band, band_words, bands_on
from app.refund_days import RefundDay
from app.refund_records import CAUSE_WORDS, STATE_WORDS, Refund, stop_words
from app.refunds import PER_ROOM
from app.rules import CITY_TIME, Rules

_WEEK = "一二三四五六日"
_DAYS = (
    PaperColumn("日期", 11),
    PaperColumn("判为", 9),
    PaperColumn("读数", 8),
    PaperColumn("退", 6),
    PaperColumn("怎样判的", 44),
    PaperColumn("依据", 22),
)
_BANDS = (PaperColumn("室温", 26), PaperColumn("退", 7), PaperColumn("依据", 24), PaperColumn("恰在边上的度数", 43))
_FACTS = (PaperColumn("供热企业", 22), PaperColumn("供暖季", 28), PaperColumn("状态", 12), PaperColumn("相关诉求", 38))
SUGGESTED = "* 条例没有写明、由本系统建议的判法，核定人可以另行决定。"


def draw_refund(refund: Refund, complaints: Sequence[str], directory: Directory, rules: Rules) -> bytes:
    """The sheet as a PDF file; ``complaints``: numbers of those it is about. The same refund gives the same bytes."""
    paper = Paper("退费逐日核定单", refund.number, "菏泽市供热条例第四十四条至第四十六条  ·  12319 供暖热线")
    paper.paragraph(refund.place, 13, BOLD)
    paper.gap(4)
    company = directory.companies.get(refund.company_id)
    paper.table(_FACTS)
    paper.row(
        (
            company.name if company else "",
            f"{refund.season}，共 {refund.season_days} 天",
            STATE_WORDS[refund.state],
            "、".join(complaints) or "—",
        )
    )
    _outcome(paper, refund, directory)
    paper.heading(f"二、逐日判定（{len(refund.days)} 天，数据截至 {_moment(refund.judged_at)}）")
    if refund.days:
        paper.table(_DAYS)
        for day in refund.days:
            paper.row(_day_cells(day))
        if any(day.mark == "P" for day in refund.days):
            paper.gap(3)
            paper.paragraph(SUGGESTED, 8.5)
    else:
        paper.paragraph("没有可退的日子。", indent=4)
    paper.heading("三、查过的停热")
    for stop in refund.stops:
        paper.paragraph(f"● {stop_words(stop)}", 9, indent=4)
    if not refund.stops:
        paper.paragraph("本季没有这一户的停热记录。", 9, indent=4)
    _bands(paper, refund, rules)
    paper.keep(150)  # the signatures never stand alone on a page
    paper.heading("五、核定")
    if refund.remarks:
        paper.paragraph(f"备注：{refund.remarks}", indent=4)
    paper.paragraph(refund.decision or ("尚未核定。" if refund.decided_at is None else "按上表核定。"), indent=4)
    paper.gap(10)
    decided = f"{_name(directory, refund.decided_by)}\n{_moment(refund.decided_at)}" if refund.decided_at else ""
    paper.signatures([("核定人", decided), ("用户", ""), ("供热企业（退费人）", "")])
    return paper.print()


def _outcome(paper: Paper, refund: Refund, directory: Directory) -> None:
    paper.heading("一、结论")
    paper.paragraph(f"应退：{refund.days_words}", 12, BOLD, indent=4)
    if refund.sum is not None:
        paper.paragraph(f"金额：{refund.sum} 元", 12, BOLD, indent=4)
    paper.paragraph(f"{'算法：' if refund.sum is not None else ''}{refund.sum_words}", 9, indent=4)
    paper.paragraph(PER_ROOM, 9, indent=4)
    paper.paragraph(
        f"应在 {refund.due_on} 前告知用户并退清（菏泽市供热条例第四十六条）；逾期按供用热合同约定的欠费标准加付。",
        9,
        indent=4,
    )
    if refund.told_on:
        paper.paragraph(f"{refund.told_on} 已告知用户（{_name(directory, refund.told_by)}）。", 9, indent=4)
    if refund.paid_on:
        paid = f" {refund.paid_sum} 元" if refund.paid_sum is not None else ""
        paper.paragraph(f"{refund.paid_on} 已退费{paid}（{_name(directory, refund.paid_by)} 报）。", 9, indent=4)


def _day_cells(day: RefundDay) -> tuple[str, ...]:
    why = f"{day.why}。{day.also}" if day.also else day.why
    return (
        f"{day.day:%m-%d} 周{_WEEK[day.day.weekday()]}",
        CAUSE_WORDS[day.cause],
        celsius_words(day.reading) if day.reading is not None else "—",
        f"{day.percent}%{' *' if day.mark == 'P' else ''}",
        why,
        day.article,
    )


def _bands(paper: Paper, refund: Refund, rules: Rules) -> None:
    """The bands that the days were judged by; without a reading, those in force when it was judged."""
    versions = sorted({day.version for day in refund.days if day.version is not None})
    shown = [tuple(one for one in rules.refund_bands if one.version == version) for version in versions]
    if not shown:
        shown = [bands_on(rules.refund_bands, refund.judged_at.astimezone(CITY_TIME).date())]
    for bands in shown:
        paper.keep(110)
        paper.heading(f"四、室温档次（第 {bands[0].version} 版，{bands[0].valid_from} 起）")
        paper.table(_BANDS)
        for band in bands:
            paper.row(_band_cells(bands, band))


def _band_cells(bands: Sequence[Band], band: Band) -> tuple[str, ...]:
    return band_words(bands, band), f"{band.percent}%", band.article, band.note or "—"


def _name(directory: Directory, person_id: int | None) -> str:
    person = directory.people.get(person_id or 0)
    return person.name if person else ""


def _moment(at: datetime | date | None) -> str:
    return f"{at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}" if isinstance(at, datetime) else str(at or "")
