"""The company's report: what was found and done, apart from it what may be said in public, and whose fault it was."""

from uuid import UUID

from app.complaints import show
from app.dispatch import step
from app.records import Act, Complaint, Liability
from app.search_words import search_words
from app.seat import Seat
from app.typed_words import paragraph


def report(
    seat: Seat,
    complaint_id: UUID,
    revision: int,
    words: str,
    public_answer: str = "",
    liability: Liability | None = None,
) -> Complaint:
    """Enter the report (反馈), by the company's desk or by an operator who hears it on the phone."""
    said = paragraph(words, "report", "反馈内容", required=True)
    public = paragraph(public_answer, "public_answer", "公开答复")
    before = show(seat, complaint_id)
    return step(
        seat,
        complaint_id,
        revision,
        Act.REPORT,
        note=said,
        changes={"report": said, "public_answer": public, "liability": liability},
        words=search_words(
            seat.rules, before.category, before.form, before.place, before.text, said, before.outside_number
        ),
    )
