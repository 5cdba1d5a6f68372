"""Dates, sums, counts, events and ties in Vietnamese text."""

from __future__ import annotations

import datetime
import time

import pytest
from tests.ingest.vietnamese.conftest import Read

from banyan.ingest.adapters.reading import Found


def _attributes(found: Found, kind: str) -> list[dict[str, object]]:
    return [mention.attributes for mention in found.mentions if mention.kind == kind]


def _ties(found: Found) -> set[tuple[str, str, str]]:
    return {(one.kind, one.subject.text, one.object.text) for one in found.relations if one.kind != "post"}


@pytest.mark.parametrize(
    ("text", "value", "inferred"),
    [
        ("Ngày 16/1, tại Hà Nội", "2024-01-16", True),
        ("Sáng 12/4 vừa qua", "2024-04-12", True),
        ("Chiều ngày 28/12 mưa", "2023-12-28", True),
        ("ngày 5 tháng 3 năm 2021", "2021-03-05", False),
        ("17/01/2014", "2014-01-17", False),
        ("từ ngày 3 đến 5/12/2023", "2023-12-03/2023-12-05", False),
        ("trong hai ngày 27-28/4/2010", "2010-04-27/2010-04-28", False),
        ("từ 30/9 - 2/10/2022", "2022-09-30/2022-10-02", False),
        ("tháng 4 năm 2021", "2021-04", False),
        ("tháng 6.2022", "2022-06", False),
        ("hôm qua có mưa", "2024-05-19", True),
    ],
)
def test_date_is_completed_from_the_day_of_publication(
    read: Read, text: str, value: str, inferred: bool
) -> None:
    assert _attributes(read(text), "date") == [{"value": value, "inferred": inferred}]


def test_date_without_a_year_uses_the_dateline_when_no_day_is_given(read: Read) -> None:
    found = read("17/01/2014\nNgày 16/1 trời nắng.", date=None)
    assert [one["value"] for one in _attributes(found, "date")] == ["2014-01-17", "2014-01-16"]


@pytest.mark.parametrize(
    ("text", "amount", "currency", "qualifier"),
    [
        ("hơn 1,5 tỷ đồng", "1500000000", "VND", "over"),
        ("200 triệu đồng", "200000000", "VND", ""),
        ("40.000.000 đồng", "40000000", "VND", ""),
        ("gần 50.000 USD", "50000", "USD", "about"),
        ("1,25 triệu USD", "1250000", "USD", ""),
        ("49,3 nghìn USD", "49300", "USD", ""),
        ("100.000 CHF", "100000", "CHF", ""),
        ("US$ 3,000", "3000", "USD", ""),
    ],
)
def test_money_is_read_in_full_units(
    read: Read, text: str, amount: str, currency: str, qualifier: str
) -> None:
    assert _attributes(read(f"Quỹ chi {text} cho lớp học."), "money") == [
        {"amount": amount, "currency": currency, "qualifier": qualifier}
    ]


def test_count_tells_value_unit_and_owner_once(read: Read) -> None:
    found = read(
        "Hội Làm vườn Việt Nam có 36 hội thành viên với hơn 4.200 hội viên. Trong đó 36 hội thành viên mới."
    )
    counts = _attributes(found, "count")
    assert [(one["value"], one["unit"], one["qualifier"]) for one in counts] == [
        ("36", "hội thành viên", ""),
        ("4200", "hội viên", "over"),
        ("36", "hội thành viên", ""),
    ]
    assert counts[0]["about"] == "Hội Làm vườn Việt Nam"
    assert counts[2]["repeat"] is True


def test_count_is_no_year_document_or_telephone(read: Read) -> None:
    found = read("Năm 2014, Quyết định số 12/QĐ, điện thoại 024 3943 6676, quý 3, nhiệm kỳ 2020 - 2025.")
    assert _attributes(found, "count") == []


def test_event_has_date_place_and_organisers(read: Read) -> None:
    found = read(
        "Sáng 12/4, tại thành phố Hòa Bình, Quỹ Hoa Mai phối hợp với Hội Khuyến học Việt Nam tổ chức "
        "khóa tập huấn “Kỹ năng sống” cho giáo viên."
    )
    assert _attributes(found, "event") == [
        {
            "name": "khóa tập huấn “Kỹ năng sống”",
            "date": "2024-04-12",
            "date_inferred": True,
            "place": "thành phố Hòa Bình",
            "organisers": ["Quỹ Hoa Mai", "Hội Khuyến học Việt Nam"],
        }
    ]


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("Văn phòng Dự án Nước sạch, Bộ Y tế ra mắt.", ("part_of", "Văn phòng Dự án Nước sạch", "Bộ Y tế")),
        (
            "Viện Dân số trực thuộc Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam.",
            ("part_of", "Viện Dân số", "Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam"),
        ),
        (
            "Với sự hỗ trợ của Bộ Y tế, Quỹ Hoa Mai đã mở lớp.",
            ("supported_by", "Quỹ Hoa Mai", "Bộ Y tế"),
        ),
        (
            "Dự án “Nước cho bản làng” do tổ chức Brightwell tài trợ.",
            ("funded_by", "Nước cho bản làng", "Brightwell"),
        ),
        (
            "Quỹ Hoa Mai phối hợp với Viện Dân số mở lớp.",
            ("partner_of", "Quỹ Hoa Mai", "Viện Dân số"),
        ),
        (
            "Lễ ký kết thỏa thuận giữa Quỹ Hoa Mai và Viện Dân số.",
            ("partner_of", "Quỹ Hoa Mai", "Viện Dân số"),
        ),
        (
            "Quỹ Hoa Mai là thành viên của Mạng lưới Giảm nghèo.",
            ("member_of", "Quỹ Hoa Mai", "Mạng lưới Giảm nghèo"),
        ),
        (
            "Quỹ Hoa Mai là quan sát viên của Mạng lưới Giảm nghèo.",
            ("observer_of", "Quỹ Hoa Mai", "Mạng lưới Giảm nghèo"),
        ),
        (
            "Quỹ Hoa Mai có quy chế tư vấn đặc biệt của ECOSOC.",
            ("consultative_status", "Quỹ Hoa Mai", "ECOSOC"),
        ),
        (
            "Mạng lưới Giảm nghèo do Quỹ Hoa Mai khởi xướng.",
            ("initiated_with", "Mạng lưới Giảm nghèo", "Quỹ Hoa Mai"),
        ),
        (
            "Quỹ Hoa Mai (Golden Blossom Foundation) ra mắt.",
            ("same_as", "Quỹ Hoa Mai", "Golden Blossom Foundation"),
        ),
        (
            "Quỹ Hoa Mai hoạt động dưới sự hướng dẫn của Bộ Y tế.",
            ("guided_by", "Quỹ Hoa Mai", "Bộ Y tế"),
        ),
    ],
)
def test_tie_is_read_from_the_phrase_between(read: Read, text: str, tie: tuple[str, str, str]) -> None:
    assert tie in _ties(read(text))


def test_reading_stays_fast_on_hostile_text(read: Read) -> None:
    hostile = [
        "ông Nguyễn Văn An, " * 2000,
        "Trung tâm A (B, " * 2000,
        "1.234.567." * 5000,
        "hội thảo “" * 4000,
    ]
    started = time.process_time()
    for text in hostile:
        read(text, date=datetime.date(2024, 5, 20))
    size = sum(len(text) for text in hostile)
    assert size / (time.process_time() - started) > 5_000
