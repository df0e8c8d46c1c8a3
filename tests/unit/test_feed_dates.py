"""Dates as real forums write them: with zones, without, in Chinese, as numbers, and what is no date."""

import pytest

from app.feed_dates import moment_of


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 24 Nov 2026 07:26:00 GMT",
        "Tue, 24 Nov 2026 15:26:00 +0800",
        "Tue, 24 Nov 2026 15:26:00 CST",
        "Tue Nov 24 15:26:00 CST 2026",
        "Tue, 24 Nov 2026 15:26:00",
        "Tue Nov 24 15:26:00 2026",
        "Tue Nov 24 2026 15:26:00 GMT+0800 (中国标准时间)",
        "Tuesday, 24-Nov-26 07:26:00 GMT",
        "Tue, 24 Nov 2026 07:26:00 -0000",
        "2026-11-24 15:26:00",
        "2026-11-24 15:26",
        "2026/11/24 15:26",
        "2026-11-24T07:26:00Z",
        "2026-11-24T15:26:00.123+08:00",
        "2026-11-24T15:26:00+0800",
        "2026年11月24日 15:26",
        "2026年11月24日 下午3:26",
        "2026年11月24日（星期二） 15时26分",
        "２０２６－１１－２４　１５：２６",
        "1795505160",
        "1795505160000",
    ],
)
def test_one_moment_in_many_ways(written: str) -> None:
    at = moment_of(written)
    assert at is not None
    assert at.isoformat() == "2026-11-24T15:26:00+08:00"


@pytest.mark.parametrize(
    "written",
    ["", "3小时前", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "9999-12-31T23:59:59Z", "2026-02-30", "x" * 100_000,
     "2026-11-24T15:26:00+99:00", "0", "Tue, 99 Nov 2026 07:26:00 GMT"],
)  # fmt: skip
def test_what_is_no_moment(written: str) -> None:
    assert moment_of(written) is None
