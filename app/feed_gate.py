"""The gate before feedparser: a stranger's bytes made text, without what could bomb or never end in the reader."""

import re
from xml.parsers import expat

from app.fetching import Answer
from app.forum_errors import SourceTrouble

DEEPEST = 60
MOST_ELEMENTS = 400_000
LOOSE_BYTES = 2_000_000
"""Of XML that is not well-formed: feedparser's forgiving way is slow."""
AUTHOR, AUTHOR_NAME, LABEL = "wlauthor", "wlname", "wllabel"
"""What the elements of people and of labels are called behind the gate. Under their own names feedparser looks through
each for a mail address and compares each label with all before it: both take the square of the time."""

SPOILT = "这个地址的内容不是 RSS 或 Atom，或者已经损坏。"
_ENTITIES = "内容里有 XML 实体定义，可能是攻击，没有读取。"
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\b[^<>\[]*>", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_RENAMED = tuple(
    (re.compile(rf"<(/?)(?:[\w.-]{{1,40}}:)?(?:{names})(?=[\s/>])", re.IGNORECASE), rf"<\1{new}")
    for names, new in (
        ("author|creator|contributor|owner|publisher|managingeditor|webmaster", AUTHOR),
        ("name", AUTHOR_NAME),
        ("category|subject|keywords|tags", LABEL),
    )
)


def gated(answer: Answer) -> str:
    """The document without its DOCTYPE, made sure to declare no entity and to be neither too deep nor too wide; people
    and labels renamed. Errors: SourceTrouble."""
    text = "".join(char for char in _decoded(answer) if char >= " " or char in "\t\n\r")
    start = 0
    while found := _PROLOG.match(text, start):
        start = found.end()
    doctype = _DOCTYPE.match(text, start)
    text = text[doctype.end() if doctype else start :].lstrip()
    if text[:9].upper().startswith("<!DOCTYPE") or text[:8].upper().startswith("<!ENTITY"):
        raise SourceTrouble(_ENTITIES)
    if not text.startswith("<"):
        raise SourceTrouble(SPOILT)
    _measure(text)
    for old, new in _RENAMED:
        text = old.sub(new, text)
    return text


def _decoded(answer: Answer) -> str:
    """The text, by its mark, else as UTF-8 where it is that, else by what is declared where that is believable, else as
    GB 18030. A sign spoilt here and there, as by a forum that cuts by bytes, spoils nothing else."""
    body = answer.body
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace")
    declared = _ENCODING.match(body[:200])
    said = [answer.charset, declared[1].decode().lower() if declared else ""]
    names = ["utf-8", *(name for name in said if name and not _means_nothing(name)), "gb18030"]
    if said[0].startswith(("utf-16", "utf-32")):
        names = names[1:]
    best, spoilt, foreign = "", len(body) + 1, len(body.translate(None, bytes(range(128))))
    for name in names:
        try:
            text = body.decode({"gbk": "gb18030", "gb2312": "gb18030"}.get(name, name), "replace")
        except LookupError:
            continue
        if (wrong := text.count("\ufffd")) < spoilt:
            best, spoilt = text, wrong
        if 10 * wrong <= foreign:  # in the wrong charset nearly every sign is
            break
    return best


def _means_nothing(charset: str) -> bool:
    """Whether it would take any bytes for letters of another language."""
    return charset.replace("_", "-").startswith(("iso-8859", "latin", "us-ascii", "windows-125", "utf-7"))


def _measure(text: str) -> None:
    depth = elements = 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            raise SourceTrouble("内容的结构过于复杂，可能是攻击，没有读取。")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_what: object) -> None:
        raise SourceTrouble(_ENTITIES)

    reader = expat.ParserCreate("utf-8")
    reader.StartElementHandler = opened
    reader.EndElementHandler = closed
    reader.EntityDeclHandler = declared
    try:
        reader.Parse(text.encode(errors="replace"), True)
    except expat.ExpatError:
        unclosed = len(re.findall(r"<\w", text)) - text.count("</") - text.count("/>")
        if len(text.encode(errors="replace")) > LOOSE_BYTES or unclosed > 1000:
            raise SourceTrouble("内容不是完整的 XML，没有读取。") from None
