"""A server that stops under the seats and comes back: told in words, nothing lost, nothing twice."""

from pathlib import Path

import pytest

import small_city
from app import complaints, intake, live_queue
from app.errors import DatabaseAway
from app.feed import Feed
from app.seat import open_seat
from db import cluster, schema
from db.embedded import Embedded, stop
from servers import PASSWORD, Server


def test_the_server_stops_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "server"
    with Embedded(folder) as found:
        server = Server(found.host, found.port, found.user, found.password)
        schema.create_database(server.owner(), "warmline")
        schema.upgrade(server.owner("warmline"))
        small_city.fill(server, "warmline")
        seat = open_seat(server.address("warmline"), "op1", PASSWORD)
        feed = Feed(seat)
        assert feed.wait(5) is not None
        first = intake.take(seat, small_city.new())

        assert stop(folder)
        call = small_city.new(room="502")
        for act in (
            lambda: intake.take(seat, call),
            lambda: live_queue.first_page(seat),
            lambda: complaints.look_for(seat, "暖气"),
            lambda: feed.wait(5),
            lambda: feed.wait(5),
            lambda: open_seat(server.address("warmline"), "op1", PASSWORD),
        ):
            with pytest.raises(DatabaseAway, match="连不上数据库"):
                act()

        monkeypatch.setattr(cluster, "_free_port", lambda: found.port)  # where a shared server comes back too
        with Embedded(folder):
            second = intake.take(seat, call)
            assert intake.take(seat, call) == second
            assert [row.id for row in live_queue.first_page(seat)] == [first.id, second.id]
            batch = feed.wait(5)
            assert batch is not None
            assert batch.anew
            seat.close()
            feed.close()
