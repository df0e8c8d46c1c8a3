"""The keys that work anywhere in a window."""

from functools import partial
from typing import TYPE_CHECKING

from ui.keys import bind

if TYPE_CHECKING:
    from ui.window import Window

MOST_PAGES = 9


def bind_window(window: "Window") -> None:
    """Bind them; a locked window puts them all out of use (ui/desk_lock.py)."""
    bind(window, "search", window.search)
    bind(window, "palette", window.palette_field.unfold)
    bind(window, "back", window.back)
    bind(window, "help", window.show_keys)
    bind(window, "volume", window.tones.next_volume)
    for at in range(MOST_PAGES):
        bind(window, f"page_{at + 1}", partial(window.show_page, at))
    bind(window, "new", window.take_down)
    bind(window.queue_page, "claim_next", window.claim.take_next)
