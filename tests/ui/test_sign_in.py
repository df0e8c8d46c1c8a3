"""Signing in on the embedded database: progress in sight, errors at their field, the last login remembered."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import Settings
from ui.jobs import Jobs
from ui.sign_in import PasswordField, SignIn
from ui.start import Program, database_words, keep_log, speak_chinese
from ui.style import start_style


@pytest.fixture
def sign_in(qapp, qtbot: QtBot, server, sample: str, data_folder: Path) -> Iterator[SignIn]:
    """The sign-in page of a computer that uses a shared server."""
    start_style(qapp)
    jobs = Jobs()
    page = SignIn(Settings(data_folder, f"postgresql://{server.host}:{server.port}/{sample}"), jobs)
    qtbot.addWidget(page)
    page.show()
    page.start()
    yield page
    jobs.close()
    page.installation.close()


def test_a_person_signs_in_by_keyboard_and_is_remembered(qtbot, sign_in):
    qtbot.keyClicks(sign_in.login, "op3")
    qtbot.keyClick(sign_in.login, Qt.Key.Key_Return)
    qtbot.keyClicks(sign_in.password, "warmline")
    with qtbot.waitSignal(sign_in.signed_in) as signal:
        qtbot.keyClick(sign_in.password, Qt.Key.Key_Return)
    seat = signal.args[0]
    assert seat.person.login == "op3"
    seat.close()
    jobs = Jobs()
    again = SignIn(sign_in._settings, jobs)
    qtbot.addWidget(again)
    jobs.close()
    assert again.login.text() == "op3"
    assert again.password.text() == ""


@pytest.mark.parametrize(("login", "password", "field"), [("op3", "wrong", "password"), ("", "warmline", "login")])
def test_what_is_wrong_stands_at_its_field(qtbot, sign_in, login, password, field):
    sign_in.login.setText(login)
    sign_in.password.setText(password)
    sign_in.sign_in()
    qtbot.waitUntil(lambda: sign_in.error.isVisible())
    assert getattr(sign_in, field).property("bad")
    assert sign_in.enter.isEnabled()
    assert sign_in.login.text() == login


def test_a_database_that_is_away_is_said_and_tried_again(qtbot, qapp, data_folder):
    start_style(qapp)
    jobs = Jobs()
    page = SignIn(Settings(data_folder, "postgresql://127.0.0.1:1/warmline"), jobs, "op3")
    qtbot.addWidget(page)
    page.show()
    page.start()
    page.password.setText("warmline")
    page.sign_in()
    qtbot.waitUntil(lambda: page.error.isVisible())
    assert "连不上数据库" in page.error.text()
    assert page.enter.isEnabled()
    jobs.close()


def test_caps_lock_is_noticed_by_the_letters(qtbot):
    field = PasswordField("密码")
    qtbot.addWidget(field)
    said = []
    field.caps.connect(said.append)
    qtbot.keyClick(field, "a")
    qtbot.keyClick(field, "A")  # the letter without shift: caps lock is on
    qtbot.keyClick(field, "A", Qt.KeyboardModifier.ShiftModifier)
    assert said == [False, True, False]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (None, "本机"),
        ("postgresql://op1:secret@hot-a,hot-b/warmline?target_session_attrs=read-write", "hot-a"),
        ("postgresql://hot-a:5432/warmline", "hot-a:5432"),
        ("host=hot-a,hot-b dbname=warmline", "hot-a"),
    ],
)
def test_the_status_line_names_the_server_and_no_secret(url, words):
    assert database_words(Settings(Path("."), url)) == words


def test_the_first_start_ends_in_a_window(qtbot, qapp, server, sample, data_folder):
    start_style(qapp)
    settings = Settings(data_folder, f"postgresql://{server.host}:{server.port}/{sample}")
    program = Program(settings, "op3")
    program.sign_in.password.setText("warmline")
    program.sign_in.sign_in()
    qtbot.waitUntil(lambda: program.window is not None)
    qtbot.waitUntil(lambda: program.window.live.complete)
    assert not program.sign_in.isVisible()
    program.window.close()
    program.close()
    program.window.deleteLater()


def test_what_nobody_foresaw_is_logged_and_said(qtbot, qapp, data_folder):
    start_style(qapp)
    program = Program(Settings(data_folder, "postgresql://127.0.0.1:1/warmline"))
    keep_log(Settings(data_folder, None))
    handler = logging.getLogger().handlers[-1]
    try:
        raise KeyError("B1")
    except KeyError as error:
        with qtbot.waitSignal(program.jobs.broke) as said:
            program.report(type(error), error, error.__traceback__)
    logging.getLogger().removeHandler(handler)
    handler.close()
    assert said.args == ["程序出错，已记入日志：KeyError"]
    assert "Traceback" in (data_folder / "warmline.log").read_text(encoding="utf-8")
    program.sign_in.close()
    program.close()


def test_the_words_of_qt_itself_are_chinese(qtbot, qapp):
    speak_chinese(qapp)
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
