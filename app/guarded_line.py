"""Connections to forums: which addresses may be reached at all, and one end of patience for all that is read.

A name that a stranger controls may lead anywhere. Unless the source is marked as one of the house's own network, its
name must lead to public addresses only; an address that was typed as digits was meant. The connection goes to the very
address that was looked at, so a second answer of the name server changes nothing.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore


class AddressRefused(httpcore.ConnectError):
    """The name leads to an address that is not to be reached."""


class GuardedLine(httpcore.NetworkBackend):
    """Plain TCP behind the rule above; everything ends at ``deadline`` (of time.monotonic)."""

    def __init__(self, intranet: bool, deadline: float) -> None:
        self._intranet = intranet
        self._deadline = deadline
        self._tcp = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. Errors: AddressRefused, httpcore.ConnectError, ConnectTimeout."""
        addresses = self._addresses(host, port)
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                stream = self._tcp.connect_tcp(address, port, _left(self._deadline, timeout), local_address)
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise httpcore.ConnectError("no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        bare = host.strip("[]")
        try:
            literal = ipaddress.ip_address(bare)
        except ValueError:
            try:
                found = [str(one[4][0]) for one in socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)]
            except (OSError, UnicodeError) as error:
                raise httpcore.ConnectError("name not found") from error
            inside = self._intranet or bare.lower() == "localhost"
            if any(not _reachable(ipaddress.ip_address(one.partition("%")[0]), inside) for one in found):
                raise AddressRefused("address") from None
            return list(dict.fromkeys(found))
        if not _reachable(literal, inside=True):
            raise AddressRefused("address")
        return [bare]


class _TimedStream(httpcore.NetworkStream):
    """A stream whose reads and writes together end at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(
    deadline: float, timeout: float | None, late: type[httpcore.TimeoutException] = httpcore.ConnectTimeout
) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the end of patience")
    return left if timeout is None else min(left, timeout)


def _reachable(address: ipaddress.IPv4Address | ipaddress.IPv6Address, inside: bool) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return _reachable(mapped, inside)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return inside or address.is_global
