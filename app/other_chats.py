"""Chats of other software (Slack, Matrix, an HTTPS gateway …) by apprise, an optional extra: ``warmline[chats]``.

Not for WeCom, DingTalk and Feishu: they answer HTTP 200 also when they refuse, which apprise takes for sent;
app/robots.py reads their answers. apprise says only whether the other side took a message, so a refusal is tried again
a few times and the chat then stopped for the administrator to look at.
"""

from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from app.errors import BadInput
from app.robots import LOOPBACK, MINUTE, Outcome, Verdict

if TYPE_CHECKING:
    import apprise

OWN = frozenset({"wecombot", "dingtalk", "feishu", "lark"})
"""apprise's names of the three that are read by app/robots.py."""
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 4.0, 8.0, 15.0
MISSING = '没有装 apprise，请管理员在这台电脑上安装：pip install "warmline[chats]"'


def check_address(address: str) -> str:
    """The address without blanks. BadInput(field="address"), which never repeats it: it is a credential."""
    plain = address.strip()
    if not plain.isascii() or not plain.isprintable() or " " in plain:
        raise BadInput("地址不完整，请重新复制。", field="address")
    try:
        service = _service(plain)
    except ImportError:
        raise BadInput(f"{MISSING}。", field="address") from None
    if service is None:
        raise BadInput("这不是 apprise 认识的地址（如 slack://…、matrixs://…、jsons://…）。", field="address")
    schema, secure = plain.partition("://")[0].lower(), service.secure_protocol or ()
    if schema in OWN:
        raise BadInput("企业微信、钉钉、飞书请选它们自己的软件，才看得懂它们的回答。", field="address")
    if schema not in ((secure,) if isinstance(secure, str) else secure) and service.host not in LOOPBACK:
        raise BadInput("这个地址不经加密传送，或不是网上的群，请用加密的地址。", field="address")
    return plain


def send(address: str, text: str) -> Verdict:
    """One text, now. Its words hold nothing of what the other side said: apprise logs addresses beside it."""
    try:
        service = _service(address)
    except ImportError:
        return Verdict(Outcome.LATER, MISSING)  # another seat may have it
    if service is None:
        return Verdict(Outcome.STOP, "apprise 不认识这个地址了，请重新填写")
    answered: SimpleQueue[bool] = SimpleQueue()
    # A thread of its own, for apprise has no limit over a whole answer: one that drips would hold up every other group.
    Thread(target=lambda: answered.put(bool(service.notify(body=text, body_format="text"))), daemon=True).start()
    try:
        taken = answered.get(timeout=WHOLE_SECONDS)
    except Empty:
        return Verdict(Outcome.LATER, "没有收到完整的回答，群里可能已经有了", MINUTE, known=False)
    if taken:
        return Verdict(Outcome.SENT)
    return Verdict(Outcome.LATER, "没有收下，或连接不上", known=False)


def _service(address: str) -> "apprise.NotifyBase | None":
    import apprise

    apprise.logger.disabled = True  # it writes down addresses, which are credentials
    made = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    if made is not None:
        made.socket_connect_timeout, made.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
    return made
