"""Questions and answers: written by those who may, kept in versions, told at complaints, reported and found stale."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from app import intake, knowledge, knowledge_reports
from app.audit import recent_events, verify
from app.complaints import show
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.knowledge import Article, NewArticle, find_article, read_articles, read_versions
from app.knowledge_rules import MARKS, claims_rule
from app.knowledge_search import ArticleSearch
from app.records import Act, State
from app.rules import CITY_TIME
from app.sending import Wish, send
from app.told_articles import ToldArticle
from small_city import City, new

LOST = NewArticle(
    question="供热交费卡丢了怎么补？",
    answer="带身份证到供热企业的营业厅补办。",
    mark="P",
    categories="c3，D2",
    words="交费卡 补卡 丢了",
)


def add(city: City, fields: NewArticle = LOST, by: str = "sup1") -> Article:
    return find_article(city.seat(by), knowledge.add_article(city.seat(by), fields))


def test_what_is_shipped_says_where_it_stands(shared_city: City) -> None:
    shipped = read_articles(shared_city.seat("op1"))
    assert 25 <= len(shipped) <= 60
    assert [one.number for one in shipped] == list(range(1, len(shipped) + 1))
    codes = set(shared_city.seat("op1").rules.categories)
    for one in shipped:
        assert one.newest.mark in MARKS.values()
        assert one.newest.basis or not claims_rule(one.question + one.answer), one.question
        assert one.newest.categories, one.question
        assert set(one.newest.categories) <= codes, one.question
        assert len(one.newest.words) >= 3, one.question
        assert (one.newest.made_by, one.checked_by, one.owner) == ("随程序提供", "随程序提供", "")
        said = {"V": "（见原文）", "V-": "（见报道）", "P": "本系统建议"}[one.newest.mark]
        assert said in one.source
    told = {code for one in shipped for code in one.newest.categories}
    assert told == codes, "every category has something to tell"


@pytest.mark.parametrize(
    ("category", "words", "question"),
    [
        ("A1", "路上冒热水", "路面冒水、冒热汽，怎么办？"),
        ("A2", "", "家里正在漏水，现在该怎么办？"),  # what to do at once comes before how long it takes
        ("B1", "客厅14度，两组暖气片不热，家有老人", "暖气不热，先看哪几样？"),
        ("B1", "上面凉，有水声", "暖气片上面凉、有水声，怎么排气？"),
        ("B3", "想测室温，白天家里有人", "怎样申请测室温，多久来测？"),
        ("A3", "小区停暖了没通知", "停暖要不要提前通知？"),
        ("C2", "房子不住了想报停", "不住了想报停，或者想恢复，怎么办？"),
        ("C3", "按建筑面积还是套内收的", "热费按什么面积收？"),
        ("C6", "低保户能减免吗", "低保户、“三无”户有没有减免？"),
        ("C8", "新房交房两年暖气片漏", "新房的暖气保修多久？"),
        ("D2", "什么时候开始供暖", "什么时候开始供暖，什么时候停？"),
        ("", "几度算达标", "家里暖气多少度算合格？"),
    ],
)
def test_what_is_shipped_fits_what_callers_say(shared_city: City, category: str, words: str, question: str) -> None:
    seat = shared_city.seat("op1")
    search = ArticleSearch(read_articles(seat))
    assert search.fitting(category, words, seat.now().astimezone(CITY_TIME).date())[0].question == question


@pytest.mark.parametrize("login", ["sup1", "admin"])
def test_who_writes_has_checked_and_looks_after_it(city: City, login: str) -> None:
    made = add(city, by=login)
    assert made.number == 101
    assert (made.version, made.newest.categories, made.newest.words) == (1, ("C3", "D2"), ("交费卡", "补卡", "丢了"))
    person = city.seat(login).person
    today = city.seat(login).now().astimezone(CITY_TIME).date()
    assert (made.owner_id, made.checked_by, made.checked_on) == (person.id, person.name, today)
    assert made.in_force(today)


@pytest.mark.parametrize("login", ["op1", "a1", "net1", "lia1", "audit"])
def test_others_read_and_write_nothing(shared_city: City, login: str) -> None:
    seat = shared_city.seat(login)
    assert read_articles(seat)
    with pytest.raises(NotAllowed):
        knowledge.add_article(seat, LOST)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shared_city.raw(login).execute("SELECT article_put('[]', '')")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("basis", {"answer": "按《供热条例》，可以退。"}),
        ("basis", {"answer": "第四十四条说可以退。"}),
        ("basis", {"question": "标准是多少？"}),
        ("basis", {"answer": "企业必须上门。"}),
        ("basis", {"answer": "室温不低于 18 度。", "mark": "V"}),
        ("basis", {"answer": "室温不低于 18 度。", "mark": "V-", "basis": "  "}),
        ("mark", {"mark": "U"}),
        ("mark", {"mark": "听说"}),
        ("question", {"question": " "}),
        ("question", {"question": "问" * 121}),
        ("answer", {"answer": "\n"}),
        ("answer", {"answer": "答" * 2001}),
        ("categories", {"categories": "B1 Z9"}),
        ("words", {"words": " ".join(f"词{n}" for n in range(31))}),
        ("valid_until", {"valid_from": date(2026, 11, 2), "valid_until": date(2026, 11, 1)}),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(shared_city: City, field: str, fields: dict[str, object]) -> None:
    many = len(read_articles(shared_city.seat("sup1")))
    with pytest.raises(BadInput) as told:
        knowledge.add_article(shared_city.seat("sup1"), replace(LOST, **fields))
    assert told.value.field == field
    assert len(read_articles(shared_city.seat("sup1"))) == many


@pytest.mark.parametrize("claim", ["按《办法》", "第4条", "第四十条", "条例", "规定", "标准", "必须", "不得", "应当"])
def test_the_database_asks_for_the_basis_as_the_program_does(city: City, claim: str) -> None:
    assert claims_rule(claim)
    values = {"id": str(uuid7()), "expected": 0, "question": "问一下", "answer": f"{claim}可以。", "mark": "P"}
    with pytest.raises(psycopg.errors.CheckViolation):
        city.raw("sup1").execute("SELECT article_put(%s, '')", (Jsonb([values]),))
    city.raw("sup1").execute("SELECT article_put(%s, '')", (Jsonb([values | {"basis": "供热条例"}]),))


def test_a_change_is_a_new_version_and_the_old_one_stays(city: City) -> None:
    sup = city.seat("sup1")
    before = find_article(sup, 2)
    knowledge.change_article(
        sup, before, NewArticle(before.question, "不低于 18 度。", before.newest.basis, "V", "D2", note="说得短些")
    )
    after = find_article(sup, 2)
    assert (after.version, after.answer, after.newest.note) == (2, "不低于 18 度。", "说得短些")
    assert [(one.version, one.answer) for one in read_versions(sup, after.id)] == [
        (2, "不低于 18 度。"),
        (1, before.answer),
    ]
    for statement in ("UPDATE article_version SET answer = ''", "DELETE FROM article_version"):
        with pytest.raises(psycopg.Error) as told:
            city.owner().execute(statement)
        assert told.value.sqlstate == "WL002"


def test_two_who_change_the_same_version(city: City) -> None:
    before = add(city)
    knowledge.change_article(city.seat("sup1"), before, replace(LOST, answer="到营业厅补办。"))
    with pytest.raises(ChangedElsewhere) as told:
        knowledge.change_article(city.seat("admin"), before, replace(LOST, answer="打电话补办。"))
    assert told.value.field == "article"
    with pytest.raises(ChangedElsewhere):
        knowledge.check_article(city.seat("admin"), before)
    assert find_article(city.seat("op1"), before.number).answer == "到营业厅补办。"


def test_sent_twice_it_is_stored_once(city: City) -> None:
    id = uuid7()
    first = knowledge.add_article(city.seat("sup1"), LOST, id)
    assert knowledge.add_article(city.seat("sup1"), LOST, id) == first
    assert len(read_versions(city.seat("sup1"), id)) == 1
    with pytest.raises(ChangedElsewhere):
        knowledge.add_article(city.seat("sup1"), replace(LOST, answer="别的说法。"), id)


def test_the_owner_is_somebody_who_may_write(city: City) -> None:
    made = add(city)
    people = {one.login: one.id for one in city.seat("sup1").directory.people.values()}
    knowledge.change_article(city.seat("sup1"), made, replace(LOST, owner_id=people["admin"]))
    made = find_article(city.seat("sup1"), made.number)
    assert find_article(city.seat("op1"), made.number).owner == "系统管理员"
    with pytest.raises(MoveRefused) as told:
        knowledge.change_article(city.seat("sup1"), made, replace(LOST, owner_id=people["op1"]))
    assert told.value.field == "owner"
    knowledge.change_article(city.seat("sup1"), made, replace(LOST, note="改"))
    assert find_article(city.seat("op1"), made.number).owner == "系统管理员"  # a change leaves the owner


def test_out_of_use_and_back(city: City) -> None:
    made, sup = add(city), city.seat("sup1")
    today = sup.now().astimezone(CITY_TIME).date()
    with pytest.raises(BadInput) as told:
        knowledge.retire_article(sup, made, " ")
    assert told.value.field == "note"
    knowledge.retire_article(sup, made, "改用微信")
    gone = find_article(sup, made.number)
    assert (gone.retired, gone.in_force(today), knowledge.why_stale(sup, gone)) == (True, False, "")
    with pytest.raises(ChangedElsewhere):
        knowledge.retire_article(sup, made, "再停一次")
    knowledge.retire_article(sup, gone, "又用卡了")
    assert find_article(sup, made.number).in_force(today)


def test_what_is_to_be_looked_at_again(city: City) -> None:
    sup, made = city.seat("sup1"), add(city)
    today = sup.now().astimezone(CITY_TIME).date()
    ended = add(city, replace(LOST, question="去年的通知", valid_until=today - timedelta(days=1)))
    city.owner().execute("UPDATE article SET checked_on = %s WHERE number = 3", (today - timedelta(days=400),))
    city.owner().execute("UPDATE article SET checked_on = NULL, checked_by = NULL WHERE number = 4")
    stale = {one.number: knowledge.why_stale(sup, one) for one in knowledge.list_stale(sup)}
    assert {3, 4, ended.number} <= set(stale)
    assert made.number not in stale
    assert stale[4] == "从未核对"
    assert stale[ended.number].endswith("已到期")
    knowledge.check_article(sup, find_article(sup, 4))
    checked = find_article(sup, 4)
    assert (checked.checked_by, knowledge.why_stale(sup, checked)) == ("郑班长", "")


def told(article: Article) -> list[ToldArticle]:
    return [ToldArticle.of(article)]


def test_an_answer_given_says_which_version_and_stays_as_it_was(city: City) -> None:
    op, article = city.seat("op1"), find_article(city.seat("op1"), 1)
    fields = new(category="D2", text="问几号供暖")
    sent = send(op, fields, Wish.ANSWER, article.answer, told=told(article)).complaint
    assert (sent.state, sent.answer) == (State.ANSWERED, article.answer)
    again = send(op, fields, Wish.ANSWER, article.answer, told=told(article)).complaint
    assert again.number == sent.number
    assert len(again.events) == 2
    knowledge.change_article(
        city.seat("sup1"), article, NewArticle(article.question, "以公告为准。", article.newest.basis, "V", "D2")
    )
    last = show(op, sent.number).events[-1]
    assert (last.act, last.note) == (Act.ANSWER, article.answer)
    assert last.detail["articles"] == [{"id": str(article.id), "number": 1, "version": 1, "question": article.question}]
    (use,) = knowledge.read_uses(op, article.id)
    assert (use.number, use.version, use.person, use.told) == (sent.number, 1, "周岚", article.answer)
    assert verify(city.seat("audit")).breaks == ()
    with pytest.raises(psycopg.Error) as refused:
        city.owner().execute("UPDATE article_use SET told = ''")
    assert refused.value.sqlstate == "WL002"


@pytest.mark.parametrize("wish", [Wish.TAKE, Wish.DISPATCH])
def test_what_was_told_before_a_dispatch_is_kept_with_it(city: City, wish: Wish) -> None:
    op, article = city.seat("op1"), find_article(city.seat("op1"), 3)
    fields = new(category="B1")
    for _ in range(2):  # sent twice after a lost answer
        sent = send(op, fields, wish, "前十天 5 小时内到。", told=told(article)).complaint
    noted = [one for one in show(op, sent.number).events if one.act is Act.NOTE]
    assert [one.note for one in noted] == ["前十天 5 小时内到。"]
    assert knowledge.read_uses(op, article.id)[0].told == "前十天 5 小时内到。"
    assert sent.state is (State.DISPATCHED if wish is Wish.DISPATCH else State.WAITING)


def test_words_without_an_article_are_no_use(city: City) -> None:
    op, article = city.seat("op1"), find_article(city.seat("op1"), 3)
    send(op, new(), Wish.TAKE, "", told=told(article))
    intake.answer(op, new(category="D2"), "我自己说的。")
    assert knowledge.read_uses(op, article.id) == []


@pytest.mark.parametrize(
    "forged", [{"version": 2}, {"question": "别的"}, {"number": 9}, {"id": str(uuid7())}, {"more": 1}]
)
def test_nobody_claims_an_article_that_was_not_there(city: City, forged: dict[str, object]) -> None:
    article = find_article(city.seat("op1"), 3)
    said = {"id": str(article.id), "number": 3, "version": 1, "question": article.question} | forged
    taken = city.take()
    with pytest.raises(psycopg.Error) as told:
        city.act("op1", taken.id, None, Act.NOTE, detail={"articles": [said]})
    assert told.value.sqlstate == "WL006"
    assert city.revision(taken.id) == 1


def test_a_company_reads_what_was_told_at_its_own_complaints_only(city: City) -> None:
    op, article = city.seat("op1"), find_article(city.seat("op1"), 3)
    send(op, new(), Wish.DISPATCH, "会上门的。", told=told(article))
    assert len(knowledge.read_uses(city.seat("a1"), article.id)) == 1
    assert knowledge.read_uses(city.seat("b1"), article.id) == []
    assert knowledge.read_uses(city.seat("admin"), article.id) == []


def test_a_report_waits_for_the_owner_until_it_is_replied_to(city: City) -> None:
    op, sup, admin = city.seat("op1"), city.seat("sup1"), city.seat("admin")
    made = add(city)
    wrong = knowledge_reports.report(op, made, "营业厅周末不上班，没写")
    missing = knowledge_reports.report(city.seat("a1"), None, "用户问怎么换户名")
    assert knowledge_reports.report(op, made, "营业厅周末不上班，没写", wrong) == wrong
    first, second = knowledge_reports.list_reports(sup)
    assert (first.id, first.about, first.owner, first.made_by_name) == (
        wrong,
        f"{made.number} 号 {made.question}",
        "郑班长",
        "周岚",
    )
    assert (second.about, second.owner) == ("缺问答", "")
    assert [knowledge_reports.for_me(sup, one) for one in (first, second)] == [True, True]
    assert [knowledge_reports.for_me(admin, one) for one in (first, second)] == [False, True]
    assert not knowledge_reports.for_me(op, first)
    assert [one.id for one in knowledge_reports.list_reports(city.seat("a1"))] == [missing]
    with pytest.raises(NotAllowed):
        knowledge_reports.reply(op, wrong, "自己改")
    with pytest.raises(BadInput) as told:
        knowledge_reports.reply(sup, wrong, "\n")
    assert told.value.field == "note"
    knowledge_reports.reply(sup, wrong, "已写上周末时间")
    with pytest.raises(ChangedElsewhere):
        knowledge_reports.reply(admin, wrong, "我也改了")
    assert [one.id for one in knowledge_reports.list_reports(sup)] == [missing]
    done = knowledge_reports.list_reports(op, answered=True)[-1]
    assert (done.reply, done.replied_by, done.is_open) == ("已写上周末时间", "郑班长", False)


def test_the_auditor_reports_nothing(shared_city: City) -> None:
    with pytest.raises((NotAllowed, psycopg.Error)):
        knowledge_reports.report(shared_city.seat("audit"), None, "缺")


def test_every_act_is_an_event_that_the_auditor_reads(city: City) -> None:
    sup, made = city.seat("sup1"), add(city)
    knowledge.check_article(sup, made)
    city.raw("sup1").execute("SELECT article_owner(%s, %s, %s)", (made.id, made.version, city.seat("admin").person.id))
    report = knowledge_reports.report(city.seat("op1"), made, "没写周末")
    knowledge_reports.reply(sup, report, "写上了")
    knowledge.retire_article(sup, made, "不用了")
    found = [(one.act, one.subject, one.words) for one in recent_events(city.seat("audit"), "问答")]
    name = f"{made.number} 号 {made.question}"
    assert found == [
        ("停用问答", name, "不用了"),
        ("答复问答报告", "", "写上了"),
        ("报告问答", f"{made.number} 号", "没写周末"),
        ("问答换负责人", name, ""),
        ("核对问答", name, ""),
        ("添加问答", name, ""),
    ]
    assert verify(city.seat("audit")).breaks == ()


def test_the_bell_rings(city: City) -> None:
    listener = city.raw("op1")
    listener.autocommit = True
    listener.execute("LISTEN warmline")
    made = add(city)
    knowledge_reports.report(city.seat("op1"), made, "没写周末")
    rung = {one.payload for one in listener.notifies(timeout=5, stop_after=2)}
    assert rung == {"k:article", "k:article_report"}
    assert isinstance(made.id, UUID)
