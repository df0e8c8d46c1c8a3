"""Sending what waits for the work groups: by one session at a time, each message once, at the pace that robots bear.

Sent is marked after sending: a sender that dies in between sends again when its loan is over (at least once); the
number in the first line, and a mail's Message-ID, tell the reader that it is the same.
"""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from app import mail, other_chats, robots
from app.errors import in_words
from app.forum_errors import AnswerLost, CertificateRefused, SourceTrouble
from app.group_text import Notice, joined_text, notice_of
from app.robots import LONGEST_WORDS, MINUTE, TEXT_BYTES, Outcome, Verdict
from app.season_duties import reminders_due
from app.seat import Seat
from app.states import sends_messages
from db import messages
from db.failures import StoreFailure
from db.messages import ChatKind, SendingLine

JOIN_FROM = 5
"""When more wait for one chat, they go out together."""
JOIN_MOST = 20
LEASE_SECONDS = 120
"""More than any send takes; after it what a dead sender had taken goes out again."""
FIRST_WAIT, LONGEST_WAIT, MOST_DOUBLED = 10.0, 600.0, 10
TRIES_UNKNOWN = 5
"""After so many answers that no list explains, the administrator has to look."""
MOST_SHORTENED = 2
OVERDUE_SECONDS = 30.0
"""How often due times are looked at."""
DUTY_SECONDS = 600.0
"""How often the calendar of duties is looked at."""
READY_SECONDS, ASIDE_SECONDS, IDLE_SECONDS = 2.0, 20.0, 60.0
"""Until the next turn: as the sender, while another session sends, while there is no chat at all."""
POSTS_A_TURN = 10
POST_SECONDS = 8.0
"""All of one post to a robot, from looking the name up to the last byte of the answer."""
LONGEST_ANSWER = 65_536
_JSON = {"content-type": "application/json; charset=utf-8"}

logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it writes down every address, which is the credential


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn did. ``wait``: seconds until the next; ``troubles``: sentences for the person at this seat."""

    leading: bool
    sent: int = 0
    failed: int = 0
    troubles: tuple[str, ...] = ()
    wait: float = IDLE_SECONDS
    due_in: float | None = None  # seconds until something can be sent; None: nothing waits


class MessageSender:
    """Of one seat; its turns are taken one after another, by one thread."""

    def __init__(self, seat: Seat, random_part: Callable[[], float] = random.random) -> None:
        self._seat = seat
        self._random = random_part
        self._line: SendingLine | None = None
        self._hurried = False
        self._overdue_at = 0.0
        self._duties_at = 0.0

    def turn(self, most: int = POSTS_A_TURN) -> Turn:
        """Send what is due, ``most`` posts at most, if this session is the one that sends.

        Errors: NotAllowed for a role that sends nothing, DatabaseAway; after either the next turn begins anew.
        """
        try:
            return self._turn(most)
        except StoreFailure as failure:
            self.close()
            raise in_words(failure) from failure

    def hurry(self) -> None:
        """End the turn under way after the post under way; from any thread."""
        self._hurried = True

    def close(self) -> None:
        """Let another session send; not while a turn is under way."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _turn(self, most: int) -> Turn:
        line = self._lead()
        if isinstance(line, Turn):
            return line
        if time.monotonic() >= self._overdue_at:
            line.queue_overdue()
            self._overdue_at = time.monotonic() + OVERDUE_SECONDS
        if time.monotonic() >= self._duties_at:
            self._remind(line)
            self._duties_at = time.monotonic() + DUTY_SECONDS
        sent, failed, troubles = 0, 0, []
        for _ in range(most):
            batch = [] if self._hurried else line.take(JOIN_FROM, JOIN_MOST, LEASE_SECONDS)
            if not batch:
                break
            batch, notices = self._read(line, batch)
            if not batch:
                continue
            held, verdict, wait = self._deliver(batch, notices)
            ids = [one["id"] for one in batch]
            line.settle(ids[:held], verdict.outcome, verdict.words, wait)
            if held < len(ids):  # no room for the rest: free again at once
                line.settle(ids[held:], Outcome.LATER, "", 0.0)
            if verdict.outcome is Outcome.SENT:
                sent += held
            else:
                failed += held
            if verdict.outcome is Outcome.STOP:
                troubles.append(f"工作群“{batch[0]['name']}”已停发：{verdict.words}")
        due = line.next_due()
        wait = READY_SECONDS if due is None else min(max(due, 0.1), READY_SECONDS)
        return Turn(True, sent, failed, tuple(troubles), wait, due)

    def _lead(self) -> SendingLine | Turn:
        """The line of this session if it is the sender, else what the turn comes to."""
        if self._line is None:
            with self._seat.store.use() as connection:
                if sends_messages(self._seat) and not messages.has_chats(connection):
                    return Turn(False)
            line = SendingLine(self._seat.store)
            try:
                leading = line.lead()
            except StoreFailure:
                line.close()
                raise
            if not leading:
                line.close()
                return Turn(False, wait=ASIDE_SECONDS)
            self._line = line
        return self._line

    def _remind(self, line: SendingLine) -> None:
        """Companies hear of their duties of the season: some days ahead, and again when one is late."""
        with self._seat.store.use() as connection:
            items = reminders_due(self._seat, connection)
        if items:
            line.remind_duties(items)

    def _read(self, line: SendingLine, batch: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Notice]]:
        """The messages that this program can put into words, with their notices; any other must not hold them up."""
        read: list[dict[str, Any]] = []
        notices: list[Notice] = []
        for one in batch:
            try:
                notices.append(notice_of(self._seat.rules, one["facts"]))
            except (KeyError, TypeError, ValueError):
                line.settle([one["id"]], Outcome.REFUSED, "本程序读不懂这条消息", 0.0)
            else:
                read.append(one)
        return read, notices

    def _deliver(self, batch: list[dict[str, Any]], notices: list[Notice]) -> tuple[int, Verdict, float]:
        """Send what fits of one chat's messages as one text: how many, what came of it, and how long to wait."""
        first = batch[0]
        kind = ChatKind(first["kind"])
        limit = TEXT_BYTES[kind] >> max(one["shortened"] for one in batch)
        text, held = joined_text(self._seat.rules, notices, limit)
        verdict = send(kind, first["address"], first["secret"], text, f"warmline-{first['id']}", self._seat)
        tries = first["tries"]
        if not verdict.known and tries >= TRIES_UNKNOWN:
            verdict = replace(verdict, outcome=Outcome.STOP)
        if verdict.outcome is Outcome.SHORTEN and first["shortened"] >= MOST_SHORTENED:
            verdict = replace(verdict, outcome=Outcome.REFUSED)
        if verdict.outcome is not Outcome.LATER:
            return held, verdict, 0.0
        usual = min(FIRST_WAIT * 2 ** min(tries - 1, MOST_DOUBLED), LONGEST_WAIT)
        # Jitter above, never below: what a service asks for is kept, and many hotlines don't come back as one.
        return held, verdict, (verdict.wait or usual) * (1 + 0.2 * self._random())


def send(kind: ChatKind, address: str, secret: str, text: str, key: str, seat: Seat) -> Verdict:
    """One text to one chat, now. Never raises for what the other side does; its words never hold the credential.

    Errors: DatabaseAway where a signature asks for the time: after a night of sleep this machine's count of it is off.
    """
    if secret and kind in (ChatKind.DINGTALK, ChatKind.FEISHU):
        seat.measure_clock()
    at = seat.now()
    if kind is ChatKind.EMAIL:
        verdict = mail.send_mail(address, secret, text, key, at)
    elif kind is ChatKind.OTHER:
        verdict = other_chats.send(address, text)
    else:
        from app.fetching import ask  # of all seats one sends: the others never pay for httpx

        where, body = robots.request(kind, address, secret, text, at)
        try:
            # The administrator named the address, so it may be a gateway of the house.
            answer = ask(where, intranet=True, headers=_JSON, post=body, most=LONGEST_ANSWER, seconds=POST_SECONDS)
            verdict = robots.judge(kind, answer.status, answer.body)
        except AnswerLost:  # perhaps it stands in the group already: not again and again all night
            verdict = Verdict(Outcome.LATER, "没有收到完整的回答，群里可能已经有了", MINUTE, known=False)
        except CertificateRefused:
            verdict = Verdict(Outcome.LATER, "对方的证书不可信，没有发送", known=False)
        except SourceTrouble:
            verdict = Verdict(Outcome.LATER, "连接不上")
    return replace(verdict, words=_without(verdict.words, address, secret)[:LONGEST_WORDS])


def _without(words: str, address: str, secret: str) -> str:
    """The other side's words without what it may have repeated of the address or the secret."""
    parts = urlsplit(address)
    hidden = [address, secret, parts.path.rpartition("/")[2], *(value for _, value in parse_qsl(parts.query))]
    for one in hidden:
        if len(one) >= 6:
            words = words.replace(one, "***")
    return words
