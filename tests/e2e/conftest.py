"""The console on a small city of the test's own, or on the demonstration."""

from collections.abc import Iterator

import pytest

from robot import Robot, robot as robot_on_loopback
from servers import Server
from small_city import City
from typist import Console, typist


@pytest.fixture
def console(city: City, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    return typist(city.server.address(city.database), monkeypatch, capfd)


@pytest.fixture
def demo_console(
    server: Server, sample: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    return typist(server.address(sample), monkeypatch, capfd)


@pytest.fixture
def robot() -> Iterator[Robot]:
    """A chat robot on loopback."""
    with robot_on_loopback() as made:
        yield made
