"""The public answer: drafted from what the company reported, and looked through for personal data (PIPL Art. 25).

The check (app/personal_data.py) warns; a person decides. Here it is told the caller's and the managers' names, and
which phones are published anyhow.
"""

import re
from collections.abc import Iterable

from app.errors import MoveRefused
from app.personal_data import Warning, accounts_in, flats_in, names_in, phones_in
from app.records import Act, Authority, Complaint, State
from app.seat import Seat

DONE = frozenset({State.REPORTED, State.CALL_BACK, State.CLOSED, State.ANSWERED})
NOT_OURS = {State.REFERRED: Act.REFER, State.REFUSED: Act.REFUSE}
"""By state: the act whose note tells where to go, or why not."""
OPENING = "【12319供暖热线回复】您好，您反映的问题（编号 {number}）"
CLOSING = "感谢您的关注和监督，供暖问题请拨打 12319。"
PUBLISHED_PHONES = frozenset({"12319", "12345", "110", "119", "120", "122", "5969581", "1600000"})
_NOBODY = frozenset(
    (
        "业主",
        "用户",
        "住户",
        "居民",
        "市民",
        "网友",
        "匿名",
        "群众",
        "先生",
        "女士",
        "本人",
        "租户",
        "客户",
        "家属",
        "热心市民",
        "未知",
        "不详",
    )
)
"""What stands in place of a caller's name, and in every answer."""
_ADDRESSED = re.compile(r"(?:先生|女士|师傅|同志|大爷|大妈|阿姨)")


def draft_answer(complaint: Complaint, door: Authority | None = None) -> str:
    """The answer to a complaint that is done: the company's public words, else what was answered at once, else its
    report without what is personal. Errors: MoveRefused while nothing has been reported."""
    if complaint.state in NOT_OURS:
        act = NOT_OURS[complaint.state]
        said = next(event.note for event in reversed(complaint.events) if event.act is act).strip().rstrip("。；;，,. ")
        phones = f"（{'、'.join(door.phones)}）" if door and door.phones else ""
        to = f"，请联系{door.name}{phones}" if door and door.name not in said else ""
        become = "未予受理" if complaint.state is State.REFUSED else "已转办"
        return f"{OPENING.format(number=complaint.number)}{become}：{said}{to}。{CLOSING}"
    if complaint.state not in DONE:
        raise MoveRefused("诉求还没有反馈，办完后再答复网帖。", field="state")
    said = (complaint.public_answer or complaint.answer or complaint.report).strip()
    said = said.rstrip("。；;，,. ")
    return f"{OPENING.format(number=complaint.number)}已办理：{said}。{CLOSING}"


def warnings_of(seat: Seat, text: str, complaint: Complaint | None, authors: Iterable[str] = ()) -> list[Warning]:
    """What seems personal in a text that is to be published, in the order of the text.

    ``authors`` are names that the forum shows beside the posts anyhow. Secret callers' names are not known here, so
    anybody addressed by name is warned of too.
    """
    names = _names(seat, complaint) - set(authors)
    published = {phone for one in seat.directory.companies.values() for phone in one.service_phones}
    published |= {phone for one in seat.rules.authorities.values() for phone in one.phones} | PUBLISHED_PHONES
    found = [*phones_in(text, seat.rules.area_code, published), *accounts_in(text), *flats_in(text)]
    found += names_in(text, names)
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Warning] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _names(seat: Seat, complaint: Complaint | None) -> set[str]:
    names = {manager.name for one in seat.directory.communities.values() for manager in one.managers}
    if complaint is not None and complaint.contact is not None:
        names.add(complaint.contact.name)
    bare = {_ADDRESSED.sub("", name) for name in names}
    return {dense for name in names | bare if len(dense := "".join(name.split())) >= 2} - _NOBODY
