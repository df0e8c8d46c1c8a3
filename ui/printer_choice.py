"""The button that names the printer chosen last, and offers those of this computer."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.errors import WarmlineError
from ui.jobs import Jobs
from ui.printing import PrintSettings, printer_names
from ui.style import set_look

NONE_HERE = "这台电脑没有安装打印机，可以另存为 PDF 后打印"


class PrinterChoice(QPushButton):
    """``chosen``: another printer; ``told`` carries why there is none to choose."""

    chosen = Signal()
    told = Signal(str)

    def __init__(self, jobs: Jobs, settings: PrintSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._settings = jobs, settings
        set_look(self, "link")
        self.clicked.connect(self.offer)
        self.name()

    def name(self) -> None:
        """Show the printer as it is set now."""
        self.setText(f"{self._settings.printer or '选打印机'} ▾")

    def offer(self) -> None:
        """Offer the printers of this computer; the one chosen is remembered."""
        self._jobs.look_up(self, "printers", printer_names, self._offer, self._fail)

    def choose(self, printer: str) -> None:
        """Print on this one from now on."""
        self._settings.printer = printer
        self.name()
        self.chosen.emit()

    def _offer(self, names: list[str]) -> None:
        if not names:
            self.told.emit(NONE_HERE)
            return
        menu = QMenu(self)
        for name in names:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == self._settings.printer)
            action.triggered.connect(lambda _checked=False, name=name: self.choose(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _fail(self, error: WarmlineError) -> None:
        self.told.emit(error.sentence)
