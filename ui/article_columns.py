"""The lists of the section 问答: answers, how they were found or why they are stale; reports; and one in full."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.knowledge import Article, ArticleVersion
from app.knowledge_reports import Report
from app.knowledge_words import MARK_WORDS
from app.rules import CITY_TIME
from ui.fact_grid import Fact
from ui.table_model import Column


class Listed(NamedTuple):
    """One line of the answers: its place in the list, and what is said beside it."""

    at: int
    article: Article
    why: str  # 拼音, 超过 180 天未核对
    stale: bool


def article_columns() -> list[Column[Listed]]:
    """Number, question, categories, mark, and why it stands here."""
    return [
        Column(title="号", text=lambda row: str(row.article.number), width=5, right=True),
        Column(title="问题", text=lambda row: row.article.question, width=46, strong=lambda _row: True),
        Column(title="类别", text=lambda row: "、".join(row.article.newest.categories), width=12),
        Column(title="出处", text=lambda row: MARK_WORDS[row.article.newest.mark], width=13, colour=_mark_colour),
        Column(
            title="",
            text=_why,
            width=22,
            colour=lambda row: "warning" if row.stale else "muted",
            strong=lambda row: row.stale,
        ),
    ]


def report_columns() -> list[Column[Report]]:
    """What is wrong, with which answer, who says so, and whether it was replied to."""
    return [
        Column(title="", text=_report_state, width=11, colour=lambda one: "warning" if one.is_open else "muted"),
        Column(title="问答", text=lambda one: one.about, width=34),
        Column(title="说明", text=lambda one: " ".join(one.text.split()), width=34, strong=lambda one: one.is_open),
        Column(title="报告人", text=lambda one: one.made_by_name, width=10),
        Column(title="负责人", text=lambda one: one.owner or "班长", width=10),
    ]


def article_facts(article: Article, stale: str) -> list[Fact]:
    """What stands below the answer."""
    newest = article.newest
    checked = f"{_day(article.checked_on)} {article.checked_by}".strip() if article.checked_on else "从未核对"
    facts = [Fact("依据", article.source)]
    if newest.categories:
        facts.append(Fact("类别", "、".join(newest.categories)))
    if newest.valid_from or newest.valid_until:
        facts.append(Fact("有效", f"{_day(newest.valid_from) or '一直'} 至 {_day(newest.valid_until) or '另行通知'}"))
    facts.append(Fact("核对", checked, f"▲ {stale}" if stale else "", right_look="strong-warning"))
    facts.append(Fact("负责", article.owner or "班长、系统管理员"))
    if newest.words:
        facts.append(Fact("查找词", "、".join(newest.words), look="muted"))
    if article.retired:
        facts.append(Fact("状态", "已停用", look="strong-danger"))
    return facts


def version_facts(versions: Sequence[ArticleVersion]) -> list[Fact]:
    """The versions, the newest first: who wrote it when, and, of an old one, what it said."""
    return [
        Fact(
            f"第 {one.version} 版",
            one.note if at == 0 else " — ".join(filter(None, (one.note, one.answer))),
            f"{one.made_at.astimezone(CITY_TIME):%Y-%m-%d} {one.made_by}",
            look="" if at == 0 else "muted",
        )
        for at, one in enumerate(versions)
    ]


def report_facts(one: Report) -> list[Fact]:
    """A report in full."""
    made = f"{one.made_at.astimezone(CITY_TIME):%m-%d %H:%M} {one.made_by_name}"
    about = "有误" if one.number is not None else "缺问答"
    facts = [Fact(about, one.text, made, look="strong-warning" if one.is_open else "")]
    if one.replied_at is not None:
        facts.append(Fact("答复", one.reply))
        facts.append(Fact("", f"{one.replied_at.astimezone(CITY_TIME):%m-%d %H:%M} {one.replied_by}", look="muted"))
    return facts


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _mark_colour(row: Listed) -> str | None:
    return {"V": "good", "V-": "accent"}.get(row.article.newest.mark, "muted")


def _why(row: Listed) -> str:
    return f"▲ {row.why}" if row.stale else row.why


def _report_state(one: Report) -> str:
    return "▲ 待答复" if one.is_open else "✓ 已答复"
