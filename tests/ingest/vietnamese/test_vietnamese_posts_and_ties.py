"""Posts and ties told by bare heads, lists and givers in Vietnamese text."""

from __future__ import annotations

import time

import pytest
from tests.ingest.vietnamese.conftest import Read

from banyan.ingest.adapters.reading import Found

HEAD = "Hội Khuyến nông Việt Nam (VAE) họp tại Hà Nội. Hội Khuyến nông Việt Nam có 12 chi hội. "
FUND = "Quỹ Hạt Lúa ra mắt. Quỹ Hạt Lúa mở lớp. "


def _posts(found: Found) -> set[tuple[str, str, str]]:
    canonical = {(m.start, m.end): m.attributes.get("canonical", m.text) for m in found.mentions}
    return {
        (one.subject.text, one.attributes["title"], canonical[one.object.start, one.object.end])
        for one in found.relations
        if one.kind == "post"
    }


def _ties(found: Found) -> set[tuple[str, str, str]]:
    canonical = {(m.start, m.end): m.attributes.get("canonical", m.text) for m in found.mentions}

    def name(span):  # type: ignore[no-untyped-def]
        return canonical.get((span.start, span.end), span.text)

    return {
        (one.kind, name(one.subject), name(one.object))
        for one in found.relations
        if one.kind not in ("post", "organised", "spoke_at")
    }


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            HEAD + "TS Vũ Trọng Khai, Chủ tịch Hội, phát biểu.",
            {("Vũ Trọng Khai", "Chủ tịch", "Hội Khuyến nông Việt Nam")},
        ),
        (
            FUND + "Bà Trần Thu Ngân, Giám đốc Quỹ và bà Y Mai Byă, điều phối viên dự án của Quỹ dự lễ.",
            {
                ("Trần Thu Ngân", "Giám đốc", "Quỹ Hạt Lúa"),
                ("Y Mai Byă", "điều phối viên dự án", "Quỹ Hạt Lúa"),
            },
        ),
        (
            HEAD + "TS Nguyễn Viết Khoa được bầu làm Chủ tịch Hội; bà Hạ Thúy Hạnh và ông Đỗ Văn Nam được "
            "bầu làm Phó Chủ tịch; ông Kiều Văn Lịch giữ chức Tổng Thư ký.",
            {
                ("Nguyễn Viết Khoa", "Chủ tịch", "Hội Khuyến nông Việt Nam"),
                ("Hạ Thúy Hạnh", "Phó Chủ tịch", "Hội Khuyến nông Việt Nam"),
                ("Đỗ Văn Nam", "Phó Chủ tịch", "Hội Khuyến nông Việt Nam"),
                ("Kiều Văn Lịch", "Tổng Thư ký", "Hội Khuyến nông Việt Nam"),
            },
        ),
        (
            HEAD + "\nBan Thường vụ gồm:\nChủ tịch: TS Nguyễn Viết Khoa\n"
            "Ủy viên thường trực: bà Mai Thị Thùy, ông Ngô Xuân Chinh\n",
            {
                ("Nguyễn Viết Khoa", "Chủ tịch", "Hội Khuyến nông Việt Nam"),
                ("Mai Thị Thùy", "Ủy viên thường trực", "Hội Khuyến nông Việt Nam"),
                ("Ngô Xuân Chinh", "Ủy viên thường trực", "Hội Khuyến nông Việt Nam"),
            },
        ),
        (
            FUND + "Hội đồng quản lý của Quỹ gồm GS Đào Ngọc Phong (Chủ tịch) và ông Bế Văn Tài (Ủy viên).",
            {("Đào Ngọc Phong", "Chủ tịch", "Quỹ Hạt Lúa"), ("Bế Văn Tài", "Ủy viên", "Quỹ Hạt Lúa")},
        ),
        (
            "Viện Dân số mở lớp. Theo ông Lương Quang Huy, Phó Viện trưởng, Viện sẽ mở thêm.",
            {("Lương Quang Huy", "Phó Viện trưởng", "Viện Dân số")},
        ),
        (
            "Ông Hà Thanh Tùng, thuộc Sở Y tế Cần Thơ, và chị Sơn Thị Đa Ra từ Hội Nông dân tỉnh Sóc Trăng.",
            {
                ("Hà Thanh Tùng", "", "Sở Y tế Cần Thơ"),
                ("Sơn Thị Đa Ra", "", "Hội Nông dân tỉnh Sóc Trăng"),
            },
        ),
        (
            "Chị Tạ Thanh Mai, chuyên gia gây quỹ của Trung tâm Sống Xanh, hướng dẫn.",
            {("Tạ Thanh Mai", "chuyên gia", "Trung tâm Sống Xanh")},
        ),
        (
            "Quỹ Ánh Sao do doanh nhân Lê Đức Thọ sáng lập năm 2011.",
            {("Lê Đức Thọ", "nhà sáng lập", "Quỹ Ánh Sao")},
        ),
        (
            "Mạng lưới Vì Rừng ra mắt. Thư ký Mạng lưới là bà Lò Thị Phương.",
            {("Lò Thị Phương", "Thư ký", "Mạng lưới Vì Rừng")},
        ),
        (
            "Ông Park Jin-woo, Giám đốc quốc gia tổ chức Good Hands Korea, dự lễ.",
            {("Park Jin-woo", "Giám đốc quốc gia", "Good Hands Korea")},
        ),
        ("Hoài An – Báo Nông nghiệp Xanh", {("Hoài An", "tác giả", "Báo Nông nghiệp Xanh")}),
        # a body of the state left unnamed is not the body the page is about
        (HEAD + "Đồng chí Mai Thức, Phó Chủ tịch UBND tỉnh, đến dự.", set()),
        # the second office behind "và" belongs to whoever comes next
        (
            FUND + "Anh Giàng A Chu - Phó Giám đốc Quỹ và đại diện Công ty Sữa Mộc trao quà.",
            {("Giàng A Chu", "Phó Giám đốc", "Quỹ Hạt Lúa")},
        ),
    ],
)
def test_post_is_found_with_its_organisation(read: Read, text: str, posts: set[tuple[str, str, str]]) -> None:
    assert _posts(read(text)) == posts


def test_former_post_says_so(read: Read) -> None:
    found = read("TS Chảo Láo Tả, nguyên Viện trưởng Viện Cây lương thực, dự lễ.")
    assert [one.attributes.get("former") for one in found.relations if one.kind == "post"] == [True]


def test_post_by_a_bare_head_is_marked_inferred(read: Read) -> None:
    found = read(FUND + "Bà Trần Thu Ngân, Giám đốc Quỹ, dự lễ.")
    post = next(one for one in found.relations if one.kind == "post")
    assert post.attributes["inferred"] is True
    assert post.object.text == "Quỹ Hạt Lúa"


def test_department_of_a_ministry_is_an_organisation_under_it(read: Read) -> None:
    found = read("Bà Phan Thị Mận, Phó Vụ trưởng Vụ Tổ chức phi chính phủ, Bộ Nội vụ, dự họp.")
    assert _posts(found) == {("Phan Thị Mận", "Phó Vụ trưởng", "Vụ Tổ chức phi chính phủ")}
    assert _ties(found) == {("part_of", "Vụ Tổ chức phi chính phủ", "Bộ Nội vụ")}
    kinds = {m.text: m.type for m in found.mentions if m.kind == "organisation"}
    assert kinds == {"Vụ Tổ chức phi chính phủ": "government", "Bộ Nội vụ": "government"}


NETWORK = "Mạng lưới Vì Rừng ra mắt. "


@pytest.mark.parametrize(
    ("text", "ties"),
    [
        (
            NETWORK + "Các tổ chức sáng lập Mạng lưới gồm: Viện Lâm sản, Trung tâm Con người và Rừng.",
            {
                ("member_of", "Viện Lâm sản", "Mạng lưới Vì Rừng"),
                ("member_of", "Trung tâm Con người và Rừng", "Mạng lưới Vì Rừng"),
            },
        ),
        (
            "Mạng lưới Vì Rừng kết nạp hai thành viên mới: Viện Lâm sản và Quỹ Hạt Lúa.",
            {
                ("member_of", "Viện Lâm sản", "Mạng lưới Vì Rừng"),
                ("member_of", "Quỹ Hạt Lúa", "Mạng lưới Vì Rừng"),
            },
        ),
        (
            "Mạng lưới Vì Rừng có 23 thành viên, trong đó có Quỹ Hạt Lúa.",
            {("member_of", "Quỹ Hạt Lúa", "Mạng lưới Vì Rừng")},
        ),
        (
            NETWORK + "Bà Lụa, đại diện Viện Lâm sản, cho biết Mạng lưới do Quỹ Hạt Lúa khởi xướng.",
            {("initiated_with", "Mạng lưới Vì Rừng", "Quỹ Hạt Lúa")},
        ),
        (
            NETWORK + "Viện Lâm sản là quan sát viên của Mạng lưới.",
            {("observer_of", "Viện Lâm sản", "Mạng lưới Vì Rừng")},
        ),
        (
            "Tập đoàn Hoa Sen đã tài trợ 2 tỷ đồng cho Quỹ Hạt Lúa.",
            {("funded_by", "Quỹ Hạt Lúa", "Tập đoàn Hoa Sen")},
        ),
        (
            "Quỹ Hạt Lúa đã triển khai 9 dự án do Liên minh châu Âu và tổ chức Bread Bridge tài trợ.",
            {
                ("funded_by", "Quỹ Hạt Lúa", "Liên minh châu Âu"),
                ("funded_by", "Quỹ Hạt Lúa", "Bread Bridge"),
            },
        ),
        (
            "Quỹ Hạt Lúa phối hợp Tỉnh đoàn Lào Cai trao quà.",
            {("partner_of", "Quỹ Hạt Lúa", "Tỉnh đoàn Lào Cai")},
        ),
        (
            FUND + "Đối tác của Quỹ: Bộ Tư pháp, UNDP.",
            {("partner_of", "Quỹ Hạt Lúa", "Bộ Tư pháp"), ("partner_of", "Quỹ Hạt Lúa", "UNDP")},
        ),
    ],
)
def test_tie_is_found(read: Read, text: str, ties: set[tuple[str, str, str]]) -> None:
    assert _ties(read(text)) == ties


def test_law_in_a_name_is_not_the_country_of_france(read: Read) -> None:
    found = read("Trung tâm Tư vấn Pháp luật Cộng đồng mở lớp.")
    assert [m.text for m in found.mentions if m.kind == "organisation"] == [
        "Trung tâm Tư vấn Pháp luật Cộng đồng"
    ]


@pytest.mark.parametrize(
    "piece", ["Chủ tịch: ông Nguyễn Văn An, ông Trần Văn Bình, ", "Hội và Quỹ do Hội ", "thành viên gồm: "]
)
def test_hostile_lists_are_read_in_bounded_time(read: Read, piece: str) -> None:
    started = time.process_time()
    read(piece * (40_000 // len(piece)))
    assert time.process_time() - started < 8
