"""Cells to values: dates, numbers, words of lists, numbers in registers, sites."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.ingest.adapters.tables import convert, dates, identifiers, value_lists
from banyan.ingest.adapters.tables.shapes import DateOrder


@pytest.mark.parametrize(
    ("cell", "order", "value"),
    [
        (datetime.datetime(2019, 4, 3, 0, 0), "", "2019-04-03"),
        (datetime.date(2019, 4, 3), "", "2019-04-03"),
        (43558, "", "2019-04-03"),
        (43558.75, "", "2019-04-03"),
        ("43558", "", "2019-04-03"),
        (2005, "", "2005"),
        (2005.0, "", "2005"),
        ("2005", "", "2005"),
        ("năm 2005", "", "2005"),
        ("2005年", "", "2005"),
        ("20190403", "", "2019-04-03"),
        ("2019-04-03", "", "2019-04-03"),
        ("2019/4/3", "", "2019-04-03"),
        ("2019.04", "", "2019-04"),
        ("2019-04-03T10:20:30Z", "", "2019-04-03"),
        ("25/03/2019", "", "2019-03-25"),
        ("03/25/2019", "", "2019-03-25"),
        ("03/04/2019", DateOrder.DAY_FIRST, "2019-04-03"),
        ("03/04/2019", DateOrder.MONTH_FIRST, "2019-03-04"),
        ("04-04-2019", "", "2019-04-04"),
        ("5/2019", "", "2019-05"),
        ("2019年5月", "", "2019-05"),
        ("2019年5月3日", "", "2019-05-03"),
        ("２０１９年５月３日", "", "2019-05-03"),
        ("二〇〇五年十二月三日", "", "2005-12-03"),
        ("二〇一九年二十三月", "", ""),
        ("tháng 5 năm 2019", "", "2019-05"),
        ("ngày 3 tháng 4 năm 2019", "", "2019-04-03"),
        ("Ngày 03 tháng 04, năm 2019", "", "2019-04-03"),
        ("3 April 2019", "", "2019-04-03"),
        ("April 3rd, 2019", "", "2019-04-03"),
        ("Sept 2019", "", "2019-09"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_dates(cell: object, order: str, value: str) -> None:
    assert dates.read(cell, order).value == value


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("03/04/2019", "date_unclear"),
        ("31/02/2019", "date_impossible"),
        ("2019-13-01", "date_impossible"),
        ("3/4/19", "date_two_digit_year"),
        ("民国94年", "date_other_era"),
        ("2548", "date_other_era"),
        ("令和3年", "date_other_era"),
        ("พ.ศ. 2548", "date_other_era"),
        ("about then", "date_unreadable"),
        ("12345678901234", "date_unreadable"),
        (3.5, "date_unreadable"),
        (float("nan"), "date_unreadable"),
        (True, "date_unreadable"),
        (0, "date_unreadable"),
    ],
)
def test_what_is_no_date_is_said(cell: object, problem: str) -> None:
    assert dates.read(cell) == dates.Reading("", problem)


def test_the_dates_of_a_file_tell_their_order() -> None:
    assert dates.order_of(["03/04/2019", "25/12/2019"]) == DateOrder.DAY_FIRST
    assert dates.order_of(["03/04/2019", "12/25/2019"]) == DateOrder.MONTH_FIRST
    assert dates.order_of(["12/25/2019", "25/12/2019"]) == DateOrder.UNKNOWN
    assert dates.order_of(["03/04/2019", 5, None]) == DateOrder.UNKNOWN


@pytest.mark.parametrize(
    ("cell", "value", "currency", "qualifier"),
    [
        ("1.234,5", "1234.5", "", ""),
        ("1,234.5", "1234.5", "", ""),
        ("1.234", "1234", "", ""),
        ("1,234,567", "1234567", "", ""),
        ("0,125", "0.125", "", ""),
        ("12,5", "12.5", "", ""),
        ("1 234", "1234", "", ""),
        ("165万元", "1650000", "CNY", ""),
        ("约1.2亿元", "120000000", "CNY", "about"),
        ("hơn 2,5 tỷ đồng", "2500000000", "VND", "over"),
        ("500 triệu đồng", "500000000", "VND", ""),
        ("US$ 3 million", "3000000", "USD", ""),
        ("£1,000", "1000", "GBP", ""),
        ("8000名会员", "8000", "", ""),
        ("120 người", "120", "", ""),
        (193, "193", "", ""),
        (2.5, "2.5", "", ""),
    ],
)
def test_numbers(cell: object, value: str, currency: str, qualifier: str) -> None:
    assert convert.number(cell) == convert.Number(Decimal(value), currency, qualifier)


@pytest.mark.parametrize("cell", ["", "many", None, True, float("inf"), "10 – 20", "1.2.3,4,5", 10**40])
def test_what_is_no_number(cell: object) -> None:
    assert convert.number(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("có", True),
        ("Không", False),
        ("是", True),
        ("否", False),
        ("√", True),
        ("yes", True),
        ("N", False),
        ("x", True),
    ],
)
def test_yes_and_no(cell: str, value: bool) -> None:
    assert convert.boolean(cell) is value
    assert convert.boolean("perhaps") is None


def test_text_of_cells() -> None:
    assert convert.text("  Hội\u00a0 A \n") == "Hội A"
    assert convert.text(12.0) == "12"
    assert convert.text(911100001234567800) == "911100001234567800"
    assert convert.text(9.1e17) == "910000000000000000"
    assert [convert.text(cell) for cell in ("-", "n/a", "无", "#N/A", None, float("nan"))] == [""] * 6
    assert convert.several("a; b、c\nd | a") == ("a", "b", "c", "d")
    assert convert.lines(" a \n\n b  c") == "a\nb c"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Việt Nam", "VN"),
        ("viet nam", "VN"),
        ("越南", "VN"),
        ("VN", "VN"),
        ("Trung Quốc", "CN"),
        ("中华人民共和国", "CN"),
        ("Hoa Kỳ", "US"),
        ("USA", "US"),
        ("法国", "FR"),
        ("France", "FR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Lào", "LA"),
        ("Atlantis", ""),
    ],
)
def test_countries(cell: str, code: str) -> None:
    assert value_lists.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "country", "place"),
    [
        ("Hà Nội", "", ("VN", "VN-HN")),
        ("TP. Hồ Chí Minh", "", ("VN", "VN-SG")),
        ("TPHCM", "VN", ("VN", "VN-SG")),
        ("tinh Cao Bang", "", ("VN", "VN-04")),
        ("Hà Giang", "", ("VN", "VN-07")),
        ("Số 12, đường Lê Lợi, TP. Đà Nẵng", "VN", ("VN", "VN-DN")),
        ("云南省", "", ("CN", "CN-YN")),
        ("云南省昆明市五华区人民路1号", "", ("CN", "CN-YN")),
        ("内蒙古", "CN", ("CN", "CN-NM")),
        ("Hà Nội", "CN", ("", "")),
        ("Springfield", "", ("", "")),
    ],
)
def test_places(cell: str, country: str, place: tuple[str, str]) -> None:
    assert value_lists.place(cell, country) == place


def test_words_of_lists() -> None:
    assert value_lists.legal_form("基金会", "CN") == "cn_jj"
    assert value_lists.legal_form("基金会", "VN") == "foundation"
    assert value_lists.legal_form("Hội", "VN") == "vn_hoi"
    assert value_lists.legal_form("民办非企业单位", "CN") == "cn_fw"
    assert value_lists.legal_form("foundation") == "foundation"
    assert value_lists.legal_form("xyz") == ""
    assert value_lists.word("state", "Đang hoạt động") == "active"
    assert value_lists.word("state", "注销") == "dissolved"
    assert value_lists.word("registration_state", "chưa đăng ký") == "none"
    assert value_lists.topic("SDG 4") == "sdg:4"
    assert value_lists.topic("18", "sdg") == ""
    assert value_lists.topic("A10") == "icnptso:A10"
    assert value_lists.topic("文化与艺术") == "icnptso:A10"


@pytest.mark.parametrize(
    ("cell", "scheme", "country", "found"),
    [
        ("0100109106", "", "VN", ("VN-TIN", "0100109106", "")),
        ("0100109106-001", "VN-TIN", "", ("VN-TIN", "0100109106-001", "")),
        (100109106, "VN-TIN", "", ("VN-TIN", "0100109106", "")),
        ("0100109107", "VN-TIN", "", ("VN-TIN", "", "identifier_check_failed")),
        ("g1610000713522976l", "CN-USCI", "", ("CN-USCI", "G1610000713522976L", "")),
        ("G1610000713522976L", "", "", ("CN-USCI", "G1610000713522976L", "")),
        ("G1610000713522976M", "CN-USCI", "", ("CN-USCI", "", "identifier_check_failed")),
        (9.111e17, "CN-USCI", "", ("CN-USCI", "", "identifier_digits_lost")),
        ("9.1E+17", "", "", ("", "", "identifier_digits_lost")),
        ("https://ror.org/05k73zm37", "", "", ("XI-ROR", "05k73zm37", "")),
        ("05k73zm37", "XI-ROR", "", ("XI-ROR", "05k73zm37", "")),
        ("Q42", "XI-WIKIDATA", "", ("XI-WIKIDATA", "Q42", "")),
        ("GB-CHC-1136419", "", "", ("GB-CHC", "1136419", "")),
        ("US-EIN-12-3456789", "", "", ("US-EIN", "12-3456789", "")),
        ("12/GP-BNV", "", "", ("", "", "identifier_scheme_unknown")),
        (1136419, "GB-CHC", "", ("GB-CHC", "1136419", "")),
        ("", "GB-CHC", "", ("GB-CHC", "", "")),
    ],
)
def test_numbers_in_registers(cell: object, scheme: str, country: str, found: tuple[str, str, str]) -> None:
    assert tuple(identifiers.identifier(cell, scheme=scheme, country=country)) == found


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("www.example.org", "https://www.example.org"),
        ("http://example.org/vi?x=1", "http://example.org/vi?x=1"),
        ("example.org/", "https://example.org/"),
        ("青禾.中国", "https://青禾.中国"),
        ("javascript:alert(1)", ""),
        ("a@example.org", ""),
        ("không có", ""),
        ("see our page", ""),
        ("http://localhost", ""),
        ("x" * 300 + ".org", ""),
    ],
)
def test_sites(cell: str, address: str) -> None:
    assert convert.website(cell) == address


_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.times(),
    st.text(max_size=40),
    st.text(alphabet="0123456789.,/-年月日万元 ", max_size=20),
)


@settings(deadline=None, max_examples=300)
@given(cell=_CELLS, order=st.sampled_from(list(DateOrder)))
def test_no_cell_breaks_a_reader(cell: object, order: DateOrder) -> None:
    reading = dates.read(cell, order)
    assert not (reading.value and reading.problem)
    convert.number(cell)
    convert.boolean(cell)
    convert.website(cell)
    convert.lines(cell)
    for scheme in ("", "CN-USCI", "VN-TIN", "XI-ROR", "GB-CHC"):
        found = identifiers.identifier(cell, scheme=scheme)
        assert len(found.value) <= 100
        assert not (found.value and found.problem)
    value_lists.place(convert.text(cell))
    value_lists.country(convert.text(cell))
    value_lists.topic(convert.text(cell))
