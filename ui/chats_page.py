"""The page 群聊: the companies' work groups and the queue of messages to them, kept and mended by keyboard."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import chat_queue, group_chats
from app.chat_queue import QueuedMessage
from app.errors import WarmlineError
from app.group_chats import GroupChat
from app.robots import Outcome, Verdict
from app.seat import Seat
from ui.act_pane import ActPane
from ui.chat_lists import Groups, Shown, chat_columns, chat_facts, message_columns, message_facts, read_groups
from ui.chat_strips import ChatStrip, PauseStrip
from ui.fact_grid import FactGrid
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.row_list import RowList
from ui.scroll_card import ScrollCard
from ui.strip import Strip
from ui.style import set_look

SIDE_EM = 21
AGAIN_MS = 5000


class ChatsPage(ActPane):
    """Reads anew every few seconds while it is shown."""

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(seat, jobs, parent)
        self.groups = Groups((), ())
        self.shown = Shown.ALL
        self._tested: dict[int, str] = {}  # what came of tests from this seat, by chat
        self._on_message = False  # what was stood on last: a message, or a chat
        self.table: RowList[GroupChat] = RowList(
            "工作群",
            chat_columns(self._company, lambda: self.groups),
            lambda one: one.id,
            lambda one: (not one.active, one.name),
            parent=self,
        )
        self.message_table: RowList[QueuedMessage] = RowList(
            "群消息", message_columns(lambda: self.groups), lambda one: one.id, lambda one: -one.id, parent=self
        )
        self.chats, self.messages = self.table.content, self.message_table.content
        self.table.chosen.connect(lambda _key: self._stand(False))
        self.table.opened.connect(lambda _key: self.change())
        self.message_table.chosen.connect(lambda _key: self._stand(True))
        self.message_table.opened.connect(lambda _key: self.retry())
        self.title = QLabel(self)
        set_look(self.title, "title")
        self.title.setWordWrap(True)
        self.facts = FactGrid(2.6, parent=self)
        self._chips: dict[Shown, QPushButton] = {}
        self.service = QPushButton(self)
        self.setFocusProxy(self.table)
        self._lay_out()
        for name, slot in (
            ("add_chat", self.add), ("change_chat", self.change), ("test_chat", self.test),
            ("chat_service", self.set_active), ("retry_message", self.retry), ("submit_chat", self.submit),
            ("filter_messages", self.next_filter),
        ):  # fmt: skip
            bind(self, name, slot)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.read)
        self._again.start()
        self._show()

    @property
    def chat(self) -> GroupChat | None:
        """The chat stood on."""
        return self.table.row

    @property
    def message(self) -> QueuedMessage | None:
        """The message stood on."""
        return self.message_table.row

    def read(self) -> None:
        """Read the groups and their queue anew."""
        if self.isVisible():
            shown = self.shown
            self.look_up("groups", lambda: read_groups(self.seat, shown), self._take)

    def choose_filter(self, shown: Shown) -> None:
        """List all messages, or those that did not go out."""
        self.shown = shown
        self._chips[shown].setChecked(True)
        self.read()

    def next_filter(self) -> None:
        """The other list of messages."""
        self.choose_filter(Shown.ALL if self.shown is Shown.UNSENT else Shown.UNSENT)
        self.message_table.setFocus()

    # what the administrator does

    def add(self) -> None:
        """A strip for a new group."""
        strip = ChatStrip(dict(self.seat.directory.companies), parent=self)

        def work() -> Callable[[], GroupChat]:
            words = strip.words()
            return lambda: group_chats.add_chat(self.seat, words)

        self._open(strip, work, lambda chat: f"已添加 {chat.name}，{cap('test_chat')} 发一条测试")

    def change(self) -> None:
        """A strip with the group stood on."""
        chat = self.chat
        if chat is None:
            return
        self._stand(False)
        strip = ChatStrip(dict(self.seat.directory.companies), chat, self)

        def work() -> Callable[[], GroupChat]:
            words = strip.words()
            return lambda: group_chats.change_chat(self.seat, chat.id, words)

        self._open(strip, work, lambda made: f"已保存 {made.name}")

    def test(self) -> None:
        """Send a test to the group stood on; it may take seconds."""
        chat = self.chat
        if chat is not None:
            self._tested[chat.id] = "正在发送…"
            self._stand(False)
            self.jobs.errand(
                self,
                lambda: group_chats.try_chat(self.seat, chat.id),
                partial(self._test_done, chat),
                partial(self._test_failed, chat),
            )

    def set_active(self) -> None:
        """Put the group stood on out of use, in a strip that says what is given up; or back into use at once."""
        chat = self.chat
        if chat is None:
            return
        self._stand(False)
        if chat.active:
            strip = PauseStrip(chat, self.groups.waiting(chat.id), self)
            self._open(
                strip,
                lambda: lambda: group_chats.set_chat_active(self.seat, chat.id, False),
                lambda made: f"已停用 {made.name}",
            )
        else:
            self.run(lambda: group_chats.set_chat_active(self.seat, chat.id, True), f"已启用 {chat.name}")

    def retry(self) -> None:
        """Let the message stood on go out again."""
        message = self.message
        if message is not None:
            self.run(lambda: chat_queue.retry(self.seat, message.id), f"{message.subject} 已重新排队")

    def back(self) -> bool:
        """Esc: fold the strip."""
        if self.isVisible() and not super().back():
            self.table.setFocus()
        return True

    # inside

    def _open(
        self, strip: Strip, work: Callable[[], Callable[[], GroupChat]], words: Callable[[GroupChat], str]
    ) -> None:
        def stand(chat: GroupChat) -> None:
            self.chats.put([chat])
            self.table.choose(chat.id)
            self._stand(False)

        self.open_strip(strip, work, words, stand)

    def _test_done(self, chat: GroupChat, verdict: Verdict) -> None:
        sent = verdict.outcome is Outcome.SENT
        self._tested[chat.id] = "✓ 群里已收到" if sent else f"× 没有收下：{verdict.words}"
        if sent:
            self.said.emit(f"工作群“{chat.name}”已收到测试消息")
        else:
            self.failed.emit(f"工作群“{chat.name}”没有收下：{verdict.words}")
        self._show()
        self.read()

    def _test_failed(self, chat: GroupChat, error: WarmlineError) -> None:
        self._tested[chat.id] = f"× {error.sentence}"
        self._show()
        self.tell(error)

    def _take(self, groups: Groups) -> None:
        self.groups = groups
        self.table.take(groups.chats)
        self.messages.replace(groups.messages)
        self._show()

    def _stand(self, on_message: bool) -> None:
        self._on_message = on_message
        self._show()

    def _show(self) -> None:
        chat, message = self.chat, self.message
        if self._on_message and message is not None:
            self.title.setText(message.subject)
            self.facts.show_facts(message_facts(message, self.groups.name(message.chat_id)))
        elif chat is not None:
            self.title.setText(chat.name)
            self.facts.show_facts(chat_facts(chat, self._company(chat), self._tested.get(chat.id, "")))
        else:
            self.title.setText(f"还没有工作群，{cap('add_chat')} 添加")
            self.facts.show_facts([])
        self.service.setText(f"{'启用' if chat and not chat.active else '停用'}  {cap('chat_service')}")
        for button in (self.service, *self._of_chat):
            button.setEnabled(chat is not None)
        self._retry.setEnabled(message is not None)

    def _company(self, chat: GroupChat) -> str:
        company = self.seat.directory.companies.get(chat.company_id) if chat.company_id else None
        return company.short_name if company else "全部公司"

    def _lay_out(self) -> None:
        add, change, test, self._retry = (
            QPushButton(f"{words}  {cap(name)}", self)
            for words, name in (
                ("添加", "add_chat"), ("修改", "change_chat"), ("测试", "test_chat"), ("重发", "retry_message")
            )
        )  # fmt: skip
        self._of_chat = (change, test)
        set_look(add, "primary")
        heading = QLabel("工作群", self)
        set_look(heading, "strong")
        bar, below = QHBoxLayout(), QHBoxLayout()
        bar.addWidget(heading)
        bar.addStretch(1)
        for button, slot in (
            (test, self.test), (change, self.change), (self.service, self.set_active), (add, self.add)
        ):  # fmt: skip
            button.clicked.connect(slot)
            bar.addWidget(button)
        chips = QButtonGroup(self)
        for shown in Shown:
            chip = QPushButton(shown.value, self)
            chip.setCheckable(True)
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._on_chip, shown))
            chips.addButton(chip)
            self._chips[shown] = chip
            below.addWidget(chip)
        self._chips[self.shown].setChecked(True)
        self._retry.clicked.connect(self.retry)
        below.addStretch(1)
        below.addWidget(self._retry)
        left = QVBoxLayout()
        left.setSpacing(8)
        for part, stretch in ((bar, 0), (self.table, 2), (below, 0), (self.message_table, 3)):
            left.addLayout(part) if isinstance(part, QHBoxLayout) else left.addWidget(part, stretch)
        card = ScrollCard("工作群或消息详情", self)
        card.body.addWidget(self.title)
        card.body.addWidget(self.facts)
        side = QWidget(self)
        side.setLayout(self.strips)
        side.setFixedWidth(round(self.fontMetrics().height() * SIDE_EM))
        self.strips.setContentsMargins(0, 0, 0, 0)
        self.strips.addWidget(card, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left, 1)
        layout.addWidget(side)

    def _on_chip(self, shown: Shown, _checked: bool = False) -> None:
        self.choose_filter(shown)
