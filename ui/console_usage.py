"""What a command line lacks or has too much of, in Chinese: the library that reads it says so in English."""

import re
from typing import Any

from typer.exceptions import TyperException

from app.errors import BadInput

_WRONG = {
    "int_parsing": "要一个整数",
    "int_from_float": "要一个整数",
    "float_parsing": "要一个数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
}
"""What pydantic says of a value, by its own names."""
_QUOTED = re.compile(r"'([^']*)'")
_EXTRA = re.compile(r"unexpected extra argument\(s\) \((.*)\)")
_CHOICES = re.compile(r"is not one of (.*)")
_NO_COMMAND = re.compile(r"No such command '(.*?)'\.(.*)", re.DOTALL)


def refusal(error: TyperException) -> BadInput:
    """The sentence for a command line that could not be read, with where its help is."""
    context = getattr(error, "ctx", None)
    help_at = f"用法见 {context.command_path} --help。" if context is not None else ""
    return BadInput(f"{_sentence(error)}{help_at}", field=_field(error))


def _sentence(error: TyperException) -> str:
    name, words = type(error).__name__, error.message
    if name == "MissingParameter":
        wanted = str(getattr(getattr(error, "param", None), "help", None) or "")
        return f"没有写（{wanted.removesuffix('。')}）。" if wanted else "没有写。"
    if name == "NoSuchOption":
        if getattr(error, "option_name", "") == "--json":
            return "要写在整条命令的后面。"
        return f"没有这个选项。{_or(sorted(getattr(error, 'possibilities', None) or []))}"
    if name == "BadOptionUsage":
        return "这个选项后面不跟值。" if "does not take" in words else "这个选项后面要跟一个值。"
    if name == "BadParameter":
        return _value(error)
    if extra := _EXTRA.search(words):
        return f"多写了“{extra[1]}”；有空格的话请加引号。"
    if unknown := _NO_COMMAND.search(words):
        return f"没有“{unknown[1]}”这个命令。{_or(_QUOTED.findall(unknown[2]))}"
    if name == "NoArgsIsHelpError" or words.startswith("Missing command"):
        return f"请再写一个命令：{'、'.join(_commands(error))}。"
    return f"这一行命令读不懂（{words}）。"


def _value(error: TyperException) -> str:
    """A value that is not of its kind."""
    told: list[Any] = getattr(error.__cause__, "errors", list)()
    if not told:
        return f"值不对（{error.message}）。"
    first: dict[str, Any] = told[0]
    kind, given, more = first["type"], first.get("input"), first.get("ctx", {})
    if choices := _CHOICES.search(error.message):
        return f"没有“{given}”，可写 {'、'.join(_QUOTED.findall(choices[1]))}。"
    if kind in _WRONG:
        return f"“{given}”不对，{_WRONG[kind].format(**more)}。"
    return f"“{given}”不对（{error.message}）。"


def _or(near: list[str]) -> str:
    return f"是不是 {'、'.join(near)}？" if near else ""


def _field(error: TyperException) -> str:
    """The option or argument as it is typed: --limit, NUMBER."""
    if option := getattr(error, "option_name", None):
        return str(option)
    param: Any = getattr(error, "param", None)
    if param is None:
        return ""
    options = [one for one in param.opts if one.startswith("--")]
    return str(options[0] if options else param.metavar or param.name.upper())


def _commands(error: TyperException) -> list[str]:
    context: Any = getattr(error, "ctx", None)
    return [] if context is None else list(context.command.list_commands(context))
