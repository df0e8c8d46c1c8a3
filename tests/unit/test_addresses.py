"""A connection that leaves this machine is encrypted and its server's certificate checked, unless the address says."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from db.schema import named
from db.store import connection_words, secured


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://hot-a.example/heat", "verify-full"),
        ("host=hot-a.example,hot-b.example dbname=heat", "verify-full"),
        ("host=127.0.0.1,hot-b.example", "verify-full"),
        ("postgresql://hot-a.example/heat?sslmode=require", "require"),
        ("host=127.0.0.1 port=5432", None),
        ("postgresql://localhost/heat", None),
        ("", None),
    ],
)
def test_what_leaves_this_machine_is_secured(address: str, mode: str | None) -> None:
    for words in (secured(address), connection_words(address, "op1", "x"), named(address)):
        assert conninfo_to_dict(words).get("sslmode") == mode


def test_several_hosts_are_asked_for_the_one_that_writes() -> None:
    words = conninfo_to_dict(connection_words("host=hot-a.example,hot-b.example", "op1", "x"))
    assert words["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in conninfo_to_dict(connection_words("host=hot-a.example", "op1", "x"))
