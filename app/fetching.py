"""One request to a forum: bounded in time and size, to its own host only, and never trusting what comes back."""

import json
import ssl
import time
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from app.forum_errors import AnswerLost, CertificateRefused, SourceTrouble
from app.guarded_line import AddressRefused, GuardedLine

SECONDS = 15.0
"""All of one request, from looking the name up to the last byte."""
FEED_BYTES = 12_000_000
"""Of a feed, after unpacking: 5,000 posts are about 5 million."""
TOPIC_BYTES = 4_000_000
REDIRECTS = 3

_PIECE = 65_536
_SECONDS_A_STEP = 6.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. ``body`` is unpacked; ``content_type`` in small letters without its parameters."""

    status: int
    content_type: str
    charset: str
    body: bytes

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def ask(
    url: str,
    *,
    intranet: bool = False,
    headers: dict[str, str] | None = None,
    post: dict[str, Any] | None = None,
    most: int = TOPIC_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """GET ``url``, or POST ``post`` as JSON. Follows at most REDIRECTS redirects, a GET's only and within its host.

    Errors: SourceTrouble, AnswerLost; their sentences hold neither headers nor bodies.
    """
    deadline = time.monotonic() + seconds
    sent = {"user-agent": "Warmline (12319)", "accept-encoding": "gzip", **(headers or {})}
    with httpx.Client(transport=_transport(intranet, deadline), trust_env=False, timeout=_SECONDS_A_STEP) as client:
        place = _parsed(url)
        for _ in range(REDIRECTS + 1):
            request = client.build_request("GET" if post is None else "POST", place, headers=sent, json=post)
            try:
                response = client.send(request, stream=True)
                try:
                    if response.is_redirect and post is None:
                        place = _redirected(place, response)
                        continue
                    return _whole(response, most)
                finally:
                    response.close()
            except httpx.HTTPError as error:
                raise _in_words(error, sending=post is not None) from None
    raise SourceTrouble("网站一再跳转，没有读到内容。")


def _transport(intranet: bool, deadline: float) -> httpx.HTTPTransport:
    """httpx's own transport over a guarded line; httpx offers no other place to put one in."""
    transport = httpx.HTTPTransport(trust_env=False)
    transport._pool = httpcore.ConnectionPool(_tls(), network_backend=GuardedLine(intranet, deadline))
    return transport


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _parsed(url: str) -> httpx.URL:
    try:
        place = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError):
        raise SourceTrouble("网址写得不对。", field="url") from None
    if place.scheme not in ("http", "https") or not place.host:
        raise SourceTrouble("网址要以 http:// 或 https:// 开头。", field="url")
    return place


def _redirected(place: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        target = place.join(response.headers["location"])
    except (httpx.InvalidURL, UnicodeError):
        raise SourceTrouble("网站跳转到一个写得不对的地址。") from None
    secured = (place.scheme, target.scheme) == ("http", "https") and place.port is None and target.port is None
    if target.host != place.host or not (secured or (target.scheme, target.port) == (place.scheme, place.port)):
        there = f"{target.scheme}://{target.host}" + (f":{target.port}" if target.port else "")
        raise SourceTrouble(f"网站要跳转到别的地址 {there[:120]}，没有跟过去；如果确实搬了家，请修改来源的网址。")
    return target


def _whole(response: httpx.Response, most: int) -> Answer:
    kind, _, parameters = response.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].split(";")[0].strip(" \"'")
    packing = response.headers.get("content-encoding", "identity").strip().lower() or "identity"
    if packing not in ("identity", "gzip", "x-gzip", "deflate"):
        raise _spoilt(response, "网站用了不认识的压缩方式。")
    unpack = None if packing == "identity" else zlib.decompressobj(wbits=47)  # gzip or zlib, by its first bytes
    body = bytearray()
    for piece in response.iter_raw(_PIECE):
        if unpack is None:
            body += piece
        else:  # one byte more than allowed at most, whatever a packed piece would grow to
            try:
                body += unpack.decompress(piece, most + 1 - len(body))
            except zlib.error:
                raise _spoilt(response, "网站发来的压缩内容是坏的。") from None
        if len(body) > most:
            raise _spoilt(response, f"网站发来的内容超过 {most // 1_000_000} MB，已停止读取。")
    return Answer(response.status_code, kind.strip(), charset, bytes(body))


def _spoilt(response: httpx.Response, sentence: str) -> SourceTrouble:
    return (AnswerLost if response.request.method == "POST" else SourceTrouble)(sentence)


def _in_words(error: httpx.HTTPError, sending: bool) -> SourceTrouble:
    if isinstance(error.__cause__, AddressRefused):
        return SourceTrouble("网址指向内部网络的地址，没有连接；如果确是内网论坛，请在来源里注明内网。")
    if _certificate(error):
        return CertificateRefused("网站的证书不可信（过期、不是这个网站的或自己签的），没有连接。")
    if isinstance(error, httpx.ConnectTimeout):
        return SourceTrouble("网站没有应答（连接超时）。")
    if isinstance(error, httpx.ConnectError):
        return SourceTrouble("连不上网站。")
    lost = AnswerLost if sending else SourceTrouble
    if isinstance(error, httpx.TimeoutException):
        return lost("网站太慢，超过时限，已停止读取。")
    return lost("与网站的连接中途断了。")


def _certificate(error: BaseException | None) -> bool:
    """Whether it was the certificate, somewhere below what httpx and httpcore made of it."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
