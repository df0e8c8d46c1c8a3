"""Acts on people: the administrator adds, changes and puts out of service; everyone changes the own password.

A person is never deleted: complaints and events are signed with the name. Passwords leave this machine as SCRAM
verifiers only.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.errors import BadInput, NotAllowed, SignInRefused, in_words
from app.passwords import check_strength
from app.records import Person, Role
from app.seat import Seat
from app.words import ROLE_WORDS
from db import acts, roles
from db.failures import StoreFailure
from db.store import Connection, Store

LONGEST_NAME = 40
HIGHEST_SEAT = 999

_LOGIN = re.compile(r"[a-z][a-z0-9_]{1,30}")
_REFUSED = {
    "last_administrator": ("这是最后一位在用的系统管理员，不能停用，也不能改岗位。", "person"),
    "login": ("这个用户名在数据库服务器上另有用途，请换一个。", "login"),
    "company": ("没有这家热力公司。", "company"),
    "company_id": ("没有这家热力公司。", "company"),
    "person": ("没有这个人员。", "person"),
    "note": ("请写明原因。", "note"),
}


@dataclass(frozen=True, slots=True)
class PersonWords:
    """What is typed about a person; ``company_id`` is a company seat's company, or that of a liaison."""

    name: str
    role: Role
    company_id: int | None = None
    seat_number: int | None = None


def list_people(seat: Seat) -> list[Person]:
    """All people, those in service first, then by role and login."""
    order = list(Role)
    return sorted(seat.directory.people.values(), key=lambda one: (not one.active, order.index(one.role), one.login))


def find_person(seat: Seat, login: str) -> Person:
    """The person of a login; BadInput(field="login") for an unknown one."""
    for person in seat.directory.people.values():
        if person.login == login.strip():
            return person
    raise BadInput(f"没有用户名为“{login}”的人员。", field="login")


def add_person(seat: Seat, login: str, words: PersonWords, password: str) -> Person:
    """Add a person with a first password. Errors: NotAllowed; BadInput at login, name, company, seat, password."""
    _administrator_only(seat)
    login = login.strip()
    if not _LOGIN.fullmatch(login) or login.startswith(("warmline", "pg_")):
        raise BadInput(
            "用户名用小写字母开头，2 到 31 位小写字母、数字或下划线；不能以 warmline、pg_ 开头。", field="login"
        )
    if any(person.login == login for person in seat.directory.people.values()):
        raise BadInput(f"用户名“{login}”已经有人用了。", field="login")
    clean = _checked(seat, words)
    check_strength(password)
    with _use(seat) as connection:
        verifier = roles.verifier_for(connection, login, password)
        made = acts.person_put(connection, login, clean.name, clean.role, clean.company_id, clean.seat_number, verifier)
    return _now(seat, made)


def change_person(seat: Seat, person_id: int, words: PersonWords) -> Person:
    """Change name, role, company or seat; the login stays. Errors as add_person, and BadInput(field="person")."""
    _administrator_only(seat)
    clean = _checked(seat, words)
    with _use(seat) as connection:
        acts.person_change(connection, person_id, clean.name, clean.role, clean.company_id, clean.seat_number)
    return _now(seat, person_id)


def set_active(seat: Seat, person_id: int, active: bool, reason: str) -> Person:
    """Put a person out of service (signs in no more, is cut off at once) or back into it, for a reason on record.

    Errors: NotAllowed; BadInput at note, and at person for the last administrator.
    """
    _administrator_only(seat)
    if not reason.strip():
        raise BadInput("请写明原因。", field="note")
    with _use(seat) as connection:
        acts.person_active(connection, person_id, active, reason.strip())
    return _now(seat, person_id)


def set_password(seat: Seat, person_id: int, password: str) -> None:
    """Give somebody a new password. Errors: NotAllowed; BadInput at password and person."""
    _administrator_only(seat)
    check_strength(password)
    person = seat.directory.people.get(person_id)
    if person is None:
        raise BadInput("没有这个人员。", field="person")
    with _use(seat) as connection:
        acts.person_password(connection, person_id, roles.verifier_for(connection, person.login, password))
    if person_id == seat.person.id:
        seat.store.take_password(password)


def change_own_password(seat: Seat, old: str, new: str) -> None:
    """Change the password of whoever sits here. Errors: BadInput at old (the present one is wrong) and password."""
    if old == new:
        raise BadInput("新密码和原密码一样。", field="password")
    check_strength(new)
    login = seat.person.login
    trial = Store(seat.store.address, login, old)
    try:
        with _told(), trial.use() as connection:
            acts.my_password(connection, roles.verifier_for(connection, login, new))
    except SignInRefused:
        raise BadInput("原密码不对。", field="old") from None
    finally:
        trial.close()
    seat.store.take_password(new)


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以管理人员。")


def _checked(seat: Seat, words: PersonWords) -> PersonWords:
    name = " ".join(words.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(f"请填写姓名，不超过 {LONGEST_NAME} 个字。", field="name")
    if words.role is Role.COMPANY and words.company_id is None:
        raise BadInput("热力公司座席要选所属的公司。", field="company")
    if words.role not in (Role.COMPANY, Role.LIAISON) and words.company_id is not None:
        raise BadInput(f"{ROLE_WORDS[words.role]}不属于热力公司，请不要选公司。", field="company")
    if words.company_id is not None and words.company_id not in seat.directory.companies:
        raise BadInput("没有这家热力公司。", field="company")
    if words.seat_number is not None and not 1 <= words.seat_number <= HIGHEST_SEAT:
        raise BadInput(f"座席号是 1 到 {HIGHEST_SEAT} 的数。", field="seat")
    return PersonWords(name, words.role, words.company_id, words.seat_number)


def _now(seat: Seat, person_id: int) -> Person:
    seat.refresh()
    return seat.directory.people[person_id]


@contextmanager
def _use(seat: Seat) -> Iterator[Connection]:
    """A connection whose refusals speak of people."""
    with _told(), seat.store.use() as connection:
        yield connection


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except StoreFailure as failure:
        if failure.hint in _REFUSED:
            sentence, field = _REFUSED[failure.hint]
            raise BadInput(sentence, field=field) from failure
        raise in_words(failure) from failure
