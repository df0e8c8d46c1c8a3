"""What people type, before it is stored: cleaned where that loses nothing, refused in words where it would."""

import re
from unicodedata import normalize

from app.errors import BadInput

LINE = 60
PARAGRAPH = 4000

_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls but tab and LF, half characters


def line(text: str, field: str, name: str, limit: int = LINE, required: bool = False) -> str:
    """One line: surrounding blanks go, line breaks and tabs become blanks. ``name`` is the field's word on screen."""
    return _clean(" ".join(text.split()), field, name, limit, required)


def paragraph(text: str, field: str, name: str, limit: int = PARAGRAPH, required: bool = False) -> str:
    """Several lines; line breaks are kept as LF."""
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n").strip(), field, name, limit, required)


def plain_number(text: str) -> str:
    """A number of the hotline's as it is stored: full-width signs as plain ones, no blanks around it."""
    return normalize("NFKC", text).strip()


def _clean(text: str, field: str, name: str, limit: int, required: bool) -> str:
    if found := _UNSTORABLE.search(text):
        raise BadInput(f"{name}里有不能保存的控制字符（U+{ord(found[0]):04X}），请删去后再提交。", field=field)
    if required and not text:
        raise BadInput(f"请填写{name}。", field=field)
    if len(text) > limit:
        raise BadInput(f"{name}太长：{len(text)} 字，最多 {limit} 字。", field=field)
    return text
