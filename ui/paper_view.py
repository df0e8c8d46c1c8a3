"""Sheets of paper on the screen: as wide as the view, or larger; sharp on any screen; drawn off the GUI thread."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.jobs import Jobs
from ui.pdf_pages import POINTS_PER_INCH, draw_page, page_sizes

ZOOM_STEP = 1.25
MOST_ZOOM, LEAST_ZOOM = 4.0, 0.5
PAUSE_MS = 60  # of resizing, before the pages are drawn anew


class PaperView(QScrollArea):
    """Shows the pages of a PDF below each other."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self._sheets: list[QLabel] = []
        self.zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("派单")
        self._desk = QWidget(self)
        self._column = QVBoxLayout(self._desk)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(self._desk)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._draw)

    @property
    def pictures(self) -> list[QImage]:
        """The sheets as shown, for whoever wants to look at them."""
        return [sheet.pixmap().toImage() for sheet in self._sheets]

    def show_pdf(self, pdf: bytes) -> None:
        """Show another file, from its top."""
        self._pdf = pdf
        self.verticalScrollBar().setValue(0)
        self._draw()

    def set_zoom(self, zoom: float) -> None:
        """1.0 is as wide as the view."""
        self.zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pause.start()

    def _draw(self) -> None:
        if not self._pdf:
            return
        pdf, ratio = self._pdf, self.devicePixelRatioF()
        # The bar's width is left free always, so that its coming and going doesn't draw the pages anew.
        width = round((self.width() - self.verticalScrollBar().sizeHint().width() - 2) * self.zoom)

        def work() -> list[QImage]:
            sizes = page_sizes(pdf)
            return [
                draw_page(pdf, at, max(width, 50) * ratio / size.width * POINTS_PER_INCH)
                for at, size in enumerate(sizes)
            ]

        self._jobs.look_up(self, "pages", work, lambda pages: self._show(pages, ratio))

    def _show(self, pages: list[QImage], ratio: float) -> None:
        while len(self._sheets) < len(pages):
            sheet = QLabel(self._desk)
            self._sheets.append(sheet)
            self._column.addWidget(sheet)
        for at, sheet in enumerate(self._sheets):
            sheet.setVisible(at < len(pages))
            if at < len(pages):
                picture = QPixmap.fromImage(pages[at])
                picture.setDevicePixelRatio(ratio)
                sheet.setPixmap(picture)
                sheet.setFixedSize(QSize(round(picture.width() / ratio), round(picture.height() / ratio)))
                sheet.setAccessibleName(f"第 {at + 1} 页 共 {len(pages)} 页")
