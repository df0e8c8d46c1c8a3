"""Text out of what strangers write as HTML: no tag, no script, no control character ever comes through."""

import re
import unicodedata
from html.parser import HTMLParser

CUT = "…（过长，已截断）"

_BLOCKS = frozenset(
    ("br", "div", "p", "li", "tr", "hr", "dt", "dd", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
)
_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "title"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and not self._silent:
            self._silent = tag
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "img" and not self._silent:
            self.parts.append("［图片］")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def text_of_html(html: str, limit: int) -> str:
    """The visible words of HTML, or of text with entities in it; entities are resolved once, blocks become lines."""
    reader = _Text()
    reader.feed(html[: 20 * limit])
    reader.close()
    return tidy("".join(reader.parts), limit)


def title_of_html(html: str, limit: int) -> str:
    """The same on one line."""
    return " ".join(text_of_html(html, limit).split())


def tidy(text: str, limit: int) -> str:
    """Without control and invisible characters, without needless blanks; at most ``limit`` characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(char for char in text if char in "\n\t" or not _unseen(char))
    kept = re.sub(r"[^\S\n]+", " ", kept)
    kept = re.sub(r" ?\n ?", "\n", kept)
    kept = re.sub(r"\n{3,}", "\n\n", kept).strip()
    return kept if len(kept) <= limit else kept[: limit - len(CUT)] + CUT


def _unseen(char: str) -> bool:
    """Controls, halves of characters, and the marks that turn the direction of writing; emoji keep their joiners."""
    if char in "\u200d\ufe0f":
        return False
    return unicodedata.category(char) in ("Cc", "Cs", "Cf", "Co", "Cn")
