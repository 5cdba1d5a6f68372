"""People in Vietnamese text, and the offices they hold."""

from __future__ import annotations

import pytest
from tests.ingest.vietnamese.conftest import Read

from banyan.ingest.adapters.reading import Found


def _posts(found: Found) -> list[tuple[str, str, str]]:
    return [
        (relation.subject.text, str(relation.attributes["title"]), str(relation.attributes["organisation"]))
        for relation in found.relations
        if relation.kind == "post"
    ]


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Ông Trần Quang Vinh – Giám đốc Trung tâm Sông Hồng phát biểu.",
            [("Trần Quang Vinh", "Giám đốc", "Trung tâm Sông Hồng")],
        ),
        (
            "Bà Lý Thu Cúc, Phó Chủ tịch kiêm Tổng Thư ký Hội Làm vườn Việt Nam, trình bày.",
            [("Lý Thu Cúc", "Phó Chủ tịch kiêm Tổng Thư ký", "Hội Làm vườn Việt Nam")],
        ),
        (
            "Thứ trưởng Bộ Tài chính Lê Đình Khang dự lễ.",
            [("Lê Đình Khang", "Thứ trưởng", "Bộ Tài chính")],
        ),
        (
            "PGS.TS. Vũ Hải Yến (Viện Dân số) và ThS. Cao Văn Tám, Trưởng phòng Truyền thông, Quỹ Hoa Mai.",
            [
                ("Vũ Hải Yến", "", "Viện Dân số"),
                ("Cao Văn Tám", "Trưởng phòng Truyền thông", "Quỹ Hoa Mai"),
            ],
        ),
        (
            "Giám đốc quốc gia của Brightwell International, bà Helen Moore, cảm ơn các đối tác.",
            [("Helen Moore", "Giám đốc quốc gia", "Brightwell International")],
        ),
        (
            "Hội Làm vườn Việt Nam họp. Chủ tịch Hội Nguyễn Bá Long cho biết.",
            [("Nguyễn Bá Long", "Chủ tịch", "Hội Làm vườn Việt Nam")],
        ),
        (
            "Bà Phan Thị Sen được bầu làm Chủ tịch Hội Khuyến học Việt Nam.",
            [("Phan Thị Sen", "Chủ tịch", "Hội Khuyến học Việt Nam")],
        ),
        (
            "Ông Đỗ Văn Lâm và bà Tạ Thị Mơ là Phó Chủ tịch Quỹ Hoa Mai.",
            [
                ("Đỗ Văn Lâm", "Phó Chủ tịch", "Quỹ Hoa Mai"),
                ("Tạ Thị Mơ", "Phó Chủ tịch", "Quỹ Hoa Mai"),
            ],
        ),
        (
            "Bà Hồ Thị Lan, Chủ tịch Hội đồng quản lý Quỹ Hoa Mai, phát biểu.",
            [("Hồ Thị Lan", "Chủ tịch Hội đồng quản lý", "Quỹ Hoa Mai")],
        ),
        (
            "Theo Trần Bình - Báo Ánh Sáng",
            [("Trần Bình", "tác giả", "Báo Ánh Sáng")],
        ),
    ],
)
def test_person_is_tied_to_the_organisation_beside_the_title(
    read: Read, text: str, posts: list[tuple[str, str, str]]
) -> None:
    assert _posts(read(text)) == posts


def test_person_with_a_title_but_no_organisation_has_no_post(read: Read) -> None:
    found = read("Điều phối viên Nguyễn Thị Bích nói về kế hoạch.")
    person = next(mention for mention in found.mentions if mention.kind == "person")
    assert (person.attributes["position"], person.attributes["organisation"]) == ("Điều phối viên", "")
    assert _posts(found) == []


def test_person_short_reference_finds_the_full_name(read: Read) -> None:
    found = read("TS. Bùi Xuân Trường chủ trì. Ông Trường cảm ơn đại biểu.")
    people = [mention.attributes["canonical"] for mention in found.mentions if mention.kind == "person"]
    assert people == ["Bùi Xuân Trường", "Bùi Xuân Trường"]


@pytest.mark.parametrize(
    "text",
    [
        "Trụ sở đặt tại đường Nguyễn Thị Minh Khai, Thành phố Hồ Chí Minh.",
        "Huyện Cao Lộc, tỉnh Hà Giang và Lâm Đồng gặp lũ.",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh phát động thi đua.",
    ],
)
def test_person_is_not_made_of_streets_and_places(read: Read, text: str) -> None:
    assert [mention.text for mention in read(text).mentions if mention.kind == "person"] == []
