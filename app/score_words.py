"""The score sheet's items as they are typed: one a line, 要素齐全 25 地点到室、电话问清. Pure."""

import re
from collections.abc import Sequence

from app.errors import BadInput
from app.review_records import FULL, ScoreItem

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_LINE = re.compile(r"(?P<name>.*?[^\s\d:：])\s*[:：]?\s*(?P<weight>\d{1,3})\s*分?(?:[\s,，;；:：]+(?P<basis>.*))?")


def read_items(text: str, before: Sequence[ScoreItem]) -> list[ScoreItem]:
    """The items in their order. One of a name that was there keeps its code, and so does one renamed in its place.

    Errors: BadInput(field="items") with the line that is not understood.
    """
    typed: list[tuple[str, int, str]] = []
    for at, words in enumerate(text.splitlines(), start=1):
        if not words.strip():
            continue
        match = _LINE.fullmatch(words.strip().translate(_WIDE))
        if match is None:
            raise _bad(f"第 {at} 行看不懂，写成 要素齐全 25 依据 的样子。")
        name, weight = match["name"].strip(), int(match["weight"])
        if not 1 <= weight <= FULL:
            raise _bad(f"第 {at} 行“{name}”的分值应是 1–{FULL} 的整数。")
        if any(name == one for one, *_ in typed):
            raise _bad(f"“{name}”写了两次。")
        typed.append((name, weight, (match["basis"] or "").strip()))
    if not typed:
        raise _bad("至少要有一项。")
    return [
        ScoreItem(code, *one) for code, one in zip(_codes([name for name, *_ in typed], before), typed, strict=True)
    ]


def items_text(items: Sequence[ScoreItem]) -> str:
    """The items as they would be typed."""
    return "\n".join(f"{one.name} {one.weight} {one.basis}".rstrip() for one in items)


def weights_sentence(items: Sequence[ScoreItem]) -> str:
    """How many there are, and what is missing of a whole sheet."""
    whole = sum(one.weight for one in items)
    off = "" if whole == FULL else f"，还差 {FULL - whole} 分" if whole < FULL else f"，多 {whole - FULL} 分"
    return f"{len(items)} 项，合计 {whole} 分{off}"


def _codes(names: Sequence[str], before: Sequence[ScoreItem]) -> list[str]:
    known = {one.name: one.code for one in before}
    if len(names) == len(before):  # renamed in its place
        known |= {name: old.code for name, old in _changed(names, before)}
    taken = {one.code for one in before}
    fresh = (code for number in range(1, len(names) + len(taken) + 1) if (code := f"item_{number}") not in taken)
    return [known.get(name) or next(fresh) for name in names]


def _changed(names: Sequence[str], before: Sequence[ScoreItem]) -> list[tuple[str, ScoreItem]]:
    """New names that stand where an old one is gone."""
    old = {one.name for one in before}
    pairs = zip(names, before, strict=True)
    return [(name, one) for name, one in pairs if name not in old and one.name not in names]


def _bad(sentence: str) -> BadInput:
    return BadInput(sentence, field="items")
