"""A crew in one line, as it is typed: who, at which seat, who leads."""

import pytest

from app.crew_words import crew_line, read_crew
from app.errors import BadInput
from app.records import Person, Role
from app.shift_records import Duty


def person(id: int, login: str, name: str, role: Role = Role.OPERATOR) -> Person:
    return Person(id=id, login=login, name=name, role=role, company_id=None, seat_number=None)


PEOPLE = [person(2, "op1", "周岚"), person(3, "op2", "吴敏"), person(4, "op12", "吴敏丽"), person(5, "sup1", "郑班长")]


@pytest.mark.parametrize(
    ("typed", "duties"),
    [
        ("周岚 1，吴敏 2", [Duty(2, 1), Duty(3, 2)]),
        ("周岚1号、郑班长 班长", [Duty(2, 1), Duty(5, None, True)]),
        ("周岚 １ 号 ★; op2 2", [Duty(2, 1, True), Duty(3, 2)]),
        ("zl 1\nwuminli 3", [Duty(2, 1), Duty(4, 3)]),
        ("吴敏", [Duty(3)]),
        ("op1 6，", [Duty(2, 6)]),
        ("郑班长 3 班长", [Duty(5, 3, True)]),
        ("郑班长★", [Duty(5, None, True)]),
        ("", []),
        (" \n", []),
    ],
)
def test_what_is_understood(typed: str, duties: list[Duty]) -> None:
    assert read_crew(typed, PEOPLE) == duties


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("赵六 1", "没有“赵六”这个人"),
        ("op 1", "“op”有几个人：周岚、吴敏、吴敏丽"),
        ("1", "没有写是谁"),
        ("周岚 1 2", "周岚有两个座席号"),
        ("周岚 0", "没有 0 号座席"),
        ("周岚，zl 2", "周岚写了两次"),
    ],
)
def test_what_is_not_is_said(typed: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_crew(typed, PEOPLE)
    assert refused.value.field == "members"


def test_a_line_reads_back_to_the_same_crew() -> None:
    duties = [Duty(2, 1), Duty(4, 2), Duty(5, None, True)]
    line = crew_line(duties, {one.id: one.name for one in PEOPLE})
    assert line == "周岚 1、吴敏丽 2、郑班长 ★"
    assert read_crew(line, PEOPLE) == duties
