"""The chain of events: whatever a superuser changes afterwards, the auditor is told where."""

import pytest

from app import audit, complaints
from app.errors import NotAllowed
from app.records import Complaint, State
from small_city import City


@pytest.fixture(scope="module")
def done(shared_city: City) -> Complaint:
    shared_city.bring(State.SIGNED, room="1")
    return shared_city.bring(State.CLOSED)


def breaks(city: City, *forgeries: str) -> set[tuple[object, int, str]]:
    """What is found broken after a superuser's statements, which are then taken back."""
    owner = city.owner()
    with owner.transaction(force_rollback=True):
        owner.execute("SET LOCAL session_replication_role = replica")  # as somebody would who means to hide it
        for forgery in forgeries:
            owner.execute(forgery)
        return set(owner.execute("SELECT chain, seq, problem FROM broken_chains()").fetchall())


def test_nothing_forged(shared_city: City, done: Complaint) -> None:
    found = audit.verify(shared_city.seat("audit"))
    assert (found.chains, found.breaks) == (4, ())  # two complaints, the people, the directory
    assert (found.events,) == shared_city.owner().execute("SELECT count(*) FROM event").fetchone()


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "admin"])
def test_only_the_auditor_verifies(shared_city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        audit.verify(shared_city.seat(login))


def test_what_the_auditor_is_told(city: City) -> None:
    sent = city.bring(State.DISPATCHED)
    city.owner().execute("UPDATE event SET note = '改了' WHERE chain = %s AND seq = 1", (sent.id,))
    city.owner().execute("DELETE FROM event WHERE chain = %s AND seq = 2", (sent.id,))
    found = audit.verify(city.seat("audit"))
    assert set(found.breaks) == {
        audit.Break(sent.id, 1, "事件被改动"),
        audit.Break(sent.id, 2, "与诉求记录的末尾不符"),
    }


@pytest.mark.parametrize(
    "change",
    [
        "note = '改了'",
        "at = at + interval '1 microsecond'",
        "person_id = 3",
        "act = 'note'",
        "state = 'reported'",
        "state_before = ''",
        "detail = detail || '{\"x\": 1}'",
        "complaint_id = NULL",
        "hash = sha256('x')",
    ],
)
def test_a_changed_event(shared_city: City, done: Complaint, change: str) -> None:
    assert (done.id, 3, "changed") in breaks(
        shared_city, f"UPDATE event SET {change} WHERE chain = '{done.id}' AND seq = 3"
    )


@pytest.mark.parametrize(
    ("which", "seq", "problem"),
    [
        ("= 1", 2, "missing"),
        ("= 3", 4, "missing"),
        ("= 6", 6, "head"),
        ("> 2", 6, "head"),
        ("> 0", 6, "head"),
    ],
)
def test_missing_events(shared_city: City, done: Complaint, which: str, seq: int, problem: str) -> None:
    assert (done.revision, shared_city.revision(done.id)) == (6, 6)
    found = breaks(shared_city, f"DELETE FROM event WHERE chain = '{done.id}' AND seq {which}")
    assert (done.id, seq, problem) in found


@pytest.mark.parametrize("change", ["head_hash = sha256('x')", "revision = revision - 1", "state = 'reported'"])
def test_a_forged_head(shared_city: City, done: Complaint, change: str) -> None:
    found = breaks(shared_city, f"UPDATE complaint SET {change} WHERE id = '{done.id}'")
    assert {(chain, problem) for chain, _, problem in found} == {(done.id, "head")}


def test_a_complaint_taken_away_from_its_events(shared_city: City, done: Complaint) -> None:
    assert (done.id, 6, "head") in breaks(shared_city, f"DELETE FROM complaint WHERE id = '{done.id}'")


def test_the_last_events_missing_and_the_head_set_back(shared_city: City, done: Complaint) -> None:
    """What the hashes alone can't tell (a seal on paper does); here the state of the complaint gives it away."""
    found = breaks(
        shared_city,
        f"DELETE FROM event WHERE chain = '{done.id}' AND seq > 4",
        "UPDATE complaint c SET (revision, head_hash) = (SELECT seq, hash FROM event WHERE chain = c.id AND seq = 4)"
        f" WHERE id = '{done.id}'",
    )
    assert found == {(done.id, 4, "head")}


def test_chains_of_people_and_directory(shared_city: City) -> None:
    found = breaks(
        shared_city,
        "UPDATE event SET note = 'x' WHERE act = 'directory'",
        "DELETE FROM chain_head WHERE name = 'people'",
    )
    assert {problem for _, _, problem in found} == {"changed", "head"}


def test_a_person_in_another_time_zone_verifies_the_same(shared_city: City, done: Complaint) -> None:
    audit_raw = shared_city.raw("audit")
    audit_raw.execute("SET timezone = 'America/New_York'")
    audit_raw.execute("SET extra_float_digits = -15")
    audit_raw.execute("SET DateStyle = 'SQL, DMY'")
    assert audit_raw.execute("SELECT * FROM broken_chains()").fetchall() == []
    assert complaints.show(shared_city.seat("audit"), done.id).number == done.number
