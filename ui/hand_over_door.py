"""Where the numbers of a hand-over lead to: the queue, an incident, the posts, one's own draft, the log."""

from typing import TYPE_CHECKING
from uuid import UUID

from ui.hand_over_pane import HandOverPane
from ui.log_columns import LogView
from ui.shift_sections import Section

if TYPE_CHECKING:
    from ui.window import Window


def make_hand_over(window: "Window") -> HandOverPane:
    """The section 交接, wired to its window."""
    pane = HandOverPane(window.live, window.jobs, window.printing.settings)
    left = pane.left
    left.complaint_asked.connect(pane.complaint_asked)
    left.queue_asked.connect(lambda: window.show_page(window.pages.indexOf(window.queue_page)))
    left.incident_asked.connect(window.complaint_panel.incident_asked)

    def open_draft(draft_id: UUID) -> None:
        if window.drafting.keeper.draft(draft_id) is None:
            pane.failed.emit("草稿只有填写人在自己的窗口里能打开。")
            return
        window.show_page(window.pages.indexOf(window.queue_page))
        window.drafting.keeper.choose(draft_id)

    def open_posts() -> None:
        if "网络" in window.header.pages:
            window.show_page(window.header.pages.index("网络"))
        else:
            pane.failed.emit("网帖由采集员和班长在“网络”页处理。")

    def open_log() -> None:
        from ui.log_pane import LogPane  # the page loads a section when it is first looked at
        from ui.role_pages import show_section

        line, log = pane.line, show_section(window, Section.LOG)
        if line is not None and isinstance(log, LogPane):
            log.show_shift(line.shift)
            log.choose_view(LogView.ENTRIES)

    left.log_asked.connect(open_log)
    left.draft_asked.connect(open_draft)
    left.posts_asked.connect(open_posts)
    return pane
