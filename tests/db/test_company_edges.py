"""What a company reads and writes where only a part is its own: a secret complaint, a community of two companies."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import complaints
from app.records import Act, State
from small_city import MAGNOLIA, PEONY, City

LINK = "https://bbs.example/topic/7"


def told(city: City, login: str) -> list[str]:
    return [words for (words,) in city.raw(login).execute("SELECT told FROM article_use").fetchall()]


def test_what_was_told_of_a_secret_complaint_leads_its_company_to_no_writer(city: City) -> None:
    sent = city.bring(State.DISPATCHED)
    query = "SELECT json_build_object('id', a.id, 'number', number, 'version', a.version, 'question', question)"
    query += " FROM article a JOIN article_version v ON v.article_id = a.id ORDER BY number LIMIT 1"
    (article,) = city.raw("op1").execute(query).fetchone()
    for words in (f"已在 {LINK} 答复", "供暖期到三月十五日"):
        city.act("op1", sent.id, None, Act.NOTE, note=words, detail={"articles": [article]})
    assert len(told(city, "a1")) == 2
    complaints.edit(city.seat("op1"), sent.id, city.revision(sent.id), secret=True)
    assert told(city, "a1") == ["供暖期到三月十五日"]
    assert len(told(city, "op1")) == 2


@pytest.mark.parametrize(("buildings", "able"), [([], False), (["9"], True)])
def test_a_company_speaks_for_its_own_buildings_of_anothers_community(
    city: City, buildings: list[str], able: bool
) -> None:
    """Company a heats one building of MAGNOLIA, which is company b's."""
    city.owner().execute("INSERT INTO building (community_id, name, company_id) VALUES (%s, '9', 1)", (MAGNOLIA,))
    fields: dict[str, Any] = {
        "kind": "planned_stop",
        "reach": "community",
        "places": [MAGNOLIA],
        "buildings": buildings,
        "begins_at": "2030-01-05T08:00+08:00",
        "ends_at": "2030-01-05T18:00+08:00",
        "text": "换热站检修，请做好防冻。",
    }
    query = "SELECT notice_put(%s, NULL, %s, '')"
    if able:
        city.raw("a1").execute(query, (uuid4(), Jsonb(fields)))
    else:
        with pytest.raises(psycopg.DatabaseError, match="not a place for this person") as refused:
            city.raw("a1").execute(query, (uuid4(), Jsonb(fields)))
        assert refused.value.sqlstate == "WL003"
    city.raw("sup1").execute(query, (uuid4(), Jsonb({**fields, "kind": "sudden_stop", "buildings": []})))


def test_a_step_without_the_revision_that_was_read_changes_nothing(city: City) -> None:
    values = {
        "id": str(uuid4()), "season": "2026-2027", "community_id": PEONY, "building": "3", "unit": "2", "room": "501",
        "company_id": 1, "season_days": 121,
    }  # fmt: skip
    city.raw("a1").execute("SELECT refund_make(%s)", (Jsonb(values),))
    city.raw("a1").execute("SELECT * FROM refund_step(%s, NULL, 'void', '{}', '不看就作废')", (values["id"],))
    relief = {
        **{name: values[name] for name in ("season", "community_id", "building", "unit", "room", "company_id")},
        "id": str(uuid4()), "kind": "low_income", "household": "HZ-1", "area": "80", "flat_area": "80",
        "proof": "低保证",
    }  # fmt: skip
    city.raw("op1").execute("SELECT relief_make(%s)", (Jsonb(relief),))
    city.raw("op1").execute("SELECT relief_step(%s, NULL, 'withdraw', '{}', '不看就撤')", (relief["id"],))
    query = "SELECT id, version FROM article ORDER BY number LIMIT 1"
    (article, _version) = city.raw("sup1").execute(query).fetchone()
    city.raw("sup1").execute("SELECT article_retire(%s, NULL, true, '不看就停')", (article,))
    owner = city.owner()
    assert owner.execute("SELECT state FROM refund").fetchall() == [("draft",)]
    assert owner.execute("SELECT state FROM relief").fetchall() == [("asked",)]
    assert owner.execute("SELECT count(*) FROM article WHERE retired_at IS NOT NULL").fetchone() == (0,)
