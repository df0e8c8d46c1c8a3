"""A draft's copy on the server: for its own person on any computer and for supervisors, gone once it is a complaint."""

from collections.abc import Callable
from dataclasses import replace

from app.draft_copies import copy_draft, drop_copy, own_copies
from app.drafts import Draft
from app.intake import NewComplaint, take
from app.places import find_community
from app.seat import Seat
from db import reading


def test_a_draft_follows_its_person_and_no_other(sign_in: Callable[[str], Seat]) -> None:
    here, there, other, supervisor = sign_in("op1"), sign_in("op1"), sign_in("op2"), sign_in("sup1")
    draft = Draft(begun_at=here.now(), phone="5201234", text="客厅 14 度，𬭎", vulnerable=("老人",))
    copy_draft(here, draft)
    copy_draft(here, replace(draft, text="客厅 13 度"))
    found = own_copies(there)
    assert [(one.id, one.text, one.vulnerable, one.begun_at) for one in found] == [
        (draft.id, "客厅 13 度", ("老人",), draft.begun_at)
    ]
    assert own_copies(other) == []
    with supervisor.use() as connection:
        assert [row["id"] for row in reading.drafts(connection)] == [draft.id]
    drop_copy(other, draft.id)
    assert len(own_copies(there)) == 1
    drop_copy(there, draft.id)
    assert own_copies(here) == []


def test_a_draft_that_became_a_complaint_is_no_draft_any_more(sign_in: Callable[[str], Seat]) -> None:
    seat = sign_in("op1")
    draft = Draft(begun_at=seat.now(), text="不热")
    copy_draft(seat, draft)
    community = find_community(seat.directory, "牡丹花园")
    take(seat, NewComplaint(id=draft.id, phone="5201234", community_id=community.id, category="B1", text="不热"))
    assert own_copies(seat) == []
    copy_draft(seat, draft)  # the copy of a last pause in typing comes late
    assert own_copies(seat) == []
