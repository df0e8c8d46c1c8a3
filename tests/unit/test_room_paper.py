"""The sheet of a room temperature test: its pages, its fields, and a QR code that a scanner reads."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pypdfium2
import zxingcpp

from app.directory import Directory
from app.records import Company
from app.room_paper import draw_test
from app.room_records import (
    Dispute,
    Party,
    Reading,
    RoomKind,
    RoomTest,
    Signed,
    Visit,
    VisitKind,
    VisitOutcome,
)
from app.rules import CITY_TIME, Rules, build_rules

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=CITY_TIME)
ASKED = datetime(2026, 11, 20, 9, 12, tzinfo=CITY_TIME)
COMPANY = Company(1, "a", "永恒热力有限公司", "永恒", (), "")
DIRECTORY = Directory(companies=MappingProxyType({1: COMPANY}))


def rules() -> Rules:
    settings = {
        "hotline": "12319",
        "room_test": {"minimum": 18, "shut_minutes": 60, "height_cm": 100, "height_within_cm": 10},
    }
    rows = [{"key": key, "value": value} for key, value in settings.items()]
    return build_rules(categories=[], limit_rules=[], seasons=[], moves=[], settings=rows)


RULES = rules()


def visit(day: int, degrees: str, **given: Any) -> Visit:
    at = datetime(2026, 11, day, 8, 30, tzinfo=CITY_TIME)
    values: dict[str, Any] = {
        "id": uuid4(),
        "amends": None,
        "kind": VisitKind.TEST,
        "outcome": VisitOutcome.TESTED,
        "tester": "刘师傅",
        "arrived_at": at,
        "instrument_id": 1,
        "instrument_number": "TM-01",
        "instrument_model": "数字温度计 0.1 ℃",
        "calibrated_on": date(2026, 4, 1),
        "valid_until": date(2027, 4, 1),
        "room": RoomKind.BEDROOM,
        "shut_since": at,
        "height_cm": 100,
        "outdoor": Decimal("-2.5"),
        "company_signed": Signed.SIGNED,
        "company_reason": "",
        "user_signed": Signed.SIGNED,
        "user_reason": "",
        "cause": None,
        "note": "",
        "made_by": 5,
        "made_at": at,
        "readings": (
            Reading(at + timedelta(minutes=65), Decimal("16.9"), stable=False),
            Reading(at + timedelta(minutes=75), Decimal(degrees), stable=True),
        ),
    }
    return Visit(**(values | given))


def room_test(*visits: Visit, **given: Any) -> RoomTest:
    values: dict[str, Any] = {
        "id": UUID(int=7),
        "number": "CW20261120-001",
        "complaint_id": None,
        "company_id": 1,
        "community_id": 1,
        "place": "龑𬭎㸌公馆 3-2-501",
        "building": "3",
        "unit": "2",
        "room": "501",
        "asker": "王女士",
        "phone": "13853000001",
        "note": "",
        "requested_at": ASKED,
        "requested_by": 2,
        "due_at": ASKED + timedelta(hours=24),
        "due_rule": "室温检测到场：24 小时",
        "due_article": "菏泽市供热条例第四十二条",
        "minimum": Decimal(18),
        "withdrawn_at": None,
        "withdrawn_note": "",
        "versions": visits,
        "disputes": (),
    }
    return RoomTest(**(values | given))


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def scanned(pdf: bytes, page: int = 0) -> list[str]:
    """What a scanner reads off the printed page."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=2.5).to_numpy()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def test_a_form_for_the_visit_is_one_page_with_its_fields() -> None:
    pdf = draw_test(room_test(), DIRECTORY, RULES, NOW)
    (page,) = pages(pdf)
    for words in (
        "室温检测记录单",
        "CW20261120-001",
        "第 1 页 共 1 页",
        "龑𬭎㸌公馆 3-2-501",
        "永恒热力有限公司",
        "王女士",
    ):
        assert words in page
    for words in (
        "门窗关闭 60 分钟以上",
        "离地 1 米",
        "供热企业检测人签字",
        "用户签字",
        "法定鉴定机构",
        "测点",
        "2026-11-21 09:12 前",
    ):
        assert words in page
    assert scanned(pdf) == ["CW20261120-001"]


def test_what_was_measured_stands_on_a_page_a_visit_and_each_day_with_its_article() -> None:
    first, again = visit(21, "15.5"), visit(24, "18.2", kind=VisitKind.RETEST)
    pdf = draw_test(room_test(first, again), DIRECTORY, RULES, NOW)
    one, two, days = pages(pdf)
    assert "第 3 页 共 3 页" in days
    for words in ("15.5 ℃", "低于 18.0 ℃", "TM-01", "有效期至 2027-04-01", "−2.5 ℃", "卧室", "已签字"):
        assert words in one
    assert "回测" in two
    assert "18.2 ℃" in two
    for words in ("2026-11-20", "2026-11-24", "自申请之日起计", "第四十四条", "不合格", "合格"):
        assert words in days
    assert [scanned(pdf, page) for page in range(3)] == [["CW20261120-001"]] * 3
    assert draw_test(room_test(first, again), DIRECTORY, RULES, NOW) == pdf


def test_refusals_disputes_and_an_old_instrument_are_said() -> None:
    refused = visit(
        21, "15.5", user_signed=Signed.REFUSED, user_reason="认为读数偏高", cause=False, valid_until=date(2026, 11, 1)
    )
    dispute = Dispute(uuid4(), refused.id, Party.USER, "市计量所", ASKED, "", Decimal("16.4"), Party.COMPANY, "", NOW)
    page = pages(draw_test(room_test(refused, disputes=(dispute,)), DIRECTORY, RULES, NOW))[0]
    for words in ("拒绝签字", "认为读数偏高", "无正当理由", "已过期", "市计量所", "费用由供热企业承担"):
        assert words in page
    gone = visit(21, "0", outcome=VisitOutcome.USER_REFUSED, user_reason="不让进门", readings=())
    assert "用户拒绝检测" in pages(draw_test(room_test(gone), DIRECTORY, RULES, NOW))[0]


def test_a_long_test_goes_on_to_further_pages_and_long_words_are_not_cut() -> None:
    words = {"note": "很长的备注" * 200, "user_signed": Signed.REFUSED, "user_reason": "不服" * 250}
    late = replace(room_test(visit(21, "15.5", **words)), place="很长的小区名" * 30)
    pdf = draw_test(late, DIRECTORY, RULES, NOW + timedelta(days=40))
    found = pages(pdf)
    assert f"第 {len(found)} 页 共 {len(found)} 页" in found[-1]
    whole = "".join(found)
    assert whole.count("很长的备注") == 200
    assert whole.count("不服") == 250
    assert "…" not in whole
    assert "2026-12-30" in whole
    assert [scanned(pdf, page) for page in range(len(found))] == [["CW20261120-001"]] * len(found)


def test_a_form_can_be_had_after_the_first_visit_too() -> None:
    (page,) = pages(draw_test(room_test(visit(21, "15.5")), DIRECTORY, RULES, NOW, "20261120-0007", blank=True))
    assert "二、回测" in page
    assert "诉求 20261120-0007" in page
