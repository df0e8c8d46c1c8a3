"""The shipped bands of refunds (sql/0005_refund_bands.sql) as the unit tests read them."""

from datetime import date
from decimal import Decimal

from app.refund_bands import Band

ARTICLE = "菏泽市供热条例第四十四条"


def table(version: int = 1, valid_from: date = date(2017, 12, 2)) -> tuple[Band, ...]:
    rows = (
        (
            Decimal("14.0"),
            True,
            100,
            "P",
            "末档写明“含十四”，恰为 14.0 ℃ 按 100% 计；本系统建议",
        ),
        (
            Decimal("16.0"),
            True,
            50,
            "P",
            "中档写明“含十六”，恰为 16.0 ℃ 按 50% 计；本系统建议",
        ),
        (Decimal("18.0"), False, 30, "V", "不到 18 ℃ 才退：恰为 18.0 ℃ 已达第二十一条的标准"),
        (None, True, 0, "V", "达到 18 ℃，不退"),
    )
    return tuple(
        Band(version, valid_from, edge, included, percent, ARTICLE, mark, note)
        for edge, included, percent, mark, note in rows
    )


BANDS = table()
