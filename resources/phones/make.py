"""Write ``places.bin``: where Chinese numbers are at home and who runs them, out of the tables of ``phonenumbers``.

Those tables hold the whole world in many languages and take 100 MB of memory; a seat needs the Chinese part in
Chinese. Run it again (``python resources/phones/make.py``) when ``phonenumbers`` is raised; a test compares both.

The file is zlib-compressed: one line of JSON (``cities``, ``areas`` by area code without its 0, ``carriers`` by
beginning of a mobile, ``countries`` by region code, ``runs``), then ``runs`` steps between the first seven digits of
mobiles and ``runs`` indexes of cities, both unsigned little-endian shorts.
"""

import json
import re
import struct
import zlib
from pathlib import Path

from phonenumbers.carrierdata import CARRIER_DATA
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.geodata.locale import LOCALE_DATA

FILE = Path(__file__).with_name("places.bin")
FIRST, LAST = 1_300_000, 2_000_000  # first seven digits of all mobiles
_PROVINCE = re.compile(r"^(?:.{2,3}省|.{2,8}自治区|内蒙古|广西|西藏|宁夏|新疆)(?=.)")


def short(place: str) -> str:
    """山东省菏泽市 → 菏泽."""
    return _PROVINCE.sub("", place).removesuffix("市")


def country(names: dict[str, str]) -> str:
    """A country in Chinese; the table says ``*ja`` where the Japanese name is written alike."""
    name = names["zh"]
    return names[name[1:]] if name.startswith("*") and name != "*zh" else name.removeprefix("*zh")


def main() -> None:
    places = {key[2:]: short(names["zh"]) for key, names in GEOCODE_DATA.items() if key[:2] == "86" and "zh" in names}
    runs: list[tuple[int, str]] = [(FIRST, "")]
    for number in range(FIRST, LAST):
        # From four digits on: the source gives some networks (173) to 北京 as a whole, where their head office is.
        digits = str(number)
        place = next((places[digits[:n]] for n in range(7, 3, -1) if digits[:n] in places), "")
        if place != runs[-1][1] or number - runs[-1][0] == 65_535:  # a step is a short
            runs.append((number, place))
    cities = sorted({place for _, place in runs})
    index = {place: number for number, place in enumerate(cities)}
    steps = [now - before for (before, _), (now, _) in zip([(FIRST, ""), *runs], runs, strict=False)]
    header = {
        "cities": cities,
        "areas": {key: place for key, place in sorted(places.items()) if not re.match("1[3-9]", key)},
        "carriers": {key[2:]: names["zh"][2:] for key, names in sorted(CARRIER_DATA.items()) if key[:3] == "861"},
        "countries": {region: country(names) for region, names in sorted(LOCALE_DATA.items()) if "zh" in names},
        "runs": len(runs),
    }
    shorts = struct.pack(f"<{2 * len(runs)}H", *steps, *(index[place] for _, place in runs))
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    FILE.write_bytes(zlib.compress(head + shorts, 9))


if __name__ == "__main__":
    main()
