"""One POST to a robot: bounded in time and size, no redirect followed, its address in no error and no log.

httpx writes every address into its log at level INFO, so that level is closed here.
"""

import asyncio
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.robots import LOOPBACK

POST_SECONDS = 8.0
"""From the look-up of the name to the last byte of the answer."""
LONGEST_ANSWER = 65_536
QUIET = ("httpx", "httpcore")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content: bytes


class Unreachable(Exception):
    """Nothing usable came back; the sentence is Chinese and names no address."""


def post(address: str, body: bytes) -> Answer:
    """Send JSON and read the answer. Raises Unreachable."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return asyncio.run(_within(address, body))


async def _within(address: str, body: bytes) -> Answer:
    import httpx  # a fifth of a second that a seat without chats never pays

    try:
        async with asyncio.timeout(POST_SECONDS):
            return await _post(address, body)
    except (TimeoutError, httpx.TimeoutException):
        raise Unreachable(f"{POST_SECONDS:.0f} 秒内没有回答") from None
    except httpx.ConnectError:
        raise Unreachable("连接不上") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise Unreachable(f"连接中断（{type(error).__name__}）") from None


async def _post(address: str, body: bytes) -> Answer:
    import httpx

    headers = {"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity"}
    loopback = (urlsplit(address).hostname or "") in LOOPBACK  # never through a proxy
    async with (
        httpx.AsyncClient(timeout=POST_SECONDS, follow_redirects=False, trust_env=not loopback) as client,
        client.stream("POST", address, content=body, headers=headers) as answer,
    ):
        if answer.is_redirect:
            raise Unreachable(f"地址被转走（HTTP {answer.status_code}）")
        content = b""
        async for chunk in answer.aiter_raw():  # raw: what was packed small can't unfold here
            content += chunk
            if len(content) > LONGEST_ANSWER:
                raise Unreachable("回答太大")
        return Answer(answer.status_code, content)
