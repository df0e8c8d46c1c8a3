"""The pages of --help in Chinese: what we say of a command is, and the library's own few words around it are not."""

import re

ASKED = frozenset({"--help", "-h"})
_WORDS = (
    (re.compile(r"^Usage: (.*)$", re.MULTILINE), lambda found: f"用法：{_usage(found[1])}"),
    (re.compile(r"^Arguments:$", re.MULTILINE), "参数："),
    (re.compile(r"^Options:$", re.MULTILINE), "选项："),
    (re.compile(r"^Commands:$", re.MULTILINE), "命令："),
    (re.compile(r"Show this message and exit\."), "显示这一页。"),
    (re.compile(r"(\[|;\s+)required\]"), r"\1必填]"),
    (re.compile(r"\[default:(\s)"), r"[缺省\1"),
)


def in_chinese(page: str) -> str:
    """The same page; what it doesn't know it leaves as it is."""
    for pattern, words in _WORDS:
        page = pattern.sub(words, page)
    return page


def _usage(line: str) -> str:
    return line.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")
