"""The sheet of a refund: each day with its article, pages counted, nobody named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

from pypdf import PdfReader

from app.directory import Directory
from app.entitlements import FlatKey
from app.records import Company, Person, RefundState, Role
from app.refund_days import Cause, RefundDay, Stop
from app.refund_paper import SUGGESTED, draw_refund
from app.refund_records import Refund
from app.refunds import NO_FORMULA
from app.rules import CITY_TIME
from refund_table import BANDS
from shipped_rules import shipped_rules

AT = datetime(2026, 12, 20, 9, tzinfo=CITY_TIME)
DIRECTORY = Directory.of(
    companies=[Company(1, "a", "永恒热力有限公司", "永恒", (), "")],
    people=[Person(1, "sup1", "郑班长", Role.SUPERVISOR, None, 3)],
)
RULES = replace(shipped_rules(), refund_bands=BANDS)


def day(n: int, percent: int = 50, mark: str = "V") -> RefundDay:
    why = "CW20261201-001 12-01 实测 15.5 ℃，回测合格前；高于 14.0 ℃，16.0 ℃ 及以下"
    article = "菏泽市供热条例第四十四条"
    return RefundDay(
        date(2026, 12, 1) + timedelta(days=n), percent, Cause.READING, Decimal("15.50"), why, article, mark, 1
    )


def refund(days: Sequence[RefundDay], **fields: Any) -> Refund:
    made = Refund(
        id=UUID(int=1), number="T20261220-01", revision=1, season="2026-2027", flat=FlatKey(1, "3", "2", "501"),
        place="龑𬭎㸌公馆 3-2-501", company_id=1, complaint_ids=(), state=RefundState.DECIDED, days=tuple(days),
        stops=(Stop(AT, AT + timedelta(hours=30), "片区事件 P20261220-01", "P20261220-01"),
               Stop(AT, None, "突发停热公告 G20261220-01", "G20261220-01", counted=False)),
        judged_at=AT, season_days=121, fee=None, sum=None, sum_words=NO_FORMULA, remarks="", made_by=1, made_at=AT,
        decision="按测温记录核定", decided_by=1, decided_at=AT, told_on=None, told_by=None, paid_on=None, paid_sum=None,
        paid_by=None, due_on=date(2027, 5, 31),
    )  # fmt: skip
    return replace(made, **fields)


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def bare(pdf: bytes) -> str:
    return "".join(text(pdf).split())


def test_hz_44_46_each_day_stands_with_its_article_and_percent() -> None:
    said = bare(draw_refund(refund([day(0), day(1, 100, "P")]), ["20261201-0007"], DIRECTORY, RULES))
    for words in (
        "退费逐日核定单", "T20261220-01", "龑𬭎㸌公馆3-2-501", "20261201-0007", "永恒热力有限公司",
        "应退：1天×100%、1天×50%", "菏泽市供热条例第四十四条", "15.5℃", "100%*", "含十四",
        "应在2027-05-31前告知用户并退清",
        "不计算金额", "对被测房间", "片区事件P20261220-01", "（未计）", "郑班长",
    ):  # fmt: skip
        assert words in said, words
    assert "".join(SUGGESTED.split()) in said


def test_a_whole_season_turns_the_page_and_counts_them() -> None:
    pdf = draw_refund(refund([day(n) for n in range(105)]), [], DIRECTORY, RULES)
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in "".join(page.extract_text().split())
    assert pdf == draw_refund(refund([day(n) for n in range(105)]), [], DIRECTORY, RULES)


def test_ly_32_a_sum_stands_with_its_basis() -> None:
    words = "2420.00 元 ÷ 121 天 ×（1 天×50%），只在最后四舍五入到分；依据：临沂市供热条例第三十二条"
    said = bare(draw_refund(refund([day(0)], sum=Decimal("10.00"), sum_words=words), [], DIRECTORY, RULES))
    assert "金额：10.00元" in said
    assert "临沂市供热条例第三十二条" in said


def test_a_sheet_without_days_says_so() -> None:
    said = bare(draw_refund(refund([], state=RefundState.REFUSED), [], DIRECTORY, RULES))
    assert "没有可退的日子" in said
    assert "不予退费" in said
