"""Chinese numerals as digits, so that 三期 and 3期, 十二号楼 and 12号楼 are one."""

import re

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_RUN = re.compile("[零〇一二三四五六七八九十百]+")
_COUNT = re.compile("(?:([一二三四五六七八九])?百)?零?(?:([一二三四五六七八九])?十)?([一二三四五六七八九])?")


def fold_numerals(text: str) -> str:
    """Every run of Chinese numerals up to 999 as digits: 八一路 → 81路, 十二里 → 12里, 二〇二 → 202."""
    return _RUN.sub(lambda run: _digits(run[0]), text)


def _digits(run: str) -> str:
    if "十" not in run and "百" not in run:
        return "".join(str(_DIGITS[one]) for one in run)
    count = _COUNT.fullmatch(run)
    if count is None:
        return run  # no number, such as 百十百
    hundreds = _DIGITS[count[1] or "一"] if "百" in run else 0
    tens = _DIGITS[count[2] or "一"] if "十" in run else 0
    return str(hundreds * 100 + tens * 10 + (_DIGITS[count[3]] if count[3] else 0))
