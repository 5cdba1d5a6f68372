"""Plain text pages: what is the article, what is kept apart, what goes."""

from __future__ import annotations

# Pages stand unbroken, as their sites send them.
import pytest

from banyan.ingest.adapters.clip import read

PROJECT = """Clean Rivers Project
About the project
The Clean Rivers Project helps twelve towns of the valley to keep their rivers clean. It started in 2018 and is funded by the Valley Trust.
What we do
- water tests in schools
- river walks
Partners
Lund City Council
Contact
Anna Berg, coordinator
Tel: +46 00 000 00
Copyright 2020 Valley Trust. All rights reserved.
"""

NEWS = """Trang chủ
Giới thiệu | Tin tức | Liên hệ
Xã hội
Thứ Ba, 05/05/2020, 10:20 (GMT+7)
Trao 50 suất học bổng cho học sinh vùng lũ
(Sông Hồng) - Sáng 4/5, Quỹ Mái Ấm trao 50 suất học bổng cho học sinh nghèo ở Quảng Bình.
Bà Lê Thị Mai, Giám đốc Quỹ, cho biết mỗi suất trị giá 2 triệu đồng.
Minh Tú
Từ khóa: học bổng, vùng lũ
Tin khác
Hội thảo về nước sạch (04/05)
© 2020 Báo Sông Hồng. Giấy phép số 12/GP-BTTTT
"""

NOTICE = """关于开展2021年度社会组织评估工作的通知
各市属社会组织：
　　根据《社会组织评估管理办法》，现就开展2021年度社会组织评估工作有关事项通知如下：
　　一、评估对象
　　在市民政局登记满两年的社会团体、基金会和社会服务机构，均可申报参加评估，已获评估等级且在有效期内的除外。
　　二、联系方式
　　联系人：王芳
　　特此通知。
某某市民政局
2021年3月5日
【打印】【关闭】
"""

SIGNED = """Khai giảng lớp học mới

Sáng 5/5, Trung tâm Sao Mai khai giảng lớp học mới cho bốn mươi em ở xã, với sự giúp đỡ của nhiều thầy cô giáo.

Trung tâm Sao Mai là tổ chức do các thầy cô nghỉ hưu lập ra, nên lớp học nào cũng miễn phí, các em chỉ cần đến học.

Nguồn: Báo Miền Đông

Về Trung tâm Sao Mai

Trung tâm Sao Mai là tổ chức phi lợi nhuận có sứ mệnh đưa trẻ em vùng cao đến trường, thành lập ở Hà Giang từ nhiều năm trước.
"""


ARTICLES = {
    "Lan Pham": """River Care Trust holds a forum

The River Care Trust held a forum on clean water for small towns in Hanoi on 3 April 2024, and eighty people came.

The forum asked the city to open its records of water quality, and to hear the people who live by the river.""",
    "Trần Thị Mai": """Hội thảo về nước sạch

Ngày 3/4/2024, Trung tâm Nước Sạch tổ chức hội thảo về nước sạch cho các thị trấn nhỏ tại Hà Nội, với 80 người tham dự.

Hội thảo đề nghị thành phố công khai số liệu về chất lượng nước, và lắng nghe người dân sống bên sông.""",
    "王小明": """清河环保中心举办论坛

2024年4月3日，清河环保中心在北京举办小城镇清洁用水论坛，共有八十人参加，大家讨论了水质的问题。

论坛建议市政府公开水质数据，并听取沿河居民的意见，让更多的人参与到保护河流的工作中来。""",
}


def test_a_project_page_keeps_its_lists_under_headings_that_are_menu_words() -> None:
    page = read(raw=PROJECT.encode())
    assert page.title == "Clean Rivers Project"
    for line in ("What we do", "- river walks", "Lund City Council", "Anna Berg, coordinator"):
        assert line in page.clean_text.split("\n")
    assert "Copyright" not in page.clean_text
    assert [(item.kind, item.text) for item in page.furniture] == [("contact", "Tel: +46 00 000 00")]


def test_a_newspaper_page_loses_its_menus_and_gives_its_origin() -> None:
    page = read(raw=NEWS.encode())
    assert (page.title, page.date, page.author, page.publisher) == (
        "Trao 50 suất học bổng cho học sinh vùng lũ",
        "2020-05-05",
        "Minh Tú",
        "Báo Sông Hồng",
    )
    assert page.clean_text.split("\n")[0] == page.title
    assert "2 triệu đồng." in page.clean_text
    assert [
        word
        for word in ("Trang chủ", "Xã hội", "Từ khóa", "nước sạch", "Giấy phép")
        if word in page.clean_text
    ] == []


def test_a_notice_is_signed_and_dated_at_its_end() -> None:
    page = read(raw=NOTICE.encode())
    assert page.date == "2021-03-05"
    for line in ("各市属社会组织：", "一、评估对象", "特此通知。", "某某市民政局"):
        assert line in page.clean_text.split("\n")
    assert "打印" not in page.clean_text


def test_what_an_organisation_says_of_itself_after_the_article_is_kept_apart() -> None:
    page = read(raw=SIGNED.encode())
    assert "nghỉ hưu lập ra" in page.clean_text
    assert "sứ mệnh" not in page.clean_text
    assert [item.kind for item in page.furniture] == ["signature", "signature"]
    assert [page.source_text[item.start : item.end] for item in page.furniture] == [
        item.text for item in page.furniture
    ]
    # Names in it are still proposed.
    assert any(
        mention.start > page.furniture[0].start for mention in page.mentions if mention.kind == "organisation"
    )


def test_pages_without_running_text_lose_nothing() -> None:
    text = "Members of the network\n1. Green Delta Foundation\nAddress: 5 River Road, Lund\n2. Institute for River Studies\nAddress: 7 Hill Street, Malmö\n"
    page = read(raw=text.encode())
    assert page.clean_text == text.strip()
    assert page.title == "Members of the network"


def test_windows_line_ends_and_wide_blanks_stay_where_they_are() -> None:
    text = "标题在这里的一篇新闻稿\r\n\r\n　　5月8日，青禾公益服务中心的培训班在昆明开班，来自六个县的四十二名馆长参加了学习。\r\n"
    page = read(raw=text.encode())
    assert page.source_text == text
    span = page.clean_map.to_source(page.clean_text.index("5月8日"), page.clean_text.index("5月8日") + 4)
    assert text[slice(*span)] == "5月8日"


def test_a_list_of_other_articles_between_two_paragraphs_is_left_out() -> None:
    paragraph = "来自各地的八十位代表参加了会议，讨论社区养老服务与水环境保护，会期两天，气氛热烈。"
    text = (
        f"社区养老论坛在成都举行\n\n{paragraph}\n\n相关阅读：\n蓝天助学基金会举行年会\n绿色家园走进校园\n"
        f"志愿者协会换届\n\n二、主要成果\n\n{paragraph}\n"
    )
    page = read(raw=text.encode())
    assert "年会" not in page.clean_text
    assert "换届" not in page.clean_text
    assert "二、主要成果" in page.clean_text
    assert page.clean_text.count("八十位代表") == 2


def test_credits_end_where_the_next_field_begins() -> None:
    paragraph = "来自各地的八十位代表参加了会议，讨论社区养老服务与水环境保护，会期两天，气氛热烈。"
    for line, publisher, author in [
        ("来源：中国网　字体：放大　缩小", "中国网", ""),
        ("来源：中国网　　2011年5月3日　　字体：放大 缩小", "中国网", ""),
        ("来源：中国网 浏览次数 157", "中国网", ""),
        ("作者：李明　点击数量：157", "", "李明"),
        ("字号：大 中 小　来源：新华网　作者：张三", "新华网", "张三"),
    ]:
        page = read(raw=f"社区养老论坛在成都举行\n{line}\n\n{paragraph}\n\n{paragraph}".encode())
        assert (page.publisher, page.author) == (publisher, author)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Contact: Ms Lan Pham, Programme Officer, River Care Trust", "Lan Pham"),
        ("Liên hệ: Bà Trần Thị Mai, Giám đốc Trung tâm Nước Sạch", "Trần Thị Mai"),
        ("联系人：王小明，清河环保中心主任", "王小明"),
    ],
)
def test_person_to_ask_is_found_outside_the_article(line: str, name: str) -> None:
    page = read(raw=f"{ARTICLES[name]}\n\n{line}\n".encode())
    assert line not in page.clean_text
    assert ("contact", line) in [(item.kind, item.text) for item in page.furniture]
    found = [item for item in page.mentions if item.kind == "person" and item.text.endswith(name)]
    assert [page.source_text[item.start : item.end] for item in found] == [item.text for item in found]
    assert len(found) == 1


def test_telephone_of_nobody_stays_outside() -> None:
    line = "Contact: 024 3 123 4567, office@river.example, Hanoi Office"
    page = read(raw=f"{ARTICLES['Lan Pham']}\n\n{line}\n".encode())
    start = page.source_text.index(line)
    assert [item for item in page.mentions if item.end > start] == []
