"""Questions and answers to read out (问答): who writes them, how they are versioned, and what was told of them.

Supervisors and administrators write; every desk reads, tells and reports. A version is never changed: a change is the
next one, and what was told at a complaint stays as it was told (db/knowledge.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.errors import BadInput, NotAllowed
from app.knowledge_rules import check_basis, read_codes, read_mark, split_words, stale_words
from app.knowledge_words import KNOWLEDGE_REFUSALS, MARK_WORDS
from app.lookup_keys import plain
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import line, paragraph
from db import knowledge as stored

WRITERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_BASIS = 120, 2000, 400
MOST_WORDS = 30
SHIPPED = "随程序提供"
"""Stands for the person where an article was shipped."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One version as it was written; never changed."""

    version: int
    question: str
    answer: str
    basis: str
    mark: str  # V read in the text, V- in a report only, P our own proposal
    categories: tuple[str, ...]
    words: tuple[str, ...]  # what it is searched by, beside its text
    valid_from: date | None  # None: ever since
    valid_until: date | None  # its last day; None: until further notice
    note: str  # what was changed
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """A question with its newest version."""

    id: UUID
    number: int  # as people call it
    newest: ArticleVersion
    owner_id: int | None  # None: every supervisor and administrator looks after it
    owner: str
    checked_on: date | None
    checked_by: str
    retired: bool

    @property
    def version(self) -> int:
        return self.newest.version

    @property
    def question(self) -> str:
        return self.newest.question

    @property
    def answer(self) -> str:
        return self.newest.answer

    @property
    def source(self) -> str:
        """What stands below the answer: the basis and its mark; a proposal says that it is one."""
        words = MARK_WORDS[self.newest.mark]
        return f"{self.newest.basis}（{words}）" if self.newest.basis else words

    def in_force(self, today: date) -> bool:
        """Whether it may be told on this day."""
        first, last = self.newest.valid_from, self.newest.valid_until
        return not self.retired and (first is None or first <= today) and (last is None or today <= last)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What a form, a console word or a row of a file says, as typed."""

    question: str = ""
    answer: str = ""
    basis: str = ""
    mark: str = "P"
    categories: str = ""
    words: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""
    owner_id: int | None = None  # None: who writes it; of a change the same as before


@dataclass(frozen=True, slots=True)
class Told:
    """Where an article was told, and in which words."""

    number: str
    place: str
    version: int
    person: str
    at: datetime
    told: str


def read_articles(seat: Seat) -> list[Article]:
    """All of them by number, those out of use too. Errors: DatabaseAway."""
    with seat.use() as connection:
        rows = stored.articles(connection)
    return [_article(seat, row) for row in rows]


def find_article(seat: Seat, number: int | str) -> Article:
    """By the number that people call it. Errors: BadInput(field="article")."""
    wanted = str(number).strip()
    for one in read_articles(seat):
        if str(one.number) == wanted:
            return one
    raise BadInput(f"没有 {wanted[:20]} 号问答。", field="article")


def read_versions(seat: Seat, article_id: UUID) -> list[ArticleVersion]:
    """Every version, the newest first."""
    with seat.use() as connection:
        rows = stored.versions(connection, article_id)
    return [_version(seat, row) for row in rows]


def read_uses(seat: Seat, article_id: UUID, limit: int = 50) -> list[Told]:
    """Where it was told, the newest first; of the complaints that this person may read."""
    if seat.person.role is Role.ADMINISTRATOR:
        return []  # reads no complaint
    with seat.use() as connection:
        rows = stored.uses(connection, article_id, limit)
    return [
        Told(row["number"], row["place"], row["version"], _name(seat, row["person_id"]), row["at"], row["told"])
        for row in rows
    ]


def add_article(seat: Seat, new: NewArticle, id: UUID | None = None) -> int:
    """Store a new one; the same ``id`` again is the same one. Returns its number.

    Errors: NotAllowed; BadInput with field question, answer, basis, mark, categories, words, valid_until, note.
    """
    writers_only(seat)
    own = id or uuid7()
    values = checked(seat, new, own, 0)
    _one_answer(seat, values)
    with seat.use() as connection:
        return stored.put(connection, [values])[0]


def change_article(seat: Seat, before: Article, new: NewArticle) -> None:
    """Store the next version; the old ones stay. Errors: as ``add_article``; ChangedElsewhere."""
    writers_only(seat)
    values = checked(seat, new, before.id, before.version)
    _one_answer(seat, values)
    owner = new.owner_id or before.owner_id
    with seat.use() as connection:
        stored.put(connection, [{**values, "owner": owner}])


def check_article(seat: Seat, article: Article) -> None:
    """It was compared with its source today and is right. Errors: NotAllowed, ChangedElsewhere."""
    writers_only(seat)
    with seat.use() as connection:
        stored.check(connection, article.id, article.version)


def retire_article(seat: Seat, article: Article, reason: str) -> None:
    """Take it out of use, or back into it. Errors: NotAllowed, BadInput(field="note"), ChangedElsewhere."""
    writers_only(seat)
    said = paragraph(reason, "note", "原因", 400, required=True)
    with seat.use() as connection:
        stored.retire(connection, article.id, article.version, not article.retired, said)


def why_stale(seat: Seat, article: Article) -> str:
    """Why it is to be looked at again; empty: it isn't, or it is out of use."""
    if article.retired:
        return ""
    today = seat.now().astimezone(CITY_TIME).date()
    return stale_words(seat.rules, article.checked_on, article.newest.valid_until, today)


def list_stale(seat: Seat) -> list[Article]:
    """Those to be looked at again, the longest unchecked first."""
    found = [one for one in read_articles(seat) if why_stale(seat, one)]
    return sorted(found, key=lambda one: (one.checked_on or date.min, one.number))


def writers_only(seat: Seat) -> None:
    """Errors: NotAllowed for a role that writes no articles."""
    if seat.person.role not in WRITERS:
        raise NotAllowed(KNOWLEDGE_REFUSALS["article_writer"][0])


def checked(seat: Seat, new: NewArticle, id: UUID, expected: int) -> dict[str, Any]:
    """What the database's article_put takes. Errors: BadInput, each at its field."""
    question = line(new.question, "question", "问题", LONGEST_QUESTION, required=True)
    answer = paragraph(new.answer, "answer", "答复", LONGEST_ANSWER, required=True)
    basis = line(new.basis, "basis", "依据", LONGEST_BASIS)
    for text, field, word in ((question, "question", "问题"), (answer, "answer", "答复")):
        if len(text) < 2:
            raise BadInput(f"{word}太短。", field=field)
    mark = read_mark(new.mark)
    check_basis(question, answer, basis, mark)
    words = split_words(line(new.words, "words", "查找词", 400))
    if len(words) > MOST_WORDS:
        raise BadInput(f"查找词最多 {MOST_WORDS} 个。", field="words")
    if new.valid_from and new.valid_until and new.valid_until < new.valid_from:
        raise BadInput("失效日期不能早于生效日期。", field="valid_until")
    return {
        "id": id,
        "expected": expected,
        "question": question,
        "answer": answer,
        "basis": basis,
        "mark": mark,
        "categories": read_codes(seat.rules, new.categories),
        "words": words,
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
        "owner": new.owner_id,
        "note": line(new.note, "note", "修改说明", 400),
    }


def _one_answer(seat: Seat, values: Mapping[str, Any]) -> None:
    """Errors: BadInput(field="question") where another article answers the same question in some of the same time."""
    begins, ends = values["valid_from"] or date.min, values["valid_until"] or date.max
    for one in read_articles(seat):
        same = one.id != values["id"] and not one.retired and plain(one.question) == plain(values["question"])
        if same and (one.newest.valid_from or date.min) <= ends and begins <= (one.newest.valid_until or date.max):
            raise BadInput(f"这个问题已有 {one.number} 号问答，请修改那一条，或先停用它。", field="question")


def _article(seat: Seat, row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["article_id"],
        number=row["number"],
        newest=_version(seat, row),
        owner_id=row["owner_id"],
        owner=_name(seat, row["owner_id"]),
        checked_on=row["checked_on"],
        checked_by=_name(seat, row["checked_by"]) or (SHIPPED if row["checked_on"] else ""),
        retired=row["retired_at"] is not None,
    )


def _version(seat: Seat, row: Mapping[str, Any]) -> ArticleVersion:
    return ArticleVersion(
        version=row["version"],
        question=row["question"],
        answer=row["answer"],
        basis=row["basis"],
        mark=row["mark"],
        categories=tuple(row["categories"]),
        words=tuple(row["words"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        note=row["note"],
        made_by=_name(seat, row["made_by"]) or SHIPPED,
        made_at=row["made_at"],
    )


def _name(seat: Seat, person_id: int | None) -> str:
    person = seat.directory.people.get(person_id or 0)
    return person.name if person else ""
