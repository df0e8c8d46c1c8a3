"""What is no matter of heating goes to the right door, with the words to say; emergencies stand first."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from app import complaints, intake, live_queue, referral
from app.drafts import Draft
from app.errors import BadInput, MoveRefused, NotAllowed, WarmlineError
from app.records import Act, State
from app.referral import Door
from app.rule_book import history
from app.rule_history import change_lines, subject
from app.sending import Wish
from app.spool import Spool
from small_city import City, new


def test_emergencies_stand_first_and_every_door_has_words(shared_city: City) -> None:
    doors = list(shared_city.seat("op1").rules.authorities.values())
    assert [one.phones for one in doors[:5]] == [("110",), ("119",), ("120",), ("122",), ("12345",)]
    assert [one.emergency for one in doors] == [True] * 4 + [False] * (len(doors) - 4)
    assert all(one.words and one.matters for one in doors)
    assert all(not one.phones for one in doors[5:]), "nobody verified these"


def test_a_lift_goes_to_the_market_regulator(city: City) -> None:
    op = city.seat("op1")
    taken = city.take(category="D4", text="电梯坏了没人修。")
    gone = referral.refer(op, taken.id, taken.revision, "电梯")
    assert (gone.state, gone.referred_to, gone.closed_at is not None) == (State.REFERRED, "market", True)
    assert gone.events[-1].note.startswith("市场监督管理部门：电梯和收费价格由市场监督管理部门负责")
    assert live_queue.first_page(op) == []
    with pytest.raises(MoveRefused, match="已转办"):
        referral.refer(op, gone.id, gone.revision, "market")


def test_not_accepted_needs_the_reason_and_the_door(city: City) -> None:
    op = city.seat("op1")
    taken = city.take(text="要求法院判决的退费款今天到账。")
    with pytest.raises(BadInput, match="不予受理的原因"):
        referral.refuse(op, taken.id, taken.revision, "court", "")
    with pytest.raises(BadInput) as told:
        referral.refuse(op, taken.id, taken.revision, "", "已经起诉")
    assert told.value.field == "authority"
    refused = referral.refuse(op, taken.id, taken.revision, "court", "已经起诉，等法院判决")
    assert (refused.state, refused.referred_to, refused.events[-1].note) == (
        State.REFUSED,
        "court",
        "已经起诉，等法院判决",
    )


def test_a_returned_one_may_turn_out_to_be_no_matter_of_ours(city: City) -> None:
    back = city.bring(State.RETURNED)
    gone = referral.refer(city.seat("op1"), back.id, back.revision, "housing", "已告知找物业")
    assert (gone.state, gone.events[-1].note) == (State.REFERRED, "已告知找物业")


@pytest.mark.parametrize("act", [Act.REFER, Act.REFUSE])
def test_the_database_asks_for_a_door_that_exists(city: City, act: Act) -> None:
    taken = city.take()
    for changes, state in (({}, "WL006"), ({"referred_to": "nowhere"}, "23503"), ({"referred_to": None}, "WL006")):
        with pytest.raises(psycopg.Error) as told:
            city.act("op1", taken.id, taken.revision, act, changes=changes)
        assert told.value.sqlstate == state


def test_what_is_dispatched_is_not_referred_behind_the_company(city: City) -> None:
    sent = city.bring(State.DISPATCHED)
    with pytest.raises(MoveRefused):
        referral.refer(city.seat("op1"), sent.id, sent.revision, "market")
    with pytest.raises(NotAllowed):
        referral.refer(city.seat("a1"), sent.id, sent.revision, "market")


def test_the_administrator_fills_in_what_was_verified(city: City) -> None:
    admin = city.seat("admin")
    referral.put_authority(
        admin, "water", "供水公司来函", mark="V", phones=["0530-5609999"], matters=["自来水", "停水"]
    )
    assert admin.rules.authorities["water"].mark == "V"
    assert admin.rules.authorities["water"].phones == ("0530-560 9999",)
    assert admin.rules.authorities["water"].matters == ("自来水", "停水")
    event = city.owner().execute("SELECT act, note, detail FROM event WHERE act = 'authority'").fetchone()
    assert event[:2] == ("authority", "供水公司来函")
    assert (event[2]["before"]["phones"], event[2]["after"]["phones"]) == ([], ["0530-560 9999"])
    with pytest.raises(BadInput, match="没有代码"):
        referral.put_authority(admin, "nowhere", "", words="请拨打")
    with pytest.raises(BadInput, match="告知用语"):
        referral.put_authority(admin, "water", "来函", words=" ")
    for note, fields, field in (
        (" ", {"words": "请拨打"}, "note"),
        ("来函", {"phones": ["0530-5609999", "打不通"]}, "phones"),
        ("来函", {"mark": "U"}, "mark"),
    ):
        with pytest.raises(BadInput) as told:
            referral.put_authority(admin, "water", note, **fields)
        assert told.value.field == field


def test_the_administrator_adds_a_door_and_operators_find_it(city: City) -> None:
    admin, op = city.seat("admin"), city.seat("op1")
    given = {
        "name": "园林局",
        "matters": ["树倒了", "绿化带"],
        "words": "绿化的事请拨园林局。",
        "phones": ["0530-5601111"],
    }
    for wrong, field in (
        ({"name": " "}, "name"),
        ({"name": op.rules.authorities["water"].name}, "name"),
        ({"matters": [" "]}, "matters"),
        ({"words": ""}, "words"),
        ({"phones": ["打不通"]}, "phones"),
        ({"mark": "U"}, "mark"),
    ):
        with pytest.raises(BadInput) as told:
            referral.add_authority(admin, "来函", **(given | wrong))
        assert told.value.field == field
    with pytest.raises(BadInput) as told:
        referral.add_authority(admin, " ", **given)
    assert told.value.field == "note"
    made = referral.add_authority(admin, "园林局来函", **given)
    assert (made.name, made.phones, made.mark, made.emergency) == ("园林局", ("0530-560 1111",), "P", False)
    op.refresh()
    assert list(op.rules.authorities)[-1] == made.code  # emergencies stay first
    assert referral.doors_named(op.rules, "小区门口树倒了") == [made]
    waiting = city.take(text="门口树倒了。")
    assert referral.refer(op, waiting.id, waiting.revision, "园林局").state is State.REFERRED
    again = referral.add_authority(admin, "来函", **(given | {"name": "城管局"}))
    assert again.code != made.code
    event = city.owner().execute("SELECT note, detail FROM event WHERE act = 'authority' ORDER BY id").fetchone()
    assert (event[0], event[1]["before"], event[1]["after"]["name"]) == ("园林局来函", None, "园林局")
    (change, _) = reversed(history(admin, ("authority",)))
    assert subject(change) == "转办单位 园林局"
    assert "电话 （无） → 0530-560 1111" in change_lines(change)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"words": " "}, "words"),
        ({"matters": []}, "matters"),
        ({"mark": "U"}, "mark"),
    ],
)
def test_the_database_refuses_a_door_that_says_nothing(shared_city: City, values: dict[str, Any], field: str) -> None:
    whole = {"name": "园林局", "words": "请拨园林局。", "matters": ["树倒了"], "mark": "P"}
    with pytest.raises(psycopg.Error) as told:
        shared_city.raw("admin").execute("SELECT authority_add(%s, '来函')", (Jsonb(whole | values),))
    assert (told.value.sqlstate, told.value.diag.message_hint) == ("WL006", field)


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "audit"])
def test_nobody_else_changes_the_doors(city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        referral.put_authority(city.seat(login), "water", "", phones=["110"])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw(login).execute("SELECT authority_put('water', %s, '')", (Jsonb({"phones": ["110"]}),))
    with pytest.raises(NotAllowed):
        referral.add_authority(city.seat(login), "来函", name="甲", matters=["乙"], words="丙")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw(login).execute("SELECT authority_add('{}', '')")


def test_a_call_is_taken_down_and_referred_in_one_act(city: City) -> None:
    op = city.seat("op1")
    call = new(category="D4", text="电梯坏了没人修。")
    gone = referral.take_to(op, call, Door("电梯"))
    assert (gone.state, gone.referred_to) == (State.REFERRED, "market")
    assert referral.take_to(op, call, Door("电梯")) == gone  # sent twice after a lost answer
    assert [event.act for event in gone.events] == [Act.TAKE, Act.REFER]


@pytest.mark.parametrize("place", ["", "银座商城 2 号扶梯"])
def test_who_is_sent_elsewhere_needs_no_community(city: City, place: str) -> None:
    op = city.seat("op1")
    call = new(category="D4", text="电梯坏了没人修。", community_id=None, building="", unit="", room="", place=place)
    gone = referral.take_to(op, call, Door("电梯"))
    assert (gone.state, gone.community_id, gone.place, gone.company_id) == (State.REFERRED, None, place, None)
    assert complaints.show(city.seat("audit"), gone.number).place == place
    with pytest.raises(BadInput) as told:
        intake.take(op, replace(call, id=uuid7()))  # what goes to a company needs it as ever
    assert told.value.field == "community"


@pytest.mark.parametrize(
    ("login", "door", "error"),
    [
        ("op1", Door("电梯", refuses=True), BadInput),  # without its reason
        ("op1", Door("", "已告知"), BadInput),
        ("net1", Door("court", "已经起诉", refuses=True), NotAllowed),
        ("a1", Door("market"), NotAllowed),
    ],
)
def test_neither_is_stored_where_the_door_is_refused(
    city: City, login: str, door: Door, error: type[WarmlineError]
) -> None:
    with pytest.raises(error):
        referral.take_to(city.seat(login), new(category="D4"), door)
    assert city.owner().execute("SELECT count(*) FROM complaint").fetchone() == (0,)


def test_what_waits_for_the_database_keeps_its_door(city: City, data_folder: Path) -> None:
    op = city.seat("op1")
    spool = Spool(data_folder, "op1")
    kept = Draft(begun_at=op.now(), category_code="D4", text="电梯坏了", door="market", door_words="", to_door=True)
    spool.queue(kept, new(id=kept.id, category="D4", text="电梯坏了"), Wish.TAKE, op.now())
    (sent,) = Spool(data_folder, "op1").replay(op).sent
    assert (sent.complaint.state, sent.complaint.referred_to) == (State.REFERRED, "market")


def test_what_the_caller_spoke_of_names_the_door(shared_city: City) -> None:
    rules = shared_city.seat("op1").rules
    named = [one.code for one in referral.doors_named(rules, "电 梯困人了，自来水也停了")]
    assert named == ["fire", "market", "water"]
    assert referral.doors_named(rules, "家里暖气不热") == []


def test_the_phones_of_emergencies_stay(city: City) -> None:
    """A wrong digit there is worse than any other; the words may change."""
    admin = city.seat("admin")
    with pytest.raises(BadInput, match="紧急电话全国统一") as told:
        referral.put_authority(admin, "police", "改号", phones=["111"])
    assert told.value.field == "phones"
    referral.put_authority(admin, "police", "会议", phones=["110"], words="请马上拨打 110。")
    assert admin.rules.authorities["police"].words == "请马上拨打 110。"
