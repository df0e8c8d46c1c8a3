"""What can go wrong, in words that an operator understands.

Every error carries a Chinese sentence (``str(error)``) and, where one is to blame, the field as the console and the
form name it. Exit codes of the console: bad input 2, not allowed 3, database away 4.
"""


class WarmlineError(Exception):
    """Base of all errors that are shown to a person."""

    exit_code = 2

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class BadInput(WarmlineError):
    """Something typed can't be taken as it is; ``field`` says which."""


class UnknownComplaint(BadInput):
    """No complaint of that number is there, or this person may not see it."""


class MoveRefused(BadInput):
    """The table of moves does not allow this act in this state."""


class ChangedElsewhere(BadInput):
    """Somebody else changed the complaint since it was read."""


class TakenElsewhere(BadInput):
    """Somebody else holds the claim."""


class NotAllowed(WarmlineError):
    """This person's role may not do that."""

    exit_code = 3


class SignInRefused(NotAllowed):
    """Login or password is wrong, or the account is locked."""


class DatabaseAway(WarmlineError):
    """The database can't be reached now; what was typed is kept."""

    exit_code = 4


class WrongVersion(DatabaseAway):
    """The database was made by another version of the program."""


class DiskFull(WarmlineError):
    """A draft, a slip or an export could not be written to disk."""
