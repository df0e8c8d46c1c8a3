"""A seat: one person signed in, with the way to the database, the directory, the rules and the server's clock."""

import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from app.directory import Directory
from app.errors import SignInRefused, in_words
from app.records import Person
from app.reference import read_directory, read_rules
from app.rules import CITY_TIME, Rules
from db import reading
from db.failures import Failure, StoreFailure
from db.store import Connection, Store

T = TypeVar("T")


class Seat:
    """First argument of every act. Threads may share it: the snapshots in it are replaced whole, never changed."""

    def __init__(self, store: Store, person: Person, directory: Directory, rules: Rules) -> None:
        self.store = store
        self.person = person
        self.directory = directory
        self.rules = rules
        self._server_time = datetime.now(CITY_TIME) - timedelta(seconds=time.monotonic())  # where monotonic() is 0

    def now(self) -> datetime:
        """The server's clock as last measured plus the time gone by since; the PC's own clock plays no part."""
        return self._server_time + timedelta(seconds=time.monotonic())

    @contextmanager
    def use(self) -> Iterator[Connection]:
        """A connection for reading; failures come as app.errors in words."""
        try:
            with self.store.use() as connection:
                yield connection
        except StoreFailure as failure:
            raise in_words(failure) from failure

    def do(self, act: Callable[[Connection, datetime], T]) -> T:
        """Run one act at the present moment; once more after measuring the clock, if the server finds it off."""
        try:
            with self.store.use() as connection:
                return act(connection, self.now())
        except StoreFailure as failure:
            if failure.kind is not Failure.CLOCK:
                raise in_words(failure) from failure
        self.measure_clock()
        with self.use() as connection:
            return act(connection, self.now())

    def do_whole(self, act: Callable[[Connection, datetime], T]) -> T:
        """As ``do``, for an act of several calls: all of them are stored, or none."""

        def whole() -> T:
            with self.store.begin() as connection:
                return act(connection, self.now())

        try:
            return whole()
        except StoreFailure as failure:
            if failure.kind is not Failure.CLOCK:
                raise in_words(failure) from failure
        self.measure_clock()
        try:
            return whole()
        except StoreFailure as failure:
            raise in_words(failure) from failure

    def measure_clock(self) -> None:
        """Ask for the server's time; half of the round trip is taken off."""
        with self.use() as connection:
            before = time.monotonic()
            server = reading.server_time(connection)
            after = time.monotonic()
        self._server_time = server.astimezone(CITY_TIME) + timedelta(seconds=(after - before) / 2 - after)

    def refresh(self) -> None:
        """Read directory and rules anew (the feed says when)."""
        with self.use() as connection:
            self.directory, self.rules = read_directory(connection), read_rules(connection)

    def close(self) -> None:
        """Let go of the connections."""
        self.store.close()


def open_seat(address: str, login: str, password: str) -> Seat:
    """Sign in. Errors: SignInRefused, WrongVersion, DatabaseAway."""
    if not login.strip() or not password:
        raise SignInRefused("请输入用户名和密码。", field="login" if not login.strip() else "password")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in login + password):  # libpq would cut them short
        raise SignInRefused("用户名或密码里有不能使用的控制字符。", field="password")
    try:
        store = Store(address, login.strip(), password)
    except StoreFailure as failure:
        raise in_words(failure) from failure
    try:
        store.check_version()
        with store.use() as connection:
            directory, rules = read_directory(connection), read_rules(connection)
            person = directory.people.get(reading.my_id(connection) or 0)
    except StoreFailure as failure:
        store.close()
        raise in_words(failure) from failure
    if person is None:
        store.close()
        raise SignInRefused("这个用户名不是热线的工作人员，请联系管理员。", field="login")
    seat = Seat(store, person, directory, rules)
    seat.measure_clock()
    return seat
