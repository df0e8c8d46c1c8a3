"""What Ctrl+K finds in memory by the words typed: answers, notices, halls. Each opens in its section of 知识."""

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from app.lookup_keys import plain
from app.notice_places import PublicNotice
from app.service_points import KIND_WORDS
from ui.knowledge_page import show_knowledge
from ui.knowledge_sections import Section, sections_of
from ui.notice_columns import line_words
from ui.palette import Command

if TYPE_CHECKING:
    from ui.window import Window

MOST = 4  # of each kind; the section itself has all


def window_finds(window: "Window", words: str) -> list[Command]:
    """What these words mean, best first; nothing for a role that has not the section."""
    mine, found = sections_of(window.seat.person.role), list[Command]()
    if Section.ARTICLES in mine:
        found += [
            Command(hit.article.question, "问答", "", partial(_open, window, Section.ARTICLES, hit.article.id))
            for hit in window.drafting.answers.find(words, MOST)
        ]
    if Section.NOTICES in mine:
        now = window.seat.now()
        said = [(one, line_words(window.seat, one, now)) for one in window.drafting.index.notices.all]
        found += [
            Command(line, "公告", "", partial(_open, window, Section.NOTICES, one.id))
            for one, line in said
            if _has(one, line, words)
        ][:MOST]
    if Section.POINTS in mine:
        found += [
            Command(one.name, KIND_WORDS[one.kind], "", partial(_open, window, Section.POINTS, one.id))
            for one in window.drafting.points.find(words)[:MOST]
        ]
    return found


def _has(notice: PublicNotice, line: str, words: str) -> bool:
    there = plain(f"{notice.number} {line} {notice.text}")
    return all(plain(word) in there for word in words.split())


def _open(window: "Window", section: Section, key: Hashable) -> None:
    pane = show_knowledge(window, section)
    if pane is not None:
        pane.stand_on(key)
