"""Breaking Chinese text into lines: no line begins with a closing mark, none ends with an opening one.

The rules are those of GB/T 15834-2011 section 5.1 in short; numbers and Latin words stay whole where they can.
"""

import re
from collections.abc import Callable, Iterator, Sequence

Measure = Callable[[str], float]  # width of a text in points

_CLOSING = re.escape("，。、；：？！）】》〉」』”’〕］｝…—～·％℃°,.;:?!)]}%")
_OPENING = re.escape("（【《〈「『“‘〔［｛([{￥$#№")
_WORD = r"[0-9A-Za-zÀ-ɏͰ-ԯ]+(?:[-.,:/@_+&'][0-9A-Za-zÀ-ɏͰ-ԯ]+)*"
_CLUSTER = re.compile(rf" +|[{_OPENING}]*(?:{_WORD}|[^ ])[{_CLOSING}]*", re.DOTALL)


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Lines of at most this width (points); own line ends in the text are kept, at least one line comes back.

    Only spaces at the place of a break are lost. A cluster wider than the line is broken between characters.
    """
    return [line for paragraph in text.split("\n") for line in _break_paragraph(paragraph, width, measure)]


def _break_paragraph(text: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for cluster in _clusters(text, width, measure):
        wide = measure(cluster)
        if used + wide > width and line:
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
        if line or cluster.strip(" "):
            line += cluster
            used += wide
    lines.append(line.rstrip(" "))
    return lines


def _clusters(text: str, width: float, measure: Measure) -> Iterator[str]:
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        if len(cluster) > 1 and measure(cluster) > width:
            yield from cluster
        else:
            yield cluster


def flow_items(items: Sequence[str], width: float, measure: Measure, gap: str = "　") -> list[str]:
    """Lines of items that belong together each (a name with its phones): broken between items before within one."""
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]}{gap}{item}" if lines else ""
        if lines and measure(joined) <= width:
            lines[-1] = joined
        else:
            lines += break_lines(item, width, measure)
    return lines or [""]
