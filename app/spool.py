"""The seat's own keeping: drafts at every pause in typing, and an outbox for what the database could not take."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app.drafts import Draft, from_fields, to_complaint, to_fields
from app.errors import DatabaseAway, DiskFull, WarmlineError
from app.intake import NewComplaint
from app.records import Channel
from app.referral import Door
from app.seat import Seat
from app.sending import Sent, Wish, send
from app.told_articles import ToldArticle
from db.spool import DraftRow, OutboxRow, SpoolFailure, SpoolFile

FILE_NAME = "drafts.sqlite3"


@dataclass(frozen=True, slots=True)
class Queued:
    """A complaint that waits for the database: as it was when it was queued, whatever is typed later."""

    new: NewComplaint
    wish: Wish
    draft: Draft
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Replayed:
    """What one replay did: sent, and refused (a draft again, with the sentence in ``refused``)."""

    sent: tuple[Sent, ...]
    refused: tuple[Draft, ...]
    waiting: int  # what still waits because the database went away again


class Spool:
    """One person's drafts and outbox. Blocks on the disk: call it in a job. Errors: DiskFull, in words."""

    def __init__(self, folder: Path, login: str) -> None:
        self.login = login
        with _in_words():
            self._file = SpoolFile(folder / FILE_NAME)

    def keep(self, draft: Draft, at: datetime) -> Draft:
        """Write the draft to disk; returns it with ``kept_at``."""
        with _in_words():
            self._file.keep(self.login, _draft_row(draft, at))
        return replace(draft, kept_at=at)

    def drop(self, draft_id: UUID) -> None:
        """Forget a draft."""
        with _in_words():
            self._file.drop(str(draft_id))

    def drafts(self) -> list[Draft]:
        """This person's drafts, oldest first."""
        with _in_words():
            rows = self._file.drafts(self.login)
        return [
            from_fields(UUID(row.id), _time(row.begun_at), _time(row.kept_at), json.loads(row.fields)) for row in rows
        ]

    def queue(self, draft: Draft, new: NewComplaint, wish: Wish, at: datetime) -> Queued:
        """Keep a complaint until the database is back; its draft becomes this snapshot."""
        snapshot = json.dumps({"new": asdict(new), "draft": _draft_row(draft, at)}, default=str, ensure_ascii=False)
        with _in_words():
            self._file.queue(self.login, OutboxRow(str(new.id), wish, at.isoformat(), snapshot))
        return Queued(new, wish, draft, at)

    def queued(self) -> list[Queued]:
        """What waits to be sent, oldest first."""
        with _in_words():
            rows = self._file.queued(self.login)
        return [_queued(row) for row in rows]

    def replay(self, seat: Seat) -> Replayed:
        """Send what waits, oldest first; what is sent twice is stored once. Stops where the database is away again.

        What the database refuses (a community struck from the list meanwhile) becomes a draft again.
        """
        sent: list[Sent] = []
        refused: list[Draft] = []
        waiting = self.queued()
        for one in waiting:
            try:
                sent.append(_send(seat, one.new, one.wish, one.draft))
            except DatabaseAway:
                break
            except WarmlineError as error:
                draft = replace(one.draft, refused=error.sentence)
                with _in_words():
                    self._file.bring_back(self.login, _draft_row(draft, seat.now()))
                refused.append(draft)
            else:
                with _in_words():
                    self._file.sent(str(one.new.id))
        return Replayed(tuple(sent), tuple(refused), len(waiting) - len(sent) - len(refused))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def submit(seat: Seat, spool: Spool, draft: Draft, wish: Wish) -> Sent | Queued:
    """Send what the form holds, or queue it when the database is away; its draft leaves the disk either way.

    The caller has kept the draft before. Errors: BadInput with the form's field, NotAllowed, DiskFull with the
    database away; the draft stays then.
    """
    new = to_complaint(draft, seat.rules)
    try:
        sent = _send(seat, new, wish, draft)
    except DatabaseAway:
        return spool.queue(draft, new, wish, seat.now())
    with suppress(DiskFull):  # it is stored; a draft left behind would be sent once more to no effect
        spool.drop(draft.id)
    return sent


def _draft_row(draft: Draft, at: datetime) -> DraftRow:
    fields = json.dumps(to_fields(draft), ensure_ascii=False)
    return DraftRow(str(draft.id), draft.begun_at.isoformat(), at.isoformat(), fields)


def _queued(row: OutboxRow) -> Queued:
    kept = json.loads(row.snapshot)
    new: dict[str, Any] = kept["new"]
    draft = DraftRow(*kept["draft"])
    return Queued(
        NewComplaint(**{**new, "id": UUID(new["id"]), "channel": Channel(new["channel"])}),
        Wish(row.wish),
        from_fields(UUID(draft.id), _time(draft.begun_at), _time(draft.kept_at), json.loads(draft.fields)),
        _time(row.queued_at),
    )


def _send(seat: Seat, new: NewComplaint, wish: Wish, draft: Draft) -> Sent:
    incident_id = UUID(draft.incident) if draft.incident else None
    door = Door(draft.door, draft.door_words, draft.door_refuses) if draft.to_door else None
    told = [ToldArticle.read(one) for one in draft.told]
    return send(seat, new, wish, draft.answer, incident_id=incident_id, door=door, told=told)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except SpoolFailure as failure:
        if failure.full:
            raise DiskFull("本机磁盘已满，草稿没有存上；内容还在窗口里，请清理磁盘后继续。") from failure
        raise DiskFull(f"草稿没有存上：{failure}；内容还在窗口里，请检查数据文件夹。") from failure
