"""A manager is named in any way in which somebody who has just rung him says it."""

from datetime import date

import pytest

from app.directory import Directory
from app.records import Community, CommunityKind, Manager
from app.verified_managers import managers_named


def manager(id: int, verified_on: date | None = None) -> Manager:
    return Manager(id, 1, f"管理员{id}", (f"+86138530000{id:02}",), None, None, 1, verified_on)


def directory(*managers: Manager) -> Directory:
    place = Community(1, "牡丹花园", (), "", CommunityKind.RESIDENTIAL, None, None, True, None, 100, managers=managers)
    return Directory.of(communities=[place])


@pytest.mark.parametrize("words", ["3", "管理员3", "牡丹花园 管理员3", "138 5300 0003", "13853000003"])
def test_a_manager_is_named_in_any_way(words):
    (found,) = managers_named(directory(manager(3), manager(4)), words)
    assert found[0].id == 3
