"""One request to a forum: what is slow, huge, packed or leads elsewhere ends in words, and soon."""

import gzip
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from app import fetching, guarded_line
from app.fetching import ask
from app.forum_errors import AnswerLost, CertificateRefused, SourceTrouble
from forum_server import ForumServer, Said, forever, serving

SELF_SIGNED = Path(__file__).parents[1] / "fixtures" / "self_signed.pem"
"""Certificate and key of 127.0.0.1, invented for these tests, good until 2126."""


@pytest.fixture
def site() -> Iterator[ForumServer]:
    with serving() as found:
        yield found


def test_a_whole_answer(site: ForumServer) -> None:
    site.pages["/a"] = Said(body=gzip.compress("停暖".encode()), headers=(("content-encoding", "gzip"),))
    answer = ask(f"{site.base}/a")
    assert (answer.status, answer.content_type, answer.charset, answer.body.decode()) == (
        200, "application/xml", "utf-8", "停暖",
    )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        Said(body=forever(b"x" * 65_536)),
        Said(body=b"x" * 200_001),
        Said(body=gzip.compress(b"\0" * 100_000_000), headers=(("content-encoding", "gzip"),)),
        Said(body=b"\x1f\x8b rubbish", headers=(("content-encoding", "gzip"),)),
        Said(body=b"x", headers=(("content-encoding", "br"),)),
    ],
    ids=["endless", "long", "packed", "spoilt", "unknown packing"],
)
def test_too_much_or_unreadable(site: ForumServer, said: Said) -> None:
    site.pages["/a"] = said
    begun = time.monotonic()
    with pytest.raises(SourceTrouble):
        ask(f"{site.base}/a", most=200_000)
    assert time.monotonic() - begun < 5


def test_a_drip_ends_with_patience(site: ForumServer) -> None:
    site.pages["/a"] = Said(body=forever(b"x", 0.05))
    begun = time.monotonic()
    with pytest.raises(SourceTrouble, match="时限"):
        ask(f"{site.base}/a", seconds=0.5)
    assert time.monotonic() - begun < 3


def test_a_drip_of_headers_ends_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        begun = time.monotonic()
        with pytest.raises(SourceTrouble, match="时限"):
            ask(f"http://127.0.0.1:{listener.getsockname()[1]}/", seconds=0.5)
    assert time.monotonic() - begun < 3


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SourceTrouble, match="连不上"):
        ask(f"http://127.0.0.1:{port}/")


def test_a_certificate_that_nobody_vouches_for() -> None:
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusted.load_cert_chain(SELF_SIGNED)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            with suppress(OSError), trusted.wrap_socket(listener.accept()[0], server_side=True):
                """It hangs up when it sees the certificate."""

        greeting = Thread(target=greet, daemon=True)
        greeting.start()
        with pytest.raises(CertificateRefused, match="证书"):
            ask(f"https://127.0.0.1:{listener.getsockname()[1]}/", post={})
        greeting.join(5)


def test_a_redirect_within_the_host_is_followed(site: ForumServer) -> None:
    site.pages["/a"] = Said(301, headers=(("location", "/b"),))
    site.pages["/b"] = Said(body=b"here")
    assert ask(f"{site.base}/a").body == b"here"


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/feed",
        "http://127.0.0.1:9/admin",
        "http://localhost:80/",
        "http://169.254.169.254/latest/meta-data",
        "//10.0.0.1/x",
        "file:///etc/passwd",
        "http://[::1]/",
        "http://user:secret@127.0.0.1:1/",
        "http://[",
    ],
)
def test_a_redirect_elsewhere_is_not(site: ForumServer, target: str) -> None:
    site.pages["/a"] = Said(302, headers=(("location", target),))
    with pytest.raises(SourceTrouble, match="跳转") as told:
        ask(f"{site.base}/a")
    assert len(site.heard) == 1
    assert "secret" not in str(told.value)


def test_a_ring_of_redirects_ends(site: ForumServer) -> None:
    site.pages["/a"] = Said(302, headers=(("location", "/a"),))
    with pytest.raises(SourceTrouble, match="一再跳转"):
        ask(f"{site.base}/a")
    assert len(site.heard) == fetching.REDIRECTS + 1


def test_a_post_follows_no_redirect(site: ForumServer) -> None:
    site.replies.append(Said(307, headers=(("location", "/b"),)))
    assert ask(f"{site.base}/a", post={}).status == 307
    assert len(site.heard) == 1


def test_a_name_that_leads_into_the_house(site: ForumServer, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.base.rpartition(":")[2])
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(guarded_line.socket, "getaddrinfo", lambda *_a, **_k: inside)
    site.pages["/a"] = Said(body=b"here")
    with pytest.raises(SourceTrouble, match="内部网络"):
        ask(f"http://bbs.example.org:{port}/a")
    assert site.heard == []
    assert ask(f"http://bbs.example.org:{port}/a", intranet=True).body == b"here"


@pytest.mark.parametrize("address", ["169.254.169.254", "[::ffff:169.254.169.254]", "0.0.0.0", "224.0.0.1"])
def test_addresses_that_are_never_reached(address: str) -> None:
    with pytest.raises(SourceTrouble, match="内部网络"):
        ask(f"http://{address}/", seconds=2)


@pytest.mark.parametrize("url", ["ftp://x/", "/feed", "http://", "http://[", "javascript:alert(1)", "http://a:b"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(SourceTrouble):
        ask(url)


def test_a_lost_answer_is_told_apart(site: ForumServer) -> None:
    site.replies.append(Said(drop=True))
    with pytest.raises(AnswerLost):
        ask(f"{site.base}/a", post={"content": "答复"})
    site.pages["/a"] = Said(drop=True)
    with pytest.raises(SourceTrouble) as told:
        ask(f"{site.base}/a")
    assert not isinstance(told.value, AnswerLost)


def test_headers_stay_out_of_logs_and_sentences(site: ForumServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site.replies += [Said(403, "text/plain", b"Forbidden"), Said(drop=True)]
    headers = {"authorization": "Bearer geheim-7131"}
    assert ask(f"{site.base}/a", headers=headers, post={}).status == 403
    with pytest.raises(AnswerLost) as told:
        ask(f"{site.base}/a", headers=headers, post={})
    assert site.heard[0].headers["authorization"] == "Bearer geheim-7131"
    assert "geheim" not in caplog.text + str(told.value) + repr(told.value.__cause__)
