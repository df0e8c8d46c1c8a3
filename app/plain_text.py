"""Text out of what strangers write as HTML: no tag, no script, no control character ever comes through.

Read in one pass that grows with the length only: the standard library's parser takes minutes over ``<a <a <a …`` and
raises for ``<![``, and either would stop more than the post that brought it.
"""

import re
import unicodedata
from html import unescape

CUT = "…（过长，已截断）"

_BLOCKS = frozenset(
    ("br", "div", "p", "li", "tr", "hr", "dt", "dd", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
)
_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "title"))
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:_-]*)")
_TAG_STEP = re.compile(r"""=\s*(["'])|>""")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{9,};?")
"""No character has so high a number, and Python refuses to read some of them."""


def text_of_html(html: str, limit: int) -> str:
    """The visible words of HTML, or of text with entities in it; entities are resolved once, blocks become lines."""
    return tidy("".join(_parts(html[: 20 * limit])), limit)


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


def _parts(html: str) -> list[str]:
    """The words between the tags, and what a tag itself stands for. A ``<`` that begins no tag is a word's."""
    parts: list[str] = []
    at = told = 0
    last_end, last_comment_end = html.rfind(">"), html.rfind("-->")
    while 0 <= (at := html.find("<", at)) < last_end:
        tag = _TAG.match(html, at)
        if tag is not None:
            end = _tag_end(html, tag.end())
        elif html.startswith("<!--", at) and at + 4 <= last_comment_end:
            end = html.find("-->", at + 4) + 3
        elif html.startswith(("<!", "<?"), at) and not html.startswith("<!--", at):
            end = html.find(">", at) + 1
        else:
            at += 1
            continue
        parts.append(_words(html[told:at]))
        at = told = end
        if tag is None:
            continue
        name, opens = tag[1].lower(), tag[0][1] != "/"
        if name in _SILENT and opens and html[end - 2] != "/":
            closing = re.compile(rf"</{name}(?![\w:-])[^>]*>?", re.IGNORECASE).search(html, end)
            at = told = closing.end() if closing else len(html)
        elif name in _BLOCKS:
            parts.append("\n")
        elif name == "img" and opens:
            parts.append("［图片］")
    return [*parts, _words(html[told:])]


def _tag_end(html: str, at: int) -> int:
    """Behind the ``>`` of a tag, which may also stand in its quoted values; there is one somewhere."""
    begun = at
    while step := _TAG_STEP.search(html, at):
        if step[1] is None:
            return step.end()
        closed = html.find(step[1], step.end())
        if closed < 0 or "<" in html[step.end() : closed]:  # a quotation mark that somebody forgot
            break
        at = closed + 1
    return html.find(">", begun) + 1


def _words(text: str) -> str:
    return unescape(_LONG_NUMBER.sub("\ufffd", text))


def _unseen(char: str) -> bool:
    """Controls, halves of characters, and the marks that turn the direction of writing; emoji keep their joiners."""
    if char in "\u200d\ufe0f":
        return False
    return unicodedata.category(char) in ("Cc", "Cs", "Cf", "Co", "Cn")
