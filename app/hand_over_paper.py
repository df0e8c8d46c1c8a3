"""The hand-over sheet on paper (交接班记录单): A4, with what is left to do, the seal and both names. Pure."""

from collections.abc import Sequence
from datetime import datetime

from app.directory import Directory
from app.forum_records import POST_STATE_WORDS
from app.hand_over_records import COUNT_WORDS, DONE_WORDS, LeftComplaint, Sheet, seal_words
from app.moment_words import until_short
from app.paper import Paper, PaperColumn
from app.pdf_fonts import BOLD
from app.rules import CITY_TIME, Rules
from app.words import STATE_WORDS

_COMPLAINTS = (
    PaperColumn("编号", 16),
    PaperColumn("地点", 27),
    PaperColumn("类别", 25),
    PaperColumn("状态", 9),
    PaperColumn("热力公司", 10),
    PaperColumn("时限", 13),
)
_INCIDENTS = (
    PaperColumn("编号", 17),
    PaperColumn("地点", 25),
    PaperColumn("热力公司", 10),
    PaperColumn("户数／诉求", 17),
    PaperColumn("预计恢复", 13),
    PaperColumn("原因", 19),
)


def draw_sheet(sheet: Sheet, directory: Directory, rules: Rules) -> bytes:
    """The sheet as a PDF file; the same sheet gives the same bytes. Safe from any thread."""
    facts = sheet.facts
    team = directory.companies[sheet.company_id].name if sheet.company_id else "12319 供暖热线"
    paper = Paper("交接班记录单", sheet.number, f"封签 {sheet.seal_number} 号  {seal_words(sheet.seal, 8)[0]}…")
    paper.paragraph(f"{team}　{sheet.shift.words}", 12, BOLD)
    paper.paragraph(f"交班人 {sheet.made_by_name}　交班时间 {_full(sheet.made_at)}　数字截至该时刻")
    if sheet.reason:
        paper.paragraph(f"说明：{sheet.reason}")
    sections = _Sections(paper)
    sections.begin("本班办理")
    _figures(paper, [(DONE_WORDS[key], many) for key, many in facts.done.items()])
    sections.begin("移交下一班")
    _figures(paper, [(COUNT_WORDS[key], many) for key, many in facts.counts.items()])
    if facts.states:
        states = "　".join(f"{STATE_WORDS[state]} {many}" for state, many in facts.states.items())
        paper.paragraph(f"未办结其中：{states}", 9)
    sections.begin("需知事项")
    for notice in facts.notices:
        by = _name(directory, notice.person_id)
        paper.paragraph(f"● {notice.text}（{by} {_short(notice.made_at)}）", indent=4)
    paper.paragraph(sheet.note or ("" if facts.notices else "无"), indent=4)
    for words, rows, count in (
        ("超时诉求", facts.overdue, facts.counts["overdue"]),
        ("未签收派单", facts.unsigned, facts.counts["unsigned"]),
        ("待回访", facts.call_backs, facts.counts["call_backs"]),
    ):
        _complaints(paper, sections, f"{words}（{count} 件）", rows, count, directory, rules)
    _rest(paper, sections, sheet, directory)
    paper.keep(90)
    paper.heading("封签")
    paper.paragraph(
        f"第 {sheet.seal_number} 号，封 {sheet.sealed_events} 个事件；前一号 {sheet.seal_before[:16] or '无'}", 9
    )
    for line in seal_words(sheet.seal, 32):
        paper.paragraph(line, 11, BOLD)
    if sheet.remarks or sheet.sign_reason:
        paper.heading("接班意见")
        paper.paragraph(sheet.remarks, indent=4)
        if sheet.sign_reason:
            paper.paragraph(f"代签原因：{sheet.sign_reason}", 9, indent=4)
    paper.gap(8)
    signed = f"{sheet.signed_by_name}\n{_full(sheet.signed_at)}" if sheet.signed_at else ""
    paper.signatures([("交班人", f"{sheet.made_by_name}\n{_full(sheet.made_at)}"), ("接班人", signed)])
    return paper.print()


class _Sections:
    """Headings that are counted: a sheet leaves out what it has nothing of."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._count = 0

    def begin(self, words: str) -> None:
        self._paper.heading(f"{'一二三四五六七八九十'[self._count]}、{words}")
        self._count += 1


def _figures(paper: Paper, figures: Sequence[tuple[str, int]]) -> None:
    paper.table([PaperColumn(words, 1) for words, _ in figures])
    paper.row([str(many) for _, many in figures], BOLD)


def _complaints(
    paper: Paper,
    sections: _Sections,
    words: str,
    rows: Sequence[LeftComplaint],
    count: int,
    directory: Directory,
    rules: Rules,
) -> None:
    if not count:
        return
    sections.begin(words)
    paper.table(_COMPLAINTS)
    for one in rows:
        paper.row(
            (
                one.number,
                one.place,
                f"{one.category} {rules.category(one.category).name}",
                STATE_WORDS[one.state],
                _company(directory, one.company_id),
                until_short(one.due_at),
            )
        )
    _others(paper, count - len(rows))


def _rest(paper: Paper, sections: _Sections, sheet: Sheet, directory: Directory) -> None:
    facts = sheet.facts
    if facts.incidents:
        sections.begin(f"片区事件（{facts.counts['incidents']} 起）")
        paper.table(_INCIDENTS)
        for one in facts.incidents:
            homes = f"约 {one.homes} 户／{one.complaints} 件"
            until = until_short(one.expected_end) if one.expected_end else "未知"
            paper.row((one.number, one.place, _company(directory, one.company_id), homes, until, one.cause or "未明"))
        _others(paper, facts.counts["incidents"] - len(facts.incidents))
    if facts.drafts:
        sections.begin(f"未提交草稿（{facts.counts['drafts']} 份）")
        paper.table((PaperColumn("填写人", 1), PaperColumn("最后保存", 2)))
        for draft in facts.drafts:
            paper.row((_name(directory, draft.person_id), _full(draft.kept_at)))
        _others(paper, facts.counts["drafts"] - len(facts.drafts))
    if facts.posts:
        sections.begin(f"网帖未答复（{facts.counts['posts']} 帖）")
        paper.table((PaperColumn("来源", 2), PaperColumn("标题", 6), PaperColumn("状态", 2), PaperColumn("发现", 2)))
        for post in facts.posts:
            paper.row((post.source, post.title, POST_STATE_WORDS[post.state], _short(post.seen_at)))
        _others(paper, facts.counts["posts"] - len(facts.posts))


def _others(paper: Paper, many: int) -> None:
    paper.gap(4)
    if many > 0:
        paper.paragraph(f"另有 {many} 件未列出，请在系统中查看。", 9)


def _company(directory: Directory, company_id: int | None) -> str:
    company = directory.companies.get(company_id) if company_id else None
    return company.short_name if company else "—"


def _name(directory: Directory, person_id: int) -> str:
    person = directory.people.get(person_id)
    return person.name if person else ""


def _short(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"


def _full(at: datetime | None) -> str:
    return f"{at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}" if at else ""
