"""Where a page says it comes from: lines of credit in three languages, dates of any precision."""

# Pages and sentences stand unbroken, as their sites send them.

from __future__ import annotations

import pytest

from banyan.ingest.adapters.clip import read
from banyan.ingest.adapters.credits import credits_in, is_credit
from banyan.ingest.adapters.decoding import decode
from banyan.ingest.adapters.language import language_of
from banyan.ingest.adapters.page_dates import date_in, date_of_address, is_date_line, latest_day


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "来源：新华网  作者：王芳  编辑：李明",
            {"publisher": "新华网", "author": "王芳", "posted_by": "李明"},
        ),
        ("发布时间：2020年3月2日 来源：公益时报", {"date": "2020年3月2日", "publisher": "公益时报"}),
        ("（来源：中国新闻社）", {"publisher": "中国新闻社"}),
        ("文/陈静", {}),
        ("Theo Trần Bình - Báo Sông Hồng", {"author": "Trần Bình", "publisher": "Báo Sông Hồng"}),
        ("(Theo TTXVN)", {"publisher": "TTXVN"}),
        ("Theo Báo Sông Hồng", {"publisher": "Báo Sông Hồng"}),
        ("Nguồn: songhong.vn", {"publisher": "songhong.vn"}),
        ("Đăng bởi: admin | Ngày đăng: 02/03/2020", {"posted_by": "admin", "date": "02/03/2020"}),
        ("Tác giả: Lê Thị Mai", {"author": "Lê Thị Mai"}),
        ("By Tom Hale, 3 March 2019", {"author": "Tom Hale", "date": "3 March 2019"}),
        ("Source: Lane News", {"publisher": "Lane News"}),
        ("Posted by Ruth on March 3, 2019", {"posted_by": "Ruth", "date": "March 3, 2019"}),
        ("Originally published in The River Post", {"publisher": "The River Post"}),
        ("By the end of the year all schools will have water", {}),
        ("Theo đó, các đơn vị sẽ phối hợp thực hiện kế hoạch trong năm tới tại các xã", {}),
    ],
)
def test_a_credit_line_gives_its_fields(line: str, wanted: dict[str, str]) -> None:
    assert {item.field: item.value for item in credits_in(line)} == wanted
    for item in credits_in(line):
        assert line[item.start : item.end] == item.value


@pytest.mark.parametrize(
    "line",
    [
        "Theo đó, mọi người cùng nhau làm việc.",
        "我们的来源很多，不止一个地方。",
        "By then it was late.",
        "Sources of income: rent and gifts of many kinds from people near and far, and from the town itself each year",
    ],
)
def test_a_sentence_is_no_credit(line: str) -> None:
    assert not is_credit(line)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021-04-12 11:34:12", "2021-04-12"),
        ("2021年4月9日", "2021-04-09"),
        ("2021年4月", "2021-04"),
        ("二〇二一年四月九日", "2021-04-09"),
        ("二〇二一年十一月二十三日", "2021-11-23"),
        ("17/01/2014", "2014-01-17"),
        ("Thứ Sáu, ngày 17 tháng 1 năm 2014", "2014-01-17"),
        ("tháng 3 năm 2015", "2015-03"),
        ("12/25/2014", "2014-12-25"),
        ("March 3rd, 2019", "2019-03-03"),
        ("3 March 2019", "2019-03-03"),
        ("the 9th of November 2011", "2011-11-09"),
        ("March 2019", "2019-03"),
        ("31/02/2014", None),
        ("C-601, tel 2021-99-99", None),
    ],
)
def test_dates_of_every_precision(text: str, iso: str | None) -> None:
    found = date_in(text)
    assert (found[0] if found else None) == iso


def test_dates_beside_the_text() -> None:
    assert is_date_line("Thứ Sáu, 17/01/2014 10:22")
    assert not is_date_line("On 17/01/2014 the centre opened its doors")
    assert date_of_address("https://a.example/news/2021/04/12/page.html") == "2021-04-12"
    assert date_of_address("https://a.example/2021/04/page") == "2021-04"
    assert date_of_address("https://a.example/page/12345678") == ""
    assert [str(latest_day(iso)) for iso in ("2011", "2011-02", "2011-12", "2011-02-03", "")] == [
        "2011-12-31",
        "2011-02-28",
        "2011-12-31",
        "2011-02-03",
        "None",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Trung tâm mở lớp học", "vi"),
        ("Hoi nghi tong ket cong tac nam cua Trung tam", "vi"),
        ("中心开办学校", "zh"),
        ("NGO与基金会研究中心 (ABC Research Centre)", "zh"),
        ("The centre opens a school for the children of the valley", "en"),
        ("UNDP", "en"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


_TCVN3 = {
    "à": 0xB5,
    "á": 0xB8,
    "ạ": 0xB9,
    "ả": 0xB6,
    "ă": 0xA8,
    "â": 0xA9,
    "ê": 0xAA,
    "ô": 0xAB,
    "ơ": 0xAC,
    "ư": 0xAD,
    "đ": 0xAE,
    "ổ": 0xE6,
    "ứ": 0xF8,
    "ủ": 0xF1,
    "ộ": 0xE9,
    "ợ": 0xEE,
    "ớ": 0xED,
    "ở": 0xEB,
    "ế": 0xD5,
    "ệ": 0xD6,
    "ầ": 0xC7,
    "ì": 0xD7,
    "ữ": 0xF7,
    "í": 0xDD,
}


def test_old_vietnamese_and_chinese_encodings_are_recognised() -> None:
    text = "tổ chức và các hội của người dân được tặng một số sách"
    table = _TCVN3 | {"ặ": 0xC6, "ờ": 0xEA, "ù": 0xEF, "ố": 0xE8}
    raw = bytes(table.get(char, ord(char) if char.isascii() else 0x3F) for char in text)
    assert decode(raw=raw).encoding == "tcvn3"
    assert decode(raw=raw).text == text
    assert (
        decode(raw="北京的社会组织在会上介绍了工作".encode("gb18030")).text
        == "北京的社会组织在会上介绍了工作"
    )
    assert (
        decode(raw="臺灣的組織在大會上".encode("big5"), content_type="text/html; charset=big5").text
        == "臺灣的組織在大會上"
    )
    assert (
        decode(
            raw="Người dân".encode("cp1258", "replace"), content_type="text/html; charset=windows-1258"
        ).encoding
        == "cp1258"
    )
    assert decode(raw=b"\xff\xfeA\x00", content_type="text/plain; charset=utf-8").text == "A"
    assert (
        decode(raw="Việt".encode() + b"\xff" + "Nam của các hội".encode()).text == "Việt\ufffdNam của các hội"
    )


def test_a_page_without_credit_is_published_by_its_site() -> None:
    source = "<html><head><title>Food bank doubles its parcels | Lane News</title></head><body><h1>Food bank doubles its parcels</h1><p>Forty volunteers packed 1,200 parcels on Saturday, twice as many as in the same week last year.</p></body></html>"
    page = read(raw=source.encode(), address="https://www.lane.example/2019/03/03/food")
    assert (page.publisher, page.reposted_by, page.date) == ("Lane News", "", "2019-03-03")


def test_the_language_may_be_told() -> None:
    assert read(raw=b"A page", language="vi").language == "vi"


def test_the_contract_of_the_command_line() -> None:
    found = read(
        raw="Lớp học mới\n\nNgày 5/5/2020, Quỹ Mái Ấm mở lớp học mới cho bốn mươi em ở xã, theo lời bà Lê Thị Mai.".encode()
    ).as_json()
    assert list(found) == [
        "language",
        "title",
        "date",
        "publisher",
        "author",
        "text",
        "suspicions",
        "mentions",
        "relations",
    ]


def test_title_of_the_head_is_cut_to_the_headline_it_begins_with() -> None:
    page = (
        "<html><head><title>山村读书会走进三所小学_行业动态_某站</title></head><body><div><div>"
        "<h1>山村读书会走进三所小学</h1></div><p>来源：青山简报</p>"
        "<p>2024年3月5日，山村读书会走进三所小学，为孩子们带去图书三百册，志愿者二十人参加。</p></div></body></html>"
    )
    assert read(raw=page.encode()).title == "山村读书会走进三所小学"
