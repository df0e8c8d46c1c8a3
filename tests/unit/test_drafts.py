"""What a draft is called, and how it is understood or refused with the field at fault."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from app.directory import Directory
from app.drafts import Draft, from_fields, title, to_complaint, to_fields
from app.errors import BadInput
from app.records import Channel, Community, CommunityKind
from app.rules import CITY_TIME
from shipped_rules import shipped_rules

AT = datetime(2026, 11, 20, 14, 32, 4, tzinfo=CITY_TIME)
GARDEN = Community(
    id=1,
    name="牡丹花园",
    aliases=(),
    address="人民路 118 号",
    kind=CommunityKind.RESIDENTIAL,
    company_id=1,
    station_id=18,
    handed_over=True,
    warranty_until=None,
    homes=1260,
)
DIRECTORY = Directory.of(communities=[GARDEN])
RULES = shipped_rules()
FULL = Draft(
    begun_at=AT,
    phone="138 5300 0001",
    place="牡丹花园",
    community_id=1,
    flat="3-2-501",
    category="B1 不热、温度低（单户）",
    category_code="B1",
    text="客厅 14 度，两组暖气片不热，家有老人。",
    vulnerable=("老人", "婴儿"),
    channel=Channel.GOVERNMENT,
    outside_number="DH20261120-7",
)


@pytest.mark.parametrize(
    ("draft", "shown"),
    [
        (Draft(begun_at=AT, community_id=1, flat="3号楼2单元501"), "牡丹花园 3-2-501"),
        (Draft(begun_at=AT, community_id=1), "牡丹花园"),
        (Draft(begun_at=AT, community_id=1, flat="东头  那栋\x07"), "牡丹花园 东头 那栋\x07"),
        (Draft(begun_at=AT, phone="5201234"), "（未填小区）5201234"),
        (Draft(begun_at=AT, phone="5201234", place="牡丹"), "（未填小区）牡丹"),
        (Draft(begun_at=AT), "（未填小区）"),
        (Draft(begun_at=AT, community_id=99, phone="5201234"), "（未填小区）5201234"),
    ],
)
def test_a_draft_is_called_by_its_flat_or_by_what_is_known(draft, shown):
    assert title(draft, DIRECTORY) == shown


def test_a_full_draft_becomes_a_complaint_under_its_own_id():
    new = to_complaint(FULL, RULES)
    assert new.id == FULL.id
    assert (new.community_id, new.building, new.unit, new.room) == (1, "3", "2", "501")
    assert (new.category, new.vulnerable, new.outside_number) == ("B1", "老人、婴儿", "DH20261120-7")
    assert new.phone == "138 5300 0001"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"community_id": None, "place": "牡丹"}, "community", "“牡丹”还没有选定"),
        ({"community_id": None, "place": ""}, "community", "请在小区栏选择"),
        ({"flat": "单元单元"}, "flat", "几单元"),
        ({"category": "", "category_code": ""}, "category", "请选择类别"),
        ({"category": "不热", "category_code": ""}, "category", "“不热”"),
        ({"text": "  \n"}, "text", "请填写诉求内容"),
    ],
)
def test_the_field_at_fault_is_named(changes, field, said):
    with pytest.raises(BadInput, match=said) as refused:
        to_complaint(replace(FULL, **changes), RULES)
    assert refused.value.field == field


def test_a_draft_is_empty_until_something_is_typed():
    assert Draft(begun_at=AT).empty
    assert Draft(begun_at=AT, kept_at=AT).empty
    assert not Draft(begun_at=AT, phone="5").empty


def test_a_draft_survives_storage_even_from_another_version():
    stored = to_fields(FULL)
    assert from_fields(FULL.id, AT, AT, stored) == from_fields(FULL.id, AT, AT, {**stored, "of_tomorrow": 1})
    assert from_fields(FULL.id, AT, AT, stored).vulnerable == ("老人", "婴儿")
    assert from_fields(UUID(int=1), AT, AT, {}).empty
