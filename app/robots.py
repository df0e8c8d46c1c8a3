"""The chat robots of WeCom, DingTalk and Feishu: what is sent to them, and what their answers mean. Pure.

They answer HTTP 200 also when they refuse: accepted is ``errcode == 0`` (WeCom, DingTalk) or ``code == 0`` (Feishu) and
nothing else. Judged by the number, never by the text, which the services change.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from app.errors import BadInput
from db.messages import ChatKind

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MINUTE = 60.0
LONGEST_WORDS = 200


class Outcome(StrEnum):
    """What becomes of a message; the words of settle_messages()."""

    SENT = "sent"
    LATER = "later"
    SHORTEN = "shorten"
    REFUSED = "refused"
    STOP = "stop"  # the chat is at fault, not the message: nothing more until the administrator has looked


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means. ``words`` in Chinese; ``wait``: seconds that the service asks for, None: the usual."""

    outcome: Outcome
    words: str = ""
    wait: float | None = None
    known: bool = True  # False: a number that no list has; tried again a few times, then the chat is stopped


TEXT_BYTES = {
    ChatKind.WECOM: 2048,
    ChatKind.DINGTALK: 4500,
    ChatKind.FEISHU: 16_000,
    ChatKind.EMAIL: 50_000,
    ChatKind.OTHER: 2000,
}
"""Longest text in UTF-8 bytes. DingTalk's limit isn't known; Feishu takes 20 KB of body."""

_BAD_SIGN = "签名、时间、关键词或地址不符，请检查机器人的安全设置"
_WECOM = {
    93000: Verdict(Outcome.STOP, "机器人不存在或已被移除"),
    45009: Verdict(Outcome.LATER, "发送太快", MINUTE),
    40058: Verdict(Outcome.SHORTEN, "内容不被接受，可能太长"),
    -1: Verdict(Outcome.LATER, "企业微信系统忙"),
}
_DINGTALK = {
    310000: Verdict(Outcome.STOP, _BAD_SIGN),
    130101: Verdict(Outcome.LATER, "发送太快，十分钟后再发", 10 * MINUTE),
    -1: Verdict(Outcome.LATER, "钉钉系统忙"),
}
_FEISHU = {
    9499: Verdict(Outcome.SHORTEN, "内容不被接受，可能太长"),
    19021: Verdict(Outcome.STOP, "签名或时间不符，请检查机器人的签名密钥"),
    19022: Verdict(Outcome.STOP, "机器人限制了发送地址"),
    19024: Verdict(Outcome.STOP, "机器人要求的关键词不在内容里"),
    11232: Verdict(Outcome.LATER, "发送太快", MINUTE),
}
_ANSWERS: dict[ChatKind, tuple[str, str, dict[int, Verdict]]] = {
    ChatKind.WECOM: ("errcode", "errmsg", _WECOM),
    ChatKind.DINGTALK: ("errcode", "errmsg", _DINGTALK),
    ChatKind.FEISHU: ("code", "msg", _FEISHU),
}


def check_address(kind: ChatKind, address: str) -> str:
    """The robot's address without blanks. BadInput(field="address"), which never repeats it: it is a credential."""
    plain = address.strip()
    try:
        parts = urlsplit(plain)
        host, query = parts.hostname or "", parse_qs(parts.query)
        _ = parts.port
    except ValueError:
        host, parts, query = "", urlsplit(""), {}
    if not host or not plain.isascii() or not plain.isprintable() or " " in plain or parts.username or parts.fragment:
        raise BadInput("机器人地址不完整，请从群设置里重新复制整个地址。", field="address")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise BadInput("机器人地址要以 https:// 开头。", field="address")
    whole = {
        ChatKind.WECOM: bool(query.get("key")),
        ChatKind.DINGTALK: bool(query.get("access_token")),
        ChatKind.FEISHU: "/hook/" in parts.path and not parts.path.endswith("/hook/"),
    }
    if not whole.get(kind):
        raise BadInput(
            "这个地址不是所选软件的机器人地址（企业微信有 key，钉钉有 access_token，飞书有 hook）。", "address"
        )
    return plain


def request(kind: ChatKind, address: str, secret: str, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    """Address and JSON to POST at this moment; signed now, for a signature holds for an hour only."""
    body: dict[str, Any]
    match kind:
        case ChatKind.WECOM:
            body = {"msgtype": "text", "text": {"content": text}}
        case ChatKind.DINGTALK:
            body = {"msgtype": "text", "text": {"content": text}}
            if secret:
                stamp = str(round(at.timestamp() * 1000))
                address = f"{address}&timestamp={stamp}&sign={quote(dingtalk_sign(secret, stamp), safe='')}"
        case ChatKind.FEISHU:
            # < would begin a mention: a name of the directory must not call everybody.
            body = {"msg_type": "text", "content": {"text": text.replace("<", "＜")}}
            if secret:
                stamp = str(int(at.timestamp()))
                body = {"timestamp": stamp, "sign": feishu_sign(secret, stamp), **body}
        case ChatKind.EMAIL | ChatKind.OTHER:
            raise ValueError("a mail is no robot")
    return address, body


def dingtalk_sign(secret: str, stamp: str) -> str:
    """Base64 of HMAC-SHA256 with the secret as key over "milliseconds LF secret"."""
    return _base64(hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256))


def feishu_sign(secret: str, stamp: str) -> str:
    """Base64 of HMAC-SHA256 with "seconds LF secret" as key over nothing."""
    return _base64(hmac.digest(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256))


def judge(kind: ChatKind, status: int, content: bytes) -> Verdict:
    """What an answer means. A refusal in JSON counts whatever the HTTP status: some refuse with 400 or 429.

    Whoever is away or overrun (5xx and 429 without JSON) has taken nothing and is waited for.
    """
    field, said, numbers = _ANSWERS[kind]
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    number = answer.get(field) if isinstance(answer, dict) else None
    if isinstance(number, bool) or not isinstance(number, int):
        if status == 429:
            return Verdict(Outcome.LATER, "发送太快（HTTP 429）", MINUTE)
        if status >= 500:
            return Verdict(Outcome.LATER, f"机器人的服务器暂时不可用（HTTP {status}）")
        return Verdict(Outcome.LATER, f"机器人的回答看不懂（HTTP {status}）", known=False)
    if number == 0:
        if 200 <= status < 300:
            return Verdict(Outcome.SENT)
        return Verdict(Outcome.LATER, f"机器人的回答看不懂（HTTP {status}，错误码 0）", known=False)
    known = numbers.get(number)
    words = printable(str(answer.get(said, "")))
    if known is None:
        return Verdict(Outcome.LATER, f"错误码 {number}：{words}", known=False)
    return Verdict(known.outcome, f"{known.words}（{number} {words}）", known.wait)


def printable(words: str) -> str:
    """What another program said, on one line; to be cut when the credential is out of it, or half of it would stay."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(plain.split())


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
