"""Sending what was taken down: saved and dispatched in one go, attached to an incident, sent to another door, or
answered at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.dispatch import dispatch
from app.errors import BadInput
from app.incidents import take_into
from app.intake import NewComplaint, Said, answer, take, take_told
from app.records import Complaint, Slip, State
from app.referral import Door, take_to
from app.seat import Seat
from app.slip_records import preview_slip
from app.told_articles import ToldArticle


class Wish(StrEnum):
    """What is to become of a new complaint."""

    TAKE = "take"
    ANSWER = "answer"
    DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the database has. ``slip`` is to be printed (and counted then); ``trouble`` says why there is none."""

    complaint: Complaint
    slip: Slip | None = None
    trouble: str = ""


def send(
    seat: Seat,
    new: NewComplaint,
    wish: Wish,
    answer_words: str = "",
    *,
    incident_id: UUID | None = None,
    door: Door | None = None,
    told: Sequence[ToldArticle] = (),
) -> Sent:
    """Do what is wished; doing it again after a lost answer changes nothing. Errors: as ``take`` and ``answer``.

    A complaint that nobody is known to heat is taken all the same and waits for somebody to choose the company.
    ``incident_id``: the company knows of it by this incident, and no slip is made; errors as ``take_into``.
    ``door``: the caller is sent there in the same act; errors as ``take_to``.
    ``told``: the articles that ``answer_words`` were taken from. Where they don't close it, they are kept as a remark:
    what a caller was told stays with the complaint whatever becomes of it.
    """
    said = Said(answer_words, told)
    if door is not None:
        return Sent(take_to(seat, new, door, said))
    if incident_id is not None:
        return Sent(take_into(seat, new, incident_id, said))
    if wish is Wish.ANSWER:
        return Sent(answer(seat, new, answer_words, told))
    taken = take_told(seat, new, said) if answer_words.strip() else take(seat, new)
    if wish is Wish.TAKE:
        return Sent(taken)
    if taken.state is State.DISPATCHED:  # sent before, and the answer lost: its paper may never have come out
        return Sent(taken, preview_slip(seat, taken.number))
    if taken.state is not State.WAITING:
        return Sent(taken)
    try:
        sent, slip = dispatch(seat, taken.id, taken.revision)
    except BadInput as error:
        if error.field != "company":
            raise
        return Sent(taken, trouble=f"已受理，未派单：{error.sentence}")
    return Sent(sent, slip)
