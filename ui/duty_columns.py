"""The lines of the section 在岗: a seat of a team, what its person does, and what is amiss, in words and shapes."""

from dataclasses import dataclass

from app.records import SeatState
from app.rules import CITY_TIME
from app.seat import Seat
from app.seats_now import SeatNow, TeamNow
from app.shift_words import SEAT_STATE_WORDS
from app.words import ROLE_WORDS, span_words
from ui.table_model import Column

STATE_SHAPES: dict[SeatState, str] = {
    SeatState.READY: "●",
    SeatState.TALKING: "◉",
    SeatState.WRITING_UP: "◐",
    SeatState.AWAY: "○",
}
STATE_COLOURS: dict[SeatState, str] = {
    SeatState.READY: "good",
    SeatState.TALKING: "accent",
    SeatState.WRITING_UP: "accent",
    SeatState.AWAY: "warning",
}


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of the list."""

    now: SeatNow
    left_over: bool  # from a shift that is over
    team: str
    name: str
    role: str
    coming: str
    due: str  # who should be here and is nowhere

    @property
    def state(self) -> str:
        """Shape and word of what the person does, or of what is amiss."""
        there = self.now.presence
        if there is None:
            return "▲ 未签到" if self.due else "– 空"
        if self.left_over:
            return "▲ 未签退"
        return f"{STATE_SHAPES[there.state]} {SEAT_STATE_WORDS[there.state]}"

    @property
    def colour(self) -> str | None:
        """The colour of the state."""
        there = self.now.presence
        if there is None:
            return "warning" if self.due else "muted"
        return "danger" if self.left_over else STATE_COLOURS[there.state]


def lines(seat: Seat, teams: list[TeamNow]) -> list[DutyLine]:
    """All seats of all teams."""
    return [_line(seat, team, now) for team in teams for now in team.seats]


def columns(seat: Seat) -> list[Column[DutyLine]]:
    """The columns; how long a state lasts is counted at each tick."""

    def since(line: DutyLine) -> str:
        there = line.now.presence
        if there is None:
            return ""
        at = there.state_since.astimezone(CITY_TIME)
        return f"{at:%H:%M} 起 {span_words(seat.now() - at)}"

    return [
        Column(title="单位", text=lambda line: line.team, width=8, colour=lambda _line: "muted"),
        Column(title="座席", text=_seat, width=9, strong=lambda line: line.now.presence is not None),
        Column(title="状态", text=lambda line: line.state, width=13, colour=lambda line: line.colour),
        Column(title="谁", text=_who, width=20, colour=lambda line: None if line.now.presence else "warning"),
        Column(title="岗位", text=lambda line: line.role, width=14, colour=lambda _line: "muted"),
        Column(title="状态自", text=since, width=22, ticks=True),
        Column(title="签到", text=_came, width=13),
        Column(title="下一班", text=lambda line: line.coming, width=14, colour=lambda _line: "muted"),
    ]


def _line(seat: Seat, team: TeamNow, now: SeatNow) -> DutyLine:
    people = seat.directory.people
    company = seat.directory.companies.get(team.company_id or 0)
    person = people.get(now.presence.person_id) if now.presence else None
    due = people.get(now.due.person_id) if now.due else None
    coming = people.get(now.coming.person_id) if now.coming else None
    shown = person or due
    return DutyLine(
        now,
        team.left_over(now),
        company.short_name if company else "热线",
        person.name if person else "",
        ROLE_WORDS[shown.role] if shown else "",
        coming.name if coming else "",
        due.name if due else "",
    )


def _seat(line: DutyLine) -> str:
    return f"{line.now.seat_number} 号" if line.now.seat_number else "不占座席"


def _who(line: DutyLine) -> str:
    if line.now.presence is None:
        return f"应到 {line.due}" if line.due else ""
    reason = line.now.presence.reason
    return f"{line.name}（{reason}）" if reason else line.name


def _came(line: DutyLine) -> str:
    there = line.now.presence
    return f"{there.since.astimezone(CITY_TIME):%m-%d %H:%M}" if there else ""
