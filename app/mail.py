"""A message as e-mail, by the standard library. A chat's address is a URL that holds all but the password:

``smtps://user@smtp.example.cn/?from=12319@example.cn&to=duty@example.cn,boss@example.cn`` (port 465; ``smtp://`` is
587 with STARTTLS, which only a server on this machine may lack).
"""

import re
import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from app.errors import BadInput
from app.robots import LOOPBACK, Outcome, Verdict, printable

MAIL_SECONDS = 20.0
"""For the whole conversation; each answer gets what is left of it."""
MOST_RECEIVERS = 20
_PORTS = {"smtps": 465, "smtp": 587}
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9a-f:]+")


@dataclass(frozen=True, slots=True)
class MailRoute:
    """A mail chat's address, taken apart."""

    secure: bool  # TLS from the first byte
    host: str
    port: int
    user: str  # empty: without signing in
    sender: str
    receivers: tuple[str, ...]


def read_route(address: str) -> MailRoute:
    """Take the address apart. BadInput(field="address"), which doesn't repeat it."""
    try:
        parts = urlsplit(address.strip())
        query, port = parse_qs(parts.query), parts.port
    except ValueError:
        _refuse("邮件地址写法不对")
    if parts.scheme not in _PORTS or not _HOST.fullmatch(parts.hostname or ""):
        _refuse("邮件地址要以 smtps:// 或 smtp:// 开头，后面是邮件服务器")
    if parts.password is not None:
        _refuse("密码不要写在地址里，请另行输入")
    receivers = tuple(one.strip() for one in ",".join(query.get("to", ())).split(",") if one.strip())
    sender = (query.get("from") or [""])[0]
    if not receivers or len(receivers) > MOST_RECEIVERS or not all(map(_MAILBOX.fullmatch, (*receivers, sender))):
        _refuse(f"收件人（to）1 到 {MOST_RECEIVERS} 个、发件人（from）一个，都要是完整的邮箱")
    return MailRoute(
        parts.scheme == "smtps",
        parts.hostname or "",
        port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        sender,
        receivers,
    )


def send_mail(address: str, password: str, text: str, key: str, at: datetime) -> Verdict:
    """Send one text; ``key`` makes the Message-ID, so that a mail sent twice is one to the reader's program."""
    route = read_route(address)
    mail = EmailMessage()
    mail["Subject"] = text.partition("\n")[0]
    mail["From"], mail["To"] = route.sender, ", ".join(route.receivers)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{key}@{route.sender.partition('@')[2]}>"
    mail.set_content(text)
    try:
        return _send(route, password, mail)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            return Verdict(Outcome.LATER, f"邮件服务器暂时不能登录（{error.smtp_code}）")
        return Verdict(Outcome.STOP, f"邮件服务器不接受用户名或密码（{error.smtp_code}）")
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        if codes[0] < 500:  # greylisting: some servers put everybody off at first
            return Verdict(Outcome.LATER, f"邮件服务器暂时不接受收件人（{codes[0]}）")
        return Verdict(Outcome.STOP, f"邮件服务器不接受任何一个收件人（{codes[0]}）")
    except smtplib.SMTPSenderRefused as error:
        return _by_code(error.smtp_code, error.smtp_error, Outcome.STOP)
    except smtplib.SMTPNotSupportedError:
        return Verdict(Outcome.STOP, "邮件服务器没有加密连接（STARTTLS）或不能登录")
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        return replace(_by_code(error.smtp_code, error.smtp_error, Outcome.LATER), known=error.smtp_code < 500)
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code, error.smtp_error, Outcome.REFUSED)
    except smtplib.SMTPServerDisconnected:  # some answer a wrong password so; or the mail was taken and its answer lost
        return Verdict(Outcome.LATER, "邮件服务器太慢或断开了连接，请检查用户名和密码", known=False)
    except ssl.SSLError:
        return Verdict(Outcome.LATER, "邮件服务器的证书或加密有问题", known=False)
    except (smtplib.SMTPException, OSError) as error:
        return Verdict(Outcome.LATER, f"连不上邮件服务器（{type(error).__name__}）")


class _Bounded(smtplib.SMTP):
    """A conversation with one limit of time over all of it, where smtplib has one for each answer."""

    _until: float | None = None

    def getreply(self) -> tuple[int, bytes]:
        if self._until is None:  # the greeting, inside of the constructor
            self._until = time.monotonic() + MAIL_SECONDS
        left = self._until - time.monotonic()
        if left <= 0:
            self.close()
            raise TimeoutError
        if self.sock is not None:
            self.sock.settimeout(left)
        return super().getreply()


class _BoundedSecure(_Bounded, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


def _send(route: MailRoute, password: str, mail: EmailMessage) -> Verdict:
    trusted = ssl.create_default_context()
    line: smtplib.SMTP
    if route.secure:
        line = _BoundedSecure(route.host, route.port, timeout=MAIL_SECONDS, context=trusted)
    else:
        line = _Bounded(route.host, route.port, timeout=MAIL_SECONDS)
    try:
        line.ehlo()
        if not route.secure and (route.host not in LOOPBACK or line.has_extn("starttls")):
            line.starttls(context=trusted)
            line.ehlo()
        if route.user:
            line.login(route.user, password)
        missed = line.send_message(mail, route.sender, route.receivers)
    finally:
        with suppress(smtplib.SMTPException, OSError):  # what is taken is taken, however the server says good-bye
            line.quit()
        line.close()
    return Verdict(Outcome.SENT, f"有 {len(missed)} 个收件人未被接受" if missed else "")


def _by_code(code: int, said: bytes | str, lasting: Outcome) -> Verdict:
    words = printable(said.decode(errors="replace") if isinstance(said, bytes) else said)
    return Verdict(lasting if code >= 500 else Outcome.LATER, f"邮件服务器：{code} {words}")


def _refuse(words: str) -> NoReturn:
    raise BadInput(f"{words}；例如 smtps://user@smtp.example.cn/?from=a@example.cn&to=b@example.cn。", field="address")
