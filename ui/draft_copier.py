"""Copies of drafts on the server, beside the disk: one at a time, and never in the way of what a person does."""

import logging
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from app.draft_copies import copy_draft, drop_copy, own_copies
from app.drafts import Draft
from app.errors import WarmlineError
from app.seat import Seat
from ui.jobs import Jobs

log = logging.getLogger(__name__)


class DraftCopier(QObject):
    """Fails silently: the disk has every draft, the link's state is shown, and the next pause copies again."""

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._waiting: dict[UUID, Draft] = {}
        self._busy = False

    def copy(self, draft: Draft) -> None:
        """Copy the newest words of a draft. While the database is away copies must not pile up before an act."""
        self._waiting[draft.id] = draft
        self._next()

    def drop(self, draft_id: UUID) -> None:
        """Forget the copy of a draft that was thrown away."""
        self.skip(draft_id)
        self._jobs.act(self, lambda: drop_copy(self._seat, draft_id), failed=self._log)

    def skip(self, draft_id: UUID) -> None:
        """Copy a draft no more: it is no draft any longer."""
        self._waiting.pop(draft_id, None)

    def read(self, done: Callable[[list[Draft]], None]) -> None:
        """What was begun at this or another computer."""
        self._jobs.act(self, lambda: own_copies(self._seat), done, self._log)

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        draft = self._waiting.pop(next(iter(self._waiting)))
        self._jobs.act(self, lambda: copy_draft(self._seat, draft), self._copied, self._failed)

    def _copied(self, _nothing: None) -> None:
        self._busy = False
        self._next()

    def _failed(self, error: WarmlineError) -> None:
        self._busy = False
        self._log(error)

    def _log(self, error: WarmlineError) -> None:
        log.info("a draft was not copied to the server: %s", error)
