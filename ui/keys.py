"""One registry of shortcuts: what each key does and where, checked for conflicts; F1 prints its sheet from here.

No Alt combinations (AltGr types letters), and single letters only outside of text fields, where Qt gives a printable
key to the field first. A shortcut lives as long as its widget and works only while that widget is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Scope(StrEnum):
    """Where a key works. Of the pages one is shown at a time, and of the panels beside them too."""

    WINDOW = "全窗口"
    QUEUE = "队列"
    DIRECTORY = "小区"
    EXCHANGE = "导入导出"
    PEOPLE = "人员"
    AUDIT = "审计"
    FORUM = "网络"
    SOURCES = "网络来源"  # in place of the posts
    INCIDENTS = "片区事件"
    CALL_BACK = "回访"
    RATES = "回访率"
    STATISTICS = "统计"
    RULES = "规则"
    CHATS = "群聊"
    PARTS = "班次、知识"  # pages of sections
    ROSTER = "排班"  # sections of the page of shifts
    SWAPS = "换班"
    ON_DUTY = "在岗"
    HAND_OVER = "交接"
    SHEET = "记录单预览"  # in place of the sections 交接 and 测温
    SHIFT_LOG = "值班日志"
    REVIEW = "复核"
    QUALITY = "我的质检"
    ARTICLES = "问答"  # sections of the page of knowledge
    NOTICES = "公告"  # sections of the page of knowledge
    POINTS = "大厅缴费"
    CALENDAR = "日程"
    UNVERIFIED = "待核实"
    ROOM_TESTS = "测温"
    ROOM_TOOLS = "测温仪器"
    REFUNDS = "退费"
    RELIEF = "减免"
    INTAKE = "新诉求"
    COMPLAINT = "诉求"
    SLIP = "派单预览"
    PICTURE = "附件"
    BOARD = "大屏"  # a window of its own
    LOCK = "锁屏"  # in place of everything else
    CHOICE = "选项"  # works inside of one row of choices only


PAGES = frozenset({Scope.QUEUE, Scope.DIRECTORY})
PANELS = frozenset({Scope.INTAKE, Scope.COMPLAINT, Scope.SLIP, Scope.PICTURE})
APART = frozenset({Scope.BOARD, Scope.LOCK})  # never shown together with anything else
OFFICE = frozenset(Scope) - PAGES - PANELS - APART - {Scope.WINDOW, Scope.CHOICE}  # pages with no panel beside
SECTIONS = frozenset(  # of a page of sections, one at a time
    {
        Scope.ROSTER,
        Scope.SWAPS,
        Scope.ON_DUTY,
        Scope.HAND_OVER,
        Scope.SHEET,
        Scope.SHIFT_LOG,
        Scope.REVIEW,
        Scope.QUALITY,
        Scope.ARTICLES,
        Scope.NOTICES,
        Scope.POINTS,
        Scope.CALENDAR,
        Scope.UNVERIFIED,
        Scope.ROOM_TESTS,
        Scope.ROOM_TOOLS,
        Scope.REFUNDS,
        Scope.RELIEF,
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """One shortcut: its name in code, the keys in Qt's portable text, where it works, and what it does in words."""

    name: str
    keys: str
    scope: Scope
    words: str


KEYS: tuple[Key, ...] = (
    Key("help", "F1", Scope.WINDOW, "按键一览"),
    Key("new", "F2", Scope.WINDOW, "新诉求"),
    Key("search", "F3", Scope.WINDOW, "查找"),
    Key("palette", "Ctrl+K", Scope.WINDOW, "前往 · 执行 · 查找"),
    Key("back", "Esc", Scope.WINDOW, "返回队列"),
    Key("page_1", "Ctrl+1", Scope.WINDOW, "第一页"),
    Key("page_2", "Ctrl+2", Scope.WINDOW, "第二页"),
    Key("page_3", "Ctrl+3", Scope.WINDOW, "第三页"),
    Key("page_4", "Ctrl+4", Scope.WINDOW, "第四页"),
    Key("page_5", "Ctrl+5", Scope.WINDOW, "第五页"),
    Key("page_6", "Ctrl+6", Scope.WINDOW, "第六页"),
    Key("page_7", "Ctrl+7", Scope.WINDOW, "第七页"),
    Key("page_8", "Ctrl+8", Scope.WINDOW, "第八页"),
    Key("page_9", "Ctrl+9", Scope.WINDOW, "第九页"),
    Key("next_draft", "Ctrl+Tab", Scope.WINDOW, "下一份草稿"),
    Key("open_card", "Ctrl+J", Scope.WINDOW, "打开最早的提醒"),
    Key("put_card_away", "Ctrl+Shift+J", Scope.WINDOW, "收起最早的提醒"),
    Key("volume", "Ctrl+Shift+M", Scope.WINDOW, "提示音：响、轻、静音"),
    Key("sign_on", "Shift+F4", Scope.WINDOW, "签到"),
    Key("seat_ready", "Shift+F5", Scope.WINDOW, "座席状态：就绪"),
    Key("seat_talking", "Shift+F6", Scope.WINDOW, "座席状态：通话"),
    Key("seat_writing", "Shift+F7", Scope.WINDOW, "座席状态：整理"),
    Key("seat_away", "Shift+F8", Scope.WINDOW, "座席状态：暂离，选原因"),
    Key("sign_off", "Shift+F9", Scope.WINDOW, "签退"),
    Key("wall_board", "Ctrl+Shift+B", Scope.WINDOW, "打开或关闭大屏"),
    Key("lock", "Shift+F12", Scope.WINDOW, "锁屏"),
    Key("undo_drop", "Ctrl+Shift+T", Scope.WINDOW, "恢复刚丢弃的草稿"),
    Key("claim_next", "Ctrl+N", Scope.QUEUE, "认领下一件"),
    Key("filter_next", "Ctrl+F", Scope.QUEUE, "换下一个筛选"),
    Key("dispatch", "Ctrl+Return", Scope.INTAKE, "派单并打印"),
    Key("answer", "F12", Scope.INTAKE, "直接答复"),
    Key("refer", "F9", Scope.INTAKE, "转办，或不予受理"),
    Key("remind_open", "F4", Scope.INTAKE, "改为催办"),
    Key("attach_incident", "F5", Scope.INTAKE, "并入这里的片区事件"),
    Key("use_article", "F6", Scope.INTAKE, "用旁边的问答作答，再按收回"),
    Key("next_article", "F7", Scope.INTAKE, "下一条合适的问答"),
    Key("use_notice", "F8", Scope.INTAKE, "用旁边的公告作答，再按收回"),
    Key("report_article", "Ctrl+R", Scope.INTAKE, "报告旁边的问答有误"),
    Key("report_missing", "Ctrl+Shift+R", Scope.INTAKE, "报告缺一条问答"),
    Key("channel", "Ctrl+L", Scope.INTAKE, "换来源"),
    Key("drop_draft", "Ctrl+W", Scope.INTAKE, "丢弃草稿"),
    Key("remind", "F4", Scope.COMPLAINT, "催办"),
    Key("next", "F5", Scope.COMPLAINT, "下一步：派单、签收、到场、回访"),
    Key("report", "F6", Scope.COMPLAINT, "反馈"),
    Key("print", "F7", Scope.COMPLAINT, "打印派单"),
    Key("supervise", "F8", Scope.COMPLAINT, "督办"),
    Key("return", "F9", Scope.COMPLAINT, "退单"),
    Key("more", "F10", Scope.COMPLAINT, "更多"),
    Key("clock_sheet", "F11", Scope.COMPLAINT, "时限是怎样算的"),
    Key("open_incident", "Ctrl+I", Scope.COMPLAINT, "打开它的片区事件"),
    Key("submit_words", "Ctrl+Return", Scope.COMPLAINT, "提交所填内容"),
    Key("add_file", "Ctrl+Shift+A", Scope.COMPLAINT, "添加附件"),
    Key("look_file", "Ctrl+Shift+P", Scope.COMPLAINT, "查看附件"),
    Key("cancel_file", "Ctrl+Shift+X", Scope.COMPLAINT, "取消正在传送的附件"),
    Key("open_file", "Ctrl+Shift+O", Scope.COMPLAINT, "打开附件"),
    Key("save_file", "Ctrl+Shift+S", Scope.COMPLAINT, "另存附件"),
    Key("open_test", "Ctrl+T", Scope.COMPLAINT, "打开它的测温"),
    Key("open_origin", "Ctrl+Shift+L", Scope.COMPLAINT, "在浏览器里打开原帖"),
    Key("copy_notice", "Ctrl+Shift+G", Scope.COMPLAINT, "复制群通知"),
    Key("entitlement", "Ctrl+Shift+E", Scope.COMPLAINT, "建退费单，或登记减免"),
    Key("print_slip", "F7", Scope.SLIP, "打印"),
    Key("save_slip", "Ctrl+S", Scope.SLIP, "另存为 PDF"),
    Key("file_before", "Ctrl+PgUp", Scope.PICTURE, "上一个附件"),
    Key("file_after", "Ctrl+PgDown", Scope.PICTURE, "下一个附件"),
    Key("open_shown", "Ctrl+Shift+O", Scope.PICTURE, "打开附件"),
    Key("save_shown", "Ctrl+Shift+S", Scope.PICTURE, "另存附件"),
    Key("zoom_in", "Ctrl+=", Scope.SLIP, "放大"),
    Key("zoom_out", "Ctrl+-", Scope.SLIP, "缩小"),
    Key("zoom_fit", "Ctrl+0", Scope.SLIP, "适合宽度"),
    Key("choose_file", "Ctrl+O", Scope.EXCHANGE, "选择文件"),
    Key("import_file", "Ctrl+Return", Scope.EXCHANGE, "导入预览过的文件"),
    Key("publish_site", "F7", Scope.EXCHANGE, "发布名录网页"),
    Key("add_person", "Ctrl+N", Scope.PEOPLE, "添加人员"),
    Key("change_person", "F4", Scope.PEOPLE, "修改人员"),
    Key("set_password", "F6", Scope.PEOPLE, "设定新密码"),
    Key("person_service", "F9", Scope.PEOPLE, "停用或恢复"),
    Key("submit_person", "Ctrl+Return", Scope.PEOPLE, "提交所填内容"),
    Key("verify", "F5", Scope.AUDIT, "核对事件链"),
    Key("join_post", "F4", Scope.FORUM, "并入已有诉求"),
    Key("take_post", "F5", Scope.FORUM, "受理为诉求"),
    Key("reply_post", "F6", Scope.FORUM, "起草公开答复"),
    Key("publish_post", "F7", Scope.FORUM, "发布公开答复"),
    Key("approve_post", "F8", Scope.FORUM, "审核公开答复"),
    Key("ignore_post", "F9", Scope.FORUM, "不受理，或放回待处理"),
    Key("open_post", "Ctrl+O", Scope.FORUM, "在浏览器里打开原帖"),
    Key("fetch_posts", "Ctrl+R", Scope.FORUM, "现在抓取"),
    Key("filter_posts", "Ctrl+F", Scope.FORUM, "换下一个筛选"),
    Key("submit_post", "Ctrl+Return", Scope.FORUM, "提交所填内容"),
    Key("show_sources", "Ctrl+L", Scope.FORUM, "来源，与网帖之间切换"),
    Key("add_source", "Ctrl+N", Scope.SOURCES, "添加来源"),
    Key("change_source", "F4", Scope.SOURCES, "修改来源"),
    Key("fetch_source", "F5", Scope.SOURCES, "现在抓取这个来源"),
    Key("source_service", "F9", Scope.SOURCES, "停用或恢复"),
    Key("submit_source", "Ctrl+Return", Scope.SOURCES, "提交所填内容"),
    Key("call_first", "F5", Scope.CALL_BACK, "回访最急的一件"),
    Key("next_period", "Ctrl+F", Scope.RATES, "换下一个时段"),
    Key("next_rounds", "Ctrl+E", Scope.RATES, "换下一个列表：未联系上、未解决、不满意"),
    Key("next_span", "Ctrl+F", Scope.STATISTICS, "换下一个时段"),
    Key("last_span", "Ctrl+Shift+F", Scope.STATISTICS, "换上一个时段"),
    Key("next_group", "Ctrl+E", Scope.STATISTICS, "换下一种分组：公司、小区、换热站等"),
    Key("last_group", "Ctrl+Shift+E", Scope.STATISTICS, "换上一种分组"),
    Key("next_view", "Ctrl+G", Scope.STATISTICS, "换下一种看法：表格、每千户、图"),
    Key("last_view", "Ctrl+Shift+G", Scope.STATISTICS, "换上一种看法"),
    Key("export_figures", "Ctrl+S", Scope.STATISTICS, "导出报表或诉求清单"),
    Key("freeze_month", "F8", Scope.STATISTICS, "定稿上月的月报"),
    Key("submit_figures", "Ctrl+Return", Scope.STATISTICS, "提交所填内容"),
    Key("count_again", "F5", Scope.STATISTICS, "重新统计"),
    Key("accept_incident", "F5", Scope.INCIDENTS, "并入提示的诉求"),
    Key("change_incident", "F4", Scope.INCIDENTS, "更改告知、户数、预计恢复"),
    Key("attach_complaint", "F6", Scope.INCIDENTS, "并入一件诉求"),
    Key("sign_incident", "F7", Scope.INCIDENTS, "签收整个片区事件，再按到场"),
    Key("detach_complaint", "F8", Scope.INCIDENTS, "移出所选诉求"),
    Key("close_incident", "F9", Scope.INCIDENTS, "已恢复，列入回访"),
    Key("submit_incident", "Ctrl+Return", Scope.INCIDENTS, "提交所填内容"),
    Key("add_rule", "Ctrl+N", Scope.RULES, "添加规则，或导入放假安排"),
    Key("change_rule", "F4", Scope.RULES, "修改规则"),
    Key("remove_rule", "F9", Scope.RULES, "去掉一档门槛"),
    Key("load_calendar", "Ctrl+O", Scope.RULES, "导入一年的放假安排，选择文件"),
    Key("next_section", "Ctrl+F", Scope.RULES, "下一类规则"),
    Key("last_section", "Ctrl+Shift+F", Scope.RULES, "上一类规则"),
    Key("submit_rule", "Ctrl+Return", Scope.RULES, "提交所填内容"),
    Key("add_chat", "Ctrl+N", Scope.CHATS, "添加工作群"),
    Key("change_chat", "F4", Scope.CHATS, "修改工作群"),
    Key("test_chat", "F5", Scope.CHATS, "向工作群发一条测试"),
    Key("retry_message", "F6", Scope.CHATS, "重发一条群消息"),
    Key("chat_service", "F9", Scope.CHATS, "停用或启用工作群"),
    Key("filter_messages", "Ctrl+F", Scope.CHATS, "全部消息，或没有发出的"),
    Key("submit_chat", "Ctrl+Return", Scope.CHATS, "提交所填内容"),
    Key("unlock_new", "F2", Scope.LOCK, "解锁后就接新诉求"),
    Key("next_part", "Ctrl+F", Scope.PARTS, "下一栏：排班、换班、问答、公告等"),
    Key("last_part", "Ctrl+Shift+F", Scope.PARTS, "上一栏"),
    Key("submit_part", "Ctrl+Return", Scope.PARTS, "提交所填内容"),
    Key("week_before", "Ctrl+PgUp", Scope.ROSTER, "前一周"),
    Key("week_after", "Ctrl+PgDown", Scope.ROSTER, "后一周"),
    Key("week_now", "Ctrl+Home", Scope.ROSTER, "本周，当班的班次"),
    Key("next_team", "Ctrl+E", Scope.ROSTER, "换下一个单位"),
    Key("next_fault", "F8", Scope.ROSTER, "下一处空缺、缺人或连班"),
    Key("put_turn", "F4", Scope.ROSTER, "排人，或换人"),
    Key("take_turn", "F9", Scope.ROSTER, "撤下所选的人"),
    Key("lead_turn", "F6", Scope.ROSTER, "定所选的人为班长"),
    Key("ask_swap", "F7", Scope.ROSTER, "申请换自己的这个班"),
    Key("make_roster", "Ctrl+N", Scope.ROSTER, "按班制生成一个供暖季的排班"),
    Key("undo_turn", "Ctrl+Z", Scope.ROSTER, "撤销刚才的改动"),
    Key("edit_crews", "F5", Scope.ROSTER, "班组：谁在哪一组，哪个座席，谁带班"),
    Key("change_plan", "Ctrl+R", Scope.ROSTER, "从某天起换班制"),
    Key("new_pattern", "Ctrl+L", Scope.ROSTER, "登记新班制：班次、轮班周期"),
    Key("new_swap", "Ctrl+N", Scope.SWAPS, "申请换班"),
    Key("agree_swap", "F5", Scope.SWAPS, "同意，或批准"),
    Key("refuse_swap", "F9", Scope.SWAPS, "不同意、不批准，或撤回"),
    Key("take_seat", "F5", Scope.ON_DUTY, "坐到所选座席，签到"),
    Key("free_seat", "F9", Scope.ON_DUTY, "释放别人忘记签退的座席"),
    Key("hand_over", "F5", Scope.HAND_OVER, "交班：填需知事项，封签"),
    Key("sign_sheet", "F6", Scope.HAND_OVER, "接班：阅后签收，可写意见"),
    Key("show_sheet", "F7", Scope.HAND_OVER, "预览交接班记录单"),
    Key("sheet_team", "Ctrl+G", Scope.HAND_OVER, "班长：看下一个单位的交接"),
    Key("next_left", "Ctrl+E", Scope.HAND_OVER, "换下一个列表：超时、未签收、待回访等"),
    Key("find_in_log", "Ctrl+L", Scope.SHIFT_LOG, "在日志里查找"),
    Key("add_entry", "Ctrl+N", Scope.SHIFT_LOG, "记一条：来访、故障、上级指令等"),
    Key("amend_entry", "F4", Scope.SHIFT_LOG, "更正所选记事，旧的一版仍在"),
    Key("next_log_view", "Ctrl+E", Scope.SHIFT_LOG, "换排列：按时间、按座席、按诉求、只看记事"),
    Key("shift_before", "Ctrl+PgUp", Scope.SHIFT_LOG, "上一个班次"),
    Key("shift_after", "Ctrl+PgDown", Scope.SHIFT_LOG, "下一个班次"),
    Key("log_day", "Ctrl+D", Scope.SHIFT_LOG, "跳到某一天：昨天、11-20 夜班"),
    Key("log_team", "Ctrl+G", Scope.SHIFT_LOG, "班长：看下一个单位的日志"),
    Key("save_log", "Ctrl+S", Scope.SHIFT_LOG, "导出为 PDF 或 Excel"),
    Key("cancel_log", "Ctrl+Shift+X", Scope.SHIFT_LOG, "取消正在导出的日志"),
    Key("ask_flat_test", "Ctrl+N", Scope.ROOM_TESTS, "申请测温，没有诉求的住户"),
    Key("enter_visit", "F5", Scope.ROOM_TESTS, "登记检测或回测"),
    Key("amend_visit", "F4", Scope.ROOM_TESTS, "更正最近一次检测，旧的一版仍在"),
    Key("show_room_sheet", "F7", Scope.ROOM_TESTS, "预览记录单，打印或另存"),
    Key("blank_room_sheet", "F6", Scope.ROOM_TESTS, "预览空白记录单，带去上门"),
    Key("dispute_test", "F8", Scope.ROOM_TESTS, "提出异议，或登记鉴定结果"),
    Key("withdraw_test", "F9", Scope.ROOM_TESTS, "撤回申请"),
    Key("next_test_filter", "Ctrl+E", Scope.ROOM_TESTS, "换下一个筛选：待检测、逾期、已检测等"),
    Key("find_test", "Ctrl+L", Scope.ROOM_TESTS, "按编号、地点查找，可扫记录单"),
    Key("open_test_complaint", "Ctrl+O", Scope.ROOM_TESTS, "打开它的诉求"),
    Key("add_tool", "Ctrl+N", Scope.ROOM_TOOLS, "登记仪器"),
    Key("change_tool", "F4", Scope.ROOM_TOOLS, "更改仪器、检定日期"),
    Key("tool_service", "F9", Scope.ROOM_TOOLS, "停用或恢复仪器"),
    Key("print_sheet", "F7", Scope.SHEET, "打印"),
    Key("save_sheet", "Ctrl+S", Scope.SHEET, "另存为 PDF"),
    Key("sheet_larger", "Ctrl+=", Scope.SHEET, "放大"),
    Key("sheet_smaller", "Ctrl+-", Scope.SHEET, "缩小"),
    Key("sheet_fit", "Ctrl+0", Scope.SHEET, "适合宽度"),
    Key("close_board", "Esc", Scope.BOARD, "关闭大屏"),
    Key("review_score", "F4", Scope.REVIEW, "评分"),
    Key("review_draw", "F6", Scope.REVIEW, "抽取质检"),
    Key("review_again", "F7", Scope.REVIEW, "重新提交退回的日志"),
    Key("review_sign", "F8", Scope.REVIEW, "复核通过"),
    Key("review_back", "F9", Scope.REVIEW, "退回班长"),
    Key("review_part", "Ctrl+E", Scope.REVIEW, "换列表：例外、数字、质检、经过"),
    Key("review_all", "Ctrl+L", Scope.REVIEW, "连同已复核的日志"),
    Key("review_kind", "Ctrl+G", Scope.REVIEW, "只看下一种例外：超时、退单、重打等"),
    Key("review_items", "F10", Scope.REVIEW, "修改评分项"),
    Key("score_answer", "F4", Scope.QUALITY, "申述"),
    Key("log_again", "F7", Scope.QUALITY, "重新提交退回的日志"),
    Key("new_refund", "Ctrl+N", Scope.REFUNDS, "建退费单"),
    Key("judge_refund", "F4", Scope.REFUNDS, "重新逐日判定：计哪些停热、季热费"),
    Key("decide_refund", "F5", Scope.REFUNDS, "核定"),
    Key("tell_refund", "F6", Scope.REFUNDS, "已告知用户"),
    Key("refund_sheet", "F7", Scope.REFUNDS, "退费逐日核定单"),
    Key("pay_refund", "F8", Scope.REFUNDS, "已退费"),
    Key("refuse_refund", "F9", Scope.REFUNDS, "不予退费，写明原因"),
    Key("reopen_refund", "F10", Scope.REFUNDS, "重新核定，写明原因"),
    Key("void_refund", "Ctrl+D", Scope.REFUNDS, "作废，写明原因"),
    Key("all_refunds", "Ctrl+L", Scope.REFUNDS, "连同已办完的，或只看在办"),
    Key("refund_complaint", "Ctrl+O", Scope.REFUNDS, "打开相关诉求"),
    Key("new_relief", "Ctrl+N", Scope.RELIEF, "登记减免申请"),
    Key("amend_relief", "F4", Scope.RELIEF, "更改申请"),
    Key("approve_relief", "F5", Scope.RELIEF, "核准"),
    Key("pay_relief", "F8", Scope.RELIEF, "已兑付"),
    Key("refuse_relief", "F9", Scope.RELIEF, "不予减免，写明原因"),
    Key("reopen_relief", "F10", Scope.RELIEF, "重新核定，写明原因"),
    Key("withdraw_relief", "Ctrl+D", Scope.RELIEF, "撤回，写明原因"),
    Key("all_reliefs", "Ctrl+L", Scope.RELIEF, "连同已办完的，或只看在办"),
    Key("relief_complaint", "Ctrl+O", Scope.RELIEF, "打开相关诉求"),
    Key("new_notice", "Ctrl+N", Scope.NOTICES, "发布公告"),
    Key("change_notice", "F4", Scope.NOTICES, "更改公告，旧的一版仍在"),
    Key("withdraw_notice", "F9", Scope.NOTICES, "撤回公告，写明原因"),
    Key("all_notices", "Ctrl+L", Scope.NOTICES, "连同已过和撤回的，或只看现行"),
    Key("copy_words", "Ctrl+Shift+C", Scope.NOTICES, "复制告知用语"),
    Key("find_point", "Ctrl+L", Scope.POINTS, "查找大厅、渠道"),
    Key("copy_point", "Ctrl+Shift+C", Scope.POINTS, "复制电话"),
    Key("copy_address", "Ctrl+Shift+A", Scope.POINTS, "复制地址"),
    Key("new_point", "Ctrl+N", Scope.POINTS, "登记大厅、渠道（管理员）"),
    Key("change_point", "F4", Scope.POINTS, "更改（管理员）"),
    Key("retire_point", "F9", Scope.POINTS, "停用（管理员）"),
    Key("duty_done", "F5", Scope.CALENDAR, "登记办结"),
    Key("duty_undo", "F9", Scope.CALENDAR, "撤销办结"),
    Key("duty_remind", "F6", Scope.CALENDAR, "经工作群催办（班长）"),
    Key("season_before", "Ctrl+PgUp", Scope.CALENDAR, "上一个供暖季"),
    Key("verify_manager", "F5", Scope.UNVERIFIED, "电话打通了，登记核实"),
    Key("verify_company", "Ctrl+L", Scope.UNVERIFIED, "只看下一家公司"),
    Key("copy_manager", "Ctrl+Shift+C", Scope.UNVERIFIED, "复制电话"),
    Key("season_after", "Ctrl+PgDown", Scope.CALENDAR, "下一个供暖季"),
    Key("find_article", "Ctrl+L", Scope.ARTICLES, "查找问答"),
    Key("add_article", "Ctrl+N", Scope.ARTICLES, "添加问答"),
    Key("change_article", "F4", Scope.ARTICLES, "修改问答，旧的一版仍在"),
    Key("check_article", "F5", Scope.ARTICLES, "已与出处核对，没有变化"),
    Key("report_wrong", "F6", Scope.ARTICLES, "报告所选问答有误"),
    Key("reply_report", "F7", Scope.ARTICLES, "答复所选报告"),
    Key("report_lack", "F8", Scope.ARTICLES, "报告缺一条问答"),
    Key("retire_article", "F9", Scope.ARTICLES, "停用或恢复问答"),
    Key("import_articles", "Ctrl+O", Scope.ARTICLES, "导入一个表格的问答"),
    Key("article_list", "Ctrl+E", Scope.ARTICLES, "换列表：全部、过期、报告、停用"),
    Key("copy_phone", "Ctrl+Shift+C", Scope.DIRECTORY, "复制当班管理员电话"),
    *(Key(f"choice_{digit}", str(digit), Scope.CHOICE, f"第 {digit} 项") for digit in range(1, 10)),
    Key("choice_10", "0", Scope.CHOICE, "第 10 项"),
)


def conflicts(keys: tuple[Key, ...] = KEYS) -> list[tuple[Key, Key]]:
    """Pairs that one key press could mean at once: same keys in places that can be shown together."""
    pairs = [(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :]]
    return [(a, b) for a, b in pairs if QKeySequence(a.keys) == QKeySequence(b.keys) and _together(a.scope, b.scope)]


def key(name: str, keys: tuple[Key, ...] = KEYS) -> Key:
    """The shortcut of that name; raises KeyError for a name that is not in the registry."""
    for found in keys:
        if found.name == name:
            return found
    raise KeyError(name)


def cap(name: str) -> str:
    """How the key is written on a button: ``F6``, ``Ctrl Enter``."""
    text = QKeySequence(key(name).keys).toString(QKeySequence.SequenceFormat.PortableText)
    return text.replace("Return", "Enter").replace("+", " ")


def bind(widget: QWidget, name: str, slot: Callable[[], object]) -> QShortcut:
    """Let the named key call ``slot`` while ``widget`` is shown, wherever in its window the focus is.

    A key of a row of choices works only while the focus is in that row.
    """
    found = key(name)
    inside = found.scope is Scope.CHOICE
    shortcut = QShortcut(QKeySequence(found.keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut if inside else Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(slot)
    return shortcut


def help_sheet() -> list[tuple[str, list[tuple[str, str]]]]:
    """The F1 sheet: each place with its keys and what they do, in the order of the registry."""
    return [
        (scope.value, [(cap(found.name), found.words) for found in KEYS if found.scope == scope])
        for scope in Scope
        if any(found.scope == scope for found in KEYS)
    ]


def _together(a: Scope, b: Scope) -> bool:
    if APART & {a, b}:
        return a == b
    if a == b or Scope.WINDOW in (a, b):
        return True
    if Scope.CHOICE in (a, b):
        return True
    if Scope.PARTS in (a, b) and SECTIONS & {a, b}:
        return True
    if OFFICE & {a, b}:
        return False
    return (a in PAGES) != (b in PAGES)
