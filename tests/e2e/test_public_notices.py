"""Notices on the published page, in a real browser: in force or to come, gone once they are over, on paper too."""

import io
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

import chromium
import public_city
from app.public_page import public_page
from public_city import AS_OF, HOSTILE

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not chromium.found():
        pytest.fail("no chromium: .ci/run installs it, or must run where one is")
    with chromium.browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    public = public_city.made(notices=public_city.notices())
    page = tmp_path_factory.mktemp("公 告") / "index.html"
    page.write_text(public_page(public, "directory.xlsx"), encoding="utf-8", newline="\n")
    return page


@pytest.fixture
def open_page(browser: Browser, site: Path) -> Iterator[Open]:
    """``open_page(at)``: the page as it is looked at then; nothing is asked of the network, nothing goes wrong."""
    contexts, wrong = [], []

    def go(at: datetime = AS_OF, dark: bool = False, width: int = 1280, **more: Any) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda told: wrong.append(told.text))
        page.clock.install(time=at)
        page.goto(site.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


def seen(page: Page) -> list[str]:
    return [row.locator("b").first.inner_text() for row in page.locator("#notices > ul > li").all() if row.is_visible()]


def test_what_holds_now_stands_on_top_with_its_times_and_the_moment_it_was_published(open_page: Open) -> None:
    page = open_page()
    block = page.get_by_role("region", name="供暖公告")
    expect(block).to_contain_text("截至 2026-11-29 14:05")
    assert seen(page) == ["突发停热", "其他", "计划停热"]
    expect(block).to_contain_text("木兰苑 11月29日 12:00 起，恢复时间另行告知 正在进行")
    expect(block).to_contain_text("牡丹花园 3 号楼、5 号楼 11月29日 20:00 至 11月30日 06:00 还没有开始")
    expect(block.get_by_text("抢修，请做好防冻")).to_be_hidden()
    block.get_by_text("突发停热").click()
    expect(block.get_by_text("抢修，请做好防冻")).to_be_visible()
    expect(block.get_by_text("其余 1 条公告")).to_be_visible()
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("img").count() == 0


def test_a_community_has_its_own_beside_it(open_page: Open) -> None:
    page = open_page()
    page.locator("#words").press_sequentially("牡丹花园")
    told = page.locator("#places > li").first.locator(".told")
    first, second = told.all_inner_texts()
    assert first == "计划停热 3 号楼、5 号楼 11月29日 20:00 至 11月30日 06:00：换阀门，停热约 10 小时。"
    assert second.startswith("预供热 11月30日 10:00 至 13:00：")  # by its station, which is not named
    page.locator("#words").fill("丹阳花园三期")
    assert page.locator("#places > li").first.locator(".told").count() == 0


def test_what_is_over_is_not_shown_when_the_page_is_opened_later(open_page: Open) -> None:
    page = open_page(AS_OF + timedelta(days=1))
    assert seen(page) == ["突发停热", "其他"]  # nobody has told its end; the hall's hours go on for a week
    page.locator("#words").press_sequentially("牡丹花园")
    assert page.locator("#places .told").count() == 0
    expect(page.get_by_role("region", name="供暖公告")).to_contain_text("截至 2026-11-29 14:05")


def test_what_begins_or_ends_while_the_page_stands_open_is_told(open_page: Open) -> None:
    page = open_page(AS_OF.replace(hour=19, minute=59))
    row = page.locator("#notices li").filter(has_text="计划停热")
    expect(row.locator(".state")).to_have_text("还没有开始")
    page.clock.fast_forward("02:00")
    expect(row.locator(".state")).to_have_text("正在进行")
    page.clock.fast_forward("11:00:00")
    expect(row).to_be_hidden()


def test_without_script_they_are_read_with_their_times(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.as_uri())
    expect(page.get_by_role("region", name="供暖公告")).to_contain_text("11月29日 20:00 至 11月30日 06:00")
    context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_they_fit_on_a_phone(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#words").bounding_box()["y"] < 700  # the search stays in sight


def test_they_are_printed_unfolded(open_page: Open) -> None:
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(open_page().pdf(format="A4"))).pages)
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    assert "截至2026-11-2914:05" in bare
    assert "抢修" in bare
    assert HOSTILE.split("\u2028")[0].replace(" ", "") in bare
