"""The command line: the acts of the window without a window, for scripts and checks. No Qt is loaded here.

Global options stand before the word, ``--json`` after it. Exit 0 done, 2 bad input, 3 not allowed, 4 database away.
"""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from app.errors import WarmlineError
from app.settings import read_settings
from ui.console_callbacks import callback_words
from ui.console_clocks import clock_word
from ui.console_complaints import complaint_words, slip_word
from ui.console_corrections import add_correction_words
from ui.console_database import audit_words, database_words
from ui.console_desk import add_desk_words
from ui.console_directory import directory_words, limits_words, phone_words
from ui.console_duties import duty_words
from ui.console_forms import form_words
from ui.console_hand_over import add_hand_over_words
from ui.console_help import ASKED, in_chinese
from ui.console_incidents import incident_words
from ui.console_knowledge import knowledge_words
from ui.console_linkage import authority_words
from ui.console_notices import notice_words
from ui.console_notify import notify_words
from ui.console_people import person_words
from ui.console_points import channel_words, hall_words
from ui.console_posts import post_words
from ui.console_refunds import refund_words
from ui.console_relief import relief_words
from ui.console_review import add_review_words
from ui.console_roster import roster_words
from ui.console_rules import calendar_words, category_words, season_words
from ui.console_session import Session, say_error
from ui.console_settings import setting_words
from ui.console_shift_log import add_log_words
from ui.console_shifts import shift_words
from ui.console_sources import source_words
from ui.console_statistics import statistics_words
from ui.console_swaps import swap_words
from ui.console_temperature import temperature_words
from ui.console_usage import refusal
from ui.console_verified import add_verified_words
from ui.console_visits import add_visit_words
from ui.display import missing_libraries
from ui.launch import open_or_tour

console = typer.Typer(
    name="main.py",
    help="Warmline：12319 供暖热线受理台。不带命令时打开窗口。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
console.add_typer(
    complaint_words,
    name="complaint",
    help="诉求：受理、更正、派单、签收、到场、反馈、退单、延期、督办、挂账、转办、回访、结案、催办。",
)
console.add_typer(callback_words, name="callback", help="回访：待回访的诉求、三率，和三率背后的逐次回访。")
add_desk_words(complaint_words)
add_correction_words(complaint_words)
add_verified_words(directory_words)
console.add_typer(directory_words, name="directory", help="小区名录：查找、导入、导出。")
console.add_typer(phone_words, name="phone", help="电话号码的识别。")
console.add_typer(limits_words, name="limits", help="时限与依据：说明、列出、修改、历史。")
console.add_typer(season_words, name="season", help="供暖季的起止日期。")
console.add_typer(category_words, name="category", help="诉求类别的名称、缓急和问题。")
console.add_typer(form_words, name="form", help="登记表：哪些类别有，问什么；修改栏目。")
console.add_typer(calendar_words, name="calendar", help="工作日历：导入、查看、重算暂定时限。")
console.add_typer(database_words, name="database", help="数据库：初始化、升级、检查、状态、停止。")
console.add_typer(person_words, name="person", help="人员：列出、添加、修改、停用、恢复、密码。")
console.add_typer(incident_words, name="incident", help="片区事件：提示、开、并入、移出、更改、签收、结束、列出。")
console.add_typer(knowledge_words, name="knowledge", help="问答：查找、添加、修改、核对、导入、报告、过期。")
console.add_typer(notify_words, name="notify", help="工作群通知：发送、列出、管理群、取文字。")
console.add_typer(notice_words, name="notice", help="公告：发布、更改、撤回、列出、查看。")
console.add_typer(duty_words, name="duty", help="供热日程：列出、登记办结、撤销、催办。")
console.add_typer(hall_words, name="hall", help="服务大厅：列出、登记、更改、停用。")
console.add_typer(channel_words, name="channel", help="缴费渠道：列出、登记、更改、停用。")
console.add_typer(setting_words, name="setting", help="设置：列出、修改。")
console.add_typer(shift_words, name="shift", help="值班：签到、签退、现在谁当班、交班、接班、值班日志。")
add_hand_over_words(shift_words)
add_log_words(shift_words)
add_review_words(shift_words)
console.add_typer(roster_words, name="roster", help="排班：查看、按班组生成、改一个班次、班组、班制。")
roster_words.add_typer(swap_words, name="swap", help="换班：申请、同意、批准、列出。")
console.add_typer(statistics_words, name="statistics", help="统计：一天、一季、每千户、两季对比、月报定稿、导出。")
console.add_typer(authority_words, name="authority", help="转办单位：列出、添加、修改。")
console.add_typer(refund_words, name="refund", help="退费：逐日判定、核定、告知、退清、核定单、室温档次。")
console.add_typer(relief_words, name="relief", help="减免：计算、登记、核定、兑付、各季标准。")
console.add_typer(
    temperature_words, name="temperature", help="测温：判定读数、申请、登记、更正、鉴定、逐日判定、记录单、仪器。"
)
add_visit_words(temperature_words)
console.add_typer(audit_words, name="audit", help="审计：核对事件链。")
console.command("clock", help="一件诉求的各项时限是怎样算出来的。")(clock_word)
console.add_typer(source_words, name="source", help="网络来源：添加、列出、修改、抓取、停用。")
console.add_typer(post_words, name="post", help="网帖：查看、受理、并入、不受理、公开答复。")
console.command("slip", help="打印派单为 PDF（计入打印次数）。")(slip_word)


@console.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    login: Annotated[
        str, typer.Option("--as", metavar="LOGIN", help="以谁的身份；密码取自 WARMLINE_PASSWORD 或当场输入。")
    ] = "",
    database: Annotated[str, typer.Option(metavar="URL", help="共享的 PostgreSQL；缺省用本机自带的。")] = "",
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="数据文件夹；缺省在用户目录。")] = None,
) -> None:
    """Remember the global options; without a word, open the window."""
    context.obj = Session(read_settings(data, database or None), login)
    if context.invoked_subcommand is None:
        raise typer.Exit(open_or_tour(context.obj.settings, login))


@console.command("tour", help="在真实窗口与数据库上走一遍全流程，并留下图片与派单 PDF。")
def tour_word(
    out: Annotated[Path, typer.Option(metavar="DIR", help="图片与 PDF 放在这里。")] = Path("tour"),
) -> None:
    """Walk the road; exit 1 when a step fails."""
    missing = missing_libraries()
    if missing:
        raise WarmlineError(missing)
    from ui.tour import offscreen, walk

    offscreen()
    raise typer.Exit(walk(out))


def run(words: list[str]) -> int:
    """Run one command line; returns the exit code."""
    if ASKED.isdisjoint(words):
        return _run(words)
    with redirect_stdout(StringIO()) as page:
        code = _run(words)
    typer.echo(in_chinese(page.getvalue()), nl=False)
    return code


def _run(words: list[str]) -> int:
    try:
        code = console(words, standalone_mode=False, prog_name="main.py")
    except WarmlineError as error:
        say_error(error)
        return error.exit_code
    except TyperException as error:
        refused = refusal(error)
        say_error(refused)
        return refused.exit_code
    except typer.Abort:
        typer.echo("已取消。", err=True)
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return code if isinstance(code, int) else 0
