"""The database this program works on: the embedded one, made and filled at first start, or a shared server by URL."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from app.errors import BadInput, DatabaseAway, WarmlineError, in_words
from app.passwords import check_strength
from app.sample import load_sample, sample_logins
from app.settings import Settings
from db import schema
from db.embedded import Embedded, EmbeddedFailure, Step, is_running, stop
from db.failures import StoreFailure
from db.roles import add_administrator, has_administrator, logins_there
from db.sample import is_empty
from db.store import SCHEMA_VERSION

Progress = Callable[[str], None]

MADE = "正在建立本机数据库…"
RECOVERED = "上次没有正常退出，正在恢复本机数据库…"
STARTED = "正在启动本机数据库…"
CREATED = "正在建立数据表…"
FILLED = "正在装入演示数据（小区、换热站、两周诉求）…"
READY = "数据库已就绪"

ADMINISTRATOR = "admin"
"""The log-in of a shared database's first administrator."""

_STEPS = {Step.MAKE: MADE, Step.START: STARTED, Step.WAIT: RECOVERED}


def silent(_words: str) -> None:
    """Progress for those who show none."""


class Installation:
    """A hold on the database; ``address`` is what a seat signs in to. Leave it when done: the last one out stops the
    embedded server."""

    def __init__(self, settings: Settings, progress: Progress = silent) -> None:
        self._settings = settings
        self._progress = progress
        self._embedded: Embedded | None = None
        self.address = ""
        self.owner = ""  # the owner's own connection words; empty on a shared server unless the URL names the owner

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the embedded server; leaving twice is harmless."""
        embedded, self._embedded = self._embedded, None
        if embedded:
            with _told():
                embedded.leave()

    def revive(self) -> bool:
        """Start the embedded server again when it died; False: nothing to revive. Errors: DatabaseAway."""
        if self._embedded is None:
            return False
        with _told():
            return self._embedded.revive()

    def _open(self) -> None:
        if self._settings.database:
            self.address = self.owner = schema.named(self._settings.database)
            return
        with _told():
            embedded = Embedded(self._settings.data / "server", lambda step: self._progress(_STEPS[step]))
            server = embedded.enter()
            self._embedded = embedded
            owner = schema.words(server.host, server.port, server.user, server.password)
            with schema.alone(owner):
                owner = self._make(owner)
            self._progress(READY)
            self.owner = owner
            self.address = schema.words(server.host, server.port, database=schema.DATABASE)

    def _make(self, owner: str) -> str:
        if schema.create_database(owner):
            self._progress(CREATED)
        owner = schema.named(owner)
        if not schema.is_current(owner):
            schema.upgrade(owner)
        if is_empty(owner):  # also after a crash between making and filling
            self._progress(FILLED)
            load_sample(owner)
        return owner


def passwords_set_by_initialise(owner: str, demo: bool = False, renew: bool = False) -> list[str]:
    """Whose passwords ``initialise`` is going to set: nobody's where people work in that database already.

    A log-in is the whole server's, and another database's people may use it: its password changes for them too.
    Errors: BadInput(field="login") for such log-ins, unless ``renew`` asks for it.
    """
    with _told():
        if not _needs_people(owner, demo):
            return []
        wanted = sample_logins() if demo else [ADMINISTRATOR]
        known = logins_there(schema.named(owner), wanted)
    if known and not renew:
        names = "、".join(known[:3]) + (f" 等 {len(known)} 个" if len(known) > 3 else "")
        raise BadInput(
            f"这台服务器上已有登录名 {names}，别的数据库正在使用；一个登录名在整台服务器上只有一个密码。"
            "什么都没有改动。确要在这里也使用并换成新密码，请加 --new-password。",
            field="login",
        )
    return wanted


def initialise(owner: str, password: str, demo: bool = False, renew: bool = False) -> list[str]:
    """``database init`` on a shared server: schema, then only the administrator, or the demonstration with ``demo``.

    Returns whose passwords were set. Errors: as ``passwords_set_by_initialise``, before anything is made.
    """
    setting = passwords_set_by_initialise(owner, demo, renew)
    if setting and not demo:
        check_strength(password)
    with _told():
        schema.create_database(owner)
        owner = schema.named(owner)
        schema.upgrade(owner)
        if setting and demo:
            load_sample(owner)
        elif setting:
            add_administrator(owner, ADMINISTRATOR, "系统管理员", password)
    return setting


def _needs_people(owner: str, demo: bool) -> bool:
    owner = schema.named(owner)
    if not schema.is_there(owner) or schema.version(owner) is None:
        return True
    return is_empty(owner) if demo else not has_administrator(owner)


def upgrade(settings: Settings, progress: Progress = silent) -> None:
    """``database upgrade``: bring the schema to this program's version; the embedded one does so by itself."""
    with Installation(settings, progress), _told():
        if settings.database:
            schema.upgrade(schema.named(settings.database))


def check_schema(settings: Settings, progress: Progress = silent) -> str:
    """``database check``: the differences between models and database in words; empty when there are none."""
    with Installation(settings, progress) as installation, _told():
        return schema.differences(installation.owner)


def database_status(settings: Settings) -> dict[str, object]:
    """``database status``: where the database is, whether it runs, its version. Starts nothing."""
    if settings.database:
        with _told():
            version = schema.version(schema.named(settings.database))
        return {"database": "shared", "running": True, "version": version, "program": SCHEMA_VERSION}
    folder = settings.data / "server"
    return {
        "database": "embedded",
        "folder": str(folder),
        "running": is_running(folder),
        "program": SCHEMA_VERSION,
    }


def stop_embedded(settings: Settings) -> bool:
    """``database stop``: True if a server was running."""
    with _told():
        return stop(settings.data / "server")


class _told:
    """Failures of the server and the store as errors in words."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, StoreFailure):
            raise in_words(error) from error
        if isinstance(error, EmbeddedFailure):
            raise _embedded_words(error) from error


def _embedded_words(error: EmbeddedFailure) -> WarmlineError:
    words = error.reason
    if "No space left" in words or "disk full" in words.lower():
        return DatabaseAway("磁盘已满，本机数据库无法启动；请清理磁盘后重试。")
    return DatabaseAway(f"本机数据库没有启动成功：{words}")
