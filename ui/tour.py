"""The tour: every road of the hotline walked by keyboard on real windows and a real database.

It is the demonstration and the smoke test. People sit at windows of one database; forum and chat robot are served on
loopback. Each step is printed with its time; the first step that fails ends the tour with what was missing. Pictures of
each page by day and by night and the slip as PDF stay behind.
"""

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.errors import WarmlineError
from app.settings import Settings
from ui.tour_desk import CompanyDesk
from ui.tour_door import RightDoor
from ui.tour_entitlement import Entitlements
from ui.tour_figures import FiguresRead
from ui.tour_forms import FormAndManager
from ui.tour_forum import ForumAnswer
from ui.tour_group import WorkGroup
from ui.tour_hands import TourFailed
from ui.tour_incident import StationOutage
from ui.tour_notice import Announcements
from ui.tour_road import Road, audit
from ui.tour_service import HeatingService
from ui.tour_shift import ShiftChange
from ui.tour_stage import Stage, Step
from ui.tour_temperature import RoomTemperature


def chapters(stage: Stage) -> list[Step]:
    """All steps; a new chapter gets its line here."""
    group = WorkGroup(stage)
    return [
        *Road(stage).steps(),
        *group.opening(),
        *CompanyDesk(stage).steps(),
        *StationOutage(stage).steps(),
        *ForumAnswer(stage).steps(),
        *RightDoor(stage).steps(),
        *HeatingService(stage).steps(),
        *Announcements(stage).steps(),
        *RoomTemperature(stage).steps(),
        *FormAndManager(stage).steps(),
        *Entitlements(stage).steps(),
        *ShiftChange(stage).steps(),
        *FiguresRead(stage).steps(),
        *group.closing(),
        ("审计：再核对全部事件链", partial(audit, stage)),
    ]


def walk(out: Path) -> int:
    """Walk all chapters and leave the pictures and the slip in ``out``; returns the exit code."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"✗ 图片放不进 {out}：{error.strerror}", flush=True)
        return 1
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory(prefix="warmline-tour-", ignore_cleanup_errors=True) as data:
        stage = Stage(app, Settings(Path(data), None), out)
        began = time.monotonic()
        try:
            for words, step in chapters(stage):
                started = time.monotonic()
                said = step()
                print(f"✓ {time.monotonic() - started:6.2f} 秒  {words}{f'：{said}' if said else ''}", flush=True)
        except (TourFailed, WarmlineError) as error:
            print(f"✗ {words}：{error}", flush=True)
            return 1
        finally:
            stage.close()
    print(f"全程 {time.monotonic() - began:.1f} 秒，图片与派单在 {out}", flush=True)
    return 0


def offscreen() -> None:
    """Have Qt draw without a screen: the same pictures on every machine; before Qt is started."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
