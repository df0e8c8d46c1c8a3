"""The strips of the sources: what is typed to define one or change it, and how one is no longer fetched."""

from enum import StrEnum

from PySide6.QtWidgets import QCheckBox, QWidget

from app.forum_records import KIND_WORDS, Source, SourceKind
from app.sources import SourceWords, kind_of
from ui.choice_row import ChoiceRow
from ui.form_strip import FormStrip
from ui.strip import Strip


class SourceStrip(FormStrip):
    """Defines a source, or changes one (``source``). Its token goes in and never comes out."""

    def __init__(self, source: Source | None = None, parent: QWidget | None = None) -> None:
        super().__init__(f"修改 {source.name}" if source else "添加来源", "保存修改" if source else "添加", parent)
        self.source = source
        self.name = self.add_row("name", "名称", "如 牡丹社区")
        self.feed_url = self.add_row("feed_url", "抓取网址", "RSS 或 Atom 的网址；论坛可不写")
        self.kind: ChoiceRow[SourceKind] = ChoiceRow("类型", KIND_WORDS, columns=3, parent=self)
        self.body.addWidget(self.kind)
        self.base_url = self.add_row("base_url", "论坛网址", "如 https://bbs.example.org")
        self.category = self.add_row("category", "版块", "编号；不写为全部")
        self.reply_as = self.add_row("reply_as", "答复账号", "")
        self.token = self.add_row("token", "令牌", "发布答复用，保存后不再显示", secret=True)
        self.emptied = QCheckBox("删去已存的令牌", self)
        self.emptied.setToolTip("以后只抓取，不再从这里发布答复")
        self.emptied.toggled.connect(self.token.setDisabled)
        self.body.addWidget(self.emptied)
        self.intranet = QCheckBox("这是内网的网站", self)
        self.intranet.setToolTip("允许抓取内网地址；外面的网站不要勾选")
        self.body.addWidget(self.intranet)
        self._picked = source is not None  # the kind is known, or was chosen by hand
        if source is not None:
            self._fill(source)
        self.kind.choose(source.kind if source else SourceKind.RSS)
        self.kind.picked.connect(self._on_kind)
        self.feed_url.textChanged.connect(self._guess)
        self._show_rows()

    def words(self) -> SourceWords:
        """What was typed; fields that the kind doesn't have are left out."""
        kind = self.kind.value() or SourceKind.RSS
        forum = kind is not SourceKind.RSS
        return SourceWords(
            name=self.name.text(),
            kind=kind,
            feed_url=self.feed_url.text(),
            base_url=self.base_url.text() if forum else "",
            category=self.category.text() if forum else "",
            reply_as=self.reply_as.text() if forum else "",
            intranet=self.intranet.isChecked(),
        )

    def new_token(self) -> str | None:
        """The token that was typed, empty to take it away; None: as it is."""
        if self.emptied.isChecked():
            return ""
        typed = self.token.text() if self.kind.value() is not SourceKind.RSS else ""
        return typed if typed or self.source is None else None

    def _fill(self, source: Source) -> None:
        self.name.setText(source.name)
        self.feed_url.setText(source.feed_url)
        self.base_url.setText(source.base_url)
        self.reply_as.setText(source.reply_as)
        self.intranet.setChecked(source.intranet)
        if source.has_token:
            self.token.setPlaceholderText("已有；不填则保留，换论坛网址后须重填")

    def _on_kind(self) -> None:
        self._picked = True
        self._show_rows()

    def _guess(self, text: str) -> None:
        """A feed's address tells the software behind it, until somebody knows better."""
        if not self._picked:
            self.kind.choose(kind_of(text))
            self._show_rows()

    def _show_rows(self) -> None:
        kind = self.kind.value()
        for name in ("base_url", "reply_as", "token"):
            self.rows[name].setVisible(kind is not SourceKind.RSS)
        stored = self.source is not None and self.source.has_token and kind is not SourceKind.RSS
        self.emptied.setVisible(stored)
        self.emptied.setChecked(self.emptied.isChecked() and stored)
        self.rows["category"].setVisible(kind is not SourceKind.RSS and self.source is None)
        hint = "令牌所属的用户编号（_uid）" if kind is SourceKind.NODEBB else "令牌所属的用户名"
        self.reply_as.setPlaceholderText(hint)


class Ending(StrEnum):
    """How a source is no longer fetched."""

    PAUSE = "pause"
    END = "end"


class EndingStrip(Strip):
    """Pauses a source or ends it; what was found stays either way."""

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(f"停用 {source.name}", "停用", parent)
        words = {Ending.PAUSE: "暂停抓取，随时可恢复", Ending.END: "不再使用，删去令牌"}
        self.ending: ChoiceRow[Ending] = ChoiceRow("方式", words, columns=1, parent=self)
        self.ending.choose(Ending.PAUSE)
        self.body.addWidget(self.ending)

    def start(self) -> None:
        self.ending.setFocus()
