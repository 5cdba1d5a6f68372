"""Ties and posts told of an organisation that the sentence names once, or that the page is about."""

from __future__ import annotations

import pytest
from tests.ingest.vietnamese.conftest import Read
from tests.ingest.vietnamese.test_vietnamese_posts_and_ties import _posts, _ties

NETWORK = "Mạng lưới Hạt Lúa họp tại Hà Nội. Mạng lưới Hạt Lúa có 12 hội viên. Mạng lưới Hạt Lúa mở lớp. "


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Hội Hạt Lúa được thành lập năm 2009 do Trung tâm Nghiên cứu Biển và Quỹ Mái Ấm đồng sáng lập.",
            {
                ("initiated_with", "Hội Hạt Lúa", "Trung tâm Nghiên cứu Biển"),
                ("initiated_with", "Hội Hạt Lúa", "Quỹ Mái Ấm"),
            },
        ),
        (
            "Hội Hạt Lúa đã gia nhập Liên minh Bờ Xanh với tư cách quan sát viên.",
            {("observer_of", "Hội Hạt Lúa", "Liên minh Bờ Xanh")},
        ),
        (
            "Hội Hạt Lúa là thành viên của Mạng lưới Sông Mẹ và có quy chế tư vấn đặc biệt tại Hội đồng Kinh tế và Xã hội Liên hợp quốc.",
            {
                ("member_of", "Hội Hạt Lúa", "Mạng lưới Sông Mẹ"),
                ("consultative_status", "Hội Hạt Lúa", "Hội đồng Kinh tế và Xã hội Liên hợp quốc"),
            },
        ),
        (
            f"{NETWORK}Trung tâm Mẹ và Bé và Viện Bờ Xanh trở thành thành viên chính thức.",
            {
                ("member_of", "Trung tâm Mẹ và Bé", "Mạng lưới Hạt Lúa"),
                ("member_of", "Viện Bờ Xanh", "Mạng lưới Hạt Lúa"),
            },
        ),
        (
            "Dự án của Hội Hạt Lúa được triển khai từ năm 2009 do Quỹ Mái Ấm sáng lập.",
            set(),
        ),
    ],
)
def test_ties_are_told_of_the_subject(read: Read, text: str, wanted: set[tuple[str, str, str]]) -> None:
    assert _ties(read(text)) == wanted


def test_level_of_a_consultative_status_is_kept(read: Read) -> None:
    found = read(
        "Hội Hạt Lúa có quy chế tư vấn đặc biệt tại Hội đồng Kinh tế và Xã hội Liên hợp quốc từ năm 2016."
    )
    assert [one.attributes["level"] for one in found.relations if one.kind == "consultative_status"] == [
        "special"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Hội Hạt Lúa họp. Đại hội đã bầu ông Vũ Đình Nam làm Chủ tịch nhiệm kỳ 2022–2027.",
            {("Vũ Đình Nam", "Chủ tịch", "Hội Hạt Lúa")},
        ),
        (
            "Bà Lý Thu Trang, Giám đốc Trung tâm Mẹ và Bé kiêm Phó Chủ tịch Hội Hạt Lúa, phát biểu.",
            {
                ("Lý Thu Trang", "Giám đốc", "Trung tâm Mẹ và Bé"),
                ("Lý Thu Trang", "Phó Chủ tịch", "Hội Hạt Lúa"),
            },
        ),
    ],
)
def test_posts_by_election_and_in_two_bodies(
    read: Read, text: str, wanted: set[tuple[str, str, str]]
) -> None:
    assert _posts(read(text)) == wanted
