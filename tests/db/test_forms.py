"""The short form of a complaint: kept with it, its limits with its matter, refused by the database too."""

import psycopg
import pytest

from app import complaints, dispatch, intake
from app.errors import BadInput, ChangedElsewhere, MoveRefused
from app.form_filling import fill_form
from app.forms import form_words
from app.records import Act, Clock, State
from small_city import City, new

STOP = {"matter": "报停", "household": "A 0012", "written_on": "10-12"}


def clocks(complaint) -> dict[str, int]:
    return {one.clock: one.minutes for one in complaint.due_times}


def test_a_form_comes_with_the_call_and_stays_with_the_complaint(shared_city: City) -> None:
    taken = shared_city.take(category="C2", form=STOP)
    assert taken.form["matter"] == "报停"
    stored = complaints.show(shared_city.seat("op2"), taken.id)
    assert stored.form == taken.form
    assert stored.events[0].detail["form"] == stored.form
    words = form_words(shared_city.seat("op1").rules, "C2", stored.form)
    assert words[:2] == ("事项 报停", "用热户号 A 0012")
    assert shared_city.owner().execute(
        "SELECT count(*) FROM broken_chains() WHERE chain = %s", (taken.id,)
    ).fetchone() == (0,)


def test_a_complaint_without_a_form_says_nothing_of_one(shared_city: City) -> None:
    taken = shared_city.take(category="B1")
    assert taken.form == {}
    assert "form" not in complaints.show(shared_city.seat("op1"), taken.id).events[0].detail


def test_hz_30_stop_and_resume_have_seven_days_transfer_has_not(shared_city: City) -> None:
    for matter in ("报停", "恢复用热"):
        assert clocks(shared_city.take(category="C2", form={"matter": matter}))[Clock.ON_SITE] == 7 * 24 * 60
    for matter in ("过户", "面积变更"):
        assert clocks(shared_city.take(category="C2", form={"matter": matter})) == {Clock.ANSWER: 3 * 24 * 60}
    assert clocks(shared_city.take(category="C2")) == {Clock.ANSWER: 3 * 24 * 60}


def test_the_law_gives_a_missing_cover_one_day_and_noise_none(shared_city: City) -> None:
    assert clocks(shared_city.take(category="C10", form={"matter": "井盖"}))[Clock.ON_SITE] == 24 * 60
    assert Clock.ON_SITE not in clocks(shared_city.take(category="C10", form={"matter": "噪声"}))


def test_hz_28_a_new_user_is_surveyed_within_seven_days(shared_city: City) -> None:
    assert clocks(shared_city.take(category="C7"))[Clock.ON_SITE] == 7 * 24 * 60


def test_sd_28_of_a_metering_dispute_only_the_answer_has_a_limit(shared_city: City) -> None:
    assert clocks(shared_city.take(category="C5", form={"objection": "读数"})) == {Clock.ANSWER: 3 * 24 * 60}


def test_a_form_is_filled_in_later_and_its_limit_comes_with_it(shared_city: City) -> None:
    op = shared_city.seat("op1")
    taken = shared_city.take(category="C2")
    filled = fill_form(op, taken.id, taken.revision, STOP)
    assert (filled.form["matter"], filled.state) == ("报停", State.WAITING)
    assert clocks(filled)[Clock.ON_SITE] == 7 * 24 * 60
    last = filled.events[-1]
    assert (last.act, last.note.startswith("事项 报停；用热户号 A 0012")) == (Act.FORM, True)
    sent, _slip = dispatch.dispatch(op, filled.id, filled.revision)
    assert Clock.ON_SITE in clocks(sent)
    again = fill_form(shared_city.seat("a1"), sent.id, sent.revision, {**STOP, "matter": "过户"})
    assert Clock.ON_SITE not in clocks(again)
    with pytest.raises(BadInput, match="没有改动"):
        fill_form(op, again.id, again.revision, again.form)
    with pytest.raises(ChangedElsewhere):
        fill_form(op, again.id, sent.revision, STOP)


def test_only_what_has_a_form_is_filled_in_and_only_while_it_is_open(shared_city: City) -> None:
    op = shared_city.seat("op1")
    cold = shared_city.take(category="B1")
    with pytest.raises(BadInput, match="B1 没有登记表"):
        fill_form(op, cold.id, cold.revision, STOP)
    done = intake.answer(op, new(category="C2", form=STOP), "已告知")
    with pytest.raises(MoveRefused):
        fill_form(op, done.id, done.revision, {"matter": "过户"})


def test_another_category_has_another_form(shared_city: City) -> None:
    op = shared_city.seat("op1")
    taken = shared_city.take(category="C2", form=STOP)
    moved = complaints.edit(op, taken.id, taken.revision, category="C3")
    assert complaints.show(op, moved.id).form == {}
    assert moved.events[0].detail["form"] == taken.form
    assert clocks(moved) == {Clock.ANSWER: 3 * 24 * 60}


@pytest.mark.parametrize(
    ("category", "form"),
    [
        ("C2", {"matter": "退热"}),
        ("C2", {"household": "0012"}),  # what it is about is missing
        ("C2", {"matter": "报停", "secret": "x"}),
        ("C2", {"matter": "报停", "written_on": "2999-01-01"}),
        ("C2", {"matter": "报停", "written_on": "2025-02-30"}),
        ("C2", {"matter": "报停", "written_on": "昨天"}),
        ("C2", {"matter": "报停", "area_new": "0"}),
        ("C2", {"matter": "报停", "area_new": "98.5001"}),
        ("C2", {"matter": "报停", "arrears": "maybe"}),
        ("C2", {"matter": "报停", "household": "1" * 31}),
        ("C2", {"matter": "报停", "household": "a\nb"}),
        ("C2", {"matter": ["报停"]}),
        ("C2", ["报停"]),
        ("C2", None),
        ("C7", {"matter": "单户入网", "homes": "100", "applicants": "101"}),
        ("C7", {"matter": "单户入网", "homes": "1.5"}),
        ("B1", {"matter": "报停"}),
    ],
)
def test_what_is_no_form_is_refused_by_the_database_too(shared_city: City, category: str, form: object) -> None:
    taken = shared_city.take(category=category)
    for act in (Act.FORM, Act.EDIT):
        with pytest.raises(psycopg.Error) as told:
            shared_city.act("op1", taken.id, taken.revision, act, changes={"form": form})
        assert told.value.sqlstate[:2] in ("WL", "22"), act
    assert complaints.show(shared_city.seat("op1"), taken.id).form == {}


def test_a_slip_shows_what_was_filled_in(shared_city: City) -> None:
    taken = shared_city.take(category="C2", form=STOP)
    _sent, slip = dispatch.dispatch(shared_city.seat("op1"), taken.id, taken.revision)
    assert slip.form[0] == "事项 报停"
    assert slip.article == "市供热条例第三十条"
    assert slip.limit_words.endswith("前办理")  # HZ Art.30: done, not only begun
