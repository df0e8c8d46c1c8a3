"""One's own password, changed from the palette's command without leaving the window."""

import pytest
from PySide6.QtCore import Qt

from app.errors import SignInRefused
from app.people import PersonWords, add_person
from app.records import Role
from app.seat import open_seat
from servers import PASSWORD
from ui.commands import window_commands
from ui.jobs import Jobs
from ui.own_password import OwnPassword
from ui.style import start_style
from ui.window import Window

OLD, NEW = "Nuanqi-2026", "Genghuan_88"


def test_the_old_one_is_asked_for_and_the_new_one_counts(qtbot, qapp, server, sample, sign_in, data_folder):
    start_style(qapp)
    add_person(sign_in("admin"), "w_own", PersonWords("孔令辉", Role.OPERATOR), OLD)
    seat = open_seat(server.address(sample), "w_own", OLD)
    window = Window(seat, Jobs(), data_folder, "本机", "0.1.0")
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.live.complete)
    next(one for one in window_commands(window) if one.words == "改我的密码").run()
    panel = window.side.front
    assert isinstance(panel, OwnPassword)
    strip = panel.strip
    for field, words in ((strip.old, PASSWORD), (strip.password, NEW), (strip.again, NEW)):
        field.setText(words)
    strip.submit()
    qtbot.waitUntil(strip.rows["old"].error.isVisible)
    strip.old.setText(OLD)
    with qtbot.waitSignal(panel.done):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(strip.again, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.side.front is None
    with pytest.raises(SignInRefused):
        open_seat(server.address(sample), "w_own", OLD)
    open_seat(server.address(sample), "w_own", NEW).close()
    window.close()
    window.jobs.close()
    seat.close()
    window.deleteLater()
