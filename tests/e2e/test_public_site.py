"""The published page in a real browser, from its file and without any network: found, read, dialled, printed."""

import io
import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

import chromium
import public_city
from app.public_page import public_page
from bench import lookup
from public_city import HOSTILE

BOOK = "directory-20261129-0123abcd.xlsx"
MANY = 300
SIZES = {"desktop": (1280, 800), "phone": (390, 844), "small phone": (320, 568)}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not chromium.found():
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium: .ci/run installs it, or must run where one is")
        pytest.skip("no chromium, chrome or edge on this machine (Debian: apt-get install chromium)")
    with chromium.browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published page: the small city, and so many invented communities beside it."""
    extra = tuple(replace(one, id=one.id + 100) for one in lookup.city(MANY).communities.values())
    folder = tmp_path_factory.mktemp("站 点")
    (folder / "index.html").write_text(public_page(public_city.made(extra), BOOK), encoding="utf-8", newline="\n")
    (folder / BOOK).write_bytes(b"a workbook")
    return folder / "index.html"


@pytest.fixture
def open_page(browser: Browser, site: Path) -> Iterator[Open]:
    """``open_page("mdhy", size="phone", dark=True)``: the page with these words typed, letter by letter."""
    contexts = []

    heard: list[tuple[list[str], list[str]]] = []  # of each page: what it asked for, what went wrong

    def go(typed: str = "", size: str = "desktop", dark: bool = False, **more: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **more
        )
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda told: wrong.append(told.text))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.goto(site.as_uri())
        heard.append((asked, wrong))
        if typed:
            page.locator("#words").press_sequentially(typed)
        return page

    yield go
    for context in contexts:
        context.close()
    for asked, wrong in heard:
        assert asked == [site.as_uri()], "the page asked the network"
        assert wrong == []


@pytest.fixture(scope="module")
def searching(browser: Browser, site: Path) -> Iterator[Page]:
    """One page for all that is only searched."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.as_uri())
    yield page
    context.close()


def names(page: Page) -> list[str]:
    return page.locator("#places h3").all_inner_texts()


def card(page: Page, name: str) -> Any:
    return page.locator("#places > li").filter(has=page.get_by_role("heading", name=name, exact=True))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("牡丹花园", "牡丹花园"),
        ("丹花", "牡丹花园"),
        ("mudanhuayuan", "牡丹花园"),
        ("mu dan hua", "牡丹花园"),
        ("mdhy", "牡丹花园"),
        ("MDHY", "牡丹花园"),
        ("ｍｄｈｙ", "牡丹花园"),
        ("牡danhy", "牡丹花园"),
        ("化肥厂", "牡丹花园"),
        ("huafeichang", "牡丹花园"),
        ("lhfc", "牡丹花园"),
        ("牡丹路 100", "牡丹花园"),
        ("牡丹花园3-2-501", "牡丹花园"),
        ("木丹花园", "牡丹花园"),  # the same sound
        ("牡丹化院", "牡丹花园"),
        ("牡月花园", "牡丹花园"),  # a slip of the hand
        ("牡丹园花", "牡丹花园"),
        ("mudanhuayaun", "牡丹花园"),
        ("丹阳花园3期", "丹阳花园三期"),
        ("丹阳 三期", "丹阳花园三期"),
        ("danyanghuayuansanqi", "丹阳花园三期"),
        ("𬭎", "龑𬭎㸌公馆"),
        ("yhhgg", "龑𬭎㸌公馆"),
        ("苑", "木兰苑"),
        ("<b>", "龑𬭎㸌公馆"),
    ],
)
def test_a_community_is_found_as_people_write_it(searching: Page, typed: str, name: str) -> None:
    searching.locator("#words").fill(typed)
    assert name in names(searching)[:5]


@pytest.mark.parametrize("typed", ["13853000011", "138 5300", "5201234", "张某", "王建国", "qqqqqqq", "999999"])
def test_it_is_no_phone_book_the_wrong_way_round(searching: Page, typed: str) -> None:
    page = searching
    page.locator("#words").fill(typed)
    assert not {"牡丹花园", "龑𬭎㸌公馆"} & set(names(page))  # whose managers these are
    if typed != "王建国":  # a community may be called nearly so
        assert names(page) == []
        expect(page.get_by_role("status")).to_contain_text("没有找到")


def test_what_stands_in_a_row_can_be_dialled(open_page: Open) -> None:
    peony = card(open_page("牡丹花园"), "牡丹花园")
    expect(peony).to_contain_text("又名 老化肥厂家属院")
    expect(peony).to_contain_text("其中 3 号楼、5 号楼：同心热力有限公司")
    expect(peony).to_contain_text("07:00-19:00 接听，2026-10-20 核实")
    links = peony.get_by_role("link").evaluate_all("all => all.map(one => [one.innerText, one.getAttribute('href')])")
    assert links == [
        ["0530-520 1234", "tel:+865305201234"],
        ["400-600 1234", "tel:4006001234"],
        ["0530-520 1299", "tel:+865305201299"],
        ["138 5300 0011", "tel:+8613853000011"],
        ["0530-520 1234", "tel:+865305201234"],
        ["138 5300 0022", "tel:+8613853000022"],
    ]


def test_the_company_narrows_what_is_found(open_page: Open) -> None:
    page = open_page("花园")
    both = len(names(page))
    page.get_by_label("热力公司").select_option("同心热力有限公司")
    found = names(page)
    assert 0 < len(found) < both
    assert "丹阳花园三期" in found
    assert "牡丹花园" in found  # by two of its buildings
    page.get_by_label("热力公司").select_option("永恒热力有限公司")
    assert "丹阳花园三期" not in names(page)


def test_few_rows_are_made_and_more_on_request(open_page: Open) -> None:
    page = open_page()
    whole = MANY + len(public_city.COMMUNITIES)
    assert len(names(page)) == 40
    expect(page.get_by_role("status")).to_have_text(f"共 {whole} 个，显示前 40 个。")
    page.get_by_role("button").click()
    assert len(names(page)) == 80
    assert page.evaluate("document.activeElement === document.querySelectorAll('#places > li')[40]")
    expect(page.get_by_role("status")).to_have_text(f"共 {whole} 个，显示前 80 个。")
    while page.get_by_role("button").is_visible():
        page.get_by_role("button").click()
    assert len(names(page)) == whole


def test_text_of_strangers_is_shown_as_text(open_page: Open) -> None:
    page = open_page("onerror")
    assert names(page) == [HOSTILE.replace("\u2028", " ")] or names(page) == [HOSTILE]
    assert page.locator("img").count() == 0
    assert page.evaluate("window.hacked === undefined")


def test_everything_goes_by_keyboard(open_page: Open) -> None:
    page = open_page("花园")
    press = page.keyboard.press
    here = "document.activeElement"
    press("ArrowDown")
    assert page.evaluate(f"{here} === document.querySelector('#places > li')")
    press("ArrowDown")
    press("ArrowUp")
    press("ArrowUp")
    assert page.evaluate(f"{here}.id") == "words"
    press("ArrowDown")
    press("Tab")
    assert page.evaluate(f"{here}.protocol") == "tel:"
    press("Escape")
    assert page.evaluate(f"{here}.id") == "words"
    assert page.locator("#words").input_value() == "花园"
    press("Escape")
    assert page.locator("#words").input_value() == ""
    order = []
    for _ in range(5):
        order.append(page.evaluate(f"{here}.id || {here}.tagName + ' ' + ({here}.protocol || '')"))
        press("Tab")
    assert order == ["words", "company", "SUMMARY ", "SUMMARY ", "A tel:"]
    press("Shift+Tab")
    assert page.evaluate(f"getComputedStyle({here}).outlineStyle") == "solid"


def test_an_input_method_composes_undisturbed(open_page: Open) -> None:
    page = open_page()
    words = page.locator("#words")
    expect(words).to_be_focused()  # the script puts the cursor there
    method = page.context.new_cdp_session(page)
    for letters in ("m", "mu", "mu d", "mu dan"):
        method.send(
            "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        )
        expect(words).to_have_value(letters)
        assert names(page)
    expect(page.get_by_text("牡丹花园", exact=True).first).to_be_visible()
    assert "牡丹花园" in names(page)
    method.send("Input.insertText", {"text": "牡丹"})
    expect(words).to_have_value("牡丹")
    expect(page.get_by_role("status")).to_contain_text("找到")
    assert "牡丹花园" in names(page)
    assert page.evaluate("document.activeElement.id") == "words"
    expect(page.get_by_role("status")).to_contain_text("找到")


def test_what_is_heard(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "菏泽市供暖服务名录"
    assert page.get_by_label("找小区或单位").get_attribute("id") == "words"
    assert page.get_by_role("search").count() == page.get_by_role("main").count() == 1
    assert page.locator("#status").get_attribute("role") == "status"
    page.locator("#words").press_sequentially("木兰苑")
    expect(page.get_by_role("status")).to_have_text("找到 1 个。")
    page.locator("#words").fill("牡丹化院")
    expect(page.get_by_role("status")).to_contain_text("相近的有")
    nameless = "all => all.filter(one => !(one.textContent.trim() || one.labels?.length)).length"
    assert page.locator("a, button, input, select, summary").evaluate_all(nameless) == 0


CONTRASTS = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const found = parse(getComputedStyle(node).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    if (!node.checkVisibility() || ![...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), node.tagName + "." + node.className]);
  }
  return found;
}"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_from_its_ground(open_page: Open, dark: bool) -> None:
    page = open_page("牡丹花园", dark=dark)
    for one in page.locator("summary").all():
        one.click()
    found = page.evaluate(CONTRASTS)
    assert len(found) > 20
    assert [one for one in found if one[0] < 4.5] == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 23, 27)" if dark else "rgb(241, 243, 245)")
    page.locator("#words").fill("")
    assert [one for one in page.evaluate(CONTRASTS) if one[0] < 4.5] == []  # with the button


@pytest.mark.parametrize("size", SIZES)
def test_it_is_read_on_a_phone(open_page: Open, size: str) -> None:
    page = open_page("onerror" if size == "small phone" else "", size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    heights = "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height)"
    touched = page.locator("a, button, input, select, summary").evaluate_all(heights)
    assert min(touched) >= 24  # WCAG 2.5.8


def pdf_of(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))


def bare(text: str) -> str:
    """Without blanks, and 小 for the radical ⼩ that a font shares with it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("dark", [False, True])
def test_all_that_was_found_is_printed_with_a_heading_on_each_page(open_page: Open, dark: bool) -> None:
    page = open_page(dark=dark)
    pages = [bare(one.extract_text()) for one in pdf_of(page).pages]
    assert len(pages) > 5
    assert [text for text in pages if "小区或单位" not in text] == []
    whole = "".join(pages)
    assert f"{MANY + len(public_city.COMMUNITIES)}个小区和单位" in whole
    for one in public_city.COMMUNITIES[:5]:
        assert bare(one.name) in whole
    assert "13853000011" in whole
    assert "全部公司" not in whole
    assert page.locator("table").count() == 0  # what was for the paper is gone from the screen


def test_only_what_was_found_is_printed(open_page: Open) -> None:
    page = open_page("木兰苑")
    text = bare("".join(one.extract_text() for one in pdf_of(page).pages))
    assert "“木兰苑”1个小区和单位" in text
    assert "0530-5201234" in text  # of the companies
    assert "8:30-17:30" in text  # of the hall: what is folded on the screen is not on paper
    assert page.locator("details[open]").count() == 0
    assert "牡丹花园" not in text


def test_without_script_it_says_so(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.as_uri())
    expect(page.get_by_text("没有开启 JavaScript")).to_be_visible()
    with page.expect_download() as loading:
        page.get_by_role("link", name="全部名录（Excel）").first.click()
    assert loading.value.suggested_filename == BOOK
    page.get_by_text("各热力公司的客服和值班电话").click()
    expect(page.get_by_text("0530-520 1234").first).to_be_visible()
    context.close()


def test_the_sentence_for_browsers_that_can_not_is_gone_in_those_that_can(open_page: Open) -> None:
    assert open_page().get_by_text("没有开启 JavaScript").count() == 0
