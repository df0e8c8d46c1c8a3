"""Whether somebody at a locked window is the person who signed in."""

from app.errors import BadInput, in_words
from app.seat import Seat
from db.failures import Failure, StoreFailure
from db.store import Store


def knows_password(seat: Seat, password: str) -> bool:
    """Whether this is the password that the seat is signed in by. Asks nobody: a call is taken offline too."""
    return seat.store.knows(password)


def prove_password(seat: Seat, password: str) -> None:
    """Ask the database, for the password may have been changed elsewhere since. Errors: BadInput(field="password")."""
    store = Store(seat.store.address, seat.store.login, password)
    try:
        with store.use():
            pass
    except StoreFailure as failure:
        if failure.kind is Failure.AWAY:
            raise BadInput("密码不对；现在离线，只认登录时用的密码。", field="password") from failure
        if failure.kind is Failure.PASSWORD:
            raise BadInput("密码不对。", field="password") from failure
        raise in_words(failure) from failure
    finally:
        store.close()
    seat.store.take_password(password)
