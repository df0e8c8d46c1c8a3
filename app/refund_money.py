"""What refunds and reliefs come to in yuan: exact, rounded once at the end to 0.01, half up. Pure.

HZ Art.44 gives no formula, so that money of a refund is computed only where the administrator has written down what
allows it (the setting refund_formula). 临沂市供热条例第三十二条 has one: daily fee × percent × days, daily fee being
the season fee ÷ the days of the season.
"""

from collections.abc import Iterable
from decimal import Decimal

from app.directory_cells import half_width
from app.errors import BadInput
from app.refund_days import RefundDay, by_percent

CENT = Decimal("0.01")
MOST_FEE = Decimal("1000000")
"""A flat's or a small house's season fee; anything above is a slip of the hand."""
MOST_AREA = Decimal("10000")


def refund_sum(fee: Decimal, season_days: int, days: Iterable[RefundDay]) -> Decimal:
    """Season fee ÷ days of the season × the percents of the days, rounded half up to 0.01 at the end only.

    Never negative and never above the fee: days lie in the season, each once, at most 100 %.
    """
    percents = sum({one.day: one.percent for one in days}.values())
    return half_up(int(fee * 100) * percents, 100 * season_days)


def refund_words(fee: Decimal, season_days: int, days: Iterable[RefundDay]) -> str:
    """The sum written out: 2400.00 元 ÷ 121 天 ×（3 天×100%＋2 天×50%）."""
    counts = by_percent(days)
    parts = "＋".join(f"{many} 天×{percent}%" for percent, many in counts.items()) or "0 天"
    return f"{fee} 元 ÷ {season_days} 天 ×（{parts}），只在最后四舍五入到分"


def half_up(numerator: int, denominator: int) -> Decimal:
    """Cents as a whole fraction, rounded half up, in yuan with two decimals."""
    return Decimal((2 * numerator + denominator) // (2 * denominator)).scaleb(-2)


def read_money(typed: str, field: str, name: str) -> Decimal:
    """Yuan with at most two decimals, above 0. Errors: BadInput with the field."""
    return _number(typed.removesuffix("元"), field, name, MOST_FEE, "元")


def read_area(typed: str, field: str = "area", name: str = "实际缴费面积") -> Decimal:
    """Square metres with at most two decimals, above 0. Errors: BadInput with the field."""
    bare = half_width(typed).strip().lower()
    for unit in ("平方米", "平米", "平", "㎡", "m²", "m2"):
        bare = bare.removesuffix(unit)
    return _number(bare, field, name, MOST_AREA, "平方米")


def _number(typed: str, field: str, name: str, most: Decimal, unit: str) -> Decimal:
    text = half_width(typed).strip().replace(",", "")
    if not text:
        raise BadInput(f"请填写{name}（{unit}）。", field=field)
    whole, _, part = text.partition(".")
    if not (text.isascii() and (whole + part).isdecimal() and whole and len(text) <= 12 and len(part) <= 2):
        raise BadInput(f"{name}应是大于 0 的数，最多两位小数（{unit}），不是“{text[:20]}”。", field=field)
    value = Decimal(text).quantize(CENT)
    if not 0 < value <= most:
        raise BadInput(f"{name}应大于 0、不超过 {most} {unit}。", field=field)
    return value
