"""One event of the shift log in Chinese: what was done, to what, and what was said. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from app.forum_records import FORUM_EVENT_WORDS
from app.incident_groups import INCIDENT_EVENT_WORDS
from app.seat import Seat
from app.shift_events import event_line
from app.shift_words import SHIFT_EVENT_WORDS
from app.words import ACT_WORDS, STATE_WORDS
from db.kinds import Act

WORDS: dict[str, str] = {
    **{str(act): words for act, words in ACT_WORDS.items()},
    **FORUM_EVENT_WORDS,
    **INCIDENT_EVENT_WORDS,
    **SHIFT_EVENT_WORDS,
}
"""What every event of the log is called."""

_STATES = {str(state): words for state, words in STATE_WORDS.items()}
_PHONE = re.compile(r"(?<![0-9-])(?:\+86[- ]?)?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})(?![0-9])")
_LINE = re.compile(r"(?<![0-9-])(0[0-9]{2,3}[- ]?)?([2-8][0-9]{2})([0-9]{3,4})(?![0-9-])")


def acts_meant(word: str) -> list[str]:
    """The acts whose Chinese word holds this one: 签 means 签收 and 签到."""
    return [act for act, words in WORDS.items() if word in words]


def log_words(seat: Seat, row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Act, subject and words of a row of db.shift_log.page()."""
    act, note, detail = row["act"], row["note"], row["detail"]
    said = WORDS.get(act, act)
    if row["complaint_id"] is not None:
        return said, f"{row['number']} {row['place']}".strip(), _complaint_words(seat, row)
    if act in SHIFT_EVENT_WORDS:
        return said, *event_line(seat.directory.people, act, note, detail)
    if act in INCIDENT_EVENT_WORDS:
        return said, str(detail.get("number", "")), note
    title = str(detail.get("title", ""))
    return said, title or note, note if title else ""


def mask_phones(text: str) -> str:
    """Telephone numbers with their middle hidden: 138****0001, 0530-520****; numbers of complaints stay as they are."""
    return _LINE.sub(r"\1\2****", _PHONE.sub(r"\1****\3", text))


def _complaint_words(seat: Seat, row: Mapping[str, Any]) -> str:
    changes: Mapping[str, Any] = row["detail"].get("changes") or {}
    parts = []
    if row["act"] == Act.TAKE:
        parts.append(seat.rules.category(row["category"]).name)
    elif row["act"] == Act.DISPATCH:
        company = seat.directory.companies.get(changes.get("company_id") or row["company_id"] or 0)
        parts.append(f"派给{company.short_name}" if company else "")
    parts.append(row["note"])
    said = "，".join(part for part in parts if part)
    moved = row["state"] != row["state_before"] and row["state"] in _STATES
    return f"{said} → {_STATES[row['state']]}".strip() if moved else said
