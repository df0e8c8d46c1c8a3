"""The sheet of a relief: one page, the sum with its basis, the proof in a word, nobody named to a company."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from app.directory import Directory
from app.entitlements import FlatKey
from app.errors import BadInput
from app.records import Company, Person, ReliefKind, ReliefState, Role
from app.relief_paper import check_granted, draw_relief
from app.relief_records import Relief
from app.relief_sums import Rate
from app.rules import CITY_TIME

AT = datetime(2026, 12, 5, 9, 30, tzinfo=CITY_TIME)
DIRECTORY = Directory.of(
    companies=[Company(1, "a", "永恒热力有限公司", "永恒", (), "")],
    people=[
        Person(1, "sup1", "郑班长", Role.SUPERVISOR, None, None),
        Person(2, "lia1", "冯联络", Role.LIAISON, None, None),
    ],
)
RATE = Rate("2026-2027", Decimal("4.00"), "市政府会议纪要", "V-", "")
GRANTED = Relief(
    id=UUID(int=1), number="J20261205-01", revision=2, season="2026-2027", flat=FlatKey(1, "3", "2", "501"),
    place="龑𬭎㸌公馆 3-2-501", company_id=1, complaint_id=None, kind=ReliefKind.LOW_INCOME, household="301-100517",
    area=Decimal("62.55"), flat_area=Decimal("96.80"), fee=Decimal("1742.40"), rate=Decimal("4.00"),
    basis="市政府会议纪要", sum=Decimal("250.20"), proof="低保证", proof_seen_by=2, proof_seen_at=AT,
    remarks="内部备注", state=ReliefState.APPROVED, made_by=2, made_at=AT, decider="民政部门",
    decision="名单第 3 页", decided_by=1, decided_at=AT, paid_on=None, paid_by=None, due_on=date(2027, 5, 31),
)  # fmt: skip


def bare(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_hz_23_the_sum_is_worked_out_with_its_basis_and_who_decided() -> None:
    said = bare(draw_relief(GRANTED, RATE, DIRECTORY))
    for words in (
        "减免核定单", "J20261205-01", "龑𬭎㸌公馆3-2-501", "永恒热力有限公司", "低保", "301-100517",
        "62.55平方米×4.00元/平方米＝250.20元，四舍五入到分", "96.80平方米", "1742.40元",
        "市政府会议纪要（见报道，未见文件）", "低保证：冯联络于2026-12-0509:30当场看过", "不留复印件", "由民政部门核准",
        "郑班长登记", "名单第3页", "应在2027-05-31前兑付（菏泽市供热条例第二十三条）", "尚未兑付", "第1页共1页",
    ):  # fmt: skip
        assert words in said, words
    assert "内部备注" not in said


def test_what_was_paid_says_when_and_by_whom() -> None:
    paid = replace(GRANTED, state=ReliefState.PAID, paid_on=date(2026, 12, 20), paid_by=1)
    assert "2026-12-20已兑付（郑班长报）" in bare(draw_relief(paid, RATE, DIRECTORY))


def test_a_rate_changed_since_lends_no_mark_to_what_was_granted() -> None:
    said = bare(draw_relief(GRANTED, replace(RATE, basis="新文件", mark="V"), DIRECTORY))
    assert "市政府会议纪要（核定时的标准" in said
    assert "新文件" not in said


def test_the_company_s_sheet_names_nobody() -> None:
    told = replace(GRANTED, kind=None, household="", proof="", proof_seen_by=None, proof_seen_at=None, decider="",
                   decision="", decided_by=None)  # fmt: skip
    said = bare(draw_relief(told, RATE, DIRECTORY))
    assert "户号、家庭类别和证明不告知热力公司" in said
    assert not [words for words in ("301-100517", "低保", "冯联络", "民政部门") if words in said]


def test_it_is_one_page_with_the_longest_words_and_the_same_bytes_each_time() -> None:
    long = replace(GRANTED, decision="很长的说明，" * 166, place="某小区" * 30, basis="依据" * 100)
    pdf = draw_relief(long, RATE, DIRECTORY)
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert pdf == draw_relief(long, RATE, DIRECTORY)


@pytest.mark.parametrize("state", [ReliefState.ASKED, ReliefState.REFUSED, ReliefState.WITHDRAWN])
def test_what_was_not_granted_has_no_sheet(state: ReliefState) -> None:
    with pytest.raises(BadInput, match="核准以后才有核定单") as refused:
        check_granted(replace(GRANTED, state=state))
    assert refused.value.field == "relief"
