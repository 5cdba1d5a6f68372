"""Organisations in Vietnamese text: where their names end, and which names stand for one another."""

from __future__ import annotations

import unicodedata

import pytest
from tests.ingest.vietnamese.conftest import Read

from banyan.ingest.adapters.reading import Found, KnownName


def _names(found: Found) -> list[str]:
    return [mention.text for mention in found.mentions if mention.kind == "organisation"]


def _canonical(found: Found) -> dict[str, str]:
    return {
        mention.text: mention.attributes["canonical"]
        for mention in found.mentions
        if mention.kind == "organisation"
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # the verb "tổ chức" after the noun "tổ chức"
        (
            "Câu lạc bộ Tin học tổ chức xã hội tổ chức họp mặt.",
            ["Câu lạc bộ Tin học tổ chức xã hội"],
        ),
        (
            "Trung tâm Tư vấn tổ chức cộng đồng tổ chức hội thảo.",
            ["Trung tâm Tư vấn tổ chức cộng đồng"],
        ),
        # the rest of a compound in small letters, and "và" within
        (
            "Sở Nông nghiệp và Phát triển nông thôn tỉnh Thái Nguyên đã tiếp nhận hồ sơ.",
            ["Sở Nông nghiệp và Phát triển nông thôn tỉnh Thái Nguyên"],
        ),
        (
            "Viện Nghiên cứu Nước sạch và Vệ sinh nông thôn cho biết.",
            ["Viện Nghiên cứu Nước sạch và Vệ sinh nông thôn"],
        ),
        # "và" between two organisations
        (
            "Hội Nông dân tỉnh Phú Thọ và Hội Làm vườn Việt Nam cùng ký cam kết.",
            ["Hội Nông dân tỉnh Phú Thọ", "Hội Làm vườn Việt Nam"],
        ),
        # "các", "vì", "về" inside
        (
            "Liên minh vì Quyền nước sạch phối hợp với Ủy ban Quốc gia về Người cao tuổi Việt Nam.",
            ["Liên minh vì Quyền nước sạch", "Ủy ban Quốc gia về Người cao tuổi Việt Nam"],
        ),
        ("Hội các nhà Quản trị Việt Nam ra mắt trang tin.", ["Hội các nhà Quản trị Việt Nam"]),
        # dashes and commas inside ministries
        (
            "Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu; Bộ Lao động - Thương binh và Xã hội.",
            ["Sở Văn hóa, Thể thao và Du lịch tỉnh Lai Châu", "Bộ Lao động - Thương binh và Xã hội"],
        ),
        # either verb or part of a name
        (
            "Quỹ Bảo trợ Học sinh Việt Nam hỗ trợ 500 triệu đồng cho 20 trường.",
            ["Quỹ Bảo trợ Học sinh Việt Nam"],
        ),
        # quoted name
        ("Quỹ “Áo ấm vùng cao” trao quà.", ["Quỹ “Áo ấm vùng cao”"]),
        # foreign names by shape
        (
            "Dự án do tổ chức Lantern Bridge Foundation tài trợ.",
            ["Lantern Bridge Foundation"],
        ),
        ("Tổ chức Brightwell và quỹ Norwood tài trợ.", ["Brightwell", "Norwood"]),
    ],
)
def test_organisation_name_ends_where_the_grammar_ends(read: Read, text: str, names: list[str]) -> None:
    assert _names(read(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Các tổ chức phi chính phủ (NGO), tổ chức xã hội dân sự (CSO) cần nâng cao năng lực.",
        "Hội thảo khai mạc sáng nay. Hội nghị bế mạc. Hội đồng quản trị họp.",
        "Trung tâm đã hoàn thành kế hoạch. Quỹ sẽ mở rộng. Tổ chức lễ ra mắt vào thứ hai.",
        "Báo cáo về bộ máy, trường hợp viện trợ, văn phòng phẩm và Đài Loan, Hội An, Trường Sa.",
        "Đạt mục tiêu SDG và MDG, phòng chống HIV và COVID theo Nghị định số 93/2019/NĐ-CP.",
    ],
)
def test_organisation_is_not_made_of_common_words(read: Read, text: str) -> None:
    assert _names(read(text)) == []


@pytest.mark.parametrize(
    ("definition", "short"),
    [
        ("Trung tâm Nghiên cứu Sông Hồng (CRR)", "CRR"),
        ("Trung tâm Nghiên cứu Sông Hồng (viết tắt là CRR)", "CRR"),
        ("Trung tâm Nghiên cứu Sông Hồng (gọi tắt là Trung tâm Sông Hồng)", "Trung tâm Sông Hồng"),
        ("Trung tâm Nghiên cứu Sông Hồng (tên tiếng Anh: Red River Center, viết tắt: CRR)", "CRR"),
        ("Trung tâm Nghiên cứu Sông Hồng, gọi tắt là CRR,", "CRR"),
        ("CRR – Trung tâm Nghiên cứu Sông Hồng –", "CRR"),
    ],
)
def test_organisation_alias_carries_the_full_name_on_later_use(
    read: Read, definition: str, short: str
) -> None:
    found = read(f"{definition} vừa ra mắt. Năm nay {short} tổ chức hội thảo.")
    uses = [mention for mention in found.mentions if mention.text == short]
    assert len(uses) == 2
    assert {use.attributes["canonical"] for use in uses} == {"Trung tâm Nghiên cứu Sông Hồng"}


def test_organisation_initials_in_parentheses_close_a_long_name(read: Read) -> None:
    found = read("Trung tâm Nghiên cứu Nước, Rừng và Khí hậu trong Phát triển (CWFC) ra mắt.")
    assert _names(found) == ["Trung tâm Nghiên cứu Nước, Rừng và Khí hậu trong Phát triển", "CWFC"]


def test_organisation_unexplained_initials_find_the_name_they_translate(read: Read) -> None:
    found = read("Liên hiệp các Tổ chức Hữu nghị Việt Nam họp. Đại hội có sự ủng hộ của VUFO.")
    initials = found.mentions[-1]
    assert initials.text == "VUFO"
    assert initials.attributes["canonical"] == "Liên hiệp các Tổ chức Hữu nghị Việt Nam"
    assert initials.attributes["inferred"] is True


def test_organisation_shortening_is_tied_to_the_only_longer_name(read: Read) -> None:
    found = read("Quỹ Phát triển Tài năng trẻ Hoa Sen ra mắt. Quỹ Phát triển Hoa Sen đã trao quà.")
    assert _canonical(found)["Quỹ Phát triển Hoa Sen"] == "Quỹ Phát triển Tài năng trẻ Hoa Sen"


def test_organisation_types_follow_the_head(read: Read) -> None:
    text = (
        "Bộ Y tế; Quỹ Hoa Mai; Báo Ánh Sáng; Mạng lưới Giảm nghèo; Viện Dân số; Liên hiệp Hội Hà Nội; "
        "Hội Khuyến học Việt Nam; Công ty Cây Xanh; UNICEF."
    )
    types = [mention.type for mention in read(text).mentions if mention.kind == "organisation"]
    assert types == [
        "government",
        "foundation",
        "media",
        "network",
        "academic",
        "umbrella",
        "ngo",
        "company",
        "intergovernmental",
    ]


def test_organisation_in_capitals_is_found_once_written_normally(read: Read) -> None:
    found = read("ĐẠI HỘI CỦA HỘI LÀM VƯỜN VIỆT NAM THÀNH CÔNG\nHội Làm vườn Việt Nam bế mạc đại hội.")
    assert _canonical(found)["HỘI LÀM VƯỜN VIỆT NAM"] == "Hội Làm vườn Việt Nam"


def test_organisation_is_found_alike_in_either_unicode_form_and_tone_placement(read: Read) -> None:
    text = "Ủy ban Hòa bình Việt Nam (VPC) và Quỹ Hoà bình đã họp; UỶ BAN thì không."
    composed = read(text)
    decomposed = read(unicodedata.normalize("NFD", text))
    assert _names(composed) == ["Ủy ban Hòa bình Việt Nam", "VPC", "Quỹ Hoà bình"]
    assert [unicodedata.normalize("NFC", name) for name in _names(decomposed)] == _names(composed)


def test_organisation_keeps_the_no_break_space_of_the_page(read: Read) -> None:
    found = read("Theo Trần Bình - Báo\u00a0Ánh Sáng")
    name = next(mention for mention in found.mentions if mention.kind == "organisation")
    assert name.text == "Báo\u00a0Ánh Sáng"
    assert name.attributes["canonical"] == "Báo Ánh Sáng"


def test_organisation_known_to_the_register_is_found_without_a_head(read: Read) -> None:
    known = (KnownName(text="Mầm Xanh", record="7"), KnownName(text="Quỹ Mầm Xanh", record="7"))
    found = read("Chương trình của Mầm Xanh kết thúc.", known=known)
    assert _canonical(found) == {"Mầm Xanh": "Quỹ Mầm Xanh"}
    assert found.mentions[0].attributes["evidence"] == "known"


def test_organisation_is_never_proposed_from_a_blocked_stretch(read: Read) -> None:
    text = "Quỹ Hoa Mai ra mắt. Quỹ Đỏ Đen khuyến mãi."
    found = read(text, blocked=((20, len(text)),))
    assert _names(found) == ["Quỹ Hoa Mai"]
