"""How each day of a room temperature test counts: measured, deemed, or not known. Pure; the refund is reckoned from it.

菏泽市供热条例 (HZ): Art.42 and 43 say how a test is made and what counts where it is not made or not signed; Art.44
counts the unqualified days from the day of the request to the day on which a re-test passes. What the text leaves open
and we had to decide is marked [P] here and said as 本系统建议 in ``why``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.celsius import celsius_words
from app.moment_words import until_short
from app.working_days import CITY_TIME
from db.kinds import VisitOutcome

TEST_ARTICLE = "菏泽市供热条例第四十二条、第四十三条"
PERIOD_ARTICLE = "菏泽市供热条例第四十四条"


class DayState(StrEnum):
    """What a day counts as."""

    FAILED = "failed"  # 不合格: measured, or between a failed test and the re-test that passes
    PASSED = "passed"  # 合格
    DEEMED_FAILED = "deemed_failed"  # 视为不合格: not tested in time, or refused by the company
    DEEMED_PASSED = "deemed_passed"  # 视为合格: refused by the user without cause
    UNKNOWN = "unknown"  # 未定


DAY_WORDS: dict[DayState, str] = {
    DayState.FAILED: "不合格",
    DayState.PASSED: "合格",
    DayState.DEEMED_FAILED: "视为不合格",
    DayState.DEEMED_PASSED: "视为合格",
    DayState.UNKNOWN: "未定",
}


@dataclass(frozen=True, slots=True)
class RoomRequest:
    """What was asked for. ``minimum``: degrees that must be reached (HZ Art.21); ``seen_at``: the moment of judging."""

    requested_at: datetime
    due_at: datetime  # HZ Art.42: 24 hours after the request
    minimum: Decimal
    seen_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayTest:
    """One visit. ``at``: when the stable reading was taken, or when somebody stood at the door.

    ``cause``: whether the user had a cause for refusing the test or the signature; None: nobody has decided that yet.
    ``by_body``: the reading is a legal testing body's (法定鉴定机构), which needs no signatures.
    """

    at: datetime
    outcome: VisitOutcome
    reading: Decimal | None = None
    company_signed: bool = True
    user_signed: bool = True
    cause: bool | None = None
    by_body: bool = False


@dataclass(frozen=True, slots=True)
class DayJudged:
    """One day: ``reading`` is what it was judged by, where there is one; ``why`` in words, with ``article``."""

    day: date
    state: DayState
    reading: Decimal | None
    why: str
    article: str


def judge_days(request: RoomRequest, tests: Iterable[DayTest], days: Iterable[date]) -> tuple[DayJudged, ...]:
    """Each of these days once, in order; the order of tests and days plays no part.

    A failed test counts from the day of the request (HZ Art.44) to the day before a re-test passes: the day itself was
    measured as good [P]. A day measured by nobody goes by the newest test before it, before the first test by that one.
    """
    ordered = sorted((one for one in tests if one.at >= request.requested_at), key=_key)
    story = _Story(request, ordered)
    return tuple(story.judge(day) for day in sorted(set(days)))


def local_day(at: datetime) -> date:
    """The day in the city's time."""
    return at.astimezone(CITY_TIME).date()


def measures(test: DayTest) -> bool:
    """Whether the reading counts: taken, and signed by both (HZ Art.42)."""
    signed = test.by_body or (test.company_signed and test.user_signed)
    return test.outcome is VisitOutcome.TESTED and test.reading is not None and signed


def _key(test: DayTest) -> tuple[datetime, bool, str, Decimal, bool, bool, str]:
    reading = test.reading if test.reading is not None else Decimal(0)
    return test.at, test.by_body, test.outcome, reading, test.company_signed, test.user_signed, str(test.cause)


class _Story:
    """One request with its tests, oldest first."""

    def __init__(self, request: RoomRequest, tests: Sequence[DayTest]) -> None:
        self._request, self._tests = request, tests
        self._measured = [one for one in tests if measures(one)]
        passed = [one for one in self._measured if self._passes(one)]
        self._begins = local_day(request.requested_at)
        self._passed_on = local_day(passed[0].at) if passed else None

    def judge(self, day: date) -> DayJudged:
        request = self._request
        if day < self._begins:
            return _unknown(day, "在申请检测之前")
        if day > local_day(request.seen_at):
            return _unknown(day, "还没有到")
        if self._passed_on is not None and day > self._passed_on:
            return _unknown(day, f"{self._passed_on:%m-%d} 已检测合格，不在这次检测之内")
        if request.withdrawn_at is not None and day > local_day(request.withdrawn_at):
            return _unknown(day, "申请已撤回")
        own = [one for one in self._tests if local_day(one.at) == day]
        measured = [one for one in own if measures(one)]
        if measured:
            return self._measured_day(day, measured[-1])
        return self._refused(day, own) or self._carried(day) or self._before_the_first(day, own)

    def _passes(self, test: DayTest) -> bool:
        return test.reading is not None and test.reading >= self._request.minimum

    def _measured_day(self, day: date, test: DayTest) -> DayJudged:
        who = "法定鉴定机构" if test.by_body else "当日"
        assert test.reading is not None
        words = f"{who}实测 {celsius_words(test.reading)}"
        if self._passes(test):
            again = any(not self._passes(one) for one in self._measured)
            why = f"{words}，回测合格，当日起不再计（本系统建议）" if again else f"{words}，合格"
            return DayJudged(day, DayState.PASSED, test.reading, why, PERIOD_ARTICLE if again else TEST_ARTICLE)
        why = f"{words}，低于 {celsius_words(self._request.minimum)}"
        return DayJudged(day, DayState.FAILED, test.reading, why, PERIOD_ARTICLE)

    def _refused(self, day: date, own: Sequence[DayTest]) -> DayJudged | None:
        """What the user refused without cause counts as passed, whatever was measured before."""
        for one in own:
            if _user_refuses(one) and one.cause is False:
                what = "拒绝检测" if one.outcome is VisitOutcome.USER_REFUSED else "拒绝签字"
                return DayJudged(day, DayState.DEEMED_PASSED, None, f"用户无正当理由{what}，当日视为合格", TEST_ARTICLE)
        return None

    def _carried(self, day: date) -> DayJudged | None:
        """From a failed test on, until a re-test passes; and back to the day of the request (HZ Art.44)."""
        before = [one for one in self._measured if local_day(one.at) < day]
        source = before[-1] if before else self._measured[0] if self._measured else None
        if source is None or source.reading is None or self._passes(source):
            return None
        on = local_day(source.at)
        words = f"{on:%m-%d} 实测 {celsius_words(source.reading)}"
        why = f"{words}，回测合格前" if before else f"自申请之日起计，{words}"
        return DayJudged(day, DayState.FAILED, source.reading, why, PERIOD_ARTICLE)

    def _before_the_first(self, day: date, own: Sequence[DayTest]) -> DayJudged:
        """No failed test: the company did not come in time, refused, or nothing is known yet."""
        request = self._request
        for one in own:
            if one.outcome is VisitOutcome.COMPANY_REFUSED:
                return _deemed_failed(day, "企业拒绝检测，当日视为不合格")
            if one.outcome is VisitOutcome.TESTED and not one.company_signed and one.user_signed:
                return _deemed_failed(day, "企业拒绝签字，按拒绝检测计（本系统建议）")
        came = [one for one in self._tests if one.outcome is not VisitOutcome.COMPANY_REFUSED]
        in_time = any(one.at <= request.due_at for one in came)
        late = not in_time and request.due_at < request.seen_at and day >= local_day(request.due_at)
        ended = request.withdrawn_at is not None and request.withdrawn_at <= request.due_at
        if late and not ended and (not came or day < local_day(came[0].at)):
            return _deemed_failed(day, f"企业未在 {until_short(request.due_at)} 前上门检测，当日视为不合格")
        if self._measured:
            first = self._measured[0]
            assert first.reading is not None
            why = f"{local_day(first.at):%m-%d} 首次检测 {celsius_words(first.reading)}，合格"
            return DayJudged(day, DayState.PASSED, first.reading, why, TEST_ARTICLE)
        return _unknown(day, next((_open_words(one) for one in own if _open_words(one)), "还没有检测结果"))


def _user_refuses(test: DayTest) -> bool:
    unsigned = test.outcome is VisitOutcome.TESTED and not test.user_signed and not test.by_body
    return test.outcome is VisitOutcome.USER_REFUSED or unsigned


def _open_words(test: DayTest) -> str:
    if _user_refuses(test):
        return "用户有正当理由，未检测成" if test.cause else "用户拒绝的理由待班长认定"
    return "未能入户，没有检测" if test.outcome is VisitOutcome.NO_ACCESS else ""


def _deemed_failed(day: date, why: str) -> DayJudged:
    return DayJudged(day, DayState.DEEMED_FAILED, None, why, TEST_ARTICLE)


def _unknown(day: date, why: str) -> DayJudged:
    return DayJudged(day, DayState.UNKNOWN, None, why, TEST_ARTICLE)
