"""Drafts and the outbox on the seat's own disk."""

import os
import sqlite3
import stat
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.drafts import Draft, to_complaint
from app.errors import DiskFull
from app.rules import CITY_TIME
from app.sending import Wish
from app.spool import FILE_NAME, Spool
from shipped_rules import shipped_rules

AT = datetime(2026, 11, 20, 14, 32, 4, tzinfo=CITY_TIME)
LATER = AT + timedelta(seconds=3)


def draft(minute=0, **typed):
    return Draft(begun_at=AT + timedelta(minutes=minute), **typed)


FULL = draft(
    phone="5201234",
    place="和平里",
    community_id=4,
    flat="1-1-101",
    category="B1",
    category_code="B1",
    text="龑先生家 𬭎㸌 暖气不热\n14 度",
    vulnerable=("老人",),
    answer="已告知",
    form={"household": "A 0012", "written_on": "10月"},  # as typed, of whatever category
)
NEW = to_complaint(FULL, shipped_rules())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "数据 文件夹"


@pytest.fixture
def spool(folder):
    spool = Spool(folder, "op3")
    yield spool
    spool.close()


def test_a_draft_comes_back_as_typed_after_a_restart(spool, folder):
    kept = spool.keep(FULL, LATER)
    assert kept.kept_at == LATER
    spool.close()
    again = Spool(folder, "op3")
    assert again.drafts() == [kept]
    again.close()


def test_drafts_come_oldest_first_however_often_they_are_kept(spool):
    first, second = draft(0, phone="1"), draft(1, phone="2")
    spool.keep(second, LATER)
    spool.keep(first, LATER)
    spool.keep(replace(first, text="又说了一句"), LATER + timedelta(minutes=9))
    assert [one.phone for one in spool.drafts()] == ["1", "2"]
    assert spool.drafts()[0].text == "又说了一句"


def test_each_person_has_their_own(spool, folder):
    spool.keep(FULL, AT)
    other = Spool(folder, "op4")
    assert other.drafts() == []
    other.queue(draft(phone="5"), replace(NEW, id=draft().id), Wish.TAKE, AT)
    assert spool.queued() == []
    other.close()


def test_dropping_twice_is_once(spool):
    spool.keep(FULL, AT)
    spool.drop(FULL.id)
    spool.drop(FULL.id)
    assert spool.drafts() == []


def test_queueing_turns_the_draft_into_a_snapshot(spool):
    spool.keep(FULL, AT)
    queued = spool.queue(FULL, NEW, Wish.DISPATCH, AT)
    assert spool.drafts() == []
    (waiting,) = spool.queued()
    assert (waiting.new, waiting.wish, waiting.queued_at) == (NEW, Wish.DISPATCH, AT)
    assert waiting.draft.text == queued.draft.text == FULL.text


def test_what_is_queued_is_never_changed(spool, folder):
    spool.queue(FULL, NEW, Wish.DISPATCH, AT)
    spool.queue(FULL, replace(NEW, text="另一句"), Wish.ANSWER, LATER)
    assert [(one.new.text, one.wish) for one in spool.queued()] == [(NEW.text, Wish.DISPATCH)]
    with sqlite3.connect(folder / FILE_NAME) as db, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute("UPDATE outbox SET snapshot = '{}'")
    db.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the user's data folder private by its own rights")
def test_only_this_user_may_read_it(spool, folder):
    spool.keep(FULL, AT)
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_a_full_disk_is_told_in_words_and_loses_nothing_kept(spool):
    spool.keep(FULL, AT)
    pages = spool._file._db.execute("PRAGMA page_count").fetchone()[0]
    spool._file._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match=r"磁盘已满.*内容还在窗口里"):
        spool.keep(draft(1, text="暖" * 50_000), LATER)
    assert [one.text for one in spool.drafts()] == [FULL.text]


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(DiskFull, match="数据文件夹"):
        Spool(tmp_path / "data", "op3")


def test_two_windows_share_one_file(spool, folder):
    other = Spool(folder, "op3")
    for minute in range(20):
        (spool if minute % 2 else other).keep(draft(minute, phone=str(minute)), AT)
    assert len(spool.drafts()) == len(other.drafts()) == 20
    other.close()
