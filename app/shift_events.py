"""Events of rosters and seats in one line each: what about, and what was said."""

from collections.abc import Mapping
from typing import Any

from app.records import EntryKind, Person, SeatState
from app.review_words import REVIEW_EVENT_WORDS
from app.shift_words import ENTRY_WORDS, SEAT_STATE_WORDS


def event_line(people: Mapping[int, Person], act: str, note: str, detail: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and words of an event of chain ``shift``; ``people`` by id. Pure."""
    if "presence" in detail:
        seat = f" {detail['seat']} 号座席" if detail["seat"] else ""
        subject = f"{_name(people, detail['person'])}{seat}"
        if act == "seat_pause":
            states = (SEAT_STATE_WORDS[SeatState(detail[key])] for key in ("before", "state"))
            return subject, " → ".join(states) + (f"（{note}）" if note else "")
        return subject, note
    if "swap" in detail:
        return f"{_name(people, detail['person'])} ↔ {_name(people, detail['other'])}", note
    if "entry" in detail:
        was = f"（原为：{detail['was']}）" if detail.get("was") else ""
        return ENTRY_WORDS[EntryKind(detail["kind"])], note + was
    if act in ("hand_over", "hand_over_sign"):
        reason = f"（原因：{detail['reason']}）" if detail["reason"] else ""
        return str(detail["number"]), note + reason
    if act == "log_export":
        return f"{detail['day']} {detail['name']}", f"{detail['format']} {note}".strip()
    if act in REVIEW_EVENT_WORDS and "day" in detail:
        person = f" {_name(people, detail['person'])}" if "person" in detail else ""
        score = f"{detail['total']} 分 " if "total" in detail else ""
        return f"{detail['day']} {detail['name']}{person}", f"{score}{note}".strip()
    if "before" in detail:
        before, after = ({one["person_id"] for one in detail[key]} for key in ("before", "after"))
        said = [
            *(f"＋{_name(people, person)}" for person in sorted(after - before)),
            *(f"－{_name(people, person)}" for person in sorted(before - after)),
        ]
        return f"{detail['day']} {detail['name']}", " ".join([*said, note]).strip()
    if "shifts" in detail:
        return f"{detail['from']} 至 {detail['to']}", f"{detail['shifts']} 班 {note}".strip()
    return str(detail.get("pattern") or detail.get("code") or ""), note


def _name(people: Mapping[int, Person], person_id: int) -> str:
    person = people.get(person_id)
    return person.name if person else ""
