"""Whether a window can be opened here, found out without Qt: Qt itself would end the program on the spot."""

import importlib.util
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

WITHOUT_SCREEN = frozenset({"offscreen", "minimal", "vnc", "eglfs", "linuxfb"})


def trouble(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """A Chinese sentence saying why no window can be opened; None when one can."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM", "").split(":")[0] in WITHOUT_SCREEN:
        return None
    wayland, x11 = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if not wayland and not x11:
        return "这台机器没有可用的显示器（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），窗口打不开。"
    if wayland and _wayland_answers(wayland, environment.get("XDG_RUNTIME_DIR", "")):
        return None
    if x11 and _x11_answers(x11):
        return None
    return f"连不上显示器 {wayland or x11}，窗口打不开。"


def missing_libraries() -> str | None:
    """A Chinese sentence naming what to install when Qt's own libraries can't be loaded; None when they can."""
    if importlib.util.find_spec("PySide6") is None:
        return "没有安装 PySide6，请先运行 README 中的安装命令。"
    try:
        import PySide6.QtWidgets  # noqa: F401 - only whether it can be loaded
    except ImportError as error:
        return (
            f"系统缺少 Qt 需要的库（{error}）。Debian/Ubuntu 请安装："
            "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0。"
        )
    return None


def _wayland_answers(display: str, runtime: str) -> bool:
    path = Path(display) if display.startswith("/") else Path(runtime) / display
    return _reaches(socket.AF_UNIX, str(path)) if hasattr(socket, "AF_UNIX") else False


def _x11_answers(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        return _reaches(socket.AF_UNIX, f"/tmp/.X11-unix/X{number}") or _reaches(  # noqa: S108 - where X has its sockets
            socket.AF_UNIX, f"\0/tmp/.X11-unix/X{number}"
        )
    return _reaches(socket.AF_INET, (host, 6000 + int(number)))


def _reaches(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
