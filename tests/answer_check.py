"""A text looked through for personal data, at a seat whose directory knows one manager and one company."""

from types import SimpleNamespace
from typing import Any, cast

from app.personal_data import Risk
from app.public_answer import warnings_of
from app.records import Complaint, Contact, Manager, State
from app.seat import Seat


def seat() -> Seat:
    manager = Manager(1, 1, "张文远", ("+8613853000011",), None, None, 1, None)
    community = SimpleNamespace(managers=(manager,))
    company = SimpleNamespace(service_phones=("0530-5201234",))
    directory = SimpleNamespace(communities={1: community}, companies={1: company})
    return cast(Seat, SimpleNamespace(directory=directory, rules=SimpleNamespace(area_code="0530", authorities={})))


def complaint(**fields: Any) -> Complaint:
    given = {
        "number": "20261115-0042",
        "state": State.REPORTED,
        "contact": Contact("李建国", "13800000000", None),
        "public_answer": "",
        "answer": "",
        "report": "",
    }
    return cast(Complaint, SimpleNamespace(**(given | fields)))


def found(text: str, authors: tuple[str, ...] = ()) -> list[tuple[Risk, str]]:
    seen = warnings_of(seat(), text, complaint(), authors)
    assert all(text[one.start : one.end].strip() == one.words for one in seen)
    return [(one.risk, one.words) for one in seen]
