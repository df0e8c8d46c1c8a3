"""Mail to a real SMTP server on loopback."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from app.errors import BadInput
from app.mail import read_route, send_mail
from app.robots import Outcome

NOW = datetime(2026, 11, 20, 15, 12, tzinfo=UTC)
TEXT = "【12319 派单】20261120-0038-1\n永恒 · 紧急\n地点：𬭎园 3 号楼"


class Post:
    """Keeps what it took; ``answer`` is given to each mail, receivers of other houses are refused."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: list[str]) -> str:
        if not address.endswith("@example.cn"):
            return "550 no such house"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails.append(BytesParser(policy=policy.default).parsebytes(content))
        return self.answer


def _sign_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    return AuthResult(success=getattr(given, "password", b"") == b"good-password", handled=False)


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    made = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=port, authenticator=_sign_in, auth_require_tls=False)
    controller.start()
    yield made, f"127.0.0.1:{port}/?from=12319@example.cn&to=duty@example.cn,boss@example.cn"
    controller.stop()


def test_a_mail(post: tuple[Post, str]) -> None:
    made, rest = post
    assert send_mail(f"smtp://hotline@{rest}", "good-password", TEXT, "warmline-7", NOW).outcome is Outcome.SENT
    (mail,) = made.mails
    assert mail["Subject"] == "【12319 派单】20261120-0038-1"
    assert mail["To"] == "duty@example.cn, boss@example.cn"
    assert mail["Message-ID"] == "<warmline-7@example.cn>"
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == TEXT


def test_refusals(post: tuple[Post, str]) -> None:
    made, rest = post
    wrong = send_mail(f"smtp://hotline@{rest}", "bad-password", TEXT, "k", NOW)
    assert wrong.outcome is Outcome.STOP
    assert "bad-password" not in wrong.words
    nobody = rest.replace("duty@example.cn,boss@example.cn", "a@example.org")
    assert send_mail(f"smtp://{nobody}", "", TEXT, "k", NOW).outcome is Outcome.STOP
    some = rest.replace("boss@example.cn", "a@example.org")
    partly = send_mail(f"smtp://{some}", "", TEXT, "k", NOW)
    assert (partly.outcome, bool(partly.words)) == (Outcome.SENT, True)
    for answer, outcome in (
        ("451 later", Outcome.LATER),
        ("552 too big", Outcome.REFUSED),
        ("554 no", Outcome.REFUSED),
    ):
        made.answer = answer
        verdict = send_mail(f"smtp://{rest}", "", TEXT, "k", NOW)
        assert (verdict.outcome, answer[:3] in verdict.words) == (outcome, True)


class Talk(threading.Thread):
    """A server that says these answers in turn, each to one line, and then nothing."""

    def __init__(self, *answers: str) -> None:
        super().__init__(daemon=True)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._answers = answers
        self._over = threading.Event()  # never: it says no more, and does not hang up
        self.address = f"smtp://127.0.0.1:{self._door.getsockname()[1]}/?from=12319@example.cn&to=duty@example.cn"
        self.start()

    def run(self) -> None:
        with self._door, self._door.accept()[0] as line, line.makefile("rwb", 0) as heard:
            for answer in self._answers:
                heard.write(f"{answer}\r\n".encode())
                last = b".\r\n" if answer.startswith("354") else None  # of the mail itself, or of one line
                while (said := heard.readline()) and last not in (None, said):
                    continue
            self._over.wait(5)


def test_a_mail_that_was_taken_is_sent_however_the_server_says_good_bye(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.mail.MAIL_SECONDS", 0.5)
    taken = ("220 hello", "250 hello", "250 sender", "250 receiver", "354 go on", "250 taken")
    for good_bye in ((), ("250 what?",), ("421 too many",)):
        assert send_mail(Talk(*taken, *good_bye).address, "", TEXT, "k", NOW).outcome is Outcome.SENT


@pytest.mark.parametrize(
    ("answers", "outcome", "known"),
    [
        (("220 hello", "250 hello", "250 sender", "450 greylisted, come again"), Outcome.LATER, True),
        (("220 hello", "250 hello", "250 sender", "550 no such user"), Outcome.STOP, True),
        (("220 hello", "250 hello", "451 not now"), Outcome.LATER, True),
        (("220 hello", "250 hello", "550 not you"), Outcome.STOP, True),
        (("421 too many connections",), Outcome.LATER, True),
        (("554 no service for you",), Outcome.LATER, False),
        (("220 hello", "250 hello", "250 sender", "250 receiver", "354 go on"), Outcome.LATER, False),  # taken or not
        (("220 hello", "250-hello\r\n250 AUTH PLAIN", "454 temporary failure"), Outcome.LATER, True),
        (("220 hello", "250-hello\r\n250 AUTH PLAIN", "535 wrong password"), Outcome.STOP, True),
    ],
)
def test_what_passes_and_what_lasts(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], outcome: Outcome, known: bool
) -> None:
    monkeypatch.setattr("app.mail.MAIL_SECONDS", 0.5)
    address = Talk(*answers).address
    if "AUTH PLAIN" in str(answers):
        address = address.replace("smtp://", "smtp://hotline@")
    verdict = send_mail(address, "good-password", TEXT, "k", NOW)
    assert (verdict.outcome, verdict.known) == (outcome, known)


def test_nobody_there() -> None:
    verdict = send_mail("smtp://127.0.0.1:9/?from=a@example.cn&to=b@example.cn", "", TEXT, "k", NOW)
    assert verdict.outcome is Outcome.LATER


def test_a_server_that_never_comes_to_the_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.mail.MAIL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and says nothing
        port = silent.getsockname()[1]
        for scheme in ("smtp", "smtps"):
            address = f"{scheme}://127.0.0.1:{port}/?from=a@example.cn&to=b@example.cn"
            assert send_mail(address, "", TEXT, "k", NOW).outcome is Outcome.LATER


def test_routes() -> None:
    route = read_route("smtps://duty%40example.cn@smtp.example.cn/?from=a@example.cn&to=b@example.cn, c@example.cn")
    assert (route.secure, route.host, route.port, route.user) == (True, "smtp.example.cn", 465, "duty@example.cn")
    assert route.receivers == ("b@example.cn", "c@example.cn")
    assert read_route("smtp://smtp.example.cn/?from=a@example.cn&to=b@example.cn").port == 587


@pytest.mark.parametrize(
    "address",
    ["", "duty@example.cn", "https://smtp.example.cn/?from=a@example.cn&to=b@example.cn",
     "smtps://u:good-password@smtp.example.cn/?from=a@example.cn&to=b@example.cn",
     "smtps://smtp.example.cn/?to=b@example.cn", "smtps://smtp.example.cn/?from=a@example.cn",
     "smtps://smtp.example.cn:port/?from=a@example.cn&to=b@example.cn", "smtps:///?from=a@example.cn&to=b@example.cn",
     "smtps://smtp.example.cn/?from=a@example.cn%0d%0aBcc:x@y.cn&to=b@example.cn",
     "smtps://smtp.example.cn/?from=a@example.cn&to=" + ",".join(["b@example.cn"] * 21)],
)  # fmt: skip
def test_what_is_no_route(address: str) -> None:
    with pytest.raises(BadInput) as told:
        read_route(address)
    assert told.value.field == "address"
    assert "good-password" not in told.value.sentence
