"""Figures, typed word for word."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.records import State
from app.rules import CITY_TIME
from small_city import City
from typist import Console


def test_from_the_day_to_a_frozen_month(city: City, console: Console, tmp_path: Path) -> None:
    today = datetime.now(CITY_TIME).date()
    span = ("--from", (today - timedelta(days=1)).isoformat(), "--to", today.isoformat())
    city.bring(State.CLOSED)
    found = console("sup1", "statistics", "day", *span, "--by", "company")
    (line,) = found["lines"]
    assert (line["name"], line["taken"], line["rates"]["satisfied"]) == (
        "永恒",
        1,
        {"part": 1, "whole": 1, "rate": 1.0},
    )
    assert "满意率 100.0%" in console("a1", "statistics", "day", *span, text=True)
    assert console("b1", "statistics", "day", *span)["lines"] == []

    for name in ("日报.pdf", "日报.xlsx"):
        console("sup1", "statistics", "day", *span, "--by", "hour", "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 2000
    assert "out" in console("sup1", "statistics", "day", "-o", str(tmp_path / "日报.doc"), code=2)
    assert "season" in console("sup1", "statistics", "season", "1999-2000", code=2)

    assert console("sup1", "statistics", "top", "--by", "station", *span)["lines"][0]["per_thousand"] == pytest.approx(
        1.11, abs=0.01
    )
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    assert "还没有定稿" in console("sup1", "statistics", "month", month, code=2)
    console("op1", "statistics", "freeze", month, code=3)
    assert console("sup1", "statistics", "freeze", month, "--note", "月报")["month"] == month
    assert console("sup1", "statistics", "month", month)["corrections"] == []

    console("op1", "statistics", "export", *span, "-o", str(tmp_path / "清单.xlsx"), code=3)
    assert console("sup1", "statistics", "export", *span, "-o", str(tmp_path / "清单.xlsx"))["rows"] == 1


def test_two_seasons_side_by_side(console: Console, city: City) -> None:
    names = [one.name for one in city.seat("sup1").rules.seasons]
    found = console("sup1", "statistics", "compare", names[-1], names[0])
    assert (found[0]["day"], set(found[0])) == (1, {"day", "now", "then"})
