"""The strips of the page 群聊: a work group's name, kind, company and credentials, and its being put out of use.

Address and secret are credentials: hidden while they are typed, and never shown once they are stored.
"""

from PySide6.QtWidgets import QCheckBox, QWidget

from app.group_chats import KIND_WORDS, ChatKind, ChatWords, GroupChat
from app.records import Company
from ui.choice_row import ChoiceRow
from ui.form_strip import FormStrip

EVERYBODY = 0
"""Stands for no company in a row of choices: told of every company's."""
_ADDRESS_HINTS = {
    ChatKind.WECOM: "https://…/cgi-bin/webhook/send?key=…",
    ChatKind.DINGTALK: "https://…/robot/send?access_token=…",
    ChatKind.FEISHU: "https://…/open-apis/bot/v2/hook/…",
    ChatKind.EMAIL: "smtps://用户@服务器/?from=…&to=…",
    ChatKind.OTHER: "slack://…、matrixs://…、jsons://…，apprise 的写法",
}
_SECRET_HINTS = {
    ChatKind.WECOM: "没有就空着",
    ChatKind.DINGTALK: "加签的密钥 SEC…，没有就空着",
    ChatKind.FEISHU: "签名校验的密钥，没有就空着",
    ChatKind.EMAIL: "邮箱的密码或授权码",
    ChatKind.OTHER: "不用，都写在地址里",
}
KEPT = "已存，不显示；空着就不变"


class ChatStrip(FormStrip):
    """A new group, or one that is there, whose credentials stay where nothing is typed."""

    def __init__(
        self, companies: dict[int, Company], chat: GroupChat | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("修改工作群" if chat else "添加工作群", "保存修改" if chat else "添加", parent)
        self.chat = chat
        self.name = self.add_row("name", "群名", "如 永恒值班群", text=chat.name if chat else "")
        self.kind: ChoiceRow[ChatKind] = ChoiceRow("软件", KIND_WORDS, columns=2, parent=self)
        self.kind.choose(chat.kind if chat else ChatKind.WECOM)
        names = {EVERYBODY: "全部公司"} | {one.id: one.short_name for one in companies.values()}
        self.company: ChoiceRow[int] = ChoiceRow("公司", names, columns=2, parent=self)
        self.company.choose((chat.company_id if chat else None) or EVERYBODY)
        self.body.addWidget(self.kind)
        self.body.addWidget(self.company)
        self.address = self.add_row("address", "地址", secret=True)
        self.secret = self.add_row("secret", "密钥", secret=True)
        self.emptied = QCheckBox("清空已存的密钥", self)
        self.emptied.setToolTip("机器人那边取消了加签、签名校验或换成无密码的邮箱时用")
        self.emptied.toggled.connect(self.secret.setDisabled)
        self.body.addWidget(self.emptied)
        if chat is None:  # else the empty fields say so, and the smallest screen has no room for more
            self.add_note("地址和密钥存入后任何人都看不到，只有发送的座席能用。")
        self.kind.picked.connect(self._on_kind)
        self.kind.picked.connect(self.company.setFocus)
        self.company.picked.connect(self.address.setFocus)
        self._on_kind()

    def words(self) -> ChatWords:
        """What was typed; what was left empty stays as it is stored."""
        kind = self.kind.value() or ChatKind.WECOM
        same = self.chat is not None and self.chat.kind is kind
        address = self.address.text()
        secret = "" if self.emptied.isChecked() else self.secret.text()
        return ChatWords(
            self.name.text(),
            kind,
            self.company.value() or None,
            None if not address.strip() and same else address,
            None if not secret and same and not self.emptied.isChecked() else secret,
        )

    def _on_kind(self) -> None:
        kind = self.kind.value() or ChatKind.WECOM
        kept = self.chat is not None and self.chat.kind is kind
        self.address.setPlaceholderText(KEPT if kept else _ADDRESS_HINTS[kind])
        self.secret.setPlaceholderText(KEPT if kept else _SECRET_HINTS[kind])
        self.emptied.setVisible(kept)  # elsewhere nothing is stored, or it is of no use
        self.emptied.setChecked(self.emptied.isChecked() and kept)


class PauseStrip(FormStrip):
    """Puts a group out of use: says first what that gives up."""

    def __init__(self, chat: GroupChat, waiting: int, parent: QWidget | None = None) -> None:
        super().__init__(f"停用 {chat.name}", "停用", parent)
        lost = f"还没有发出的 {waiting} 条作废，停用期间的事也不补发。" if waiting else "停用期间的事不补发。"
        self.warning = self.add_note(lost, "warning")

    def start(self) -> None:
        self.setFocus()
