"""The season and the flat of a refund or relief, as they are typed."""

import pytest

from app.entitlements import flat_of, season_name
from app.errors import BadInput
from refund_season import FLAT
from small_city import PEONY


@pytest.mark.parametrize(
    ("typed", "name"), [("2026-2027", "2026-2027"), ("2026", "2026-2027"), (" 2026-27 ", "2026-2027")]
)
def test_seasons_are_read_as_they_are_typed(typed: str, name: str) -> None:
    assert season_name(typed) == name


@pytest.mark.parametrize("typed", ["", "26", "2026-2028", "今年"])
def test_seasons_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="2026-2027"):
        season_name(typed)


def test_a_flat_must_name_a_home() -> None:
    assert flat_of(PEONY, "3号楼2单元501") == FLAT
    with pytest.raises(BadInput, match="哪一户"):
        flat_of(PEONY, "")
    with pytest.raises(BadInput, match="小区"):
        flat_of(None, "3-2-501")
