"""What a caller was told stays with the complaint, whatever becomes of the call."""

from uuid import UUID

import pytest

from app import incidents, knowledge
from app.audit import verify
from app.complaints import show
from app.incident_groups import Spot
from app.intake import Said, remind, take
from app.knowledge import Article, find_article
from app.records import Act, IncidentKind, State
from app.referral import Door
from app.sending import Wish, send
from app.told_articles import ToldArticle
from small_city import City, new

SAID = "电梯不归热线管；供热前十天 5 小时内到。"


@pytest.fixture
def article(city: City) -> Article:
    return find_article(city.seat("op1"), 3)


def notes(city: City, key: str | UUID) -> list[str]:
    return [one.note for one in show(city.seat("op1"), key).events if one.act is Act.NOTE]


@pytest.mark.parametrize(
    ("door", "state"),
    [(Door("电梯"), State.REFERRED), (Door("电梯", "电梯归特种设备管。", refuses=True), State.REFUSED)],
)
def test_what_was_told_before_another_door(city: City, article: Article, door: Door, state: State) -> None:
    sup, call = city.seat("sup1"), new(category="D4", text="电梯坏了没人修，家里也不热。")
    for _ in range(2):  # sent twice after a lost answer
        gone = send(sup, call, Wish.TAKE, SAID, door=door, told=[ToldArticle.of(article)]).complaint
    assert gone.state is state
    assert [one.act for one in show(sup, gone.number).events] == [Act.TAKE, Act.NOTE, gone.events[-1].act]
    assert notes(city, gone.number) == [SAID]
    (use,) = knowledge.read_uses(sup, article.id)
    assert (use.number, use.told) == (gone.number, SAID)
    assert verify(city.seat("audit")).breaks == ()


def test_what_was_told_before_it_joined_an_incident(city: City, article: Article) -> None:
    op, call = city.seat("op1"), new()
    going = incidents.open_incident(op, Spot(IncidentKind.STATION, station_id=1), "A3", canned_answer="正在抢修。")
    for _ in range(2):
        sent = send(op, call, Wish.DISPATCH, SAID, incident_id=going.id, told=[ToldArticle.of(article)]).complaint
    assert (sent.state, sent.incident_id) == (State.DISPATCHED, going.id)
    assert [one.act for one in show(op, sent.number).events] == [Act.TAKE, Act.NOTE, Act.JOIN]
    assert notes(city, sent.number) == [SAID]
    assert len(knowledge.read_uses(op, article.id)) == 1


@pytest.mark.parametrize("wish", [Wish.TAKE, Wish.DISPATCH])
def test_words_of_ones_own_are_kept_as_well(city: City, wish: Wish) -> None:
    op = city.seat("op1")
    sent = send(op, new(), wish, "已请用户先看阀门。").complaint
    assert notes(city, sent.number) == ["已请用户先看阀门。"]


def test_what_was_told_with_a_reminder(city: City, article: Article) -> None:
    op, taken = city.seat("op1"), take(city.seat("op1"), new())
    again = remind(op, taken.id, "又来电", Said(SAID, [ToldArticle.of(article)]))
    assert again.reminders == 1
    assert [one.act for one in again.events] == [Act.TAKE, Act.REMIND, Act.NOTE]
    assert notes(city, taken.id) == [SAID]
    assert knowledge.read_uses(op, article.id)[0].told == SAID
    assert remind(op, taken.id, "再来电", Said(" ")).events[-1].act is Act.REMIND
