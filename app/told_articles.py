"""Which answers were told with a complaint: what the draft keeps of them, and what its event says. Pure.

A draft may wait in the outbox while the article gets a new version: what counts is the version that was read out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.knowledge import Article

MOST = 9
"""Articles with one complaint."""


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """A version that was read out."""

    id: UUID
    version: int
    number: int
    question: str

    @classmethod
    def of(cls, article: Article) -> "ToldArticle":
        return cls(article.id, article.version, article.number, article.question)

    @classmethod
    def read(cls, kept: str) -> "ToldArticle":
        """Out of what ``kept`` gave."""
        id, version, number, question = kept.split(" ", 3)
        return cls(UUID(id), int(version), int(number), question)

    @property
    def kept(self) -> str:
        """As a draft keeps it."""
        return f"{self.id} {self.version} {self.number} {self.question}"


def told_detail(told: Iterable[ToldArticle]) -> dict[str, Any]:
    """What the event says of the articles; nothing where none was used."""
    said = [{"id": str(one.id), "number": one.number, "version": one.version, "question": one.question} for one in told]
    return {"articles": said} if said else {}


def told_words(detail: dict[str, Any]) -> str:
    """What an event says of the articles that were used: 据问答 7 号第 1 版“怎样申请测室温？”; empty: none."""
    said = detail.get("articles") or []
    if not isinstance(said, list):
        return ""
    return "；".join(f"据问答 {one['number']} 号第 {one['version']} 版“{one['question']}”" for one in said)
