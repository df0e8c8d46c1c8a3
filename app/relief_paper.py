"""A granted relief on paper (减免核定单): one A4 page for the household and the office, the sum worked out.

Which proof was seen is said in a word; there is no copy of it, and no number of it. The company's sheet names nobody,
for its desk is not told whose relief it is (sql/0005_relief.sql).
"""

from datetime import datetime

from app.directory import Directory
from app.errors import BadInput
from app.paper import Paper, PaperColumn
from app.pdf_fonts import BOLD
from app.relief_records import GRANTED_STATES, KIND_WORDS, STATE_WORDS, Relief, basis_words
from app.relief_sums import ARTICLE, Rate
from app.reliefs import rates
from app.rules import CITY_TIME
from app.seat import Seat

NAMELESS = "热力公司按房屋兑付；户号、家庭类别和证明不告知热力公司。"
_FACTS = (PaperColumn("供热企业", 30), PaperColumn("供暖季", 18), PaperColumn("家庭", 12), PaperColumn("户号", 24),
          PaperColumn("状态", 16))  # fmt: skip
_SUM = (PaperColumn("实际缴费面积", 22), PaperColumn("整套缴费面积", 22), PaperColumn("标准", 22),
        PaperColumn("减免金额", 18), PaperColumn("季热费", 16))  # fmt: skip


def print_relief(seat: Seat, relief: Relief) -> bytes:
    """The sheet as this person may see it, as a PDF. Errors: BadInput(field="relief") for one that was not granted."""
    check_granted(relief)
    return draw_relief(relief, rates(seat).get(relief.season), seat.directory)


def check_granted(relief: Relief) -> None:
    """Refuse what has no sheet. Errors: BadInput(field="relief")."""
    if relief.state not in GRANTED_STATES:
        raise BadInput(f"{relief.number} {STATE_WORDS[relief.state]}：核准以后才有核定单。", field="relief")


def draw_relief(relief: Relief, rate: Rate | None, directory: Directory) -> bytes:
    """The sheet as a PDF; ``rate``: the season's as it stands. The same relief gives the same bytes."""
    paper = Paper("减免核定单", relief.number, f"{ARTICLE}  ·  12319 供暖热线")
    paper.paragraph(relief.place, 13, BOLD)
    paper.gap(4)
    company = directory.companies.get(relief.company_id)
    paper.table(_FACTS)
    kind = KIND_WORDS[relief.kind] if relief.kind else "—"
    paper.row(
        (company.name if company else "", relief.season, kind, relief.household or "—", STATE_WORDS[relief.state])
    )
    _sum(paper, relief, rate)
    paper.heading("二、见过的证明")
    if relief.proof and relief.proof_seen_at:
        seen = f"{_name(directory, relief.proof_seen_by)} 于 {_moment(relief.proof_seen_at)} 当场看过"
        paper.paragraph(f"{relief.proof}：{seen}。不留复印件，不记证号。", indent=4)
    else:
        paper.paragraph(NAMELESS, indent=4)
    paper.heading("三、核定")
    by = f"由{relief.decider}核准" if relief.decider else "已核准"
    entered = f"，{_name(directory, relief.decided_by)} 登记" if relief.decided_by else ""
    paper.paragraph(f"{_moment(relief.decided_at)} {by}{entered}。", indent=4)
    if relief.decision:
        paper.paragraph(f"说明：{relief.decision}", 9, indent=4)
    paper.heading("四、兑付")
    paid = f"{relief.paid_on} 已兑付（{_name(directory, relief.paid_by)} 报）。" if relief.paid_on else "尚未兑付。"
    paper.paragraph(f"应在 {relief.due_on} 前兑付（{ARTICLE}）。{paid}", indent=4)
    paper.gap(14)
    paper.signatures([("核定单位", relief.decider), ("用户", ""), ("供热企业（兑付人）", "")])
    return paper.print()


def _sum(paper: Paper, relief: Relief, rate: Rate | None) -> None:
    paper.heading("一、金额")
    paper.table(_SUM)
    paper.row(
        (
            f"{relief.area} 平方米",
            f"{relief.flat_area} 平方米",
            f"{relief.rate} 元/平方米",
            f"{relief.sum} 元",
            f"{relief.fee} 元" if relief.fee is not None else "—",
        ),
        BOLD,
    )
    paper.gap(4)
    worked = f"{relief.area} 平方米 × {relief.rate} 元/平方米 ＝ {relief.sum} 元，四舍五入到分。"
    paper.paragraph(f"算法：按实际缴费面积，{worked}", indent=4)
    paper.paragraph(f"标准的依据：{basis_words(relief, rate)}", indent=4)


def _name(directory: Directory, person_id: int | None) -> str:
    person = directory.people.get(person_id or 0)
    return person.name if person else ""


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}" if at else ""
