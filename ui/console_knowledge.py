"""The console's words for questions and answers: find, show, add, change, check, retire, report, import, export."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app import knowledge
from app.day_words import read_day
from app.errors import BadInput
from app.knowledge import Article, NewArticle, find_article
from app.knowledge_file import export_articles, import_articles
from app.knowledge_search import ArticleSearch
from app.people import find_person
from app.rules import CITY_TIME
from app.seat import Seat
from ui.console_json import Record, moment
from ui.console_reports import report_words
from ui.console_session import Json, session, show

knowledge_words = typer.Typer(no_args_is_help=True)
knowledge_words.add_typer(report_words, name="report", help="报告：添加、列出、答复。")

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="问答编号，如 7。")]
Question = Annotated[str | None, typer.Option(help="问题。")]
Answer = Annotated[str | None, typer.Option(help="念给用户听的答复。")]
Basis = Annotated[str | None, typer.Option(help="依据：哪部法规、标准的第几条。")]
Mark = Annotated[str | None, typer.Option(help="V 见原文，V- 见报道，P 本系统建议。")]
Codes = Annotated[str | None, typer.Option("--category", help="类别代码，可几个，用空格分开。")]
Words = Annotated[str | None, typer.Option("--words", help="查找词，用空格分开。")]
From = Annotated[str, typer.Option("--from", metavar="DAY", help="生效日期。")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="失效日期，最后一天。")]
Owner = Annotated[str, typer.Option(metavar="LOGIN", help="负责人的用户名，班长或系统管理员。")]


@knowledge_words.command("find", help="按词、拼音、首字母、编号、类别查问答。")
def find_word(
    context: typer.Context,
    words: Annotated[str, typer.Argument(help="要找的词。")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多几条。")] = 10,
    as_json: Json = False,
) -> None:
    """Look answers up."""
    with session(context).seat() as seat:
        hits = ArticleSearch(knowledge.read_articles(seat)).find(words, limit)
        records = [{**article_record(seat, hit.article), "way": hit.way, "score": hit.score} for hit in hits]
        lines = [line for hit in hits for line in (_head(hit.article), f"    {hit.article.answer}")]
    show(as_json, {"articles": records}, lines or ["没有找到；可用 knowledge report add 报告缺哪一条。"])


@knowledge_words.command("list", help="列出问答；--stale 只列要重新核对的，--retired 只列停用的。")
def list_word(
    context: typer.Context,
    category: Annotated[str, typer.Option(help="只列这一类。")] = "",
    stale: Annotated[bool, typer.Option("--stale", help="只列过期的。")] = False,
    retired: Annotated[bool, typer.Option("--retired", help="只列停用的。")] = False,
    as_json: Json = False,
) -> None:
    """List answers."""
    _list(context, category, stale, retired, as_json)


@knowledge_words.command("stale", help="列出要重新核对的问答和原因。")
def stale_word(context: typer.Context, as_json: Json = False) -> None:
    """List what is to be looked at again."""
    _list(context, "", True, False, as_json)


@knowledge_words.command("show", help="一条问答的全文、各版本和用在哪里。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show an answer with its versions and where it was told."""
    with session(context).seat() as seat:
        article = find_article(seat, number)
        versions = knowledge.read_versions(seat, article.id)
        uses = knowledge.read_uses(seat, article.id, 20)
        record = article_record(seat, article)
        record["versions"] = [
            {
                "version": one.version,
                "question": one.question,
                "answer": one.answer,
                "basis": one.basis,
                "mark": one.mark,
                "note": one.note,
                "made_by": one.made_by,
                "made_at": moment(one.made_at),
            }
            for one in versions
        ]
        record["uses"] = [
            {
                "number": one.number,
                "version": one.version,
                "person": one.person,
                "at": moment(one.at),
                "told": one.told,
            }
            for one in uses
        ]
        stale = knowledge.why_stale(seat, article)
    lines = [_head(article), article.answer, f"依据 {article.source}", f"核对 {_checked(article)}"]
    lines += [f"▲ {stale}"] if stale else []
    lines += [f"第 {one.version} 版  {_day(one.made_at.date())} {one.made_by}  {one.note}" for one in versions]
    lines += [f"{one.at.astimezone(CITY_TIME):%m-%d %H:%M}  {one.number}  第 {one.version} 版" for one in uses]
    show(as_json, record, lines)


@knowledge_words.command("add", help="添加一条问答；说到条例、规定、标准的要写依据。")
def add_word(
    context: typer.Context,
    question: Annotated[str, typer.Option(help="问题。")],
    answer: Annotated[str, typer.Option(help="念给用户听的答复。")],
    basis: Basis = None,
    mark: Mark = None,
    category: Codes = None,
    words: Words = None,
    valid_from: From = "",
    valid_until: Until = "",
    owner: Owner = "",
    as_json: Json = False,
) -> None:
    """Add an answer."""
    with session(context).seat() as seat:
        new = NewArticle(
            question=question,
            answer=answer,
            basis=basis or "",
            mark=mark or ("V" if basis else "P"),
            categories=category or "",
            words=words or "",
            valid_from=_typed_day(seat, valid_from, "from"),
            valid_until=_typed_day(seat, valid_until, "until"),
            owner_id=find_person(seat, owner).id if owner else None,
        )
        print_article(seat, find_article(seat, knowledge.add_article(seat, new)), as_json)


@knowledge_words.command("change", help="修改一条问答，存为新版本；没有给的不变。")
def change_word(
    context: typer.Context,
    number: Number,
    question: Question = None,
    answer: Answer = None,
    basis: Basis = None,
    mark: Mark = None,
    category: Codes = None,
    words: Words = None,
    valid_from: From = "",
    valid_until: Until = "",
    owner: Owner = "",
    note: Annotated[str, typer.Option(help="改了什么。")] = "",
    as_json: Json = False,
) -> None:
    """Store the next version."""
    with session(context).seat() as seat:
        before = find_article(seat, number)
        newest = before.newest
        new = NewArticle(
            question=newest.question if question is None else question,
            answer=newest.answer if answer is None else answer,
            basis=newest.basis if basis is None else basis,
            mark=newest.mark if mark is None else mark,
            categories=" ".join(newest.categories) if category is None else category,
            words=" ".join(newest.words) if words is None else words,
            valid_from=_typed_day(seat, valid_from, "from") or newest.valid_from,
            valid_until=_typed_day(seat, valid_until, "until") or newest.valid_until,
            note=note,
            owner_id=find_person(seat, owner).id if owner else None,
        )
        knowledge.change_article(seat, before, new)
        print_article(seat, find_article(seat, number), as_json)


@knowledge_words.command("check", help="已与出处核对，没有变化。")
def check_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Say that an answer is still right."""
    with session(context).seat() as seat:
        knowledge.check_article(seat, find_article(seat, number))
        print_article(seat, find_article(seat, number), as_json)


@knowledge_words.command("retire", help="停用一条问答；停用的则恢复。")
def retire_word(
    context: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="原因。")],
    as_json: Json = False,
) -> None:
    """Out of use, or back."""
    with session(context).seat() as seat:
        knowledge.retire_article(seat, find_article(seat, number), reason)
        print_article(seat, find_article(seat, number), as_json)


@knowledge_words.command("import", help="从 .xlsx 或 .csv 导入问答；有一行读不懂就整个不导入。")
def import_word(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="要导入的文件。")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么。")] = False,
    as_json: Json = False,
) -> None:
    """Import answers."""
    with session(context).seat() as seat:
        result = import_articles(seat, file, dry_run)
    record = {
        "file": str(file),
        "dry_run": dry_run,
        "imported": result.imported,
        "changes": [
            {"sheet": one.sheet, "row": one.row, "number": one.number, "question": one.question}
            for one in result.changes
        ],
        "unchanged": result.unchanged,
        "errors": [
            {"sheet": one.sheet, "row": one.row, "cell": one.cell, "reason": one.reason} for one in result.errors
        ],
    }
    if result.errors:
        show(as_json, record, [])
        raise BadInput(
            "\n".join([f"有 {len(result.errors)} 行读不懂，什么也没有导入：", *map(str, result.errors)]), field="file"
        )
    lines = [f"{one.sheet} 第 {one.row} 行：{one.words}" for one in result.changes]
    lines.append(f"{'将改' if dry_run else '已改'} {len(result.changes)} 条，{result.unchanged} 条不变。")
    show(as_json, record, lines)


@knowledge_words.command("export", help="导出在用的问答为 .xlsx，可原样导回。")
def export_word(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="写到这个文件。")], as_json: Json = False
) -> None:
    """Export the answers."""
    with session(context).seat() as seat:
        many = export_articles(seat, file)
    show(as_json, {"file": str(file), "articles": many}, [f"{many} 条问答已写到 {file}"])


def article_record(seat: Seat, article: Article) -> Record:
    """An answer with its newest version."""
    newest = article.newest
    return {
        "number": article.number,
        "version": article.version,
        "question": article.question,
        "answer": article.answer,
        "basis": newest.basis,
        "mark": newest.mark,
        "categories": list(newest.categories),
        "words": list(newest.words),
        "valid_from": moment(newest.valid_from),
        "valid_until": moment(newest.valid_until),
        "owner": article.owner,
        "checked_on": moment(article.checked_on),
        "checked_by": article.checked_by,
        "retired": article.retired,
        "stale": knowledge.why_stale(seat, article),
    }


def print_article(seat: Seat, article: Article, as_json: bool) -> None:
    """Print an answer."""
    show(as_json, article_record(seat, article), [_head(article), article.answer, f"依据 {article.source}"])


def _list(context: typer.Context, category: str, stale: bool, retired: bool, as_json: bool) -> None:
    with session(context).seat() as seat:
        code = seat.rules.category(category).code if category else ""
        found = knowledge.list_stale(seat) if stale else knowledge.read_articles(seat)
        found = [one for one in found if one.retired is retired and (not code or code in one.newest.categories)]
        records = [article_record(seat, one) for one in found]
        lines = [f"{_head(one)}{'  ▲ ' + why if (why := knowledge.why_stale(seat, one)) else ''}" for one in found]
    show(as_json, {"articles": records}, lines or ["没有。"])


def _head(article: Article) -> str:
    codes = f"  [{' '.join(article.newest.categories)}]" if article.newest.categories else ""
    return f"{article.number} 号  {article.question}{codes}"


def _checked(article: Article) -> str:
    return f"{_day(article.checked_on)} {article.checked_by}" if article.checked_on else "从未"


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _typed_day(seat: Seat, typed: str, field: str) -> date | None:
    return read_day(typed, seat.now().astimezone(CITY_TIME).date(), field) if typed.strip() else None
