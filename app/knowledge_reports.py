"""Reports of wrong or missing answers: from any desk to the owner, open until the owner has replied."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from uuid6 import uuid7

from app.knowledge import WRITERS, Article, writers_only
from app.seat import Seat
from app.typed_words import paragraph
from db import knowledge as stored

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody found wrong in a version, or (no article) missing; ``reply`` empty: open."""

    id: UUID
    number: int | None  # of the article
    question: str
    version: int | None
    text: str
    made_by: int
    made_by_name: str
    made_at: datetime
    owner_id: int | None
    owner: str
    reply: str
    replied_by: str
    replied_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the owner still has to reply."""
        return self.replied_at is None

    @property
    def about(self) -> str:
        """第 12 号 怎样申请测室温？ or what is missing."""
        return f"{self.number} 号 {self.question}" if self.number is not None else "缺问答"


def report(seat: Seat, article: Article | None, text: str, id: UUID | None = None) -> UUID:
    """Tell the owner what is wrong with ``article``; None: tell the supervisors what is missing.

    Errors: BadInput(field="note"), NotAllowed.
    """
    what = "缺什么" if article is None else "错在哪里"
    said = paragraph(text, "note", what, LONGEST, required=True)
    made = id or uuid7()
    with seat.use() as connection:
        stored.report(connection, made, article.id if article else None, article.version if article else None, said)
    return made


def reply(seat: Seat, report_id: UUID, text: str) -> None:
    """Say what was done, which closes the report. Errors: NotAllowed, BadInput(field="note"), ChangedElsewhere."""
    writers_only(seat)
    said = paragraph(text, "note", "答复", LONGEST, required=True)
    with seat.use() as connection:
        stored.reply(connection, report_id, said)


def list_reports(seat: Seat, *, answered: bool = False, limit: int = 200) -> list[Report]:
    """Open ones, the longest waiting first; with ``answered`` those replied to after them."""
    with seat.use() as connection:
        rows = stored.reports(connection, answered, limit)
    people = seat.directory.people

    def name(person_id: int | None) -> str:
        person = people.get(person_id or 0)
        return person.name if person else ""

    return [
        Report(
            id=row["id"],
            number=row["number"],
            question=row["question"] or "",
            version=row["version"],
            text=row["text"],
            made_by=row["made_by"],
            made_by_name=name(row["made_by"]),
            made_at=row["made_at"],
            owner_id=row["owner_id"],
            owner=name(row["owner_id"]),
            reply=row["reply"],
            replied_by=name(row["replied_by"]),
            replied_at=row["replied_at"],
        )
        for row in rows
    ]


def for_me(seat: Seat, one: Report) -> bool:
    """Whether it waits for this person: their article's, or one that nobody in service looks after."""
    if not one.is_open or seat.person.role not in WRITERS:
        return False
    owner = seat.directory.people.get(one.owner_id or 0)
    return owner is None or not owner.active or owner.id == seat.person.id
