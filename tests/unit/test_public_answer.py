"""Personal data that must not get into a public answer, and what may stand there all the same."""

from typing import Any

import pytest

from answer_check import complaint, found
from app.personal_data import Risk
from app.public_answer import draft_answer
from app.records import State


@pytest.mark.parametrize(
    "words",
    [
        "13845670011", "138 4567 0011", "138-4567-0011", "１３８４５６７００１１", "+86 138 4567 0011",
        "+8613845670011", "0530-5612345", "05305612345", "（0530）5612345", "5612345", "138.4567.0011",
    ],
)  # fmt: skip
def test_phones(words: str) -> None:
    ((risk, _),) = found(f"已联系用户，电话{words}，用户表示满意。")
    assert risk is Risk.PHONE


@pytest.mark.parametrize(
    "words",
    ["3-2-501", "３－２－５０１", "3号楼2单元501", "3号楼2单元501室", "3 号楼 2 单元 501 室", "三号楼二单元五零一室",
     "2单元501", "12号楼1203", "12栋1203室", "A座1203", "501室", "3#-2-501", "12号楼2单元"],
)  # fmt: skip
def test_flats(words: str) -> None:
    assert [risk for risk, _ in found(f"牡丹花园{words}室温已恢复。")] == [Risk.FLAT], words


@pytest.mark.parametrize("words", ["李建国", "张文远", "李先生", "欧阳女士", "王大爷", "龑女士"])
def test_names(words: str) -> None:
    assert [risk for risk, _ in found(f"已向{words}说明情况。")] == [Risk.NAME]


def test_a_name_that_the_forum_shows_anyhow() -> None:
    assert found("李建国您好", authors=("李建国",)) == []


@pytest.mark.parametrize(
    "text",
    [
        "【12319供暖热线回复】您好，您反映的问题（编号 20261115-0042）已办理：室温 21.5℃。供暖问题请拨打 12319。",
        "2026年11月24日15时26分到场，维修师傅更换了循环泵，影响 1200 户，501 户已恢复，1 号楼 42 户。",
        "服务电话 0530-5201234，媒体热线 5969581、1600000。",
        "2025-2026 采暖期，面积 86.5 平方米，费用 2,681.5 元。",
        "牡丹花园5号楼全楼已恢复供暖，11-15 至 03-15 为供暖期，热线 12345。",
        "",
    ],
)  # fmt: skip
def test_what_is_not_personal(text: str) -> None:
    assert found(text) == []


def test_each_place_once_in_the_order_of_the_text() -> None:
    text = "3号楼2单元501李建国，13845670011，张文远已到。"
    assert [words for _, words in found(text)] == ["3号楼2单元501", "李建国", "13845670011", "张文远"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"public_answer": "已清洗过滤网。", "report": "用户阀门未开"}, "已清洗过滤网"),
        ({"answer": "供暖期到三月十五日", "state": State.ANSWERED}, "供暖期到三月十五日"),
        ({"report": "更换循环泵；"}, "更换循环泵"),
    ],
)
def test_the_draft(fields: dict[str, Any], words: str) -> None:
    text = draft_answer(complaint(**fields))
    assert f"已办理：{words}。感谢" in text
    assert "20261115-0042" in text
    assert "用户阀门" not in text
