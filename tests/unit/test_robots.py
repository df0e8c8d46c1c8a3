"""What goes to the robots and what their answers mean, against the recorded answers and the signing vectors."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.errors import BadInput
from app.robots import Outcome, check_address, dingtalk_sign, feishu_sign, judge, request
from db.messages import ChatKind
from robot import PATHS, RECORDED

VECTORS: dict[str, Any] = json.loads((RECORDED / "signing-vectors.json").read_text(encoding="utf-8"))
HOSTS = {"wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com", "feishu": "open.feishu.cn"}
ADDRESSES = {ChatKind(kind): f"https://{HOSTS[kind]}{path}" for kind, path in PATHS.items()}
NOW = datetime.fromtimestamp(1795534200, UTC)


def test_dingtalk_signs_in_the_address() -> None:
    given = VECTORS["dingtalk"]
    assert dingtalk_sign(given["secret"], str(given["timestamp_ms"])) == given["sign"]
    address, body = request(ChatKind.DINGTALK, ADDRESSES[ChatKind.DINGTALK], given["secret"], "停暖", NOW)
    assert urlsplit(address).query == f"access_token=TOKEN-1234567890&{given['query']}"
    assert body == {"msgtype": "text", "text": {"content": "停暖"}}


def test_feishu_signs_in_the_body() -> None:
    given = VECTORS["feishu"]
    assert feishu_sign(given["secret"], str(given["timestamp_s"])) == given["sign"]
    address, body = request(ChatKind.FEISHU, ADDRESSES[ChatKind.FEISHU], given["secret"], "停暖", NOW)
    assert address == ADDRESSES[ChatKind.FEISHU]
    assert body == {
        "timestamp": str(given["timestamp_s"]), "sign": given["sign"], "msg_type": "text", "content": {"text": "停暖"},
    }  # fmt: skip


def test_nobody_is_called_by_a_name_in_the_directory() -> None:
    _, body = request(ChatKind.FEISHU, ADDRESSES[ChatKind.FEISHU], "", '<at user_id="all">所有人</at>', NOW)
    assert "<" not in str(body)


def test_without_a_secret_nothing_is_signed() -> None:
    for kind, address in ADDRESSES.items():
        sent_to, body = request(kind, address, "", "停暖", NOW)
        assert sent_to == address
        assert "sign" not in body


@pytest.mark.parametrize(
    ("name", "outcome", "wait"),
    [
        ("wecom-ok", Outcome.SENT, None),
        ("dingtalk-ok", Outcome.SENT, None),
        ("feishu-ok", Outcome.SENT, None),
        ("wecom-bad-key", Outcome.STOP, None),
        ("wecom-too-many", Outcome.LATER, 60),
        ("wecom-too-long", Outcome.SHORTEN, None),
        ("dingtalk-bad-sign", Outcome.STOP, None),
        ("dingtalk-bad-sign-older", Outcome.STOP, None),
        ("dingtalk-old-timestamp", Outcome.STOP, None),
        ("dingtalk-too-many", Outcome.LATER, 600),
        ("feishu-bad-request", Outcome.SHORTEN, None),
        ("feishu-bad-sign", Outcome.STOP, None),
        ("feishu-ip-not-allowed", Outcome.STOP, None),
        ("feishu-keyword-missing", Outcome.STOP, None),
        ("feishu-too-many-shape-guessed", Outcome.LATER, 60),
    ],
)
def test_every_recorded_answer(name: str, outcome: Outcome, wait: float | None) -> None:
    verdict = judge(ChatKind(name.partition("-")[0]), 200, (RECORDED / f"{name}.json").read_bytes())
    assert (verdict.outcome, verdict.wait, verdict.known) == (outcome, wait, True)
    assert bool(verdict.words) == (outcome is not Outcome.SENT)


@pytest.mark.parametrize("kind", ADDRESSES)
@pytest.mark.parametrize(
    "content",
    [b"", b"ok", b"<html></html>", b"0", b"[0]", b"null", b"{}", b'{"errmsg": "ok", "msg": "success"}',
     b'{"errcode": "0", "code": "0"}', b'{"errcode": false, "code": false}', b'{"errcode": 0.0, "code": 0.0}',
     b'{"StatusCode": 0}', b'\xff\xfe{"errcode": 0}', b"[" * 60_000],
)  # fmt: skip
def test_only_a_zero_is_accepted(kind: ChatKind, content: bytes) -> None:
    verdict = judge(kind, 200, content)
    assert (verdict.outcome, verdict.known) == (Outcome.LATER, False)


def test_feishus_number_is_not_wecoms() -> None:
    assert judge(ChatKind.FEISHU, 200, b'{"errcode": 0}').outcome is Outcome.LATER
    assert judge(ChatKind.WECOM, 200, b'{"code": 0}').outcome is Outcome.LATER


def test_what_was_said_fits_one_line() -> None:
    said = json.dumps({"errcode": 93000, "errmsg": "不\n行\x1b[31m\ud800\0" + "长" * 5000}).encode()
    assert judge(ChatKind.WECOM, 200, said).words.isprintable()


@pytest.mark.parametrize("kind", ADDRESSES)
def test_whoever_is_away_or_overrun_is_waited_for(kind: ChatKind) -> None:
    for status, wait in ((429, 60), (500, None), (502, None), (503, None), (504, None)):
        verdict = judge(kind, status, b"<html>later</html>")
        assert (verdict.outcome, verdict.wait, verdict.known) == (Outcome.LATER, wait, True)
    for status in (204, 302, 403, 404):
        assert not judge(kind, status, b"<html></html>").known


def test_any_success_with_a_zero_is_accepted_and_nothing_else() -> None:
    assert judge(ChatKind.WECOM, 201, b'{"errcode": 0}').outcome is Outcome.SENT
    assert judge(ChatKind.WECOM, 500, b'{"errcode": 0}').outcome is Outcome.LATER


@pytest.mark.parametrize("kind", ADDRESSES)
def test_addresses(kind: ChatKind) -> None:
    assert check_address(kind, f" {ADDRESSES[kind]}\n") == ADDRESSES[kind]
    loopback = f"http://127.0.0.1:8080{PATHS[kind]}"
    assert check_address(kind, loopback) == loopback


@pytest.mark.parametrize(
    "address",
    ["", "机器人", "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY",
     "https://user:pass@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY", "https:///cgi-bin/webhook/send?key=KEY",
     "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
     "https://qyapi.weixin.qq.com:port/?key=KEY", "https://[::1/?key=KEY", "file:///etc/passwd?key=KEY",
     "https://qyapi.weixin.qq.com/?key=KEY KEY", "https://qyapi.weixin.qq.com/?key=KEY\r\nHost: x"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(BadInput) as told:
        check_address(ChatKind.WECOM, address)
    assert told.value.field == "address"
    assert "KEY" not in told.value.sentence
