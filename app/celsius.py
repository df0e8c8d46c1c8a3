"""A temperature or a height as people type it: 17.5, １７．５℃, 17。5, 零下3度. Decimals, never floats. Pure."""

import re
import unicodedata
from decimal import Decimal

from app.errors import BadInput

LOWEST, HIGHEST = Decimal(-30), Decimal(50)
"""What a thermometer can show here; the database holds to the same bounds."""

_NUMBER = re.compile(r"(?P<sign>-|零下)?(?P<whole>[0-9]{1,3})(?:\.(?P<part>[0-9]{1,2}))?")
_UNITS = ("摄氏度", "°C", "ºC", "度", "C")


def read_celsius(text: str, field: str, name: str) -> Decimal:
    """The degrees meant, −30…50 with at most two decimals. ``name`` is the field's word on the screen.

    Errors: BadInput with ``field``.
    """
    degrees = _number(text, _UNITS)
    if degrees is None:
        raise BadInput(f"{name}“{text.strip()[:20]}”不是温度，请写数字，例如 17.5。", field=field)
    if not LOWEST <= degrees <= HIGHEST:
        raise BadInput(f"{name} {degrees} ℃ 不可能：应在 −30 到 50 ℃ 之间，请核对。", field=field)
    return degrees


def read_height(text: str, field: str, name: str) -> int:
    """A height in whole centimetres, typed in metres or with its unit: 1, 1.05, 1米, 100厘米. Errors: BadInput."""
    words = _plain(text)
    for unit in ("厘米", "公分", "CM"):
        if words.endswith(unit):
            centimetres = _number(words, (unit,))
            break
    else:
        metres = _number(words, ("公尺", "米", "M"))
        centimetres = None if metres is None else metres * 100
    if centimetres is None or centimetres != int(centimetres) or not 0 <= centimetres <= 500:
        raise BadInput(f"{name}“{text.strip()[:20]}”看不懂，请写离地多少米，例如 1 或 1.05。", field=field)
    return int(centimetres)


def celsius_words(degrees: Decimal) -> str:
    """17.5 ℃, with a real minus sign; zeros that say nothing are left out."""
    shown = f"{degrees:.2f}".rstrip("0")
    return f"{shown}0 ℃".replace("-", "−") if shown.endswith(".") else f"{shown} ℃".replace("-", "−")


def _plain(text: str) -> str:
    # An input method types the Chinese full stop for the point; in a lone number it can mean nothing else.
    words = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").replace("–", "-").upper()
    return "".join(words.split())


def _number(text: str, units: tuple[str, ...]) -> Decimal | None:
    words = _plain(text)
    for unit in units:
        words = words.removesuffix(_plain(unit))
    found = _NUMBER.fullmatch(words)
    if found is None:
        return None
    number = Decimal(f"{found['whole']}.{found['part'] or '0'}")
    return -number if found["sign"] else number
