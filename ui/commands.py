"""What Ctrl+K offers in a window right now: pages, drafts, chips, and the acts of the complaint in front."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from app.drafts import title
from app.records import Act
from app.referral import words_of
from app.states import offered
from app.words import ACT_WORDS
from ui.key_scopes import OFFICE, Scope
from ui.keys import cap, key
from ui.knowledge_page import show_knowledge
from ui.knowledge_sections import sections_of
from ui.palette import Command
from ui.queue_filter import Chip
from ui.role_pages import ROLE_PAGES, Page, show_section
from ui.shift_sections import sections_of as shift_sections_of

if TYPE_CHECKING:
    from ui.window import Window

OFFERED = (Act.DISPATCH, Act.SIGN, Act.CONTACT, Act.ARRIVE, Act.REPORT, Act.CALL_BACK, Act.REMIND, Act.RETURN,
           Act.PRINT, Act.SUPERVISE, Act.GRANT, Act.DENY, Act.EXTEND, Act.REFER, Act.REFUSE, Act.SHELVE, Act.TAKE_UP,
           Act.ASSIGN, Act.ASK_TEST, Act.ADD_FILE, Act.NOTE, Act.FORM, Act.EDIT, Act.CLOSE, Act.VOID)  # fmt: skip


def window_commands(window: "Window") -> list[Command]:
    """The commands of a window, the likeliest first."""
    found = [*_acts(window)]
    if window.drafting.may_take:
        found.append(Command("新诉求", "执行", cap("new"), window.drafting.begin))
    if window.has_queue:
        found.append(Command("认领下一件", "执行", cap("claim_next"), window.claim.take_next))
        found += [Command(chip.value, "筛选", "", partial(window.queue_page.choose_chip, chip)) for chip in Chip]
    found += [
        Command(words, "前往", cap(f"page_{at + 1}"), partial(window.show_page, at))
        for at, words in enumerate(window.header.pages)
    ]
    found += [
        Command(section.value, "班次", "", partial(show_section, window, section))
        for section in shift_sections_of(window.seat.person.role)
        if Page.SHIFTS in ROLE_PAGES[window.seat.person.role]
    ]
    found += [
        Command(section.value, "知识", "", partial(show_knowledge, window, section))
        for section in sections_of(window.seat.person.role)
    ]
    found += _page_acts(window)
    found += [
        Command(title(draft, window.seat.directory), "草稿", "", partial(window.drafting.keeper.choose, draft.id))
        for draft in window.drafting.keeper.drafts
    ]
    if window.printing.waiting:
        found.append(Command(f"取消打印（还有 {window.printing.waiting} 张）", "执行", "", window.printing.cancel))
    if window.has_queue:  # what to say while the caller is still on the line
        found += [
            Command(f"{door.name}：{'、'.join(door.matters)}", "该找谁", "", partial(window.status.say, words_of(door)))
            for door in window.seat.rules.authorities.values()
        ]
    found += window.seat_desk.commands()
    if window.wall_board.may_open:
        found.append(Command("大屏", "执行", cap("wall_board"), window.wall_board.toggle))
    found.append(Command("锁屏", "执行", cap("lock"), window.desk_lock.lock))
    found.append(Command("改我的密码", "执行", "", window.change_password))
    found.append(Command("按键一览", "执行", cap("help"), window.show_keys))
    return found


def _page_acts(window: "Window") -> list[Command]:
    """What the keys of the page in front do, by its words: where one knows what, and not the key."""
    page, found = window.pages.currentWidget(), list[Command]()
    for shortcut in page.findChildren(QShortcut) if page is not None else []:
        entry, holder = key(shortcut.objectName()), shortcut.parent()
        here = isinstance(holder, QWidget) and holder.isVisible()
        if here and entry.scope in OFFICE - {Scope.PARTS} and not entry.name.startswith("submit_"):
            found.append(Command(entry.words, entry.scope.value, cap(entry.name), shortcut.activated.emit))
    return found


def _acts(window: "Window") -> list[Command]:
    panel = window.complaint_panel
    if panel.complaint is None or window.side.front is not panel:
        return []
    can = offered(window.seat, panel.complaint)
    copied = (
        [Command("复制群通知", "执行", cap("copy_notice"), panel.copy_notice)] if panel.complaint.dispatched_at else []
    )
    return [
        Command(f"{ACT_WORDS[act]} {panel.complaint.number}", "执行", "", partial(panel.ask, act))
        for act in OFFERED
        if act in can
    ] + copied
