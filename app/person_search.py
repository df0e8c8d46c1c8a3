"""People of a team by what is typed: part of the name, its pinyin or initials, the login, a seat's number."""

from collections.abc import Iterable

from app.pinyin import spellings
from app.records import Person


def find_people(people: Iterable[Person], typed: str) -> list[Person]:
    """Who is meant, in the order given; everybody for nothing typed. Pure."""
    wanted = "".join(typed.lower().split())
    return [person for person in people if not wanted or _matches(person, wanted)]


def _matches(person: Person, wanted: str) -> bool:
    if wanted in person.name.lower() or person.login.lower().startswith(wanted):
        return True
    for said in spellings(person.name):
        if "".join(said).startswith(wanted) or "".join(syllable[0] for syllable in said).startswith(wanted):
            return True
    return False
