"""Noto Sans SC in two weights as reportlab fonts, and what can be printed with them.

Parsing both files takes about 0.2 s and happens once, at the first slip or in :func:`warm_up`. reportlab keeps a
reading position inside a font, so one slip at a time may be drawn: hold :data:`PRESS` while a canvas is in use.
"""

import mmap
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from threading import Lock

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
FONT_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "fonts"
PRESS = Lock()

# Only the glyphs that are used go into the file, not all of ASCII; and no base-85 on top of the deflated pages.
rl_config.ttfAsciiReadable = 0
rl_config.useA85 = 0


class _MappedFile:
    """A font file as reportlab wants to read it: ``read()`` hands out the mapped file, not a copy of its 10 MB."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def read(self) -> mmap.mmap:
        with self._path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class _Glyphs:
    """The glyph outlines of a mapped font file, cut out one by one; reportlab would copy all 10 MB for each slip."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


def _table(face: TTFontFace, tag: str) -> bytes | _Glyphs:
    start, length = face.get_table_pos(tag)
    if tag == "glyf":
        return _Glyphs(face._ttf_data, start)
    return bytes(face._ttf_data[start : start + length])


@cache
def _font(name: str) -> TTFont:
    font = TTFont(name, _MappedFile(FONT_FOLDER / f"{name}.ttf"), shapable=False)
    font.face.get_table = partial(_table, font.face)
    font.face.glyphToChar = {}  # 3 MB that only text shaping reads
    # reportlab 5.1 writes U+2CB4E as <2CB4E>, which readers take for garbage: rare names would not copy out.
    font.addObjects = partial(_add_objects, font)
    registerFont(font)
    return font


def _add_objects(font: TTFont, document: PDFDocument) -> None:
    """Write the font's subsets as reportlab does, then put a well-formed ToUnicode map in place of its own."""
    subsets = {
        font.getSubsetInternalName(number, document)[1:]: subset
        for number, subset in enumerate(font.state[document].subsets)
    }
    TTFont.addObjects(font, document)
    for name, subset in subsets.items():
        reference = document.idToObject["BasicFonts"].dict[name].ToUnicode
        document.idToObject[reference.name].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """The CMap from a subset's byte codes to text: UTF-16BE with surrogate pairs, at most 100 entries a block."""
    entries = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset)]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def warm_up() -> None:
    """Load both weights, so that the first slip is as quick as the next. Safe from any thread."""
    with PRESS:
        load()


def load() -> None:
    """Register both weights with reportlab; the caller holds :data:`PRESS`."""
    _font(REGULAR)
    _font(BOLD)


def ruler(weight: str, size: float) -> Callable[[str], float]:
    """A function that measures text in points, set in this weight at this size."""
    widths: dict[int, float] = _font(weight).face.charWidths

    def measure(text: str) -> float:
        return sum([widths[ord(character)] for character in text]) * size / 1000

    return measure


def printable(text: str) -> str:
    """Text as it can be printed: line ends kept, control and format characters dropped, spaces made plain.

    A character without a glyph becomes 〓 and its code point, 〓(U+1F600), so that paper never hides one.
    """
    glyphs = _font(REGULAR).face.charToGlyph
    kept = []
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        category = unicodedata.category(character)
        if character == "\n" or category in ("Zl", "Zp"):
            kept.append("\n")
        elif character == "\t" or (category == "Zs" and character != "\u3000"):
            kept.append(" ")
        elif category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
            continue
        elif ord(character) in glyphs:
            kept.append(character)
        else:
            kept.append(f"〓(U+{ord(character):04X})")
    return "".join(kept)
