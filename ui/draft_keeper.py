"""All drafts of this person: in memory at once, on disk at every pause in typing, in the outbox while offline."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.drafts import Draft
from app.errors import DiskFull, WarmlineError
from app.records import Channel, Role
from app.seat import Seat
from app.sending import Sent, Wish
from app.spool import Queued, Replayed, Spool, submit
from ui.draft_copier import DraftCopier
from ui.jobs import Failed, Jobs

PAUSE_MS = 400  # of typing, before a draft is written
REPLAY_MS = 15_000  # between two tries while something waits

CHANNEL_OF = {Role.COMPANY: Channel.COMPANY, Role.LIAISON: Channel.GOVERNMENT, Role.COLLECTOR: Channel.FORUM}


class DraftKeeper(QObject):
    """Made once a window. No draft is ever lost but by ``drop``, and that can be undone."""

    changed = Signal()  # a draft came, went, or has other words
    chosen = Signal(object)  # UUID of the draft that is worked on; None: none
    kept = Signal(object)  # Draft, as it is on disk now
    troubled = Signal(str)  # the disk refused; the words are still in memory
    waiting_changed = Signal(int)  # complaints in the outbox: on this computer only
    replayed = Signal(object)  # Replayed: the database is back
    dropped = Signal(object)  # Draft; ``undo_drop`` brings it back

    def __init__(self, seat: Seat, jobs: Jobs, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.current: UUID | None = None
        self._jobs = jobs
        self._copier = DraftCopier(seat, jobs, self)
        self.folder = folder
        self._drafts: dict[UUID, Draft] = {}
        self._queued: dict[UUID, Draft] = {}
        self._unwritten: set[UUID] = set()
        self._dropped: list[Draft] = []
        self._spool_open: Spool | None = None
        self._replaying = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.flush)
        self._again = QTimer(self, interval=REPLAY_MS)
        self._again.timeout.connect(self.replay)

    @property
    def drafts(self) -> list[Draft]:
        """All drafts, oldest first."""
        return list(self._drafts.values())

    @property
    def queued(self) -> list[Draft]:
        """What waits for the database, as it was when it was queued; oldest first."""
        return list(self._queued.values())

    def draft(self, draft_id: UUID | None) -> Draft | None:
        """The draft as it stands in memory."""
        return self._drafts.get(draft_id) if draft_id is not None else None

    def start(self) -> None:
        """Bring back the drafts and the outbox of this person from disk, then what was begun at other computers."""

        def read() -> tuple[list[Draft], list[Draft]]:
            spool = self._spool()
            return spool.drafts(), [one.draft for one in spool.queued()]

        self._jobs.write(self, read, self._take_stored, self._complain)

    def begin(self, phone: str = "", community_id: int | None = None) -> Draft:
        """A new draft beside all others; an untouched one is taken up again instead of a second."""
        self.flush()
        blank = next((one for one in self._drafts.values() if one.empty), None)
        draft = blank or Draft(begun_at=self.seat.now())
        community = self.seat.directory.communities.get(community_id) if community_id is not None else None
        channel = CHANNEL_OF.get(self.seat.person.role, Channel.HOTLINE)
        draft = replace(draft, phone=phone, channel=channel)
        if community is not None:
            draft = replace(draft, community_id=community.id, place=community.name)
        self._drafts[draft.id] = draft
        self.choose(draft.id)
        return draft

    def take_up(self, draft: Draft) -> None:
        """Work on a draft that was filled elsewhere; what was typed into it before is kept."""
        if draft.id not in self._drafts and draft.id not in self._queued:
            self._drafts[draft.id] = draft
            self._write(draft)
        self.choose(draft.id)

    def choose(self, draft_id: UUID | None) -> None:
        """Work on another draft; the one left is written at once."""
        self.flush()
        left = self.draft(self.current)
        if left is not None and left.id != draft_id and self._blank(left):
            del self._drafts[left.id]
            if left.kept_at is not None:  # emptied by hand
                self._jobs.write(self, lambda: self._spool().drop(left.id), failed=self._complain)
                self._copier.drop(left.id)
        self.current = draft_id if draft_id in self._drafts else None
        self.chosen.emit(self.current)
        self.changed.emit()

    def choose_next(self) -> None:
        """The draft after this one, and the first after the last."""
        ids = list(self._drafts)
        if ids:
            at = ids.index(self.current) + 1 if self.current in self._drafts else 0
            self.choose(ids[at % len(ids)])

    def put(self, draft: Draft) -> None:
        """Take over what was typed; it goes to disk at the next pause."""
        if draft.id in self._drafts and self._drafts[draft.id] != draft:
            self._drafts[draft.id] = draft
            self._unwritten.add(draft.id)
            self._pause.start()
            self.changed.emit()

    def flush(self) -> None:
        """Write at once what is not yet on disk: at a pause, at a change of focus, before the window closes."""
        self._pause.stop()
        for draft_id in list(self._unwritten):
            self._write(self._drafts[draft_id])
        self._unwritten.clear()

    def drop(self, draft_id: UUID) -> None:
        """Throw a draft away, for it was asked for; ``undo_drop`` brings it back."""
        draft = self._drafts.get(draft_id)
        if draft is None:
            return
        self._forget(draft_id)
        self._jobs.write(self, lambda: self._spool().drop(draft_id), failed=self._complain)
        self._copier.drop(draft_id)
        if not draft.empty:
            self._dropped.append(draft)
            self.dropped.emit(draft)

    def undo_drop(self) -> bool:
        """Bring the draft thrown away last back and work on it; False: there is none."""
        if not self._dropped:
            return False
        draft = self._dropped.pop()
        self._drafts[draft.id] = draft
        self._write(draft)
        self.choose(draft.id)
        return True

    def submit(self, draft: Draft, wish: Wish, done: Callable[[Sent | Queued], Any], failed: Failed) -> None:
        """Send a draft, or queue it while the database is away. It stays a draft until one of both is certain."""

        def finish(result: Sent | Queued) -> None:
            if isinstance(result, Queued):
                self._set_queued([*self.queued, result.draft])
            self._forget(draft.id)
            done(result)

        def send(_kept: object = None) -> None:
            self._jobs.act(self, lambda: submit(self.seat, self._spool(), draft, wish), finish, failed)

        self._unwritten.discard(draft.id)
        # After all earlier writes of this draft, and even when the disk is full: the server may have room.
        self._jobs.write(self, lambda: self._spool().keep(draft, self.seat.now()), send, send)

    def replay(self) -> None:
        """Send what waits, if anything does; call it whenever the link is live again."""
        if self._queued and not self._replaying:
            self._replaying = True
            self._jobs.act(self, lambda: self._spool().replay(self.seat), self._take_replay, self._fail_replay)

    def _spool(self) -> Spool:
        """Opened in the first job that needs it, and tried again where the disk refused."""
        if self._spool_open is None:
            self._spool_open = Spool(self.folder, self.seat.person.login)
        return self._spool_open

    def _write(self, draft: Draft) -> None:
        self._jobs.write(self, lambda: self._spool().keep(draft, self.seat.now()), self._take_kept, self._complain)

    def _take_kept(self, kept: Draft) -> None:
        known = self._drafts.get(kept.id)
        if known is not None:
            self._drafts[kept.id] = replace(known, kept_at=kept.kept_at)
            self.kept.emit(self._drafts[kept.id])
            self._copier.copy(kept)

    def _take_copies(self, copies: list[Draft]) -> None:
        """What was begun at another computer; what this disk holds is newer or the same."""
        begun = [one for one in copies if not one.empty and one.id not in self._queued]
        self._drafts = {one.id: one for one in begun} | self._drafts
        self.changed.emit()

    def _take_stored(self, stored: tuple[list[Draft], list[Draft]]) -> None:
        drafts, queued = stored
        begun = self._drafts
        self._drafts = {one.id: one for one in drafts if not one.empty} | begun
        self._set_queued(queued)
        self.changed.emit()
        self._copier.read(self._take_copies)
        self.replay()

    def _take_replay(self, replayed: Replayed) -> None:
        self._replaying = False
        for draft in replayed.refused:
            self._drafts[draft.id] = draft
        self._set_queued(self.queued[-replayed.waiting :] if replayed.waiting else [])
        self.changed.emit()
        self.replayed.emit(replayed)

    def _fail_replay(self, error: WarmlineError) -> None:
        self._replaying = False
        self._complain(error)

    def _complain(self, error: WarmlineError) -> None:
        if not isinstance(error, DiskFull):
            self.troubled.emit(error.sentence)
            return
        self._unwritten.update(one.id for one in self._drafts.values() if not self._blank(one))
        self.troubled.emit(error.sentence)

    def _set_queued(self, queued: list[Draft]) -> None:
        before = len(self._queued)
        self._queued = {one.id: one for one in queued}
        if queued:
            self._again.start()
        else:
            self._again.stop()
        if len(queued) != before:
            self.waiting_changed.emit(len(queued))

    def _forget(self, draft_id: UUID) -> None:
        self._drafts.pop(draft_id, None)
        self._unwritten.discard(draft_id)
        self._copier.skip(draft_id)
        if self.current == draft_id:
            self.current = None
            self.chosen.emit(None)
        self.changed.emit()

    def _blank(self, draft: Draft) -> bool:
        """Nothing was typed: what ``begin`` set by itself does not count."""
        return replace(draft, channel=Channel.HOTLINE).empty
