"""What is typed into the strips beside complaints: each complaint's act has words of its own, kept until it is done."""

from collections.abc import Iterator
from uuid import UUID

from app.records import Act
from app.rules import CITY_TIME
from app.seat import Seat
from ui.strip import Strip
from ui.strip_words import PREFIX, StripWords
from ui.word_keeper import WordKeeper

PANE = "complaint"


class ActWords:
    """Keeps nothing before ``keep_in``."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._keeper: WordKeeper | None = None
        self._words: dict[Strip, StripWords] = {}

    def keep_in(self, keeper: WordKeeper) -> None:
        """Where the words are kept from now on."""
        self._keeper = keeper

    def begin(self, strip: Strip, complaint_id: UUID, act: Act) -> None:
        """Put back what was left of this act, and keep what is typed from now on."""
        strip.kept_as = f"{complaint_id} {act}"
        if self._keeper is not None:
            seat = self._seat
            words = StripWords(self._keeper, PANE, lambda: seat.now().astimezone(CITY_TIME).date())
            words.watch(strip)
            self._words[strip] = words

    def left(self, complaint_id: UUID) -> Iterator[Act]:
        """The acts of a complaint that somebody here left half written."""
        begun = f"{PREFIX}{PANE} {complaint_id} "
        for name in self._keeper.names(begun) if self._keeper is not None else ():
            yield Act(name.removeprefix(begun))

    def done(self, strip: Strip) -> None:
        """It is stored in the database now."""
        words = self._words.pop(strip, None)
        if words is not None:
            words.forget(strip)
