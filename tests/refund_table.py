"""The shipped bands of refunds (sql/0005_refund_bands.sql) as the unit tests read them."""

from datetime import date
from decimal import Decimal

from app.refund_bands import Band

ARTICLE = "菏泽市供热条例第四十四条"


def table(version: int = 1, valid_from: date = date(2017, 12, 2)) -> tuple[Band, ...]:
    rows = ((Decimal("14.0"), True, 100), (Decimal("16.0"), True, 50), (Decimal("18.0"), False, 30), (None, True, 0))
    return tuple(
        Band(version, valid_from, edge, included, percent, ARTICLE, "V", "") for edge, included, percent in rows
    )


BANDS = table()
