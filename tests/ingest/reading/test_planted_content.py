"""What intruders plant is told; what genuinely bears a flagged word is not."""

# Pages and sentences stand unbroken, as their sites send them.

from __future__ import annotations

import pytest

from banyan.ingest.adapters.clip import read

GENUINE = {
    "an association against gambling harm": """Problem Gambling Association holds annual forum

The Responsible Gambling Association of Riverside and the Casino Workers Union held their annual forum on 5 May 2020. Online casino betting was discussed by 80 people.

Anna Berg, director of the Gambling Addiction Support Foundation, said that online gambling harms families. The National Lottery Fund gave a grant.

The Shoe Makers Association of Leeds and Nike Foundation attended. Free bags and shoes were given to children.""",
    "a shoe makers' association": """Hiệp hội Da giày tổ chức hội thảo

Ngày 5/5/2020, Hiệp hội Da giày - Túi xách và Trung tâm cai nghiện cờ bạc tổ chức hội thảo phòng chống cá độ, đánh bạc trực tuyến cho 50 học sinh tại trường, do Công ty Giày Adidas Việt Nam tài trợ.

Ông Nguyễn Văn Bình, Giám đốc Trung tâm, cho biết nhiều học sinh vay nóng, vay tiền online để chơi game bài, cá độ. Trung tâm đã tư vấn cho các em.

Nike tặng giày""",
    "a welfare lottery and a city of casinos": """中国福利彩票发行管理中心捐款

2020年5月5日,中国福利彩票发行管理中心、中国体育彩票公益金、澳门基金会、澳门明爱、反赌博联盟及戒赌中心在北京举办活动,皇冠酒店承办。参会者可扫码下载App注册报名,下载12306手机App。

澳门基金会主席李明表示,彩票公益金支持了多个项目,将继续支持社会组织。北京皮鞋行业协会也出席了会议。

Baidu""",
    "a fund that lends": """Foundation helps 50 families

On 4 May 2019 the Green Valley Foundation and the Microloan Trust offered personal loans to 50 families in the district, at low interest rates, and free mobile apps for farmers, with online register.

The director said that many families had to take payday loans before. The B12 mobile app and the G20 online platform helped.

Photos: Green Valley Foundation""",
    "a name in small letters at the end": """Hội nghị tổng kết

Sáng 16/1, tại Hà Nội, Hội Phụ nữ tổ chức hội nghị tổng kết công tác năm và phương hướng nhiệm vụ năm 2014, với sự tham gia của 100 đại biểu các tỉnh thành.

Hội đã hoàn thành các mục tiêu đề ra trong năm, các đại biểu cho biết như vậy tại hội nghị, với nhiều ý kiến.

quang minh""",
    "a clinic for sexual health": """Clinic opens its doors

The Harbour Road Clinic for Sexual Health opened on Monday with a grant of the Viagra Victims Fund and gives advice to escorts and to young people about porn addiction, every weekday until six.

Nurses told visitors what to look for when they buy medicine in shops on the internet.""",
}

PLANTED = {
    "vi": (
        """Hội thảo về nước sạch

Ngày 5/5/2020, tại Huế, Trung tâm Nước Sạch Miền Trung tổ chức hội thảo về nước sạch cho 50 xã, với sự tham gia của nhiều đại biểu.

Bà Trần Thị Lan, Giám đốc Trung tâm Nước Sạch Miền Trung, phát biểu khai mạc hội thảo. Hội thảo do nhà cái VN88 uy tín phối hợp với Sở Y tế tổ chức.

Bà Trần Thị Lan, Giám đốc tải app KUBET, cho biết thêm.

cheap nike air max outlet""",
        [
            ("injected_replacement", "nhà cái VN88 uy tín", ""),
            ("injected_replacement", "tải app KUBET", "Trung tâm Nước Sạch Miền Trung"),
            ("injected_tail", "cheap nike air max outlet", ""),
        ],
    ),
    "en": (
        """River forum held in Lund

On 5 May 2020 the River Care Trust held a forum on clean water for 50 towns, and 80 people came.

Anna Berg, director of River Care Trust, opened the day. The forum was organised by Bet365 Casino Bonus and the city council.

Later, Anna Berg, director of 1xbet download app, thanked everyone for coming.

buy viagra online""",
        [
            ("injected_replacement", "Bet365 Casino Bonus", ""),
            ("injected_replacement", "1xbet download app", "River Care Trust"),
            ("injected_tail", "buy viagra online", ""),
        ],
    ),
    "zh": (
        """绿色家园举办论坛

2020年5月5日,绿色家园志愿者协会在成都举办论坛,来自各地的80位代表参加了会议,讨论水环境保护。

绿色家园志愿者协会会长王小明先生致辞。qp77手机下载App会长王小明先生表示,将继续努力。

论坛由亚博体育官网登录承办,得到各界支持。qp77手机下载App也派人参加。

kup tanie buty sportowe""",
        [
            ("injected_replacement", "qp77手机下载App", "绿色家园志愿者协会"),
            ("injected_replacement", "亚博体育官网登录", ""),
            ("injected_replacement", "qp77手机下载App", "绿色家园志愿者协会"),
            ("injected_tail", "kup tanie buty sportowe", ""),
        ],
    ),
}


@pytest.mark.parametrize("name", GENUINE)
def test_a_flagged_word_in_a_genuine_name_or_article_is_left_alone(name: str) -> None:
    assert [(item.kind, item.text) for item in read(raw=GENUINE[name].encode()).suspicions] == []


@pytest.mark.parametrize("language", PLANTED)
def test_planted_names_and_tails_are_told_and_restored(language: str) -> None:
    text, wanted = PLANTED[language]
    page = read(raw=text.encode())
    assert page.language == language
    assert [(item.kind, item.text, item.restores_to) for item in page.suspicions] == wanted
    assert all(page.source_text[item.start : item.end] == item.text for item in page.suspicions)
    assert wanted[-1][1] not in page.clean_text


@pytest.mark.parametrize("language", PLANTED)
def test_nothing_is_proposed_from_planted_content(language: str) -> None:
    page = read(raw=PLANTED[language][0].encode())
    for item in page.suspicions:
        assert [
            mention.text for mention in page.mentions if mention.start < item.end and item.start < mention.end
        ] == []


def test_a_tail_glued_to_the_last_paragraph_is_told() -> None:
    text = "Forum in Lund\n\nThe River Care Trust held a forum on clean water for fifty towns in May, and eighty people came to it. They will meet again next year. cheap ray ban sunglasses"
    (found,) = read(raw=text.encode(), language="en").suspicions
    assert (found.kind, found.text) == ("injected_tail", "cheap ray ban sunglasses")


def test_a_paragraph_stuffed_with_wares_is_told() -> None:
    text = (
        "Forum in Lund\n\nThe River Care Trust held a forum on clean water for fifty towns in May, and eighty people came to it.\n\n"
        "Get cialis and viagra now, online casino bonus, payday loans, louis vuitton handbags outlet, write my essay, best poker sites of the year.\n\n"
        "They will meet again next year, when the new river map is ready for all the towns of the valley."
    )
    page = read(raw=text.encode(), language="en")
    assert [item.kind for item in page.suspicions] == ["injected_tail"]
    assert "cialis" not in page.clean_text
    assert "They will meet again" in page.clean_text


STYLED = """<html><head><style>@media print {{ .print {{ display: none }} }}
.tab {{ display: none }} .tab.active {{ display: block }} {rule}</style></head><body>
<h1>Forum in Lund</h1>
<div class="tab active print"><p>The River Care Trust held a forum on clean water for fifty towns in May, and eighty people came to it from all the valley.</p>
<p>They will meet again next year, when the new river map is ready for all the towns of the valley and its lakes.</p></div>
<div class="zq"><a href="http://best.example.com/a">online casino bonus</a> <a href="http://pills.example.net/">buy viagra online</a>
<a href="/about">About us</a> <a href="http://www.water.gov/">Water office</a></div></body></html>"""


@pytest.mark.parametrize(
    "rule",
    [".zq{display:none}", "div.zq { position:absolute; left:-9999px }", ".a, .zq {font-size:0}"],
)
def test_links_hidden_by_a_style_sheet_are_told_one_by_one_where_they_lead_astray(rule: str) -> None:
    page = read(raw=STYLED.format(rule=rule).encode(), language="en", address="http://www.lund.example.se/1")
    assert [(item.kind, item.text) for item in page.suspicions] == [
        ("hidden_link", "online casino bonus"),
        ("hidden_link", "buy viagra online"),
    ]
    assert all(page.source_text[item.start : item.end] == item.text for item in page.suspicions)
    assert "fifty towns" in page.clean_text
    assert "viagra" not in page.clean_text


@pytest.mark.parametrize(
    "raw",
    [
        "<ul>" + "".join(f'<li><a href="/n/{i}">Title number {i}</a></li>' for i in range(40_000)) + "</ul>",
        "短行文字\n" * 400_000,
        "短行" + "\n" * 3_000_000 + "短行",
        "<p>" + "The River Care Trust held a forum on clean water for towns, and eighty came. " * 30_000,
    ],
    ids=["links", "lines", "empty lines", "one paragraph"],
)
def test_of_a_page_without_end_the_beginning_is_read_and_the_reading_says_so(raw: str) -> None:
    page = read(raw=raw.encode(), language="xx")
    assert page.cut_at is not None
    assert 0 < page.cut_at < len(page.source_text) == len(raw)
    assert len(page.clean_text) <= 1_200_000
