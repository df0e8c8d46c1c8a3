"""Numbers as they are really written, and that nothing but ``BadInput`` ever comes out."""

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.phones import PhoneKind, read_phone

LOCAL = "+865305201234"
MOBILE = "+8613853000001"


@pytest.mark.parametrize(
    "text",
    [
        "5201234", "520-1234", "520 1234", "５２０１２３４", "520—1234", "0530-5201234", "(0530) 5201234",
        "（0530）5201234", "０５３０－５２０１２３４", "05305201234", "0530 520 1234", "+86 530 5201234",
        "+86-530-520-1234",        "+86 (0530) 5201234", "0086 530 5201234", "86 530 5201234", "8605305201234",
        "530 5201234", " 5201234 ",
        "电话：5201234", "\u202d0530-5201234\u202c",
    ],
)  # fmt: skip
def test_every_writing_of_a_local_number_is_one_number(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.national) == (LOCAL, PhoneKind.LANDLINE, "0530-520 1234")
    assert phone.raw == text
    assert phone.extension == ""


@pytest.mark.parametrize(
    "text",
    [
        "13853000001", "138 5300 0001", "138-5300-0001", "138 53000 001", "+8613853000001", "+86 138 5300 0001",
        "008613853000001", "8613853000001", "013853000001", "+86 013853000001", "１３８５３０００００１",
        "(+86)13853000001",         "手机: 138.5300.0001", "138 5300\u00a00001",
    ],
)  # fmt: skip
def test_every_writing_of_a_mobile_is_one_number(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.national) == (MOBILE, PhoneKind.MOBILE, "138 5300 0001")


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("5201234-801", "801"),
        ("5201234转801", "801"),
        ("5201234 转 801", "801"),
        ("0530-5201234-801", "801"),
        ("0530-5201234 ext. 801", "801"),
        ("0530-5201234ext801", "801"),
        ("+86 530 5201234;ext=801", "801"),
        ("5201234分机801", "801"),
        ("5201234（分机：801）", "801"),
        ("5201234，转801", "801"),
        ("5201234 x8", "8"),
        ("5201234#8001", "8001"),
    ],
)
def test_extension_is_kept_apart(text: str, extension: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.extension) == (LOCAL, extension)
    assert phone.national == f"0530-520 1234 转 {extension}"


@pytest.mark.parametrize("text", ["110", "120", "12345", "12319", "96069", "95598", "10086", "118114", "801", "8001"])
def test_short_numbers_stay_as_they_are(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.national, phone.masked) == (None, PhoneKind.SHORT, text, text)
    assert phone.place == ""


@pytest.mark.parametrize(("text", "shown"), [("053012345", "12345"), ("0530-96069", "96069"), ("+8610086", "10086")])
def test_short_numbers_with_what_the_exchange_put_before(text: str, shown: str) -> None:
    assert (read_phone(text).kind, read_phone(text).national) == (PhoneKind.SHORT, shown)


@pytest.mark.parametrize(
    "text",
    [
        "anonymous",
        "Anonymous",
        "withheld",
        "匿名",
        "未显示",
        "隐藏",
        "<unknown>",
        "Restricted",
        "保密",
        "无号码",
        "（未知）",
    ],
)
def test_withheld_number_is_a_number_nobody_knows(text: str) -> None:
    phone = read_phone(text)
    assert (phone.raw, phone.e164, phone.kind) == (text, None, PhoneKind.WITHHELD)
    assert phone.national == "未显示号码"


@pytest.mark.parametrize(
    ("text", "e164", "shown"),
    [
        ("+852 2123 4567", "+85221234567", "+852 2123 4567"),
        ("0085221234567", "+85221234567", "+852 2123 4567"),
        ("+1 (212) 555-2368", "+12125552368", "+1 212-555-2368"),
    ],
)
def test_foreign_numbers(text: str, e164: str, shown: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.national) == (e164, PhoneKind.FOREIGN, shown)


@pytest.mark.parametrize(
    ("text", "e164", "shown", "masked"),
    [
        ("021 6400 0000", "+862164000000", "021-6400 0000", "021-****0000"),
        ("04645969581", "+864645969581", "0464-596 9581", "0464-***9581"),
        ("4001234567", "+864001234567", "400-123 4567", "400-***4567"),
        ("5969581", "+865305969581", "0530-596 9581", "0530-***9581"),
        ("1600000", "+865301600000", "0530-160 0000", "0530-***0000"),
    ],
)
def test_other_lines(text: str, e164: str, shown: str, masked: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.national, phone.masked) == (e164, PhoneKind.LANDLINE, shown, masked)


def test_area_code_is_the_city_s_own() -> None:
    assert read_phone("64000000", area_code="021").e164 == "+862164000000"
    with pytest.raises(BadInput, match="7 位"):
        read_phone("5201234", area_code="0531")  # 济南 has eight digits


def test_masks_hide_the_middle() -> None:
    assert read_phone("13853000001").masked == "138****0001"
    assert read_phone("5201234转801").masked == "0530-***1234"
    assert read_phone("+85221234567").masked == "+852 ****67"
    assert read_phone("匿名").masked == "未显示号码"


def test_place_and_carrier_in_short_words() -> None:
    assert (read_phone("13853000001").place, read_phone("13853000001").carrier) == ("菏泽", "移动")
    assert (read_phone("5201234").place, read_phone("5201234").carrier) == ("菏泽", "")
    assert read_phone("01064000000").place == "北京"
    assert read_phone("+85221234567").place == "香港"
    assert read_phone("4001234567").place == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有填"),
        ("   ", "没有填"),
        ("abc", "文字"),
        ("138abc", "文字"),
        ("张三 5201234", "文字"),
        ("520\x001234", "控制字符"),
        ("520\t1234", "控制字符"),
        ("1385300000", "11 位"),
        ("138530000012", "11 位"),
        ("520123", "太短"),
        ("12", "太短"),
        ("053052012345", "不是有效的号码"),
        ("12345678901234567", "太长"),
        ("5201234、5201235", "几个号码"),
        ("13853000001/13853000002", "几个号码"),
        ("---", "没有数字"),
        ("1" * 61, "太长"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        read_phone(text)
    assert caught.value.field == "phone"
    assert "例如" in caught.value.sentence


@given(st.text(max_size=80) | st.text(alphabet="0123456789+-() 转#/、，匿名extXN\x00\u200b０１", max_size=30))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        phone = read_phone(text)
    except BadInput:
        return
    assert phone.raw == text
    assert phone.national
    if phone.e164:
        assert read_phone(phone.e164).e164 == phone.e164
        assert read_phone(phone.national).e164 == phone.e164


PREFIXES = st.sampled_from(["", "+86", "+86 ", "0086", "86", "0", "（+86）"])


@given(
    st.builds(lambda a, b: f"13{a}{b:08d}", st.integers(0, 9), st.integers(0, 99_999_999)),
    PREFIXES,
    st.lists(st.sampled_from(["", " ", "-", "－", "—", "  ", "."]), min_size=11, max_size=11),
    st.booleans(),
)
def test_spelling_never_changes_a_mobile(digits: str, prefix: str, gaps: list[str], wide: bool) -> None:
    spelled = prefix + "".join(gap + digit for gap, digit in zip(gaps, digits, strict=True))
    if wide:
        spelled = spelled.translate({ord("0") + i: ord("０") + i for i in range(10)})
    assert read_phone(spelled).e164 == f"+86{digits}"


@given(
    st.integers(2_000_000, 8_999_999),
    st.sampled_from(["", "0530", "0530-", "(0530)", "（0530） ", "+86530", "+86 0530 ", "0086530", "86530", "530-"]),
    st.sampled_from(["{0}{1}", "{0}-{1}", "{0} {1}", "{0} - {1}", "{0}－{1}"]),
)
def test_spelling_never_changes_a_landline(number: int, prefix: str, form: str) -> None:
    digits = str(number)
    assert read_phone(prefix + form.format(digits[:3], digits[3:])).e164 == f"+86530{digits}"
