"""The card 发布名录 of the page 导入导出: the directory for everybody, as a web page and a workbook in a folder."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.public_site import Publication, publish_directory
from app.seat import Seat
from ui.documents import in_documents
from ui.fields import LineField
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.style import set_look

FOLDER = "供暖名录网页"


class PublishCard(QFrame):
    """``said`` carries the sentence with what was published."""

    said = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, page: QWidget) -> None:
        """The key works on the whole ``page``."""
        super().__init__(page)
        self._seat, self._jobs = seat, jobs
        self._working = False
        set_look(self, "card")
        self.folder = LineField("发布到这个文件夹：新的、空的，或以前发布过的", self)
        self.folder.setAccessibleName("发布到文件夹")
        self.folder.setText(str(in_documents(FOLDER)))
        self.folder.textEdited.connect(lambda: self._say(""))
        self.folder.entered.connect(lambda _text: self.publish())
        self.stations = QCheckBox("写明换热站", self)
        choose = QPushButton("选择…", self)
        choose.clicked.connect(self.choose)
        self.button = QPushButton(f"发布  {cap('publish_site')}", self)
        self.button.setToolTip("做成一个网页和一个 Excel：小区、别名、地址、公司和管理员公布的电话；不含内部备注。")
        self.button.clicked.connect(self.publish)
        self.notice = QLabel(self)
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.hide()
        title = QLabel("发布名录", self)
        set_look(title, "strong")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(title)
        line.addWidget(self.folder, 1)
        for part in (choose, self.stations, self.button):
            line.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self.notice)
        bind(page, "publish_site", self.publish)

    def choose(self) -> None:
        """Look for the folder in the system's own dialog, beside the window."""
        dialog = QFileDialog(self, "发布到文件夹", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def publish(self) -> None:
        """Make page and workbook; what was published there before is replaced only when both are whole."""
        bare = self.folder.text().strip().strip('"').strip()  # Windows copies paths with quotes around them
        if self._working:
            return
        if not bare:
            self._fail_words("请写出发布到哪个文件夹。")
            return
        folder, stations = Path(bare).expanduser(), self.stations.isChecked()
        self._work(True)
        self._say(f"正在发布到 {folder}…")
        self._jobs.act(self, lambda: publish_directory(self._seat, folder, stations), self._done, self._fail)

    def _done(self, made: Publication) -> None:
        self._work(False)
        words = f"已发布 {made.communities} 个小区和单位、{made.managers} 名管理员：{made.page}"
        if made.points_left_out:
            words += f"\n{made.points_left_out} 个大厅和缴费渠道尚未核实，没有发布。"
        self._say(words, "good")
        self.said.emit(words)

    def _fail(self, error: WarmlineError) -> None:
        self._work(False)
        self._fail_words(error.sentence)

    def _fail_words(self, words: str) -> None:
        self._say(words, "danger")
        self.folder.set_bad(True)

    def _work(self, working: bool) -> None:
        self._working = working
        self.button.setEnabled(not working)

    def _say(self, words: str, look: str = "muted") -> None:
        self.folder.set_bad(False)
        self.notice.setText(words)
        set_look(self.notice, look)
        self.notice.setVisible(bool(words))
