"""What a step of the timeline is called: the word of its act, with what it decided."""

from collections.abc import Mapping
from typing import Any

from app.records import Act, Event
from app.words import ACT_WORDS


def step_words(event: Event) -> str:
    """裁定派单, 申请延期 3 个工作日, 督办 2 级; of any other act its word alone."""
    word, said = ACT_WORDS[event.act], decided(event)
    if said.get("binding"):
        return f"裁定{word}"
    if "days" in said:
        return f"{word} {said['days']} 个工作日"
    return f"{word} {said['level']} 级" if "level" in said else word


def decided(event: Event) -> dict[str, Any]:
    """What it decided: ``binding`` of a dispatch, ``days`` asked for or granted, the ``level`` of supervision."""
    changes, granted = event.detail.get("changes"), event.detail.get("extension")
    made = changes if isinstance(changes, Mapping) else {}
    match event.act:
        case Act.DISPATCH if made.get("binding"):
            return {"binding": True}
        case Act.EXTEND if made.get("extension_asked"):
            return {"days": made["extension_asked"]}
        case Act.GRANT if isinstance(granted, Mapping):
            return {"days": granted["days"]}
        case Act.SUPERVISE | Act.ESCALATE if made.get("supervise_level"):
            return {"level": made["supervise_level"]}
    return {}
