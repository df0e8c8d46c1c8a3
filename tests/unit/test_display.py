"""Whether a window can be opened is told in a sentence, before Qt could end the program."""

import socket
from pathlib import Path

import pytest

from ui.display import missing_libraries, trouble


def test_no_display_at_all_is_said_in_words() -> None:
    words = trouble({}, "linux")
    assert words is not None
    assert "显示器" in words


@pytest.mark.parametrize("display", [":987654", "localhost:1.0", "nonsense", ":x"])
def test_a_display_that_does_not_answer_is_named(display: str) -> None:
    words = trouble({"DISPLAY": display}, "linux")
    assert words is not None
    assert display in words


def test_a_wayland_socket_that_answers_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert trouble({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux") is None


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_mac_always_have_a_screen(platform: str) -> None:
    assert trouble({}, platform) is None


def test_offscreen_asked_for_needs_no_screen() -> None:
    assert trouble({"QT_QPA_PLATFORM": "offscreen"}, "linux") is None


def test_qt_can_be_loaded_here() -> None:
    assert missing_libraries() is None
