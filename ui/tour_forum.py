"""Fourth chapter: a post on a forum becomes a complaint, and its answer goes back to the forum."""

from datetime import timedelta

from PySide6.QtCore import Qt

from app.forum_records import Post
from app.records import State
from ui.forum_list import View
from ui.forum_page import ForumPage
from ui.loopback_forum import CATEGORY, HOTLINE_UID, LoopbackForum, loopback_forum
from ui.post_strips import ReplyStrip
from ui.role_pages import Page
from ui.source_strips import SourceStrip
from ui.tour_hands import CTRL, TourFailed, compose, press, stand_on, tab_to, type_keys, wait
from ui.tour_stage import Stage, Step

NAME = "曹州论坛 供暖问题"
TOKEN = "tour-only"  # noqa: S105 - opens the forum of this tour, which ends with it
OPENED = timedelta(hours=26), timedelta(hours=3), timedelta(minutes=40)
COLD = "永安锦城12号楼1单元整晚不热，有人管吗", "昨晚八点起暖气片冰凉，室温 13 度，家里有八十岁的老人。<急>"
ALSO = "永安锦城 12 号楼又停暖了", "同楼，2 单元也不热，打物业说不归他们管。"
OTHER = "体育馆周末有招聘会吗", "想问问几点开始。"
REPORTED = "楼前分支阀垫片损坏，已更换，1-1-602 王女士家复测 20.5 度。"
SAID = "已更换 12 号楼楼前分支阀的垫片，1-1-602 王女士家复测 20.5 度。"
PUBLIC = "已更换楼前分支阀的垫片，该楼各单元已恢复供热，复测室温 20.5 度。感谢您的监督，供暖问题请拨打 12319。"


class ForumAnswer:
    """The collector net1 watches a forum on loopback; a1 does the work."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._forum: LoopbackForum | None = None
        self._tid = 0
        self._number = ""

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("网络专员 net1 登录，添加本机回环上的论坛为来源，随即抓取", self._add_source),
            ("再抓取（Ctrl+R），只多出新帖", self._fetch),
            ("一键受理为诉求（F5），小区和楼室取自原帖", self._take),
            ("另一帖并入该诉求（F4），无关的帖不受理（F9）", self._join_and_ignore),
            ("公司签收、到场、反馈，写了公开答复", self._company_reports),
            ("起草公开答复（F6），提示其中的个人信息，改写后保存", self._draft),
            ("审核通过（F8）", self._approve),
            ("发布（F7），论坛上能看到答复", self._publish),
        ]

    def _add_source(self) -> str:
        self._forum = forum = self._stage.props.enter_context(loopback_forum(TOKEN))
        self._tid = forum.open_topic("永安锦城业主", *COLD, OPENED[0])
        forum.open_topic("楼上楼下", *ALSO, OPENED[1])
        page = self._page()
        pane = page.source_pane
        press(Qt.Key.Key_L, CTRL)
        press(Qt.Key.Key_N, CTRL)
        strip = pane.strip
        if not isinstance(strip, SourceStrip):
            raise TourFailed("没有打开来源表单")
        feed = f"{forum.base}/category/{CATEGORY}.rss"
        compose(NAME)
        for field, text in ((strip.feed_url, feed), (strip.reply_as, str(HOTLINE_UID)), (strip.token, TOKEN)):
            tab_to(field)
            type_keys(text)
        self._stage.picture(page.window(), "source-form")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None and bool(pane.model.rows), "来源没有添加", page.window())
        wait(lambda: pane.model.rows[0].fetched_at is not None, "添加后没有抓取", page.window())
        wait(lambda: pane.source is not None, "没有站到新来源上", page.window())
        self._stage.picture(page.window(), "sources")
        press(Qt.Key.Key_L, CTRL)
        return f"{NAME} {feed}"

    def _fetch(self) -> str:
        if self._forum is None:
            raise TourFailed("论坛没有开")
        self._forum.open_topic("找工作的人", *OTHER, OPENED[2])
        page = self._page()
        wait(lambda: len(page.model.rows) == len(OPENED) - 1, "添加来源时的帖子不在", page.window())
        press(Qt.Key.Key_R, CTRL)
        wait(lambda: len(page.model.rows) == len(OPENED), "帖子没有抓到", page.window())
        self._stand(page, COLD[0])
        self._stage.picture(page.window(), "forum")
        return f"{len(page.model.rows)} 帖"

    def _take(self) -> str:
        window = self._stage.window("net1")
        form = window.drafting.form
        press(Qt.Key.Key_F5)
        wait(form.isVisible, "没有打开受理表单", window)
        wait(lambda: form.place.key is not None, "没有认出小区", window)
        form.category.field.setFocus()
        type_keys("b2")
        wait(lambda: form.category.field.choosing, "类别没有候选", window)
        press(Qt.Key.Key_Return)
        wait(lambda: window.drafting.keeper.drafts[-1].kept_at is not None, "草稿没有存盘", window)
        self._stage.picture(window, "forum-intake")
        self._number = self._stage.send("net1")
        return f"{self._number} {form.place.field.text()}"

    def _join_and_ignore(self) -> None:
        page = self._page()
        self._stand(page, ALSO[0])
        press(Qt.Key.Key_F4)
        type_keys(self._number)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: _post(page, ALSO[0]) is None, "没有并入诉求", page.window())
        self._stand(page, OTHER[0])
        press(Qt.Key.Key_F9)
        compose("与供热无关")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: not page.model.rows, "还有没处理的帖子", page.window())

    def _company_reports(self) -> None:
        window = self._stage.open("a1", self._number)
        for state in (State.SIGNED, State.ARRIVED):
            press(Qt.Key.Key_F5)
            self._stage.reaches(window, self._number, state)
        press(Qt.Key.Key_F6)
        compose(REPORTED)
        press(Qt.Key.Key_Tab)
        compose(SAID)
        press(Qt.Key.Key_Return, CTRL)
        self._stage.reaches(window, self._number, State.REPORTED)

    def _draft(self) -> str:
        page = self._page()
        page.refresh()
        press(Qt.Key.Key_F, CTRL)  # those to be answered
        wait(lambda: page.view is View.TO_ANSWER and len(page.model.rows) == 2, "没有待答复的帖子", page.window())
        self._stand(page, COLD[0])
        press(Qt.Key.Key_F6)
        strip = self._reply_strip(page)
        wait(lambda: bool(strip.warnings), "没有提示个人信息", page.window())
        self._stage.picture(page.window(), "reply-warned")
        said = "；".join(one.sentence for one in strip.warnings)
        press(Qt.Key.Key_A, CTRL)
        compose(PUBLIC)
        wait(lambda: not strip.warnings, "改写后还提示个人信息", page.window())
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: page.panel.strip is None, "答复没有存下", page.window())
        return said

    def _approve(self) -> None:
        page = self._page()
        self._stand(page, COLD[0])
        press(Qt.Key.Key_F8)
        strip = self._reply_strip(page)
        wait(lambda: bool(strip.seen.text()), "没有核对个人信息", page.window())
        self._stage.picture(page.window(), "reply-approval")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: page.post is not None and page.post.approved_at is not None, "没有审核通过", page.window())

    def _publish(self) -> str:
        page = self._page()
        press(Qt.Key.Key_F7)
        wait(lambda: _post(page, COLD[0]) is None, "答复没有发布", page.window())
        press(Qt.Key.Key_F, CTRL)
        wait(lambda: page.view is View.DONE, "没有换到已答复", page.window())
        self._stand(page, COLD[0])
        self._stage.picture(page.window(), "reply-published")
        if self._forum is None:
            raise TourFailed("论坛没有开")
        replies = self._forum.replies(self._tid)
        if [one.text for one in replies] != [PUBLIC]:
            raise TourFailed(f"论坛上的答复不对：{replies}")
        return f"{self._forum.base}/post/{replies[0].pid} {replies[0].author}：{replies[0].text}"

    def _page(self) -> ForumPage:
        page = self._stage.turn_to("net1", Page.FORUM).pages.currentWidget()
        if not isinstance(page, ForumPage):
            raise TourFailed("没有网络页")
        return page

    def _stand(self, page: ForumPage, title: str) -> None:
        wait(lambda: _post(page, title) is not None, f"列表里没有“{title}”", page.window())
        stand_on(page.table, lambda key: key == getattr(_post(page, title), "id", None), f"列表里没有“{title}”")

    def _reply_strip(self, page: ForumPage) -> ReplyStrip:
        wait(lambda: isinstance(page.panel.strip, ReplyStrip), "没有打开答复", page.window())
        strip = page.panel.strip
        assert isinstance(strip, ReplyStrip)
        return strip


def _post(page: ForumPage, title: str) -> Post | None:
    return next((one for one in page.model.rows if one.title == title), None)
